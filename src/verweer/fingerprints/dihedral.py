# SPDX-License-Identifier: Apache-2.0
"""The hashes of a picture turned and mirrored in all eight ways, from one look at its pixels.

A mirrored line has the same cosine coefficients, the odd ones with their sign turned; turning
a picture by a quarter swaps its two directions besides. So all eight follow from one transform.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.model import Fingerprint, Pdq
from verweer.fingerprints.pdq import (
    KEPT,
    Floats,
    Sampler,
    coefficients_of_samples,
    hash_of_coefficients,
    is_decided,
    look_at,
    quality_of_samples,
    samples_of_pixels,
)

_Kind = TypeVar("_Kind", np.float32, np.float64)
Eight = tuple[Pdq, Pdq, Pdq, Pdq, Pdq, Pdq, Pdq, Pdq]


class Turn(StrEnum):
    """How a picture is turned or mirrored; the order and the values are the reference's.

    `rotate90` turns counter-clockwise, `flip-x` puts a picture upside down, and `flip-y` is what a mirror shows.
    """

    IDENTITY = "identity"
    QUARTER_LEFT = "rotate90"
    HALF = "rotate180"
    QUARTER_RIGHT = "rotate270"
    UPSIDE_DOWN = "flip-x"
    MIRRORED = "flip-y"
    TRANSPOSED = "transpose"
    ANTITRANSPOSED = "antitranspose"


WAYS = tuple(Turn)
_SIGNS = np.where(np.arange(1, KEPT + 1) % 2, -1, 1).astype(np.int8)  # The first kept coefficient is odd.
_DOWN, _ACROSS, _NONE = _SIGNS[:, None], _SIGNS[None, :], np.ones((1, 1), np.int8)
# For each turn, whether the two directions are swapped, and which signs are turned then.
_TURNED = {
    Turn.IDENTITY: (False, _NONE),
    Turn.QUARTER_LEFT: (True, _DOWN),
    Turn.HALF: (False, _DOWN * _ACROSS),
    Turn.QUARTER_RIGHT: (True, _ACROSS),
    Turn.UPSIDE_DOWN: (False, _DOWN),
    Turn.MIRRORED: (False, _ACROSS),
    Turn.TRANSPOSED: (True, _NONE),
    Turn.ANTITRANSPOSED: (True, _DOWN * _ACROSS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """A fingerprint, and the eight hashes of each of its frames, in the order of `WAYS`."""

    fingerprint: Fingerprint
    eights: tuple[Eight, ...]


def pdq_dihedral(pixels: NDArray[np.uint8], *, sampled: Sampler | None = None) -> tuple[Eight, int]:
    """Return the eight hashes, in the order of `WAYS`, and the quality (0 to 100) of luma or RGB pixels."""
    seen, quality = look_at(pixels, sampled or samples_of_pixels, _is_decided_each_way)
    return _hashes(seen), quality


def dihedral_of_samples(samples: Floats) -> tuple[Eight, int]:
    """Return the eight hashes, in the order of `WAYS`, and the quality (0 to 100) of 64 by 64 samples."""
    return _hashes(coefficients_of_samples(samples)), quality_of_samples(samples)


def _is_decided_each_way(seen: Floats) -> bool:
    # Swapping the two directions changes no value, so four of the eight tell all.
    return all(is_decided(turned) for turned in (seen, seen * _DOWN, seen * _ACROSS, seen * _DOWN * _ACROSS))


def turned(coefficients: NDArray[_Kind], turn: Turn) -> NDArray[_Kind]:
    """Return the cosine coefficients (… by 16 by 16) of pictures that are turned so."""
    is_lying, signs = _TURNED[turn]
    return (coefficients.swapaxes(-1, -2) if is_lying else coefficients) * signs


def _hashes(seen: Floats) -> Eight:
    first, second, third, fourth, fifth, sixth, seventh, eighth = (
        hash_of_coefficients(turned(seen, turn)) for turn in WAYS
    )
    return first, second, third, fourth, fifth, sixth, seventh, eighth

# SPDX-License-Identifier: Apache-2.0
"""The hashes of a picture turned and mirrored in all eight ways, from one look at its pixels.

A mirrored line has the same cosine coefficients, the odd ones with their sign turned; turning
a picture by a quarter swaps its two directions besides. So all eight follow from one transform.
"""

from dataclasses import dataclass

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

Eight = tuple[Pdq, Pdq, Pdq, Pdq, Pdq, Pdq, Pdq, Pdq]
# The order and the names of the eight are the reference's: `rotate90` turns counter-clockwise, `flip-x` puts a picture
# upside down, and `flip-y` is what a mirror shows.
WAYS = ("identity", "rotate90", "rotate180", "rotate270", "flip-x", "flip-y", "transpose", "antitranspose")
_SIGNS = np.where(np.arange(1, KEPT + 1) % 2, -1.0, 1.0)  # The first kept coefficient is odd.
_DOWN, _ACROSS, _NONE = _SIGNS[:, None], _SIGNS[None, :], np.ones((1, 1))
# For each way, whether the two directions are swapped, and which signs are turned then.
_TURNS = (
    (False, _NONE),
    (True, _DOWN),
    (False, _DOWN * _ACROSS),
    (True, _ACROSS),
    (False, _DOWN),
    (False, _ACROSS),
    (True, _NONE),
    (True, _DOWN * _ACROSS),
)


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


def turned(seen: Floats, way: int) -> Floats:
    """Return the coefficients, or a stack of them, in one of the eight ways."""
    is_lying, signs = _TURNS[way]
    return (np.swapaxes(seen, -1, -2) if is_lying else seen) * signs


def _hashes(seen: Floats) -> Eight:
    first, second, third, fourth, fifth, sixth, seventh, eighth = (
        hash_of_coefficients(turned(seen, way)) for way in range(len(WAYS))
    )
    return first, second, third, fourth, fifth, sixth, seventh, eighth

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
    coefficients_of_samples,
    hash_of_coefficients,
    quality_of_samples,
    samples_of_pixels,
)

Eight = tuple[Pdq, Pdq, Pdq, Pdq, Pdq, Pdq, Pdq, Pdq]
# The order and the names of the eight are the reference's: `rotate90` turns counter-clockwise, `flip-x` puts a picture
# upside down, and `flip-y` is what a mirror shows.
WAYS = ("identity", "rotate90", "rotate180", "rotate270", "flip-x", "flip-y", "transpose", "antitranspose")
_SIGNS = np.where(np.arange(1, KEPT + 1) % 2, -1.0, 1.0)  # The first kept coefficient is odd.


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """A fingerprint, and the eight hashes of each of its frames, in the order of `WAYS`."""

    fingerprint: Fingerprint
    eights: tuple[Eight, ...]


def pdq_dihedral(pixels: NDArray[np.uint8]) -> tuple[Eight, int]:
    """Return the eight hashes, in the order of `WAYS`, and the quality (0 to 100) of luma or RGB pixels."""
    return dihedral_of_samples(samples_of_pixels(pixels))


def dihedral_of_samples(samples: Floats) -> tuple[Eight, int]:
    """Return the eight hashes, in the order of `WAYS`, and the quality (0 to 100) of 64 by 64 samples."""
    seen = coefficients_of_samples(samples)
    lying = seen.T
    down, across = _SIGNS[:, None], _SIGNS[None, :]
    eight = (
        hash_of_coefficients(seen),
        hash_of_coefficients(lying * down),
        hash_of_coefficients(seen * down * across),
        hash_of_coefficients(lying * across),
        hash_of_coefficients(seen * down),
        hash_of_coefficients(seen * across),
        hash_of_coefficients(lying),
        hash_of_coefficients(lying * down * across),
    )
    return eight, quality_of_samples(samples)

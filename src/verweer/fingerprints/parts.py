# SPDX-License-Identifier: Apache-2.0
"""The hashes of many parts of one frame: lines that several parts share are smoothed once, and all are transformed together.

The results are those of `pdq_of_samples` and `dihedral_of_samples` for each part by itself.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.dihedral import WAYS, turned
from verweer.fingerprints.model import HIGHEST_QUALITY, PDQ_BYTES
from verweer.fingerprints.pdq import (
    GRADIENTS_PER_POINT,
    KEPT,
    SIDE,
    Floats,
    coefficients_of_samples,
    lines_of_pixels,
    samples_of_lines,
)
from verweer.fingerprints.views import Box
from verweer.media import is_confined


class Smoothing(NamedTuple):
    """The two halves of smoothing: 64 lines of luma, and 64 samples of each."""

    lines: Callable[[NDArray[np.uint8]], Floats]
    samples: Callable[[Floats], Floats]


@lru_cache(maxsize=1)
def smoothing() -> Smoothing:
    """Return numba's programs when it is installed and may be compiled here, else NumPy's; the same bits either way."""
    if is_confined():
        return Smoothing(lines_of_pixels, samples_of_lines)
    try:
        # numba need not be installed
        from verweer.fingerprints.pdq_fast import lines_of_luma, sample_lines  # noqa: PLC0415
    except ImportError:
        return Smoothing(lines_of_pixels, samples_of_lines)
    return Smoothing(lines_of_luma, sample_lines)


def samples_of_parts(luma: NDArray[np.uint8], boxes: Sequence[Box]) -> Floats:
    """Return the smoothed samples of each part, n by 64 by 64."""
    samples = np.empty((len(boxes), SIDE, SIDE))
    beside = defaultdict[tuple[int, int], list[int]](list)
    for number, box in enumerate(boxes):
        beside[box.top, box.bottom].append(number)
    for (top, bottom), numbers in beside.items():
        left, right = min(boxes[each].left for each in numbers), max(boxes[each].right for each in numbers)
        lines = smoothing().lines(luma[top:bottom, left:right])
        for each in numbers:
            samples[each] = smoothing().samples(lines[:, boxes[each].left - left : boxes[each].right - left])
    return samples


def hashes_of_samples(samples: Floats, ways: Sequence[int]) -> NDArray[np.uint8]:
    """Return the hashes of samples in some ways (numbers of `WAYS`), n by ways by 32."""
    coefficients = coefficients_of_samples(samples)
    seen = np.stack([turned(coefficients, WAYS[way]) for way in ways], axis=1).reshape(-1, KEPT * KEPT)
    half = KEPT * KEPT // 2 - 1
    # The lower of the two values in the middle, as in `hash_of_coefficients`.
    median = np.partition(seen, half, axis=1)[:, half : half + 1]
    return np.packbits((seen > median)[:, ::-1], axis=1).reshape(len(samples), len(ways), PDQ_BYTES)


def qualities_of_samples(samples: Floats) -> NDArray[np.int64]:
    """Return the quality (0 to 100) of each."""
    gradients = _steps(samples[:, :-1] - samples[:, 1:]) + _steps(samples[:, :, :-1] - samples[:, :, 1:])
    return np.minimum(HIGHEST_QUALITY, gradients.astype(np.int64) // GRADIENTS_PER_POINT)


def _steps(differences: Floats) -> Floats:
    """Return the sum of each one's differences, rounded to zero, as `quality_of_samples` does; what is given is overwritten."""
    differences *= 100
    differences /= 255
    np.trunc(differences, out=differences)
    np.abs(differences, out=differences)
    return np.asarray(differences.sum(axis=(1, 2)))

# SPDX-License-Identifier: Apache-2.0
"""The smoothed samples of a picture by a program that numba compiles: the same bits as NumPy's, sooner.

Needs the extra `fast`. Compiling takes a second or two, once for an installation: the result
is kept beside this file, or in the user's cache where that cannot be written. All sums are
exact (see `pdq`), so four rows may be added at a time.
"""

from collections.abc import Callable
from typing import cast

import numba
import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.pdq import LINE_UNITS, SAMPLE_UNITS, SIDE, THOUSANDTHS, WEIGHT_UNITS, Floats, bands_of

_COLOURED = 3
_AT_ONCE = 4
_OF_LINE = WEIGHT_UNITS / LINE_UNITS
_OF_SAMPLE = WEIGHT_UNITS * LINE_UNITS / SAMPLE_UNITS
_RED, _GREEN, _BLUE = 299.0, 587.0, 114.0
_Kernel = Callable[..., Floats]


def samples_of_luma(pixels: NDArray[np.uint8]) -> Floats:
    """Return the 64 by 64 smoothed samples (0 to 255) of luma or RGB pixels, equal to `samples_of_pixels`."""
    return sample_lines(lines_of_luma(pixels))


def lines_of_luma(pixels: NDArray[np.uint8]) -> Floats:
    """Return the 64 smoothed lines of luma or RGB pixels, equal to `lines_of_pixels`."""
    rows = pixels.reshape(len(pixels), -1)
    if rows.strides[1] != 1:
        rows = np.ascontiguousarray(rows)
    down = bands_of(len(rows))
    return _compiled_lines(rows, pixels.ndim == _COLOURED, down.starts, down.weights)


def sample_lines(lines: Floats) -> Floats:
    """Return the 64 by 64 samples of 64 smoothed lines, equal to those by NumPy."""
    across = bands_of(lines.shape[1])
    return _compiled_samples(lines, across.starts, across.weights)


def _smoothed_lines(
    rows: NDArray[np.uint8],
    coloured: bool,  # noqa: FBT001 - numba has no keywords
    starts: NDArray[np.int64],
    weights: Floats,
) -> Floats:
    lines = np.empty((SIDE, rows.shape[1] // 3 if coloured else rows.shape[1]))
    sums = np.empty(rows.shape[1])
    for sample in range(SIDE):
        _add_rows(rows, starts[sample], weights[sample], sums)
        line = _luma(sums) if coloured else sums
        for place in range(len(line)):
            lines[sample, place] = np.rint(line[place] / _OF_LINE)
    return lines


def _sampled_lines(lines: Floats, starts: NDArray[np.int64], weights: Floats) -> Floats:
    samples = np.empty((SIDE, SIDE))
    for sample in range(SIDE):
        for other in range(SIDE):
            start, total = starts[other], 0.0
            for tap in range(weights.shape[1]):
                total += weights[other, tap] * lines[sample, start + tap]
            samples[sample, other] = np.rint(total / _OF_SAMPLE) / SAMPLE_UNITS
    return samples


def _added_rows(rows: NDArray[np.uint8], start: int, weights: Floats, sums: Floats) -> None:
    sums[:] = 0.0
    fours = len(weights) // _AT_ONCE * _AT_ONCE
    for tap in range(0, fours, _AT_ONCE):
        first, second, third, fourth = weights[tap], weights[tap + 1], weights[tap + 2], weights[tap + 3]
        row = start + tap
        for place in range(len(sums)):
            sums[place] += (
                first * rows[row, place]
                + second * rows[row + 1, place]
                + third * rows[row + 2, place]
                + fourth * rows[row + 3, place]
            )
    for tap in range(fours, len(weights)):
        weight, row = weights[tap], start + tap
        for place in range(len(sums)):
            sums[place] += weight * rows[row, place]


def _luma_of(sums: Floats) -> Floats:
    luma = np.empty(len(sums) // 3)
    for place in range(len(luma)):
        red, green, blue = sums[3 * place], sums[3 * place + 1], sums[3 * place + 2]
        luma[place] = (_RED * red + _GREEN * green + _BLUE * blue) / THOUSANDTHS
    return luma


_PIXELS = numba.types.Array(numba.types.uint8, 2, "A", readonly=True)  # Pillow's are; others may be read so too.
_PLACES = numba.types.Array(numba.types.int64, 1, "C")
_WEIGHTS = numba.types.Array(numba.types.float64, 2, "C")
_LINES = numba.types.Array(numba.types.float64, 2, "A")
_compiled = numba.njit(cache=True, nogil=True)
_add_rows = _compiled(_added_rows)
_luma = _compiled(_luma_of)
_compiled_lines = cast(
    "_Kernel",
    numba.njit(_WEIGHTS(_PIXELS, numba.types.boolean, _PLACES, _WEIGHTS), cache=True, nogil=True)(_smoothed_lines),
)
_compiled_samples = cast(
    "_Kernel", numba.njit(_WEIGHTS(_LINES, _PLACES, _WEIGHTS), cache=True, nogil=True)(_sampled_lines)
)

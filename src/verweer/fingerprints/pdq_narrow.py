# SPDX-License-Identifier: Apache-2.0
"""PDQ in the 32 bits and the order of sums of the reference, for pictures whose hash hangs on its rounding.

In an even surface, a gradient or a symmetrical drawing many coefficients are equal, or zero.
There the reference's bits are what its rounding leaves, and only the same steps give them:
running sums along lines and then along columns, twice, each sum rounded to 32 bits.
"""

import numpy as np
from numpy.typing import NDArray

_SIDE = 64
_KEPT = 16
_PASSES = 2
_COLOURED = 3
_LINES_AT_ONCE = 32
_RED, _GREEN, _BLUE = 0.299, 0.587, 0.114
_Narrow = NDArray[np.float32]


def narrow_samples(pixels: NDArray[np.uint8]) -> _Narrow:
    """Return the 64 by 64 smoothed samples (0 to 255) of luma or RGB pixels."""
    luma = _luma(pixels)
    height, width = luma.shape
    if height == width == _SIDE:
        return luma  # As large as its samples; the reference takes it as it is.
    for _ in range(_PASSES):
        luma = _smoothed(luma)
        luma = np.ascontiguousarray(_smoothed(np.ascontiguousarray(luma.T)).T)
    return luma[_middles(height)[:, None], _middles(width)[None, :]]


def narrow_coefficients(samples: _Narrow) -> _Narrow:
    """Return the 16 by 16 coefficients of 64 by 64 samples."""
    return np.ascontiguousarray(_transformed(np.ascontiguousarray(_transformed(samples).T)).T)


def _luma(pixels: NDArray[np.uint8]) -> _Narrow:
    colours = pixels if pixels.ndim == _COLOURED else np.broadcast_to(pixels[:, :, None], (*pixels.shape, 3))
    luma = np.empty(pixels.shape[:2], np.float32)
    for top in range(0, len(luma), _LINES_AT_ONCE):
        some = colours[top : top + _LINES_AT_ONCE]
        luma[top : top + _LINES_AT_ONCE] = some[:, :, 0] * _RED + some[:, :, 1] * _GREEN + some[:, :, 2] * _BLUE
    return luma


def _smoothed(lines: _Narrow) -> _Narrow:
    """Return lines of which each place is the mean of the window around it, summed while the window runs along."""
    length = lines.shape[1]
    window = (length + _PASSES * _SIDE - 1) // (_PASSES * _SIDE)
    ahead = (window + 2) // 2 - 1
    counts = _counts(length, window, ahead)
    means = np.empty_like(lines)
    for top in range(0, len(lines), _LINES_AT_ONCE):
        some = lines[top : top + _LINES_AT_ONCE]
        # What enters the window, then what enters and leaves it in turn, then what leaves it.
        steps = np.empty((len(some), window + 2 * (length - window) + ahead), np.float32)
        steps[:, :window] = some[:, :window]
        running = steps[:, window : window + 2 * (length - window)]
        running[:, 0::2] = some[:, window:]
        np.negative(some[:, : length - window], out=running[:, 1::2])
        np.negative(some[:, length - window : length - window + ahead], out=steps[:, steps.shape[1] - ahead :])
        np.add.accumulate(steps, axis=1, out=steps)
        here = means[top : top + _LINES_AT_ONCE]
        here[:, : window - ahead] = steps[:, ahead:window]
        here[:, window - ahead : length - ahead] = running[:, 1::2]
        here[:, length - ahead :] = steps[:, steps.shape[1] - ahead :]
        here /= counts
    return means


def _counts(length: int, window: int, ahead: int) -> _Narrow:
    """Return of how many places each mean is: fewer at both ends of a line."""
    places = np.arange(length)
    behind = window - ahead - 1
    return (np.minimum(places + ahead, length - 1) - np.maximum(places - behind, 0) + 1).astype(np.float32)


def _middles(length: int) -> NDArray[np.int64]:
    return ((np.arange(_SIDE) + 0.5) * length / _SIDE).astype(np.int64)


def _transformed(values: _Narrow) -> _Narrow:
    total = np.zeros((_KEPT, values.shape[1]), np.float32)
    for place in range(_SIDE):
        total += _FACTORS[:, place, None] * values[place]
    return total


def _factors() -> _Narrow:
    order = np.arange(1, _KEPT + 1)[:, None]
    place = np.arange(_SIDE)[None, :]
    scale = np.float64(np.float32(np.sqrt(2 / _SIDE)))
    return np.asarray(scale * np.cos(np.pi / 2 / _SIDE * order * (2 * place + 1))).astype(np.float32)


_FACTORS = _factors()

# SPDX-License-Identifier: Apache-2.0
"""PDQ, the perceptual hash that hash banks exchange (Davis and Rosen, Meta, 2019).

The reference smooths the luma with two passes of a box filter and takes 64 by 64 samples.
Both steps are linear and separable, so one matrix from each side does the same work and
reads each pixel once.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.model import HIGHEST_QUALITY, Pdq

_SIDE = 64
_KEPT = 16
_PASSES_PER_SAMPLE = 2
_GRADIENTS_PER_POINT = 90
_COLOURED = 3
_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601, as the reference
_Floats = NDArray[np.float64]


def pdq_of_pixels(pixels: NDArray[np.uint8]) -> tuple[Pdq, int]:
    """Return the hash and quality (0 to 100) of pixels: height by width of luma, or height by width by 3 of RGB."""
    lines = _sampled(pixels.reshape(len(pixels), -1))
    if pixels.ndim == _COLOURED:
        # Since all is linear, luma need not be rounded to a byte per pixel first; the reference does not either.
        lines = lines.reshape(_SIDE, -1, 3) @ _LUMA
    samples = _sampled(lines.T).T
    transformed = _DCT @ samples @ _DCT.T
    # Torben's median of an even count is the lower of the two middle values.
    median = np.sort(transformed, axis=None)[_KEPT * _KEPT // 2 - 1]
    bits = (transformed > median).ravel()
    return Pdq(np.packbits(bits[::-1]).tobytes()), _quality(samples)


def _quality(samples: _Floats) -> int:
    down = np.trunc((samples[:-1] - samples[1:]) * 100 / 255)
    across = np.trunc((samples[:, :-1] - samples[:, 1:]) * 100 / 255)
    gradients = int(np.abs(down).sum() + np.abs(across).sum())
    return min(HIGHEST_QUALITY, gradients // _GRADIENTS_PER_POINT)


def _sampled(lines: NDArray[np.uint8] | _Floats) -> _Floats:
    """Return 64 smoothed lines; only a few lines at a time are held as floats."""
    return np.stack([weights @ lines[start : start + len(weights)] for start, weights in _bands(len(lines))])


@lru_cache(maxsize=64)
def _bands(length: int) -> tuple[tuple[int, _Floats], ...]:
    """Return where each of the 64 samples begins to read a line, and the weights of what it reads."""
    window = (length + _PASSES_PER_SAMPLE * _SIDE - 1) // (_PASSES_PER_SAMPLE * _SIDE)
    ahead = (window + 2) // 2 - 1
    behind = window - ahead - 1
    return tuple(_band(int((sample + 0.5) * length / _SIDE), behind, ahead, length) for sample in range(_SIDE))


def _band(middle: int, behind: int, ahead: int, length: int) -> tuple[int, _Floats]:
    outer = range(max(0, middle - behind), min(length, middle + ahead + 1))
    first = max(0, outer[0] - behind)
    weights = np.zeros(min(length, outer[-1] + ahead + 1) - first)
    for place in outer:
        start, end = max(0, place - behind), min(length, place + ahead + 1)
        weights[start - first : end - first] += 1 / (len(outer) * (end - start))
    return first, weights


def _dct() -> _Floats:
    order = np.arange(1, _KEPT + 1)[:, None]  # The constant term is left out.
    place = np.arange(_SIDE)[None, :]
    return np.asarray(np.sqrt(2 / _SIDE) * np.cos(np.pi / 2 / _SIDE * order * (2 * place + 1)))


_DCT = _dct()

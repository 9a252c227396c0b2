# SPDX-License-Identifier: Apache-2.0
"""PDQ, the perceptual hash that hash banks exchange (Davis and Rosen, Meta, 2019).

The reference smooths the luma with two passes of a box filter and takes 64 by 64 samples.
Both steps are linear and separable, so one matrix from each side does the same work and
reads each pixel once.

Every factor here is a whole number of some power of two, small enough that each sum is
exact in 53 bits. The order of a sum then does not matter: any BLAS, numba (`pdq_fast`) and
the browser (`browser/pdq.js`) give the same bits. What this rounds away is below what the
reference loses by working in 32 bits; where that loss decides a bit, `pdq_narrow` repeats it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.model import HIGHEST_QUALITY, Pdq
from verweer.fingerprints.pdq_narrow import narrow_coefficients, narrow_samples

SIDE = 64
KEPT = 16
_PASSES_PER_SAMPLE = 2
GRADIENTS_PER_POINT = 90
_COLOURED = 3
_LUMA = np.array([299.0, 587.0, 114.0])  # thousandths; ITU-R BT.601, as the reference
THOUSANDTHS = 1000.0
# Units: a weight is a whole number of 2**-28, a smoothed line of 2**-16, a sample of 2**-18.
WEIGHT_UNITS = 2.0**28
LINE_UNITS = 2.0**16
SAMPLE_UNITS = 2.0**18
# The transform's factors are the sum of a coarse part (2**-22) and a fine part (2**-40); what it gives is 2**-16.
_COARSE_UNITS = 2.0**22
_FINE_UNITS = 2.0**40
_COEFFICIENT_UNITS = 2.0**16
_FEWEST = 5
_ROUNDING = 2.0**-8  # The reference's coefficients were at most 0.006 off, those of photographs 0.002.
_HELD = 250_000  # floats: what a processor keeps near
Floats = NDArray[np.float64]
Sampler = Callable[[NDArray[np.uint8]], Floats]


class Bands(NamedTuple):
    """Where each of the 64 samples begins to read a line, and the weights of what it reads (64 by taps)."""

    starts: NDArray[np.int64]
    weights: Floats


def pdq_of_pixels(pixels: NDArray[np.uint8], *, sampled: Sampler | None = None) -> tuple[Pdq, int]:
    """Return the hash and quality (0 to 100) of pixels: height by width of luma, or height by width by 3 of RGB.

    `sampled` is `samples_of_pixels`, unless numba's program (`pdq_fast.samples_of_luma`) is to do that part.
    """
    coefficients, quality = look_at(pixels, sampled or samples_of_pixels, is_decided)
    return hash_of_coefficients(coefficients), quality


def look_at(pixels: NDArray[np.uint8], sampled: Sampler, is_enough: Callable[[Floats], bool]) -> tuple[Floats, int]:
    """Return the coefficients of pixels, 16 by 16, and the quality (0 to 100).

    When the coefficients are not enough to know the reference's bits, they are made as it makes them. In less than five
    lines or columns it sees nothing.
    """
    if min(pixels.shape[:2]) < _FEWEST:
        return np.zeros((KEPT, KEPT)), 0
    samples = sampled(pixels)
    coefficients = coefficients_of_samples(samples)
    if is_enough(coefficients):
        return coefficients, quality_of_samples(samples)
    narrow = narrow_samples(pixels)
    return narrow_coefficients(narrow).astype(np.float64), quality_of_samples(narrow)


def is_decided(coefficients: Floats) -> bool:
    """Return whether the two values in the middle are further apart than the reference's rounding could bring them."""
    half = KEPT * KEPT // 2
    low, high = np.partition(coefficients, (half - 1, half), axis=None)[half - 1 : half + 1]
    return bool(high - low >= _ROUNDING)


def pdq_of_samples(samples: Floats) -> tuple[Pdq, int]:
    """Return the hash and quality (0 to 100) of 64 by 64 smoothed samples of luma (0 to 255)."""
    return hash_of_coefficients(coefficients_of_samples(samples)), quality_of_samples(samples)


def samples_of_pixels(pixels: NDArray[np.uint8]) -> Floats:
    """Return the 64 by 64 smoothed samples (0 to 255) of pixels, of luma or RGB; exact in 2**-18."""
    return samples_of_lines(lines_of_pixels(pixels))


def lines_of_pixels(pixels: NDArray[np.uint8]) -> Floats:
    """Return the 64 smoothed lines of pixels, of luma or RGB, in whole units of 2**-16."""
    lines = _sampled(pixels.reshape(len(pixels), -1))
    if pixels.ndim == _COLOURED:
        # Since all is linear, luma need not be rounded to a byte per pixel first; the reference does not either.
        lines = lines.reshape(SIDE, -1, 3) @ _LUMA / THOUSANDTHS
    return np.asarray(np.rint(lines / (WEIGHT_UNITS / LINE_UNITS)))


def samples_of_lines(lines: Floats) -> Floats:
    """Return the 64 by 64 samples of 64 smoothed lines."""
    samples = _sampled(lines.T).T
    return np.asarray(np.rint(samples / (WEIGHT_UNITS * LINE_UNITS / SAMPLE_UNITS)) / SAMPLE_UNITS)


def coefficients_of_samples(samples: Floats) -> Floats:
    """Return the 16 by 16 lowest coefficients of the cosine transform, constant terms left out; exact in 2**-16.

    Samples may be a stack of several.
    """
    down = _rounded(_COARSE @ samples + _FINE @ samples)
    return _rounded(down @ _COARSE.T + down @ _FINE.T)


def hash_of_coefficients(coefficients: Floats) -> Pdq:
    """Return the hash: one bit for each coefficient that is above the median; a tie with the median is 0."""
    # Torben's median of an even count is the lower of the two middle values.
    median = np.sort(coefficients, axis=None)[KEPT * KEPT // 2 - 1]
    bits = (coefficients > median).ravel()
    return Pdq(np.packbits(bits[::-1]).tobytes())


def quality_of_samples(samples: Floats | NDArray[np.float32]) -> int:
    """Return how much there is to see in samples, 0 to 100: the sum of their differences, each rounded to zero."""
    down = np.trunc((samples[:-1] - samples[1:]) * 100 / 255)
    across = np.trunc((samples[:, :-1] - samples[:, 1:]) * 100 / 255)
    gradients = int(np.abs(down).sum() + np.abs(across).sum())
    return min(HIGHEST_QUALITY, gradients // GRADIENTS_PER_POINT)


@lru_cache(maxsize=512)
def bands_of(length: int) -> Bands:
    """Return what 64 samples read of a line of this length; all read equally many places, some with weight 0."""
    window = (length + _PASSES_PER_SAMPLE * SIDE - 1) // (_PASSES_PER_SAMPLE * SIDE)
    taps = min(length, 2 * window - 1)
    starts, weights = np.zeros(SIDE, np.int64), np.zeros((SIDE, taps))
    for sample in range(SIDE):
        first, band = _band(int((sample + 0.5) * length / SIDE), window, length)
        starts[sample] = min(first, length - taps)
        place = first - starts[sample]
        weights[sample, place : place + len(band)] = _in_units(band)
    return Bands(starts, weights)


def _sampled(lines: NDArray[np.uint8] | Floats) -> Floats:
    """Return 64 smoothed lines in units of 2**-28; only a few lines at a time are held as floats."""
    starts, weights = bands_of(len(lines))
    length, taps = lines.shape[1], weights.shape[1]
    places = starts[:, None] + np.arange(taps)
    smoothed = np.empty((SIDE, 1, length))
    step = max(1, _HELD // (taps * length))
    for first in range(0, SIDE, step):
        some = slice(first, first + step)
        np.matmul(weights[some, None, :], lines[places[some]].astype(np.float64), out=smoothed[some])
    return smoothed[:, 0]


def _band(middle: int, window: int, length: int) -> tuple[int, Floats]:
    ahead = (window + 2) // 2 - 1
    behind = window - ahead - 1
    outer = range(max(0, middle - behind), min(length, middle + ahead + 1))
    first = max(0, outer[0] - behind)
    weights = np.zeros(min(length, outer[-1] + ahead + 1) - first)
    for place in outer:
        start, end = max(0, place - behind), min(length, place + ahead + 1)
        weights[start - first : end - first] += 1 / (len(outer) * (end - start))
    return first, weights


def _in_units(band: Floats) -> Floats:
    """Return weights as whole units that sum to one exactly, so that an even surface stays even."""
    units = np.rint(band * WEIGHT_UNITS)
    units[len(units) // 2] += WEIGHT_UNITS - units.sum()
    return np.asarray(units)


def _rounded(values: Floats) -> Floats:
    return np.asarray(np.rint(values * _COEFFICIENT_UNITS) / _COEFFICIENT_UNITS)


def _dct() -> tuple[Floats, Floats]:
    order = np.arange(1, KEPT + 1)[:, None]  # The constant term is left out.
    place = np.arange(SIDE)[None, :]
    factors = np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * order * (2 * place + 1))
    coarse = np.rint(factors * _COARSE_UNITS) / _COARSE_UNITS
    return coarse, np.rint((factors - coarse) * _FINE_UNITS) / _FINE_UNITS


_COARSE, _FINE = _dct()

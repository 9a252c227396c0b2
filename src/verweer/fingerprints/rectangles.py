# SPDX-License-Identifier: Apache-2.0
"""PDQ hashes of many rectangles of one picture, each as if it had been cut out first.

Rectangles that share their rows share the first half of the work, so forty of them cost little
more than four. Pictures above 1,024 pixels are made smaller for this; that moves two bits of 256.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.pdq import KEPT, SIDE

Floats = NDArray[np.float32]
LARGEST_SIDE = 1024
LEAST_SIDE = 64


@dataclass(frozen=True, slots=True, order=True)
class Rectangle:
    """A part of a picture, as shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Return its share of the picture."""
        return (self.right - self.left) * (self.bottom - self.top)

    def overlap(self, other: "Rectangle") -> float:
        """Return intersection over union."""
        shared = self._shared(other)
        return shared / (self.area + other.area - shared)

    def share_within(self, other: "Rectangle") -> float:
        """Return how much of this rectangle lies within another."""
        return self._shared(other) / self.area

    def _shared(self, other: "Rectangle") -> float:
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high)

    def within(self, outer: "Rectangle") -> "Rectangle":
        """Return this rectangle of a part as a rectangle of the whole."""
        wide, high = outer.right - outer.left, outer.bottom - outer.top
        return Rectangle(
            outer.left + self.left * wide,
            outer.top + self.top * high,
            outer.left + self.right * wide,
            outer.top + self.bottom * high,
        )


WHOLE = Rectangle(0.0, 0.0, 1.0, 1.0)


def reduced(luma: NDArray[np.uint8], largest: int = LARGEST_SIDE) -> NDArray[np.uint8]:
    """Return luma no longer than this on its longer side."""
    share = largest / max(luma.shape)
    if share >= 1:
        return luma
    size = (max(1, round(luma.shape[1] * share)), max(1, round(luma.shape[0] * share)))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def coefficients_of(luma: NDArray[np.uint8], rectangles: Sequence[Rectangle]) -> tuple[Floats, NDArray[np.int64]]:
    """Return the cosine coefficients (n by 16 by 16) and the quality (0 to 100) of each rectangle of luma."""
    height, width = luma.shape
    seen = luma.astype(np.float32)
    lines: dict[tuple[int, int], Floats] = {}
    across: dict[int, Floats] = {}
    samples = np.empty((len(rectangles), SIDE, SIDE), np.float32)
    for number, rectangle in enumerate(rectangles):
        rows = _span(rectangle.top, rectangle.bottom, height)
        first, last = _span(rectangle.left, rectangle.right, width)
        if rows not in lines:
            lines[rows] = _lines(seen[rows[0] : rows[1]])
        if last - first not in across:
            across[last - first] = _matrix(last - first)
        np.matmul(lines[rows][:, first:last], across[last - first], out=samples[number])
    return np.asarray(_DCT @ samples @ _DCT.T, np.float32), _qualities(samples)


def hashes_of(coefficients: Floats) -> NDArray[np.uint8]:
    """Return the PDQ hash (32 bytes) of each of n by 16 by 16 coefficients."""
    flat = coefficients.reshape(len(coefficients), -1)
    middle = flat.shape[1] // 2 - 1
    median = np.partition(flat, middle, axis=1)[:, middle : middle + 1]
    return np.packbits((flat > median)[:, ::-1], axis=1)


def _span(first: float, last: float, length: int) -> tuple[int, int]:
    begin, end = round(first * length), round(last * length)
    return begin, max(end, begin + 1)


def _lines(rows: Floats) -> Floats:
    """Return 64 smoothed lines of these rows."""
    starts, weights = _bands(len(rows))
    taps = weights.shape[1]
    lines = np.empty((SIDE, rows.shape[1]), np.float32)
    for line, start in enumerate(starts.tolist()):
        np.matmul(weights[line], rows[start : start + taps], out=lines[line])
    return lines


def _matrix(length: int) -> Floats:
    """Return the weights (length by 64) with which a line becomes 64 samples."""
    starts, weights = _bands(length)
    matrix = np.zeros((SIDE, length), np.float32)
    np.put_along_axis(matrix, starts[:, None] + np.arange(weights.shape[1]), weights, axis=1)
    return np.ascontiguousarray(matrix.T)


@lru_cache(maxsize=512)
def _bands(length: int) -> tuple[NDArray[np.int64], Floats]:
    """Return what `pdq.bands_of` does, as shares of one and much sooner; the last bits of the weights may differ."""
    window = (length + 2 * SIDE - 1) // (2 * SIDE)
    taps = min(length, 2 * window - 1)
    ahead = (window + 2) // 2 - 1
    behind = window - ahead - 1
    middle = ((np.arange(SIDE) + 0.5) * length / SIDE).astype(np.int64)[:, None]
    outer = middle + np.arange(-behind, ahead + 1)
    there = (outer >= 0) & (outer < length)
    begin, end = np.clip(outer - behind, 0, length - 1), np.clip(outer + ahead + 1, 1, length)
    starts = np.minimum(np.maximum(0, np.maximum(0, middle - behind) - behind), length - taps)
    shares = np.where(there, 1 / (there.sum(axis=1, keepdims=True) * (end - begin)), 0)
    steps = np.zeros((SIDE, taps + 1))
    rows = np.arange(SIDE)[:, None]
    np.add.at(steps, (rows, np.clip(begin - starts, 0, taps)), shares)
    np.add.at(steps, (rows, np.clip(end - starts, 0, taps)), -shares)
    return starts[:, 0], np.cumsum(steps, axis=1)[:, :taps].astype(np.float32)


def _dct() -> Floats:
    order = np.arange(1, KEPT + 1)[:, None]  # The constant term is left out.
    place = np.arange(SIDE)[None, :]
    return np.asarray(np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * order * (2 * place + 1)), np.float32)


_DCT = _dct()


def _qualities(samples: Floats) -> NDArray[np.int64]:
    down = np.abs(np.trunc((samples[:, :-1] - samples[:, 1:]) * 100 / 255)).sum(axis=(1, 2))
    across = np.abs(np.trunc((samples[:, :, :-1] - samples[:, :, 1:]) * 100 / 255)).sum(axis=(1, 2))
    return np.asarray(np.minimum(100, (down + across) // 90), np.int64)

# SPDX-License-Identifier: Apache-2.0
"""The eight bytes beside a stored hash, packed and unpacked: a rectangle, or where a patch lies.

A rectangle is four shares of 12 bits: left, top, right, bottom. A patch is, from the top bit down,
13 bits of x, 13 of y, 14 of size (logarithmic), 12 of direction and 4 of the picture's proportions.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.patches import Patches
from verweer.fingerprints.rectangles import Rectangle
from verweer.fingerprints.rows import KIND_SHIFT, DetailKind

_SHARE = 4095
_PLACE = 8191
_SIZE, _SMALLEST = 16383, 12.0
_TURN = 4096
_PROPORTIONS, _WIDEST = 15, 2.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchPlaces:
    """Columns for stored patches: x, y and sigma as shares of the picture's longer side, angle in radians.

    `width` and `height` are the picture's own, as shares of its longer side.
    """

    x: Floats
    y: Floats
    sigma: Floats
    angle: Floats
    width: Floats
    height: Floats


def packed_rectangle(kind: DetailKind, rectangle: Rectangle) -> np.uint64:
    """Return the detail of a hash that was made of a rectangle of the reported picture."""
    value = int(kind) << KIND_SHIFT
    sides = (rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
    for place, side in enumerate(sides):
        value |= round(min(1.0, max(0.0, side)) * _SHARE) << (36 - 12 * place)
    return np.uint64(value)


def unpacked_rectangle(detail: int) -> Rectangle:
    """Return the rectangle in a detail of the kinds WHOLE and RECTANGLE."""
    left, top, right, bottom = (((detail >> (36 - 12 * place)) & _SHARE) / _SHARE for place in range(4))
    return Rectangle(left, top, right, bottom)


def packed_patches(patches: Patches) -> NDArray[np.uint64]:
    """Return the details of a picture's patches."""
    size = (np.log2(np.maximum(patches.sigma, 2.0**-_SMALLEST)) + _SMALLEST) / _SMALLEST
    turn = np.rint(patches.angle / (2 * np.pi) * _TURN).astype(np.int64) % _TURN
    shape = np.clip((np.log2(patches.width / patches.height) + _WIDEST) / (2 * _WIDEST), 0, 1)
    columns = (
        (np.full(len(patches), int(DetailKind.PATCH)), KIND_SHIFT),
        (_quantised(patches.x, _PLACE), 43),
        (_quantised(patches.y, _PLACE), 30),
        (_quantised(size, _SIZE), 16),
        (turn, 4),
        (np.full(len(patches), round(float(shape) * _PROPORTIONS)), 0),
    )
    details = np.zeros(len(patches), np.uint64)
    for values, shift in columns:
        details |= values.astype(np.uint64) << np.uint64(shift)
    return details


def unpacked_patches(details: NDArray[np.uint64]) -> PatchPlaces:
    """Return where patches lie; places are exact to a hundredth of a per cent, directions to a tenth of a degree."""
    shape = _field(details, 0, 4) / _PROPORTIONS * (2 * _WIDEST) - _WIDEST
    return PatchPlaces(
        x=_field(details, 43, 13) / _PLACE,
        y=_field(details, 30, 13) / _PLACE,
        sigma=2.0 ** (_field(details, 16, 14) / _SIZE * _SMALLEST - _SMALLEST),
        angle=_field(details, 4, 12) / _TURN * 2 * np.pi,
        width=np.minimum(1.0, 2.0**shape),
        height=np.minimum(1.0, 2.0**-shape),
    )


def _quantised(values: NDArray[np.float32], steps: int) -> NDArray[np.int64]:
    return np.clip(np.rint(values * steps), 0, steps).astype(np.int64)


def _field(details: NDArray[np.uint64], shift: int, bits: int) -> Floats:
    return ((details >> np.uint64(shift)) & np.uint64((1 << bits) - 1)).astype(np.float64)

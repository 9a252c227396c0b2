# SPDX-License-Identifier: Apache-2.0
"""What a reported picture adds to a bank: its hash, those of crops of it, and its patches.

Of a picture that stands in a frame (a screen, a page, a border) the content is kept. The frame of
an app is the same on millions of screens; a hash of it, or a patch on it, would make each of them
match. The hash of the whole is kept as well only where it changes with the content.
"""

from collections.abc import Mapping
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.details import packed_patches, packed_rectangle
from verweer.fingerprints.model import PDQ_BYTES
from verweer.fingerprints.patches import patches_stored
from verweer.fingerprints.rectangles import LEAST_SIDE, WHOLE, Rectangle, coefficients_of, hashes_of, reduced
from verweer.fingerprints.regions import find_regions
from verweer.fingerprints.rows import DetailKind, Rows, Space

GOOD_QUALITY = 50
_COLOURED = 3
_EVEN_SHARE = 0.75
_SIDE_SHARE = 0.6
_STEP = 9
_MOVED_BITS = 60
_EVEN_LEVELS = 3
_MOST_FRAMES = 3
_INSIDE = 0.97
_DEPTHS = (0.03, 0.05, 0.07, 0.09, 0.12, 0.15, 0.19, 0.24, 0.29, 0.34, 0.40)
_PLACES = ((0.5, 0.5), (0.0, 0.5), (1.0, 0.5), (0.5, 0.0), (0.5, 1.0), (0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))


class Ladder(StrEnum):
    """How many crops of a picture are stored: none, or 121 (12 kB a picture in an index)."""

    NONE = "none"
    CROPS = "crops"


def luma_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the luma (height by width) of luma or RGB pixels."""
    if pixels.ndim == _COLOURED:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    return pixels


def stored_rows(pixels: NDArray[np.uint8], ladder: Ladder = Ladder.NONE) -> Mapping[Space, Rows]:
    """Return the rows of a picture (luma or RGB); a picture in which there is too little to see has none."""
    luma = luma_of(pixels)
    content = content_of(luma)
    inside = _cut(luma, content)
    crops = [WHOLE, *(_crops() if ladder is Ladder.CROPS else ())]
    coefficients, qualities = coefficients_of(reduced(inside), crops)
    if qualities[0] < GOOD_QUALITY:
        return {Space.PDQ: _none(), Space.PATCH: _none()}
    good = qualities >= GOOD_QUALITY
    kinds = (DetailKind.WHOLE, *[DetailKind.RECTANGLE] * (len(crops) - 1))
    details = np.array([packed_rectangle(kind, crop.within(content)) for kind, crop in zip(kinds, crops, strict=True)])
    patches = patches_stored(inside)
    pdq = Rows(hashes_of(coefficients)[good], details[good])
    return {
        Space.PDQ: pdq if content == WHOLE else _with_whole(pdq, luma, content),
        Space.PATCH: Rows(patches.hashes, packed_patches(patches)),
    }


def _with_whole(rows: Rows, luma: NDArray[np.uint8], content: Rectangle) -> Rows:
    """Return rows and the hash of the whole picture, unless its frame makes most of that hash."""
    seen = reduced(luma)
    blank = seen.copy()
    part = _places(seen, content)
    blank[part] = int(seen[part].mean())
    hashes = hashes_of(np.concatenate([coefficients_of(each, [WHOLE])[0] for each in (seen, blank)]))
    if int(np.bitwise_count(hashes[0] ^ hashes[1]).sum()) <= _MOVED_BITS:
        return rows
    detail = packed_rectangle(DetailKind.WHOLE, WHOLE)
    return Rows(np.concatenate((rows.hashes, hashes[:1])), np.append(rows.details, detail))


def content_of(luma: NDArray[np.uint8]) -> Rectangle:
    """Return the picture inside a frame (and inside a frame within that one), or the whole where there is no frame."""
    content = WHOLE
    for _ in range(_MOST_FRAMES):
        inner = _framed(reduced(_cut(luma, content)))
        if inner is None:
            break
        content = inner.within(content)
    return content


def _framed(seen: NDArray[np.uint8]) -> Rectangle | None:
    """Return the rectangle with enough to see in it around which all is even.

    Of those inside the largest that are at least half its size, the smallest fits best: the others have some frame left.
    """
    if min(seen.shape) < LEAST_SIDE:
        return None
    framed = [each for each in find_regions(seen) if _is_surrounded(seen, each) and _has_sides(seen, each)]
    _, qualities = coefficients_of(seen, framed)
    good = [each for each, quality in zip(framed, qualities.tolist(), strict=True) if quality >= GOOD_QUALITY]
    if not good:
        return None
    largest = max(good, key=lambda each: each.area)
    tight = [each for each in good if each.area >= largest.area / 2 and each.share_within(largest) > _INSIDE]
    return min(tight, key=lambda each: each.area)


def _is_surrounded(luma: NDArray[np.uint8], inside: Rectangle) -> bool:
    """Return whether most of what lies outside has one of two exact levels, as a screen or border has and a sky has not.

    A shape on the even ground of a drawing is surrounded like that as well. It is no picture in a frame, since most of
    what is drawn lies outside of it.
    """
    outside = np.ones(luma.shape, bool)
    outside[_places(luma, inside)] = False
    levels = np.bincount(luma[outside], minlength=256).astype(np.float64)
    near = np.convolve(levels, np.ones(_EVEN_LEVELS), "same")
    even, total = 0.0, levels.sum()
    for _ in range(2):
        peak = int(near.argmax())
        even += near[peak]
        near[max(0, peak - _EVEN_LEVELS) : peak + _EVEN_LEVELS + 1] = 0
    drawn = max(0.0, total - even)
    return bool(even >= _EVEN_SHARE * total and luma.size - total >= drawn)


def _has_sides(luma: NDArray[np.uint8], inside: Rectangle) -> bool:
    """Return whether the sides that are not the picture's own edge are steps along most of their length."""
    rows, columns = _places(luma, inside)
    sides = [
        _step_share(luma[:, columns], rows.start),
        _step_share(luma[:, columns], rows.stop),
        _step_share(luma[rows].T, columns.start),
        _step_share(luma[rows].T, columns.stop),
    ]
    real = [side for side in sides if side is not None]
    return bool(real) and sum(real) / len(real) >= _SIDE_SHARE


def _step_share(lines: NDArray[np.uint8], place: int) -> float | None:
    if not 0 < place < len(lines):
        return None
    near = lines[max(0, place - 2) : place + 2].astype(np.int16)
    return float((np.ptp(near, axis=0) > _STEP).mean())


def _places(luma: NDArray[np.uint8], part: Rectangle) -> tuple[slice, slice]:
    height, width = luma.shape
    rows = slice(round(part.top * height), round(part.bottom * height))
    return rows, slice(round(part.left * width), round(part.right * width))


def _crops() -> list[Rectangle]:
    """Return the crops of the ladder: eleven depths, each at nine places and from either pair of sides."""
    crops = []
    for depth in _DEPTHS:
        kept = 1 - depth
        crops += [Rectangle(x * depth, y * depth, x * depth + kept, y * depth + kept) for x, y in _PLACES]
        crops.append(Rectangle(depth / 2, 0.0, 1 - depth / 2, 1.0))
        crops.append(Rectangle(0.0, depth / 2, 1.0, 1 - depth / 2))
    return crops


def _cut(luma: NDArray[np.uint8], part: Rectangle) -> NDArray[np.uint8]:
    return np.ascontiguousarray(luma[_places(luma, part)])


def _none() -> Rows:
    return Rows(np.empty((0, PDQ_BYTES), np.uint8), np.empty(0, np.uint64))

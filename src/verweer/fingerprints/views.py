# SPDX-License-Identifier: Apache-2.0
"""Where in the frame of a video another video may be shown: inside strips, in what moves, in a window, in a tile.

Some seconds of frames are looked at together: a strip or the edge of a window stays where it
is while what is shown moves. What is found only adds to the whole frame, which is always asked
as well, so a wrong find costs a few questions and no more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

SMALLEST_SIDE = 64
_SMALLEST_SHARE = 0.06
_FEW_LINES = 8
_FLAT = 6.0  # mean distance of a strip's pixels to its own mean, in grey levels
_SAME_GREY = 10.0
_CHANGED = 28
_LIVELY = 0.04
_FEWEST_FRAMES = 4
_SEAM = 4  # grey levels by which a seam is sharper than what lies beside it
_SEAM_TIME = 0.6
_SEAM_SHARE = 0.55
_MOST_LINES = 6
_MOST_WINDOWS = 2
_SAME = 0.02
_Luma = NDArray[np.uint8]


class View(IntEnum):
    """Which part of a frame was hashed."""

    WHOLE = 0
    CONTENT = 1
    MOVING = 2
    WINDOW = 3
    LEFT = 4
    RIGHT = 5
    TOP = 6
    BOTTOM = 7
    TOP_LEFT = 8
    TOP_RIGHT = 9
    BOTTOM_LEFT = 10
    BOTTOM_RIGHT = 11
    MIDDLE = 12


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels: `top` and `left` belong to it, `bottom` and `right` no longer do."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def area(self) -> int:
        """Return how many pixels lie in it."""
        return max(0, self.bottom - self.top) * max(0, self.right - self.left)

    def of(self, luma: _Luma) -> _Luma:
        """Return the pixels that lie in it."""
        return luma[self.top : self.bottom, self.left : self.right]

    def within(self, other: "Box") -> "Box":
        """Return it moved to where it lies when it is measured from the corner of another."""
        return Box(self.top + other.top, self.bottom + other.top, self.left + other.left, self.right + other.left)


def tiles(height: int, width: int) -> tuple[tuple[View, Box], ...]:
    """Return the halves and quarters of a frame."""
    down, across = height // 2, width // 2
    return (
        (View.LEFT, Box(0, height, 0, across)),
        (View.RIGHT, Box(0, height, across, width)),
        (View.TOP, Box(0, down, 0, width)),
        (View.BOTTOM, Box(down, height, 0, width)),
        (View.TOP_LEFT, Box(0, down, 0, across)),
        (View.TOP_RIGHT, Box(0, down, across, width)),
        (View.BOTTOM_LEFT, Box(down, height, 0, across)),
        (View.BOTTOM_RIGHT, Box(down, height, across, width)),
    )


def views_of(lumas: Sequence[_Luma]) -> tuple[tuple[View, Box], ...]:
    """Return the parts of some successive frames of one size that may show another video, the whole not among them."""
    whole = Box(0, lumas[0].shape[0], 0, lumas[0].shape[1])
    found: list[tuple[View, Box]] = []
    known = [whole]
    for view, box in _candidates(lumas, whole):
        small = min(box.bottom - box.top, box.right - box.left) < SMALLEST_SIDE
        if small or box.area < _SMALLEST_SHARE * whole.area or any(_same(box, other) for other in known):
            continue
        known.append(box)
        found.append((view, box))
    return tuple(found)


def _candidates(lumas: Sequence[_Luma], whole: Box) -> Iterator[tuple[View, Box]]:
    yield View.CONTENT, _without_strips(lumas, whole)
    if len(lumas) >= _FEWEST_FRAMES:
        yield View.MOVING, _moving(lumas, whole)
        for window in _windows(lumas, whole):
            yield View.WINDOW, window


def _same(one: Box, other: Box) -> bool:
    down, across = _SAME / 2 * (other.bottom - other.top), _SAME / 2 * (other.right - other.left)
    return (
        abs(one.top - other.top) <= down
        and abs(one.bottom - other.bottom) <= down
        and abs(one.left - other.left) <= across
        and abs(one.right - other.right) <= across
    )


def _without_strips(lumas: Sequence[_Luma], whole: Box) -> Box:
    """Return what is left when flat strips along the edges are taken off: above and below, beside, and once more."""
    box = whole
    for _ in range(2):
        parts = [box.of(luma) for luma in lumas]
        top, bottom = _inner(parts)
        box = Box(box.top + top, box.top + bottom, box.left, box.right)
        left, right = _inner([box.of(luma).T for luma in lumas])
        box = Box(box.top, box.bottom, box.left + left, box.left + right)
    return box if box.area else whole


def _inner(parts: Sequence[_Luma]) -> tuple[int, int]:
    """Return the first line, and the one after the last, that are not part of a flat strip in every frame."""
    count = len(parts[0])
    first, last = _strip(parts), _strip([part[::-1] for part in parts])
    return (first, count - last) if first + last < count else (0, count)


def _strip(parts: Sequence[_Luma]) -> int:
    """Return how many lines, from the first on, are flat in every frame and as grey as the first."""
    count = len(parts[0])
    outermost: NDArray[np.floating] | None = None
    seen = 0
    # Most frames have no strip, so few lines are looked at first, then twice as many.
    for looked_at in (_FEW_LINES << step for step in range(count.bit_length())):
        some = [part[seen:looked_at] for part in parts]
        grey = np.stack([part.mean(axis=1) for part in some])
        outermost = grey[:, :1] if outermost is None else outermost
        rough = np.stack([_roughness(part, mean) for part, mean in zip(some, grey, strict=True)])
        length = _length((rough.max(axis=0) <= _FLAT) & (np.abs(grey - outermost).max(axis=0) <= _SAME_GREY))
        if seen + length < looked_at:
            return seen + length
        seen = looked_at
    return count


def _roughness(part: _Luma, mean: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(np.abs(part - mean[:, None].astype(np.float32)).mean(axis=1))


def _length(true_at_first: NDArray[np.bool_]) -> int:
    return len(true_at_first) if true_at_first.all() else int(np.argmin(true_at_first))


def _moving(lumas: Sequence[_Luma], whole: Box) -> Box:
    """Return the smallest box outside which next to nothing changes."""
    low, high = np.minimum.reduce(lumas), np.maximum.reduce(lumas)
    changed = (high - low) > _CHANGED
    rows = np.flatnonzero(changed.mean(axis=1) > _LIVELY)
    columns = np.flatnonzero(changed.mean(axis=0) > _LIVELY)
    if not len(rows) or not len(columns):
        return whole
    return Box(int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1)


def _windows(lumas: Sequence[_Luma], whole: Box) -> list[Box]:
    """Return the boxes of which all four sides are seams that stay in place, or edges of the frame."""
    upright, lying = _seams(lumas, turned=False), _seams(lumas, turned=True)
    found = []
    for left, right in combinations(sorted({0, whole.right, *upright}), 2):
        for top, bottom in combinations(sorted({0, whole.bottom, *lying}), 2):
            across, down = (top, bottom), (left, right)
            sides = [(upright, left, across), (upright, right, across), (lying, top, down), (lying, bottom, down)]
            seams = [_share(along[place], between) for along, place, between in sides if place in along]
            # Only an edge of the frame has no seam.
            if seams and min(seams) >= _SEAM_SHARE:
                # The more of its sides are seams, the less is it chance.
                found.append((-len(seams), -min(seams), top, left, Box(top, bottom, left, right)))
    return [each[-1] for each in sorted(found, key=lambda each: each[:-1])[:_MOST_WINDOWS]]


def _seams(lumas: Sequence[_Luma], *, turned: bool) -> dict[int, NDArray[np.int64]]:
    """Return the places across with the most seam pixels, each with how many lie above each place down."""
    height, width = lumas[0].T.shape if turned else lumas[0].shape
    counts = np.zeros((height, width), np.uint8)
    for luma in lumas:
        seen = np.ascontiguousarray(luma.T if turned else luma)
        steps = np.zeros((height, width + 5), np.uint8)
        steps[:, 3:-3] = cv2.absdiff(seen[:, 1:], seen[:, :-1])
        beside = cv2.max(steps[:, :-4], steps[:, 4:])
        # What is subtracted ends at zero.
        counts += cv2.subtract(steps[:, 2:-2], beside)[:, :width] > _SEAM
    seam = counts >= _SEAM_TIME * len(lumas)
    return {place: np.concatenate([[0], np.cumsum(seam[:, place])]) for place in _longest(seam.sum(axis=0))}


def _longest(counts: NDArray[np.int64]) -> list[int]:
    """Return the places with the most seam pixels, neighbours apart."""
    places: list[int] = []
    for _ in range(_MOST_LINES):
        place = int(np.argmax(counts))
        if counts[place] < SMALLEST_SIDE // 2:
            break
        places.append(place)
        counts[max(0, place - 2) : place + 3] = 0
    return places


def _share(seam: NDArray[np.int64], between: tuple[int, int]) -> float:
    """Return which share of a side is seam."""
    start, end = between
    return float(seam[end] - seam[start]) / (end - start)

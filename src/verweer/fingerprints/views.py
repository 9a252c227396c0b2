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

import numpy as np
from numpy.typing import NDArray

SMALLEST_SIDE = 64
_SMALLEST_SHARE = 0.06
_FLAT = 6.0  # mean distance of a strip's pixels to its own mean, in grey levels
_SAME_GREY = 10.0
_CHANGED = 28
_LIVELY = 0.04
_FEWEST_FRAMES = 4
_SEAM = 7.0
_SEAM_SHARE = 0.55
_MOST_LINES = 6
_MOST_WINDOWS = 2
_SAME = 0.02
_Luma = NDArray[np.uint8]
_Floats = NDArray[np.float32]


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
    grey = np.stack([part.mean(axis=1) for part in parts])
    rough = np.stack([_roughness(part, mean) for part, mean in zip(parts, grey, strict=True)])
    flat = (rough <= _FLAT).all(axis=0)
    first = _length(flat & (np.abs(grey - grey[:, :1]) <= _SAME_GREY).all(axis=0))
    last = _length((flat & (np.abs(grey - grey[:, -1:]) <= _SAME_GREY).all(axis=0))[::-1])
    return (first, len(flat) - last) if first + last < len(flat) else (0, len(flat))


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
    for left, right in combinations(sorted({0, whole.right, *_longest(upright)}), 2):
        for top, bottom in combinations(sorted({0, whole.bottom, *_longest(lying)}), 2):
            share = min(
                _share(upright, left, top, bottom),
                _share(upright, right, top, bottom),
                _share(lying, top, left, right),
                _share(lying, bottom, left, right),
            )
            box = Box(top, bottom, left, right)
            if share >= _SEAM_SHARE and box != whole:
                found.append((share, box))
    found.sort(key=lambda each: (-each[0], -each[1].area, each[1].top, each[1].left))
    return [box for _, box in found[:_MOST_WINDOWS]]


def _seams(lumas: Sequence[_Luma], *, turned: bool) -> NDArray[np.int32]:
    """Return for each place across how many seam pixels lie above each place down: a running sum, one line longer."""
    total: _Floats | None = None
    for luma in lumas:
        seen = (luma.T if turned else luma).astype(np.float32)
        steps = np.abs(np.diff(seen, axis=1))
        total = steps if total is None else total + steps
    mean = np.pad(np.asarray(total) / len(lumas), ((0, 0), (3, 2)))
    beside = np.maximum(np.maximum(mean[:, :-4], mean[:, 4:]), 0)
    seam = mean[:, 2:-2] - beside > _SEAM
    return np.vstack([np.zeros((1, seam.shape[1]), np.int32), np.cumsum(seam, axis=0, dtype=np.int32)])


def _longest(seams: NDArray[np.int32]) -> list[int]:
    """Return the places across with the most seam pixels, neighbours apart."""
    counts = seams[-1].copy()
    places: list[int] = []
    for _ in range(_MOST_LINES):
        place = int(np.argmax(counts))
        if counts[place] < SMALLEST_SIDE // 2:
            break
        places.append(place)
        counts[max(0, place - 2) : place + 3] = 0
    return places


def _share(seams: NDArray[np.int32], place: int, start: int, end: int) -> float:
    """Return which share of a side is seam; an edge of the frame is all seam."""
    if place in {0, seams.shape[1]}:
        return 1.0
    return float(seams[end, place] - seams[start, place]) / (end - start)

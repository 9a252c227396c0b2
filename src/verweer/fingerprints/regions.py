# SPDX-License-Identifier: Apache-2.0
"""Where in a picture another picture may stand: inside borders, screens, captions, blurred surroundings, collages.

Three ways to look, since none sees all: seams (a step in brightness along a whole side), what
differs from an even background, and what is sharp where its surroundings are not. Beside these
stand fixed tiles, for collages whose parts meet without a seam.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.rectangles import WHOLE, Rectangle

_LOOKING_SIDE = 400
_STEP = 9.0
_MOST_SEAMS = 10
_LEAST_SIDE = 0.18
_LEAST_AREA = 0.06
_SUPPORT = 0.5
_SAME = 0.92
_MOST_FOUND = 12
_MOST_LOOKED_INTO = 3
_EVEN = 12
_LEAST_STEP = 0.3
_LEAST_SEAM = 0.15
_Bools = NDArray[np.bool_]


def _tiles() -> tuple[Rectangle, ...]:
    grids = ((2, 1), (1, 2), (3, 1), (1, 3), (2, 2), (3, 3))
    places = [(across, down, column, row) for across, down in grids for row in range(down) for column in range(across)]
    return tuple(
        Rectangle(column / across, row / down, (column + 1) / across, (row + 1) / down)
        for across, down, column, row in places
    )


TILES = _tiles()
"""Halves, thirds, quarters and ninths."""


def find_regions(luma: NDArray[np.uint8]) -> tuple[Rectangle, ...]:
    """Return rectangles that look like pictures in their own right, the likeliest first; the whole is never among them."""
    seen = _small(luma)
    outer = _different([*_against_background(seen), *_sharp(seen)])
    # A picture in a frame in a frame: what has an even border of its own inside of it.
    inner = [part.within(each) for each in outer[:_MOST_LOOKED_INTO] for part in _against_background(_cut(seen, each))]
    found = _different([*outer, *inner, *_between_seams(seen)])[:_MOST_FOUND]
    return tuple(_sharpened(luma, each, max(luma.shape) / max(seen.shape)) for each in found)


def _sharpened(luma: NDArray[np.uint8], box: Rectangle, grown: float) -> Rectangle:
    """Return the box with each side moved, by a pixel or two of the small picture, to the clearest step nearby."""
    height, width = luma.shape
    top, bottom = _nearest_step(luma, box.top, box.bottom, (box.left, box.right), grown)
    left, right = _nearest_step(luma.T, box.left, box.right, (top / height, bottom / height), grown)
    return Rectangle(left / width, top / height, right / width, bottom / height)


def _nearest_step(
    luma: NDArray[np.uint8], first: float, last: float, span: tuple[float, float], grown: float
) -> tuple[int, int]:
    length, reach = len(luma), int(np.ceil(2.5 * grown))
    begin, end = round(span[0] * luma.shape[1]), round(span[1] * luma.shape[1])
    moved = []
    for side in (round(first * length), round(last * length)):
        low, high = max(1, side - reach), min(length - 1, side + reach)
        if side in (0, length) or high <= low:
            moved.append(side)
            continue
        rows = np.ascontiguousarray(luma[low - 1 : high + 1, begin:end])
        steps = _share_of_rows(cv2.absdiff(rows[1:], rows[:-1]) > _STEP)
        moved.append(low + int(steps.argmax()) if steps.max() > _LEAST_STEP else side)
    return (moved[0], moved[1]) if moved[1] - moved[0] > 1 else (round(first * length), round(last * length))


def _different(found: list[Rectangle]) -> list[Rectangle]:
    kept: list[Rectangle] = []
    for each in found:
        if each.overlap(WHOLE) < _SAME and all(each.overlap(other) < _SAME for other in kept):
            kept.append(each)
    return kept


def _small(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    share = min(1.0, _LOOKING_SIDE / max(luma.shape))
    size = (max(1, round(luma.shape[1] * share)), max(1, round(luma.shape[0] * share)))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.float32)


def _cut(seen: NDArray[np.float32], box: Rectangle) -> NDArray[np.float32]:
    """Return the inside of a box, without the two pixels in which its edge is blurred."""
    height, width = seen.shape
    top, bottom, left, right = (
        round(box.top * height),
        round(box.bottom * height),
        round(box.left * width),
        round(box.right * width),
    )
    return seen[top + 1 : max(bottom - 1, top + 2), left + 1 : max(right - 1, left + 2)]


def _against_background(seen: NDArray[np.float32]) -> list[Rectangle]:
    """Return the box of all that is not border, and of what differs from the commonest brightness row upon row."""
    counts = np.bincount(seen.astype(np.uint8).ravel(), minlength=256).astype(np.float64)
    commonest = int(np.convolve(counts, np.ones(5), "same").argmax())
    ring = np.concatenate((seen[0], seen[-1], seen[:, 0], seen[:, -1]))
    found = []
    for level in {commonest, int(np.median(ring))}:
        differs = np.abs(seen - level) > _EVEN
        found += _boxes(differs, least=0.02) + _boxes(differs, least=0.35)
    return found


def _sharp(seen: NDArray[np.float32]) -> list[Rectangle]:
    steps = np.abs(cv2.Laplacian(seen, cv2.CV_32F))
    around = cv2.boxFilter(steps, -1, (9, 9))
    limit = max(1.5, float(np.percentile(around, 75)) * 0.3)
    return _boxes(around > limit, least=0.4)


def _boxes(inside: _Bools, *, least: float) -> list[Rectangle]:
    """Return the box of the longest run of rows, then of columns within them, in which enough is inside."""
    height, width = inside.shape
    rows = _longest(_share_of_rows(inside) > least)
    if rows is None:
        return []
    columns = _longest(_share_of_columns(inside[rows[0] : rows[1]]) > least)
    if columns is None:
        return []
    again = _longest(_share_of_rows(inside[:, columns[0] : columns[1]]) > least) or rows
    box = Rectangle(columns[0] / width, again[0] / height, columns[1] / width, again[1] / height)
    return [box] if _large_enough(box) else []


def _share_of_rows(inside: _Bools) -> NDArray[np.float64]:
    """Return how much of each row is true."""
    return np.asarray(cv2.reduce(inside.view(np.uint8), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[:, 0] / inside.shape[1])


def _share_of_columns(inside: _Bools) -> NDArray[np.float64]:
    """Return how much of each column is true."""
    return np.asarray(cv2.reduce(inside.view(np.uint8), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[0] / inside.shape[0])


def _longest(flags: _Bools) -> tuple[int, int] | None:
    """Return the longest run of true values; gaps of up to two hundredths are bridged."""
    gap = max(2, len(flags) // 50)
    bridged = cv2.morphologyEx(flags.astype(np.uint8)[None, :], cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))[0]
    edges = np.flatnonzero(np.diff(np.concatenate(([0], bridged, [0]))))
    if not len(edges):
        return None
    starts, ends = edges[::2], edges[1::2]
    best = int((ends - starts).argmax())
    return int(starts[best]), int(ends[best])


def _between_seams(seen: NDArray[np.float32]) -> list[Rectangle]:
    """Return the rectangles whose four sides are seams, or edges of the picture; those with the clearest sides first."""
    down, across = np.abs(np.diff(seen, axis=0)) > _STEP, np.abs(np.diff(seen, axis=1)) > _STEP
    rows = _with_edges(_seams(_share_of_rows(down)), seen.shape[0])
    columns = _with_edges(_seams(_share_of_columns(across)), seen.shape[1])
    tops, bottoms = np.triu_indices(len(rows), 1)
    lefts, rights = np.triu_indices(len(columns), 1)
    level = _supports(down, rows, columns)[:, lefts, rights]
    upright = _supports(across.T, columns, rows)[:, tops, bottoms]
    sides = np.stack([level[tops], level[bottoms], upright[lefts].T, upright[rights].T])
    real = (~np.isnan(sides)).sum(axis=0)
    mean = np.nansum(sides, axis=0) / np.maximum(real, 1)
    weakest = np.nan_to_num(sides, nan=1.0).min(axis=0)
    clear = (real > 0) & (weakest > _SUPPORT * 0.6) & (mean > _SUPPORT)
    rating = np.where(clear, mean + weakest + 0.15 * real, 0)
    found = []
    for place in np.argsort(-rating, axis=None, kind="stable")[: 4 * _MOST_FOUND].tolist():
        pair, other = divmod(place, len(lefts))
        if rating[pair, other] > 0:
            top, bottom = rows[tops[pair]] / seen.shape[0], rows[bottoms[pair]] / seen.shape[0]
            left, right = columns[lefts[other]] / seen.shape[1], columns[rights[other]] / seen.shape[1]
            box = Rectangle(float(left), float(top), float(right), float(bottom))
            found += [box] if _large_enough(box) else []
    return found


def _with_edges(lines: list[int], length: int) -> NDArray[np.int64]:
    return np.array(sorted({0, length, *lines}), np.int64)


def _supports(steps: _Bools, lines: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how much of each line, between each two ends, is a step; NaN where the line is an edge of the picture."""
    shares = np.full((len(lines), len(ends), len(ends)), np.nan)
    spans = np.maximum(ends[None, :] - ends[:, None], 1)
    for number, line in enumerate(lines.tolist()):
        if 0 < line <= len(steps):
            near = steps[max(0, line - 2) : line + 1].any(axis=0)
            held = np.concatenate(([0], np.cumsum(near)))[ends]
            shares[number] = (held[None, :] - held[:, None]) / spans
    return shares


def _seams(shares: NDArray[np.float64]) -> list[int]:
    """Return the places of the strongest thin lines; a line lies between two pixels."""
    around = cv2.blur(shares.astype(np.float32)[None, :], (9, 1))[0]
    peak = (
        (shares >= np.roll(shares, 1))
        & (shares >= np.roll(shares, -1))
        & (shares > _LEAST_SEAM)
        & (shares > 1.3 * around)
    )
    places = np.flatnonzero(peak)
    strongest = places[np.argsort(-(shares[places] - around[places]), kind="stable")][:_MOST_SEAMS]
    return [int(place) + 1 for place in strongest]


def _large_enough(box: Rectangle) -> bool:
    wide, high = box.right - box.left, box.bottom - box.top
    return wide >= _LEAST_SIDE and high >= _LEAST_SIDE and box.area >= _LEAST_AREA

# SPDX-License-Identifier: Apache-2.0
"""Which stored videos run along with a video: the longest stretch in which hits keep pace, reported on both sides.

Stored second = speed times asked second plus an offset, with a speed between a half and two. A
run needs several different stored frames met by several different asked frames, so that one
still shot, however long, is no run. Rules, and the figures behind them: docs/video.md.

1. A hit weighs less, the more hits its asked frame or its stored frame has: a still shot of
   hundred seconds that meets one of hundred seconds has ten thousand hits, and weighs as one.
2. In windows of time each hit votes for the speeds and offsets that it fits.
3. From the best of these a line is fitted, over more and more time.
4. Along the line the stretch is taken in which met frames outweigh missed ones.
5. Two videos on one and the same ground meet anywhere, and so does each with itself. Only frames
   that are nearer to what they met than to other asked frames count as matched (`telling`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from verweer.banks import Hits
from verweer.fingerprints import WAYS
from verweer.fingerprints.frames import moments_of
from verweer.fingerprints.questions import VideoQuery
from verweer.matching.telling import are_telling

FEWEST_MATCHED = 3
SLOWEST, FASTEST = 0.5, 2.0
MOST_HITS = 20_000
"""So many hits of one item in one way are looked at: those that weigh most."""
_TOLERANCE = 0.6  # seconds: a stored frame lies at most an eighth from its moment, and fast speeds stretch that
_STEP = 1.025
_SPEEDS = np.sort(np.concatenate([_STEP ** np.arange(1, 29), [1.0], _STEP ** -np.arange(1.0, 29)]))
_WINDOW = 30.0
_BIN = 0.5
_MOST_SEEDS = 8
_MOST_OF_WINDOW = 2
_MISSED = 0.25
_FITS = 8
_ALMOST = 0.02
_Floats = NDArray[np.float64]
_Integers = NDArray[np.intp]
_Asked = tuple[VideoQuery, _Floats]  # with each second of it once


@dataclass(frozen=True, slots=True)
class Interval:
    """From a second until a second."""

    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of the asked video that runs along with a stretch of a stored one.

    `item` is the bank's number; `matched` counts different stored frames met by different asked
    frames; `share` is that of the asked frames within the stretch that met one; `code` says what
    was undone most often (`verweer.fingerprints.questions.undone_of`); `speed` is how many stored
    seconds pass in an asked second.
    """

    item: int
    asked: Interval
    stored: Interval
    speed: float
    matched: int
    share: float
    code: int


class _Points(NamedTuple):
    """Hits of one item in one way: asked second, stored start and end, weight, question, distance; in the order of time."""

    asked: _Floats
    starts: _Floats
    ends: _Floats
    weights: _Floats
    questions: NDArray[np.uint32]
    distances: NDArray[np.uint16]


class _Line(NamedTuple):
    speed: float
    offset: float


def longest_runs(hits: Hits, query: VideoQuery, *, fewest: int = FEWEST_MATCHED) -> tuple[Run, ...]:
    """Return the longest run of each item that has one, longest first; `hits.query` counts the questions."""
    best: dict[int, Run] = {}
    asked = query, query.seconds_asked
    for item, points in _by_item_and_way(hits, query):
        run = _run(item, points, asked, fewest)
        if run is not None and (item not in best or _rank(run) < _rank(best[item])):
            best[item] = run
    return tuple(sorted(best.values(), key=_rank))


def _rank(run: Run) -> tuple[float, ...]:
    return (-run.matched, -run.share, abs(run.speed - 1), run.item, run.code, run.asked.start)


def _by_item_and_way(hits: Hits, query: VideoQuery) -> Iterator[tuple[int, _Points]]:
    asked, code = query.seconds[hits.query], query.codes[hits.query]
    group = hits.item.astype(np.int64) * len(WAYS) + code % len(WAYS)
    starts, ends, _ = moments_of(hits.detail)
    order = np.lexsort((code, starts, asked, group))
    bounds = np.flatnonzero(np.diff(group[order], prepend=-1, append=-1))
    for first, last in pairwise(bounds.tolist()):
        rows = order[first:last]
        weights = 1 / np.maximum(_counts(asked[rows]), _counts(starts[rows]))
        if len(rows) > MOST_HITS:
            kept = np.sort(np.argsort(-weights, kind="stable")[:MOST_HITS])
            rows, weights = rows[kept], weights[kept]
        points = _Points(asked[rows], starts[rows], ends[rows], weights, hits.query[rows], hits.distance[rows])
        yield int(group[rows[0]]) // len(WAYS), points


def _counts(values: _Floats) -> _Integers:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse])


def _run(item: int, points: _Points, asked: _Asked, fewest: int) -> Run | None:
    if min(len(np.unique(points.asked)), len(np.unique(points.starts))) < fewest:
        return None
    lines = [line for middle, seed in _seeds(points) for line in _rounded(points, _fitted(points, middle, seed))]
    found = [run for line in dict.fromkeys(lines) if (run := _along(item, points, line, asked))]
    return min((run for run in found if run.matched >= fewest), key=_rank, default=None)


def _seeds(points: _Points) -> Iterator[tuple[float, _Line]]:
    """Yield the middle of a window and a line, for those with the most votes."""
    half = _WINDOW / 2
    window = np.floor(points.asked / half).astype(np.int64)
    # Each hit lies in two windows that overlap by half.
    windows = np.concatenate([window, window - 1])
    middles = (windows + 1) * half
    asked = np.tile(points.asked, 2) - middles
    stored = np.tile((points.starts + np.minimum(points.ends, points.starts + 1)) / 2, 2)
    places = np.rint((stored[:, None] - asked[:, None] * _SPEEDS) / _BIN).astype(np.int64)
    low, wide = places.min() - 1, int(places.max() - places.min()) + 3
    cells = ((windows - windows.min())[:, None] * len(_SPEEDS) + np.arange(len(_SPEEDS))) * wide + places - low
    known, inverse = np.unique(cells, return_inverse=True)
    own = np.bincount(inverse.ravel(), np.repeat(np.tile(points.weights, 2), len(_SPEEDS))).astype(np.float64)
    votes = np.asarray(own + _beside(known, own, -1) + _beside(known, own, 1))
    speed = known // wide % len(_SPEEDS)
    order = np.lexsort((known, np.abs(np.log(_SPEEDS[speed])), -np.round(votes, 6)))
    for cell in _apart(known[order], wide * len(_SPEEDS)):
        middle = (cell // wide // len(_SPEEDS) + windows.min() + 1) * half
        pace = float(_SPEEDS[cell // wide % len(_SPEEDS)])
        yield float(middle), _Line(pace, float((cell % wide + low) * _BIN - pace * middle))


def _beside(known: NDArray[np.int64], votes: _Floats, step: int) -> _Floats:
    place = np.minimum(np.searchsorted(known, known + step), len(known) - 1)
    return np.where(known[place] == known + step, votes[place], 0.0)


def _apart(cells: NDArray[np.int64], of_window: int) -> list[int]:
    """Return the first cells in the order given, at most two of a window."""
    taken: list[int] = []
    for cell in cells.tolist():
        if sum(cell // of_window == other // of_window for other in taken) < _MOST_OF_WINDOW:
            taken.append(cell)
        if len(taken) == _MOST_SEEDS:
            break
    return taken


def _fitted(points: _Points, middle: float, line: _Line) -> _Line:
    """Return the line fitted to the hits near it, over a time that doubles with each fit."""
    reach = _WINDOW / 2
    for _ in range(_FITS):
        near = _near(points, line) & (np.abs(points.asked - middle) <= reach)
        reach *= 2
        if np.ptp(points.asked[near]) == 0 if near.any() else True:
            continue
        asked, weights = points.asked[near], points.weights[near]
        # Within the time that a stored frame lasts, any moment fits as well.
        stored = np.clip(line.speed * asked + line.offset, points.starts[near], points.ends[near])
        centre, mean = np.average(asked, weights=weights), np.average(stored, weights=weights)
        spread = float(np.average((asked - centre) ** 2, weights=weights))
        speed = float(np.average((asked - centre) * (stored - mean), weights=weights)) / spread
        speed = min(FASTEST, max(SLOWEST, speed))
        line = _Line(speed, float(mean - speed * centre))
    return line


def _rounded(points: _Points, line: _Line) -> tuple[_Line, ...]:
    """Return a line, and before it one at the video's own speed when that is almost the same."""
    near = _near(points, line)
    if abs(line.speed - 1) > _ALMOST or not near.any():
        return (line,)
    # Where a stored frame begins says more than until when it lasts.
    offset = float(np.median((points.starts - points.asked)[near]))
    return _Line(1.0, round(offset, 3)), line


def _near(points: _Points, line: _Line) -> NDArray[np.bool_]:
    expected = line.speed * points.asked + line.offset
    slack = _TOLERANCE * max(1.0, line.speed)
    return np.asarray((expected >= points.starts - slack) & (expected <= points.ends + slack))


def _along(item: int, points: _Points, line: _Line, asked: _Asked) -> Run | None:
    """Return the stretch along a line in which met frames outweigh missed ones by most."""
    near = _near(points, line)
    if not near.any():
        return None
    query, asked_once = asked
    met = np.isin(asked_once, points.asked[near])
    first, last = _heaviest(np.where(met, 1.0, -_MISSED))
    start, end = float(asked_once[first]), float(asked_once[last])
    inside = near & (points.asked >= start) & (points.asked <= end)
    questions = points.questions[inside]
    counted = np.flatnonzero(inside)[are_telling(query, questions, points.distances[inside], (start, end))]
    return Run(
        item=item,
        asked=Interval(start, end),
        stored=Interval(_moment(line, start), _moment(line, end)),
        speed=round(line.speed, 4),
        matched=_different(points.asked[counted], points.starts[counted]),
        share=round(float(met[first : last + 1].mean()), 4),
        code=int(np.bincount(query.codes[questions]).argmax()),
    )


def _moment(line: _Line, second: float) -> float:
    return round(max(0.0, line.speed * second + line.offset), 3)


def _heaviest(values: _Floats) -> tuple[int, int]:
    """Return the first and last place of the stretch with the largest sum."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    gains = sums[1:] - np.minimum.accumulate(sums[:-1])
    last = int(np.argmax(gains))
    return int(np.argmin(sums[: last + 1])), last


def _different(asked: _Floats, starts: _Floats) -> int:
    """Return how many pairs of an asked and a stored frame there are, none used twice and both in the order of time."""
    order = np.lexsort((starts, asked))
    count, last_asked, last_start = 0, -np.inf, -np.inf
    for second, start in zip(asked[order].tolist(), starts[order].tolist(), strict=True):
        if second > last_asked and start > last_start:
            count, last_asked, last_start = count + 1, second, start
    return count

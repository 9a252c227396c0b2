# SPDX-License-Identifier: Apache-2.0
"""Where in a copy that lost a side or a corner the middle of the original lies.

Of each original the middle is stored (`MIDDLE` of its height and width): a copy that lost no
more than what lies beside it still shows all of the middle, in a place that follows from what
was cut off. The shape of a copy tells how much of a side is gone, if the original had a usual
shape; these places are asked each second. Corners, and sides of copies that were stretched
back, are gone through in turns, some each second: one place comes again after `TURNS` seconds.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from verweer.fingerprints.views import Box

MIDDLE = 0.6
TURNS = 4
_SHAPES = (16 / 9, 9 / 16, 4 / 3, 3 / 4, 3 / 2, 2 / 3, 1.0, 4 / 5)
_LEAST, _MOST = 0.02, (1 - MIDDLE) / 2
# So far off the middle's hash stays within the radius: half a step, measured in docs/decisions/0021.
_CORNERS = tuple(0.025 + 0.0125 * step for step in range(15))
_SIDES = tuple(0.02 + 0.02 * step for step in range(10))


def middle_of(height: int, width: int) -> Box:
    """Return the middle of a frame, as it is stored."""
    return _left_in(height, width, 0, 0, 0, 0)


@lru_cache(maxsize=16)
def middles(height: int, width: int, turn: int) -> tuple[Box, ...]:
    """Return where the middle of the original may lie in a copy, as far as it is this turn's to ask."""
    places = [*_by_shape(height, width), *_in_turns(height, width, turn % TURNS)]
    return tuple(dict.fromkeys(places))


def _by_shape(height: int, width: int) -> Iterator[Box]:
    for shape in _SHAPES:
        across, down = 1 - width / (height * shape), 1 - height * shape / width
        if _LEAST <= across <= _MOST + _LEAST / 4:
            yield _left_in(height, width, 0, 0, across, 0)
            yield _left_in(height, width, 0, 0, 0, across)
        if _LEAST <= down <= _MOST + _LEAST / 4:
            yield _left_in(height, width, down, 0, 0, 0)
            yield _left_in(height, width, 0, down, 0, 0)


def _in_turns(height: int, width: int, turn: int) -> Iterator[Box]:
    for lost in _CORNERS[turn::TURNS]:
        for top, left in product((True, False), repeat=2):
            yield _left_in(height, width, lost * top, lost * (not top), lost * left, lost * (not left))
    for lost in _SIDES[turn::TURNS]:
        for side in range(4):
            yield _left_in(height, width, *(lost * (side == each) for each in range(4)))


def _left_in(height: int, width: int, top: float, bottom: float, left: float, right: float) -> Box:
    """Return where the middle lies once these shares of the original's height and width are gone."""
    tall, wide = height / (1 - top - bottom), width / (1 - left - right)
    begin, end = (1 - MIDDLE) / 2, (1 + MIDDLE) / 2
    return Box(
        max(0, round((begin - top) * tall)),
        min(height, round((end - top) * tall)),
        max(0, round((begin - left) * wide)),
        min(width, round((end - left) * wide)),
    )

# SPDX-License-Identifier: Apache-2.0
"""Whether patches that match agree on one way in which a picture was moved, turned and scaled.

Each pair of patches alone tells such a similarity: their sizes the scale, their directions the
turn, their places the shift. Every pair is tried as a hypothesis, and the pairs that it explains
are counted. Patches of a shared sticker or caption agree too; so what counts as well is how much
they span of that part of the stored picture which can be seen in the other.
"""

from dataclasses import dataclass
from math import atan2, cos, hypot, sin, tau

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_MOST_PAIRS = 400
_SCALE_APART = 0.35  # In powers of two.
_ANGLE_APART = 0.35  # Radians.
_GRID = 24
_PLACE_APART = 0.06  # Of the stored picture's longer side, grown by the scale.


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Matching patches, one row a pair: x, y, sigma, angle as asked and as stored, and the distance in bits.

    Places and sizes are shares of the longer side of either picture.
    """

    asked: Floats
    stored: Floats
    asked_number: NDArray[np.int64]
    stored_number: NDArray[np.int64]
    distance: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """From a stored picture to the one that was asked: scale, turn in radians, shift (shares of the longer side)."""

    scale: float
    turn: float
    right: float
    down: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many distinct patches agree, on what, and how much they span of what can be seen of the stored picture.

    `visible` is the share of the stored picture that lies within the one that was asked. `width`, `height`
    and `area` are of the box around the agreeing patches, as shares of the visible part's own.
    """

    votes: int
    similarity: Similarity
    visible: float
    width: float
    height: float
    area: float


Size = tuple[float, float]
"""Width and height of a picture, as shares of its longer side."""


def agree(pairs: Pairs, *, asked: Size, stored: Size) -> Agreement | None:
    """Return the largest agreement among pairs, or None when no two agree."""
    if len(pairs.distance) < 2:  # noqa: PLR2004 - one patch agrees with itself only
        return None
    order = np.lexsort((pairs.stored_number, pairs.asked_number, pairs.distance))[:_MOST_PAIRS]
    seen, kept = pairs.asked[order], pairs.stored[order]
    numbers = pairs.asked_number[order], pairs.stored_number[order]
    scale = seen[:, 2] / kept[:, 2]
    turn = seen[:, 3] - kept[:, 3]
    agreeing = _agreeing(seen, kept, scale, turn)
    votes = np.minimum(_distinct(agreeing, numbers[0]), _distinct(agreeing, numbers[1]))
    best = int(votes.argmax())
    if votes[best] < 2:  # noqa: PLR2004 - as above
        return None
    with_it = agreeing[best]
    place = kept[with_it, :2]
    similarity = _fitted(seen[with_it, :2], place)
    visible, wide, high = _visible(similarity, asked, stored)
    width, height = (place.max(axis=0) - place.min(axis=0)).tolist()
    return Agreement(
        votes=int(votes[best]),
        similarity=similarity,
        visible=visible,
        width=min(1.0, width / wide),
        height=min(1.0, height / high),
        area=min(1.0, width * height / (wide * high)),
    )


def _visible(similarity: Similarity, asked: Size, stored: Size) -> tuple[float, float, float]:
    """Return which share of the stored picture lies within the asked one, and the width and height of the box around it."""
    steps = (np.arange(_GRID) + 0.5) / _GRID
    x, y = (each.ravel() for each in np.meshgrid(steps * stored[0], steps * stored[1]))
    cosine, sine = cos(similarity.turn) * similarity.scale, sin(similarity.turn) * similarity.scale
    right, down = cosine * x - sine * y + similarity.right, sine * x + cosine * y + similarity.down
    inside = (right >= 0) & (right <= asked[0]) & (down >= 0) & (down <= asked[1])
    if not inside.any():
        return 0.0, *stored
    step = stored[0] / _GRID, stored[1] / _GRID
    wide, high = np.ptp(x[inside]) + step[0], np.ptp(y[inside]) + step[1]
    return float(inside.mean()), float(wide), float(high)


def _agreeing(asked: Floats, stored: Floats, scale: Floats, turn: Floats) -> NDArray[np.bool_]:
    """Return for each pair as a hypothesis (rows) which pairs it explains (columns)."""
    cosine, sine = np.cos(turn) * scale, np.sin(turn) * scale
    right = asked[:, 0] - (cosine * stored[:, 0] - sine * stored[:, 1])
    down = asked[:, 1] - (sine * stored[:, 0] + cosine * stored[:, 1])
    x = cosine[:, None] * stored[None, :, 0] - sine[:, None] * stored[None, :, 1] + right[:, None]
    y = sine[:, None] * stored[None, :, 0] + cosine[:, None] * stored[None, :, 1] + down[:, None]
    apart = np.hypot(x - asked[None, :, 0], y - asked[None, :, 1]) / scale[:, None]
    grown = np.abs(np.log2(scale)[:, None] - np.log2(scale)[None, :])
    turned = np.abs((turn[:, None] - turn[None, :] + tau / 2) % tau - tau / 2)
    return np.asarray((apart < _PLACE_APART) & (grown < _SCALE_APART) & (turned < _ANGLE_APART))


def _distinct(agreeing: NDArray[np.bool_], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each row how many different numbers it has: one patch may not vote twice."""
    _, compact = np.unique(numbers, return_inverse=True)
    held = np.zeros((len(agreeing), int(compact.max()) + 1), bool)
    rows, columns = np.nonzero(agreeing)
    held[rows, compact[columns]] = True
    return np.asarray(held.sum(axis=1), np.int64)


def _fitted(asked: Floats, stored: Floats) -> Similarity:
    """Return the similarity that fits best by least squares (Umeyama, PAMI 13, 1991, in the plane)."""
    seen, kept = asked - asked.mean(axis=0), stored - stored.mean(axis=0)
    spread = float((kept**2).sum()) or 1.0
    along = float((kept * seen).sum()) / spread
    across = float((kept[:, 0] * seen[:, 1] - kept[:, 1] * seen[:, 0]).sum()) / spread
    middle, origin = asked.mean(axis=0), stored.mean(axis=0)
    return Similarity(
        scale=hypot(along, across),
        turn=atan2(across, along),
        right=float(middle[0] - (along * origin[0] - across * origin[1])),
        down=float(middle[1] - (across * origin[0] + along * origin[1])),
    )

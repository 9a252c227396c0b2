# SPDX-License-Identifier: Apache-2.0
"""What is asked of a bank about a video: about one frame a second, each in the ways in which copies are changed.

The whole frame, and what lies within strips, are asked turned and mirrored in all eight ways;
what moves, windows and tiles as they are and mirrored. A code says what was undone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.croppings import middles
from verweer.fingerprints.dihedral import WAYS, Turn
from verweer.fingerprints.frames import LONG, VOTING_QUALITY
from verweer.fingerprints.model import PDQ_BYTES
from verweer.fingerprints.parts import hashes_of_samples, qualities_of_samples, samples_of_parts
from verweer.fingerprints.views import SMALLEST_SIDE, Box, View, tiles, views_of
from verweer.media.videos import Bounds, Ending, Film, Sample

ASKED_EVERY = 1.03
"""Not a whole number of quarters, in which frames are stored: else all would lie as far from stored ones as the first."""
_ALL_WAYS = tuple(range(len(WAYS)))
_UPRIGHT_WAYS = (WAYS.index(Turn.IDENTITY), WAYS.index(Turn.MIRRORED))
_TURNED = (View.WHOLE, View.CONTENT)
_MOST_TOGETHER = 16
_MOST_LOOKED_AT = 6
_MOST_BYTES_TOGETHER = 48_000_000


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone before a frame was hashed: the part that was cut out, and how it was turned."""

    view: View
    way: Turn

    @property
    def code(self) -> int:
        """Return the number under which questions carry it."""
        return self.view * len(WAYS) + WAYS.index(self.way)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoQuery:
    """The hashes to ask (n by 32 bytes), the second and the code (see `undone_of`) of each, in the order of time.

    `seconds_asked` has each second once, of frames that show enough; `until` is the second up
    to which the video could be read.
    """

    hashes: NDArray[np.uint8]
    seconds: NDArray[np.float64]
    codes: NDArray[np.uint8]
    until: float
    ending: Ending

    @property
    def seconds_asked(self) -> NDArray[np.float64]:
        """Return each second of which something is asked, once."""
        return np.unique(self.seconds)


class _Asked(NamedTuple):
    """Some questions about one second."""

    second: float
    codes: NDArray[np.uint8]
    hashes: NDArray[np.uint8]


def undone_of(code: int) -> Undone:
    """Return what a code says."""
    return Undone(View(code // len(WAYS)), WAYS[code % len(WAYS)])


def query_frames(path: Path, *, bounds: Bounds = LONG) -> VideoQuery:
    """Return what to ask about a video; raises CannotRead."""
    film = Film(path=path, every=ASKED_EVERY, swift=True, bounds=bounds)
    query = query_of_samples(film.samples())
    return replace(query, until=film.until, ending=film.ending)


def query_of_samples(samples: Iterable[Sample]) -> VideoQuery:
    """Return what to ask about samples in the order of time."""
    asked = list(_questions(samples))
    return VideoQuery(
        hashes=np.concatenate([np.empty((0, PDQ_BYTES), np.uint8), *(each.hashes for each in asked)]),
        seconds=np.repeat([each.second for each in asked], [len(each.codes) for each in asked]).astype(np.float64),
        codes=np.concatenate([np.empty(0, np.uint8), *(each.codes for each in asked)]),
        until=asked[-1].second if asked else 0.0,
        ending=Ending.WHOLE,
    )


def _questions(samples: Iterable[Sample]) -> Iterator[_Asked]:
    before: tuple[tuple[View, Box], ...] = ()
    size: tuple[int, ...] = ()
    for together in _together(samples):
        lumas = [sample.luma for sample in together]
        if lumas[0].shape != size:
            before, size = (), lumas[0].shape
        found = views_of(lumas[:: -(-len(lumas) // _MOST_LOOKED_AT)])
        height, width = lumas[0].shape
        # What was found in the seconds before still holds when these are too few to tell.
        views = ((View.WHOLE, Box(0, height, 0, width)), *dict.fromkeys((*found, *before)), *tiles(height, width))
        for sample in together:
            yield from _of_frame(sample, (*views, *_middles(sample, views)))
        before = found


def _of_frame(sample: Sample, views: Iterable[tuple[View, Box]]) -> Iterator[_Asked]:
    large = [(view, box) for view, box in views if min(box.bottom - box.top, box.right - box.left) >= SMALLEST_SIDE]
    samples = samples_of_parts(sample.luma, [box for _, box in large])
    seen = np.array([view for view, _ in large], np.uint8)
    enough = qualities_of_samples(samples) >= VOTING_QUALITY
    turns = np.isin(seen, _TURNED)
    for ways, those in ((_ALL_WAYS, enough & turns), (_UPRIGHT_WAYS, enough & ~turns)):
        hashes = hashes_of_samples(samples[those], ways).reshape(-1, PDQ_BYTES)
        codes = seen[those, None] * np.uint8(len(WAYS)) + np.array(ways, np.uint8)
        yield _Asked(sample.second, codes.ravel(), hashes)


def _middles(sample: Sample, views: Iterable[tuple[View, Box]]) -> Iterator[tuple[View, Box]]:
    """Yield where the middle of an original may lie, within strips if there are any."""
    shown = {view: box for view, box in views if view in _TURNED}
    frame = shown.get(View.CONTENT, shown[View.WHOLE])
    for box in middles(frame.bottom - frame.top, frame.right - frame.left, round(sample.second / ASKED_EVERY)):
        yield View.MIDDLE, box.within(frame)


def _together(samples: Iterable[Sample]) -> Iterator[list[Sample]]:
    """Yield successive samples of one size, as many as may be held at a time."""
    held: list[Sample] = []
    for sample in samples:
        full = len(held) >= _MOST_TOGETHER or sum(each.luma.size for each in held) >= _MOST_BYTES_TOGETHER
        if held and (full or sample.luma.shape != held[0].luma.shape):
            yield held
            held = []
        held.append(Sample(sample.second, np.ascontiguousarray(sample.luma)))
    if held:
        yield held

# SPDX-License-Identifier: Apache-2.0
"""The frames by which a video is found: four a second, and those left out that look like the one before.

A copy's frames fall between ours, so more frames are stored than are asked (`asking`). A frame
that is left out makes the one before it last longer. What a copy has cropped away it cannot
give back, so the crops are stored, twice a second, and the middle of each frame, for copies that
lost a side or a corner (`croppings`). Frames in which there is next to nothing
to see are kept for exchange, but no rows are made of them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.croppings import middle_of
from verweer.fingerprints.dihedral import WAYS
from verweer.fingerprints.model import HIGHEST_QUALITY, PDQ_BYTES, Frame, Pdq
from verweer.fingerprints.parts import hashes_of_samples, qualities_of_samples, samples_of_parts
from verweer.fingerprints.rows import KIND_SHIFT, DetailKind, Rows, Space
from verweer.fingerprints.views import SMALLEST_SIDE, Box
from verweer.media.videos import Bounds, Ending, Film, Sample

STORED_EVERY = 0.25
NEAR_EQUAL = 6
CROPPED_EVERY = 0.5
VOTING_QUALITY = 50
LONG = Bounds(seconds=4 * 3600.0, processor_seconds=1200.0, frames=4 * 3600 * 60)
# A detail: its kind (8 bits), the millisecond (28), how long it lasts in hundredths of a second (20), its quality (8).
_MOMENT_SHIFT, _LASTS_SHIFT = 28, 8
_MOST_MOMENT, _MOST_LASTS, _QUALITY_MASK = (1 << 28) - 1, (1 << 20) - 1, (1 << 8) - 1
# Shares of height and width that are cut off in all, and shapes of screens.
_DEPTHS = (0.03, 0.06, 0.09, 0.12, 0.16, 0.20)
_SHAPES = ((4, 3), (1, 1), (4, 5), (9, 16))
_OTHER_SHAPE = 0.94
_AS_IT_IS = (WAYS.index("identity"),)
_PER_SECOND, _LASTS_UNITS = 1000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingFrame:
    """A stored frame: what is seen from `second` until `until`, whole, and cropped as copies are (`crop_boxes`)."""

    second: float
    until: float
    pdq: Pdq
    quality: int
    crops: tuple[Pdq, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVideo:
    """The frames of a video in the order of time; `until` is the second up to which it could be read."""

    frames: tuple[LastingFrame, ...]
    until: float
    ending: Ending


class Moments(NamedTuple):
    """From when until when stored frames last, in seconds, and their quality."""

    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    qualities: NDArray[np.uint8]


def stored_frames(path: Path, *, cropped: bool = True, bounds: Bounds = LONG) -> StoredVideo:
    """Return the frames to store of a video, unless told otherwise with crops of them; raises CannotRead."""
    film = Film(path=path, every=STORED_EVERY, swift=True, bounds=bounds)
    crops: dict[float, tuple[Pdq, ...]] = {}
    frames = pruned(_hashed(film.samples(), crops if cropped else None), every=STORED_EVERY)
    return StoredVideo(frames=_with_crops(frames, crops), until=film.until, ending=film.ending)


def frames_of_samples(samples: Iterable[Sample]) -> tuple[LastingFrame, ...]:
    """Return the frames to store of samples in the order of time, without crops of them."""
    return pruned(_hashed(samples, None), every=STORED_EVERY)


def crop_boxes(height: int, width: int) -> tuple[Box, ...]:
    """Return the middle parts of a frame that copies show: some of all four sides off, or another shape of screen."""
    whole = Box(0, height, 0, width)
    boxes = [_middle(whole, height * (1 - depth), width * (1 - depth)) for depth in _DEPTHS]
    for across, down in _SHAPES:
        wide, high = min(width, height * across / down), min(height, width * down / across)
        if wide * high < _OTHER_SHAPE * width * height:
            boxes.append(_middle(whole, high, wide))
    boxes.append(middle_of(height, width))
    return tuple(box for box in boxes if min(box.bottom - box.top, box.right - box.left) >= SMALLEST_SIDE)


def pruned(frames: Iterable[Frame], *, every: float, near: int = NEAR_EQUAL) -> tuple[LastingFrame, ...]:
    """Return the frames that differ by more than `near` bits from the last one kept; `every` is how long one lasts."""
    kept: list[LastingFrame] = []
    begun: Frame | None = None
    until = 0.0
    for frame in frames:
        if begun is None or _distance(begun.pdq, frame.pdq) > near:
            kept.extend(_lasting(begun, frame.second))
            begun = frame
        until = frame.second + every
    kept.extend(_lasting(begun, until))
    return tuple(kept)


def video_rows(frames: Sequence[LastingFrame]) -> Mapping[Space, Rows]:
    """Return what a video adds to a bank: a row for each frame that shows enough, and one for each of its crops."""
    told = [
        (pdq.bits, _detail(frame))
        for frame in frames
        if frame.quality >= VOTING_QUALITY
        for pdq in dict.fromkeys((frame.pdq, *frame.crops))
    ]
    hashes = np.frombuffer(b"".join(bits for bits, _ in told), np.uint8).reshape(-1, PDQ_BYTES)
    return {Space.PDQ: Rows(hashes, np.array([detail for _, detail in told], np.uint64))}


def moments_of(details: NDArray[np.uint64]) -> Moments:
    """Return the moments that details of the kind FRAME say."""
    starts = ((details >> np.uint64(_MOMENT_SHIFT)) & np.uint64(_MOST_MOMENT)) / _PER_SECOND
    lasts = ((details >> np.uint64(_LASTS_SHIFT)) & np.uint64(_MOST_LASTS)) / _LASTS_UNITS
    return Moments(starts, starts + lasts, (details & np.uint64(_QUALITY_MASK)).astype(np.uint8))


def _hashed(samples: Iterable[Sample], crops: dict[float, tuple[Pdq, ...]] | None) -> Iterator[Frame]:
    """Yield the hash of each sample, and note the hashes of its crops: of the middle always, of the others of some."""
    wanted = 0.0
    for sample in samples:
        height, width = sample.luma.shape
        boxes = [Box(0, height, 0, width)]
        if crops is not None:
            boxes += crop_boxes(height, width) if sample.second >= wanted else [middle_of(height, width)]
        smoothed = samples_of_parts(sample.luma, boxes)
        whole, *parts = (Pdq(each.tobytes()) for each in hashes_of_samples(smoothed, _AS_IT_IS)[:, 0])
        quality, *of_parts = qualities_of_samples(smoothed).tolist()
        yield Frame(second=sample.second, pdq=whole, quality=quality)
        if crops is not None and quality >= VOTING_QUALITY:
            told = zip(parts, of_parts, strict=True)
            crops[sample.second] = tuple(part for part, quality in told if quality >= VOTING_QUALITY)
            if sample.second >= wanted:
                wanted = sample.second + CROPPED_EVERY - STORED_EVERY / 2


def _with_crops(frames: tuple[LastingFrame, ...], crops: Mapping[float, tuple[Pdq, ...]]) -> tuple[LastingFrame, ...]:
    """Return frames with the most crops that were taken at a time while they lasted, the first of these."""
    moments = sorted(crops)
    together = []
    for frame in frames:
        there = moments[bisect_left(moments, frame.second) : bisect_left(moments, frame.until)]
        most = max((crops[moment] for moment in there), key=len, default=())
        together.append(replace(frame, crops=most))
    return tuple(together)


def _middle(whole: Box, height: float, width: float) -> Box:
    down, across = round((whole.bottom - height) / 2), round((whole.right - width) / 2)
    return Box(down, whole.bottom - down, across, whole.right - across)


def _lasting(frame: Frame | None, until: float) -> list[LastingFrame]:
    if frame is None:
        return []
    return [LastingFrame(second=frame.second, until=round(until, 3), pdq=frame.pdq, quality=frame.quality)]


def _distance(first: Pdq, second: Pdq) -> int:
    return (int.from_bytes(first.bits, "big") ^ int.from_bytes(second.bits, "big")).bit_count()


def _detail(frame: LastingFrame) -> int:
    moment = min(_MOST_MOMENT, round(frame.second * _PER_SECOND))
    lasts = min(_MOST_LASTS, round((frame.until - frame.second) * _LASTS_UNITS))
    quality = min(HIGHEST_QUALITY, frame.quality)
    return DetailKind.FRAME << KIND_SHIFT | moment << _MOMENT_SHIFT | lasts << _LASTS_SHIFT | quality

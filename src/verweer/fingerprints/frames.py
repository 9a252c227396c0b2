# SPDX-License-Identifier: Apache-2.0
"""The frames by which a video is found: four a second, and those left out that look like the one before.

A copy's frames fall between ours, so more frames are stored than are asked (`asking`). A frame
that is left out makes the one before it last longer. Frames in which there is next to nothing
to see are kept for exchange, but no rows are made of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.model import HIGHEST_QUALITY, PDQ_BYTES, Frame, Pdq
from verweer.fingerprints.pdq import Floats, pdq_of_samples, samples_of_pixels
from verweer.fingerprints.rows import KIND_SHIFT, DetailKind, Rows, Space
from verweer.media.videos import Bounds, Ending, Film, Sample

STORED_EVERY = 0.25
NEAR_EQUAL = 6
VOTING_QUALITY = 50
LONG = Bounds(seconds=4 * 3600.0, processor_seconds=1200.0, frames=4 * 3600 * 60)
# A detail: its kind (8 bits), the millisecond (28), how long it lasts in hundredths of a second (20), its quality (8).
_MOMENT_SHIFT, _LASTS_SHIFT = 28, 8
_MOST_MOMENT, _MOST_LASTS, _QUALITY_MASK = (1 << 28) - 1, (1 << 20) - 1, (1 << 8) - 1
_PER_SECOND, _LASTS_UNITS = 1000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingFrame:
    """A stored frame: what is seen from `second` until `until`."""

    second: float
    until: float
    pdq: Pdq
    quality: int


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


def stored_frames(path: Path, *, bounds: Bounds = LONG) -> StoredVideo:
    """Return the frames to store of a video; raises CannotRead."""
    film = Film(path=path, every=STORED_EVERY, swift=True, bounds=bounds)
    frames = pruned(hashed(film.samples()), every=STORED_EVERY)
    return StoredVideo(frames=frames, until=film.until, ending=film.ending)


def hashed(samples: Iterable[Sample]) -> Iterator[Frame]:
    """Yield the hash of each sample."""
    for sample in samples:
        pdq, quality = pdq_of_samples(smoothed(sample.luma))
        yield Frame(second=sample.second, pdq=pdq, quality=quality)


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
    """Return what a video adds to a bank: one row for each frame that shows enough."""
    voting = [frame for frame in frames if frame.quality >= VOTING_QUALITY]
    hashes = np.frombuffer(b"".join(frame.pdq.bits for frame in voting), np.uint8).reshape(-1, PDQ_BYTES)
    return {Space.PDQ: Rows(hashes, np.array([_detail(frame) for frame in voting], np.uint64))}


def moments_of(details: NDArray[np.uint64]) -> Moments:
    """Return the moments that details of the kind FRAME say."""
    starts = ((details >> np.uint64(_MOMENT_SHIFT)) & np.uint64(_MOST_MOMENT)) / _PER_SECOND
    lasts = ((details >> np.uint64(_LASTS_SHIFT)) & np.uint64(_MOST_LASTS)) / _LASTS_UNITS
    return Moments(starts, starts + lasts, (details & np.uint64(_QUALITY_MASK)).astype(np.uint8))


def smoothed(luma: NDArray[np.uint8]) -> Floats:
    """Return the 64 by 64 samples of luma, by numba's program when it is installed; the same bits either way."""
    return _sampler()(luma)


@lru_cache(maxsize=1)
def _sampler() -> Callable[[NDArray[np.uint8]], Floats]:
    try:
        from verweer.fingerprints.pdq_fast import samples_of_luma  # noqa: PLC0415 - numba need not be installed
    except ImportError:
        return samples_of_pixels
    return samples_of_luma


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

# SPDX-License-Identifier: Apache-2.0
"""One file becomes what it adds to a bank, or what a bank is asked about it; a video or animation by its frames."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from verweer.fingerprints.asking import prints_of
from verweer.fingerprints.carrying import AskedPrints, StoredPrints
from verweer.fingerprints.frames import frames_of_samples, stored_frames, video_rows
from verweer.fingerprints.model import PDQ_BYTES, Unreadable
from verweer.fingerprints.questions import query_frames, query_of_samples
from verweer.fingerprints.reading import SMALLEST_SIDE
from verweer.fingerprints.reporting import Ladder, luma_of, stored_rows
from verweer.fingerprints.rows import Rows, Space
from verweer.kernel import Digest
from verweer.media import MediaKind, kind_of_file
from verweer.media.animations import Animation, animation_of
from verweer.media.pictures import read_pixels
from verweer.media.reasons import CannotRead, Reason
from verweer.media.videos import Bounds, Ending, Sample

BOUNDS = Bounds(seconds=3600.0, processor_seconds=75.0, frames=3600 * 60)
"""An hour: what is asked about it fits one answer of the decoding process."""
_Found = TypeVar("_Found", StoredPrints, AskedPrints)


def read_stored(path: Path, ladder: Ladder) -> StoredPrints | Unreadable:
    """Return the rows of a file, or why there are none; a file in which there is too little to see is too plain."""
    return _read(path, lambda content, animation: _stored(path, content, animation, ladder))


def read_asked(path: Path) -> AskedPrints | Unreadable:
    """Return the prints of a file, or why there are none."""
    return _read(path, lambda content, animation: _asked(path, content, animation))


def _read(path: Path, made: Callable[[Digest, Animation | None], _Found]) -> _Found | Unreadable:
    content = Digest.of_file(path)
    cv2.setNumThreads(1)
    try:
        animation = animation_of(path) if kind_of_file(path) is MediaKind.PICTURE else None
        return made(content, animation)
    except CannotRead as cause:
        return Unreadable(content=content, reason=cause.sentence)


def _stored(path: Path, content: Digest, animation: Animation | None, ladder: Ladder) -> StoredPrints:
    read_until = None
    match kind_of_file(path):
        case MediaKind.PICTURE if animation is None:
            rows = dict(stored_rows(_pixels(path), ladder))
        case MediaKind.PICTURE | MediaKind.VIDEO:
            if animation:
                frames = frames_of_samples(_samples(animation))
            else:
                video = stored_frames(path, bounds=BOUNDS)
                frames = video.frames
                read_until = None if video.ending is Ending.WHOLE else video.until
            nothing = Rows(np.empty((0, PDQ_BYTES), np.uint8), np.empty(0, np.uint64))
            rows = {**video_rows(frames), Space.PATCH: nothing}
        case None:
            raise CannotRead(Reason.NOT_MEDIA if path.stat().st_size else Reason.EMPTY)
    if not any(len(each) for each in rows.values()):
        raise CannotRead(Reason.PLAIN)
    return StoredPrints(content=content, rows=rows, read_until=read_until)


def _asked(path: Path, content: Digest, animation: Animation | None) -> AskedPrints:
    match kind_of_file(path):
        case MediaKind.PICTURE if animation is None:
            prints = prints_of(_pixels(path))
            if not len(prints.hashes) + len(prints.patches):
                raise CannotRead(Reason.PLAIN)
            return AskedPrints(content=content, prints=prints)
        case MediaKind.PICTURE | MediaKind.VIDEO:
            query = query_of_samples(_samples(animation)) if animation else query_frames(path, bounds=BOUNDS)
            if not len(query.hashes):
                raise CannotRead(Reason.PLAIN)
            return AskedPrints(content=content, prints=query)
        case None:
            raise CannotRead(Reason.NOT_MEDIA if path.stat().st_size else Reason.EMPTY)


def _pixels(path: Path) -> np.ndarray:
    pixels, width, height = read_pixels(path)
    if min(width, height) < SMALLEST_SIDE:
        raise CannotRead(Reason.TOO_SMALL)
    return pixels


def _samples(animation: Animation) -> Iterable[Sample]:
    for moment in animation.moments():
        yield Sample(moment.second, luma_of(moment.pixels))

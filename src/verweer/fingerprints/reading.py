# SPDX-License-Identifier: Apache-2.0
"""One file becomes one fingerprint; what it is, is read from its bytes, never from its name."""

from pathlib import Path
from typing import assert_never

from verweer.fingerprints.model import Fingerprint, Frame, Unreadable
from verweer.fingerprints.pdq import pdq_of_pixels
from verweer.kernel import Digest
from verweer.media import MediaKind, kind_of_file
from verweer.media.pictures import read_pixels
from verweer.media.reasons import TOLD, CannotRead, Reason
from verweer.media.videos import read_facts, sample_frames

SMALLEST_SIDE = 64
LOWEST_QUALITY = 10


def read_fingerprint(path: Path) -> Fingerprint | Unreadable:
    """Return the fingerprint of a file, or why there is none."""
    content = Digest.of_file(path)
    try:
        match kind_of_file(path):
            case MediaKind.PICTURE:
                return _of_picture(path, content)
            case MediaKind.VIDEO:
                return _of_video(path, content)
            case None:
                return Unreadable(content=content, reason=TOLD[Reason.NOT_MEDIA])
            case never:
                assert_never(never)
    except CannotRead as cause:
        return Unreadable(content=content, reason=TOLD[cause.reason])


def _of_picture(path: Path, content: Digest) -> Fingerprint:
    pixels, width, height = read_pixels(path)
    if min(pixels.shape[:2]) < SMALLEST_SIDE:
        raise CannotRead(Reason.TOO_SMALL)
    pdq, quality = pdq_of_pixels(pixels)
    if quality < LOWEST_QUALITY:
        raise CannotRead(Reason.PLAIN)
    return Fingerprint(
        content=content,
        kind=MediaKind.PICTURE,
        byte_length=path.stat().st_size,
        width=width,
        height=height,
        frames=(Frame(second=0.0, pdq=pdq, quality=quality),),
    )


def _of_video(path: Path, content: Digest) -> Fingerprint:
    facts = read_facts(path)
    if min(facts.width, facts.height) < SMALLEST_SIDE:
        raise CannotRead(Reason.TOO_SMALL)
    frames = []
    for sample in sample_frames(path):
        pdq, quality = pdq_of_pixels(sample.luma)
        frames.append(Frame(second=sample.second, pdq=pdq, quality=quality))
    if not frames:
        raise CannotRead(Reason.DAMAGED)
    return Fingerprint(
        content=content,
        kind=MediaKind.VIDEO,
        byte_length=path.stat().st_size,
        width=facts.width,
        height=facts.height,
        frames=tuple(frames),
        seconds=facts.seconds,
    )

# SPDX-License-Identifier: Apache-2.0
"""One file becomes one fingerprint; what it is, is read from its bytes, never from its name.

An animation counts as a video, so that it is found beside the video that it was made from.
"""

from collections.abc import Callable
from pathlib import Path
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.dihedral import Eight, Variants, pdq_dihedral
from verweer.fingerprints.model import Fingerprint, Frame, Pdq, Unreadable
from verweer.fingerprints.pdq import pdq_of_pixels
from verweer.kernel import Digest
from verweer.media import MediaKind, kind_of_file
from verweer.media.animations import Animation, animation_of
from verweer.media.lengths import missing_end
from verweer.media.pictures import read_pixels
from verweer.media.reasons import TOLD, CannotRead, Reason
from verweer.media.videos import read_facts, sample_frames

SMALLEST_SIDE = 64
LOWEST_QUALITY = 10
_Hash = Callable[[NDArray[np.uint8]], tuple[Pdq, int]]


def read_fingerprint(path: Path) -> Fingerprint | Unreadable:
    """Return the fingerprint of a file, or why there is none."""
    return _read(path, pdq_of_pixels)


def read_variants(path: Path) -> Variants | Unreadable:
    """Return the fingerprint of a file with the eight hashes of each frame, or why there is none."""
    eights: list[Eight] = []

    def hashed(pixels: NDArray[np.uint8]) -> tuple[Pdq, int]:
        eight, quality = pdq_dihedral(pixels)
        eights.append(eight)
        return eight[0], quality

    found = _read(path, hashed)
    return Variants(fingerprint=found, eights=tuple(eights)) if isinstance(found, Fingerprint) else found


def _read(path: Path, hashed: _Hash) -> Fingerprint | Unreadable:
    content = Digest.of_file(path)
    try:
        match kind_of_file(path):
            case MediaKind.PICTURE:
                animation = animation_of(path)
                found = _of_animation(animation, content, hashed) if animation else None
                return found or _of_picture(path, content, hashed)
            case MediaKind.VIDEO:
                return _of_video(path, content, hashed)
            case None:
                reason = Reason.NOT_MEDIA if path.stat().st_size else Reason.EMPTY
                return Unreadable(content=content, reason=TOLD[reason])
            case never:
                assert_never(never)
    except CannotRead as cause:
        return Unreadable(content=content, reason=cause.sentence)


def _of_picture(path: Path, content: Digest, hashed: _Hash) -> Fingerprint:
    pixels, width, height = read_pixels(path)
    _refuse_small(width, height)
    pdq, quality = hashed(pixels)
    return Fingerprint(
        content=content,
        kind=MediaKind.PICTURE,
        byte_length=path.stat().st_size,
        width=width,
        height=height,
        frames=_telling([Frame(second=0.0, pdq=pdq, quality=quality)]),
    )


def _of_animation(animation: Animation, content: Digest, hashed: _Hash) -> Fingerprint | None:
    """Return the fingerprint of an animation, or None when not even its first frame can be read."""
    _refuse_small(animation.width, animation.height)
    frames = []
    for moment in animation.moments():
        pdq, quality = hashed(moment.pixels)
        frames.append(Frame(second=moment.second, pdq=pdq, quality=quality))
    if not frames:
        return None
    return Fingerprint(
        content=content,
        kind=MediaKind.VIDEO,
        byte_length=animation.path.stat().st_size,
        width=animation.width,
        height=animation.height,
        frames=_telling(frames),
        seconds=animation.seconds,
    )


def _of_video(path: Path, content: Digest, hashed: _Hash) -> Fingerprint:
    try:
        facts = read_facts(path)
    except CannotRead as cause:
        raise missing_end(path) or cause from cause
    _refuse_small(facts.width, facts.height)
    frames = []
    for sample in sample_frames(path):
        pdq, quality = hashed(sample.luma)
        frames.append(Frame(second=sample.second, pdq=pdq, quality=quality))
    if not frames:
        raise missing_end(path) or CannotRead(Reason.DAMAGED)
    return Fingerprint(
        content=content,
        kind=MediaKind.VIDEO,
        byte_length=path.stat().st_size,
        width=facts.width,
        height=facts.height,
        frames=_telling(frames),
        seconds=facts.seconds,
    )


def _refuse_small(width: int, height: int) -> None:
    if min(width, height) < SMALLEST_SIDE:
        raise CannotRead(Reason.TOO_SMALL)


def _telling(frames: list[Frame]) -> tuple[Frame, ...]:
    """Return frames of which at least one shows something; raises CannotRead."""
    if all(frame.quality < LOWEST_QUALITY for frame in frames):
        raise CannotRead(Reason.PLAIN)
    return tuple(frames)

# SPDX-License-Identifier: Apache-2.0
"""One file becomes one fingerprint; what it is, is read from its bytes, never from its name."""

from pathlib import Path
from typing import assert_never

from verweer.fingerprints.model import Fingerprint, Frame, MediaKind, Unreadable
from verweer.fingerprints.pdq import pdq_of_pixels
from verweer.fingerprints.pictures import read_pixels
from verweer.fingerprints.reasons import TOLD, CannotRead, Reason
from verweer.fingerprints.videos import read_facts, sample_frames
from verweer.kernel import Digest

SMALLEST_SIDE = 64
LOWEST_QUALITY = 10
_HEAD = 64
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
_STILL_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1", b"hevc")
_VIDEOS = (b"\x1aE\xdf\xa3", b"OggS", b"FLV\x01", b"\x00\x00\x01\xba", b"\x47\x40")


def kind_of(head: bytes) -> MediaKind | None:
    """Return what the first bytes of a file say it is."""
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return MediaKind.PICTURE
    if head[4:8] == b"ftyp":
        return MediaKind.PICTURE if head[8:12] in _STILL_BRANDS else MediaKind.VIDEO
    if head.startswith(_VIDEOS) or (head[:4] == b"RIFF" and head[8:11] == b"AVI"):
        return MediaKind.VIDEO
    return None


def read_fingerprint(path: Path) -> Fingerprint | Unreadable:
    """Return the fingerprint of a file, or why there is none."""
    content = Digest.of_file(path)
    with path.open("rb") as file:
        kind = kind_of(file.read(_HEAD))
    try:
        match kind:
            case MediaKind.PICTURE:
                return _of_picture(path, content)
            case MediaKind.VIDEO:
                return _of_video(path, content)
            case None:
                return Unreadable(content=content, reason=TOLD[Reason.NOT_MEDIA])
            case _:
                assert_never(kind)
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

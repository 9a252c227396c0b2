# SPDX-License-Identifier: Apache-2.0
"""Whether a file is a picture or a video: read from its first bytes, never from its name."""

from enum import StrEnum
from pathlib import Path

_HEAD = 64
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
_STILL_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc")
_VIDEOS = (b"\x1aE\xdf\xa3", b"OggS", b"FLV\x01", b"\x00\x00\x01\xba", b"\x47\x40")


class MediaKind(StrEnum):
    """What a file shows."""

    PICTURE = "picture"
    VIDEO = "video"


def kind_of_file(path: Path) -> MediaKind | None:
    """Return what a file says it is."""
    with path.open("rb") as file:
        return kind_of(file.read(_HEAD))


def kind_of(head: bytes) -> MediaKind | None:
    """Return what the first bytes of a file say it is."""
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return MediaKind.PICTURE
    if head[4:8] == b"ftyp":
        return MediaKind.PICTURE if head[8:12] in _STILL_BRANDS else MediaKind.VIDEO
    if head.startswith(_VIDEOS) or (head[:4] == b"RIFF" and head[8:11] == b"AVI"):
        return MediaKind.VIDEO
    return None

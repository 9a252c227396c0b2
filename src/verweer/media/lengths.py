# SPDX-License-Identifier: Apache-2.0
"""How long a file says that it is: RIFF, boxes as in MP4 and HEIC, and Matroska say so; the rest is not known."""

from pathlib import Path
from typing import IO

from verweer.media.reasons import CannotRead, bytes_there

_HEAD = 8
_LONG_HEAD = 16
_MOST_BOXES = 100_000
_SEGMENT = b"\x18\x53\x80\x67"


def missing_end(path: Path) -> CannotRead | None:
    """Return the error that names how much of a file is there, or None when nothing is known to be missing."""
    there = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head[:4] == b"RIFF" and len(head) == _HEAD:
            stated = _HEAD + int.from_bytes(head[4:], "little")
        elif head[4:] == b"ftyp":
            stated = _end_of_boxes(file, there)
        elif head[:4] == b"\x1aE\xdf\xa3":
            stated = _end_of_segment(file, there)
        else:
            return None
    return bytes_there(there, stated) if stated > there else None


def _end_of_boxes(file: IO[bytes], there: int) -> int:
    """Return where the last box ends (ISO/IEC 14496-12, 4.2): its size, or 64 bits more when that is 1."""
    place = 0
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(_LONG_HEAD)
        if not head[4:8].isalnum():
            return there
        size = int.from_bytes(head[:4], "big")
        if size == 1 and len(head) == _LONG_HEAD:
            size = int.from_bytes(head[8:], "big")
        if size < _HEAD:  # 0: to the end of the file; else no box at all
            return there
        place += size
        if place >= there:
            break
    return place


def _end_of_segment(file: IO[bytes], there: int) -> int:
    """Return where a Matroska file's segment ends (RFC 8794, section 4); its length may be left open."""
    file.seek(4)
    head = _number(file)
    file.seek(min(head or 0, there), 1)  # A head may claim to be longer than any file.
    length = _number(file) if file.read(len(_SEGMENT)) == _SEGMENT else None
    return there if length is None else file.tell() + length


def _number(file: IO[bytes]) -> int | None:
    """Return a number of which the leading zeros of the first byte tell the length; None for all ones."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    bits = 7 * (more + 1)
    value = int.from_bytes(first + file.read(more), "big") & ((1 << bits) - 1)
    return None if value == (1 << bits) - 1 else value

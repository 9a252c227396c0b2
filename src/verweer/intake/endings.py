# SPDX-License-Identifier: Apache-2.0
"""Whether a picture, video or PDF ends as its format says; a file that breaks off is told, not refused.

Only marks and lengths are read here, no metadata: where and with what a picture was
made stays untouched in the original and is never shown.
"""

import os
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from verweer.intake.model import Kind, Looked, Soundness
from verweer.kernel import Bilingual

_TAIL = 65_536
_MOST_BOXES = 10_000
_LARGE_SIZE = 1
_TO_THE_END = 0

_WHOLE = Bilingual(nl="Het bestand eindigt zoals het hoort.", en="The file ends as it should.")
_CUT = Bilingual(
    nl="Het bestand breekt af of is beschadigd; het is bewaard zoals het is.",
    en="The file breaks off or is damaged; it is kept as it is.",
)
_NOT_READ = Bilingual(
    nl="Gegevens in het bestand over plaats, tijd en toestel zijn niet gelezen; ze staan nog in het origineel.",
    en="What the file says of place, time and device was not read; it still stands in the original.",
)
_NO_PROOF = Bilingual(
    nl="Of het beeld is bewerkt, is niet nagegaan.",
    en="Whether the picture was edited was not examined.",
)
_PDF_INSIDE = Bilingual(
    nl="Wat er in de PDF staat, en een handtekening erin, is niet nagekeken.",
    en="What stands in the PDF, and any signature in it, was not checked.",
)


def look_at_ending(path: Path, kind: Kind) -> Looked:
    """Return whether a file of this kind is whole, as far as its first and last bytes tell."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        whole = _WHOLE_WHEN[kind](file, size)
    return Looked(
        soundness=Soundness.SOUND if whole else Soundness.UNSOUND,
        found=(_WHOLE if whole else _CUT,),
        not_checked=(_PDF_INSIDE,) if kind is Kind.PDF else (_NOT_READ, _NO_PROOF),
    )


def _tail(file: IO[bytes], size: int) -> bytes:
    file.seek(max(0, size - _TAIL))
    return file.read(_TAIL)


def _is_whole_pdf(file: IO[bytes], size: int) -> bool:
    tail = _tail(file, size)
    return b"%%EOF" in tail and b"startxref" in tail


def _is_whole_png(file: IO[bytes], size: int) -> bool:
    return b"IEND\xaeB`\x82" in _tail(file, size)


def _is_whole_jpeg(file: IO[bytes], size: int) -> bool:
    return b"\xff\xd9" in _tail(file, size)


def _is_whole_webp(file: IO[bytes], size: int) -> bool:
    file.seek(4)
    (told,) = struct.unpack("<L", file.read(4).ljust(4, b"\xff"))
    return bool(told + 8 <= size)


def _are_whole_boxes(file: IO[bytes], size: int) -> bool:
    """Follow the outer boxes of an ISO media file (ISO/IEC 14496-12 section 4.2): they must fill it to its end."""
    place = 0
    names: set[bytes] = set()
    for _ in range(_MOST_BOXES):
        if place == size:
            return bool(names & {b"moov", b"meta", b"moof"})
        file.seek(place)
        head = file.read(16)
        if len(head) < 8:  # noqa: PLR2004 - a size and a name
            return False
        length, start = struct.unpack_from(">L", head)[0], 8
        if length == _LARGE_SIZE and len(head) == 16:  # noqa: PLR2004 - with the long size
            length, start = struct.unpack_from(">Q", head, 8)[0], 16
        length = size - place if length == _TO_THE_END else length
        if length < start or place + length > size:
            return False
        names.add(head[4:8])
        place += length
    return False


def _is_whole_webm(file: IO[bytes], size: int) -> bool:
    """Return True: a WebM that was recorded live has no length to compare with; decoding tells more."""
    return file.seekable() and size > 0


_WHOLE_WHEN: Mapping[Kind, Callable[[IO[bytes], int], bool]] = {
    Kind.PDF: _is_whole_pdf,
    Kind.PNG: _is_whole_png,
    Kind.JPEG: _is_whole_jpeg,
    Kind.WEBP: _is_whole_webp,
    Kind.HEIC: _are_whole_boxes,
    Kind.MP4: _are_whole_boxes,
    Kind.MOV: _are_whole_boxes,
    Kind.WEBM: _is_whole_webm,
}

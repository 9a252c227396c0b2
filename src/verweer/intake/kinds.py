# SPDX-License-Identifier: Apache-2.0
"""What a file is, decided by its bytes; its suffix is only a claim that is kept beside it."""

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO

from verweer.intake.model import Kind
from verweer.intake.refusing import Refusal, Refused

HEAD = 262_144
"""How much of a file is read to know what it is; the headers of a mail must end within it."""

PICTURES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.HEIC})
VIDEOS = frozenset({Kind.MP4, Kind.MOV, Kind.WEBM})

# Of each kind: the media type, and the suffixes that fit it; the first is the one we use.
FORMS: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.WACZ: ("application/wacz", ("wacz",)),
    Kind.WARC: ("application/warc", ("warc", "warc.gz")),
    Kind.MHTML: ("multipart/related", ("mhtml", "mht")),
    Kind.PDF: ("application/pdf", ("pdf",)),
    Kind.PNG: ("image/png", ("png",)),
    Kind.JPEG: ("image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    Kind.WEBP: ("image/webp", ("webp",)),
    Kind.HEIC: ("image/heic", ("heic", "heif")),
    Kind.MP4: ("video/mp4", ("mp4", "m4v")),
    Kind.MOV: ("video/quicktime", ("mov", "qt")),
    Kind.WEBM: ("video/webm", ("webm",)),
    Kind.MAIL: ("message/rfc822", ("eml",)),
}

_STARTS = ((b"\x89PNG\r\n\x1a\n", Kind.PNG), (b"\xff\xd8\xff", Kind.JPEG), (b"WARC/", Kind.WARC))
# What names the type in the first box of an ISO media file (ISO/IEC 14496-12 section 4.3; mp4ra.org).
_BRANDS: Mapping[bytes, Kind] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"), Kind.HEIC),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"), Kind.MP4),
    **dict.fromkeys((b"M4V ", b"M4VH", b"dash", b"MSNV", b"3gp4", b"3gp5", b"mmp4", b"f4v "), Kind.MP4),
    b"qt  ": Kind.MOV,
}
_PACKED = (b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"MSCF", b"\x1f\x9d")
_TAR = slice(257, 262)
_GZIP = b"\x1f\x8b"
_ZIP_ENTRY = b"PK\x03\x04"
_HEADER = re.compile(rb"([!-9;-~]{1,78}):")
_OF_MAIL = frozenset({b"from", b"to", b"date", b"subject", b"message-id", b"received", b"return-path", b"mime-version"})
_OF_SENT_MAIL = frozenset({b"to", b"message-id", b"received", b"return-path"})
_FEWEST_HEADERS = 2
_ENDING = 65_536 + 22  # APPNOTE.TXT 4.3.16: the record that ends a ZIP, with the longest comment
_LARGEST_DIRECTORY = 8_000_000


def kind_of(file: IO[bytes]) -> Kind:
    """Return what a file is; raises Refused for what is not taken in."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refused(Refusal.EMPTY)
    if head.startswith(_ZIP_ENTRY) and _is_wacz(file):
        return Kind.WACZ
    if head.startswith(_GZIP) and _unpacked(head).startswith(b"WARC/"):
        return Kind.WARC
    if head.startswith(_PACKED) or head[_TAR] == b"ustar":
        raise Refused(Refusal.ARCHIVE)
    kind = _by_start(head) or _by_headers(head)
    if kind is None:
        raise Refused(Refusal.UNKNOWN_TYPE)
    return kind


def suffix_fits(kind: Kind, claimed: str) -> bool:
    """Return whether the suffix that a file came with is one of its kind; none at all claims nothing."""
    return not claimed or claimed in FORMS[kind][1]


def claimed_suffix(untrusted_name: str) -> str:
    """Return the suffix of a file's name in lower case, without its dot; only that part of a name is kept."""
    found = re.search(r"\.(warc\.gz|[a-z0-9]{1,10})$", untrusted_name.lower())
    return found[1] if found else ""


def _by_start(head: bytes) -> Kind | None:
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        return Kind.WEBM
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return Kind.PDF
    return None


def _by_headers(head: bytes) -> Kind | None:
    """Return whether a text begins with the headers of a mail or of a page saved as MHTML (RFC 5322, RFC 2557)."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    lines = block.replace(b"\r\n", b"\n").split(b"\n")
    if b"\0" in block or len(block) == len(head):
        return None
    found = [_HEADER.match(line) for line in lines if not line.startswith((b" ", b"\t"))]
    names = [match[1].lower() for match in found if match]
    if len(names) != len(found) or len(_OF_MAIL & set(names)) < _FEWEST_HEADERS:
        return None
    related = re.search(rb"^content-type:\s*multipart/related", block, re.IGNORECASE | re.MULTILINE)
    return Kind.MHTML if related and not _OF_SENT_MAIL & (set(names) - {b"to"}) else Kind.MAIL


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 1024)
    except zlib.error:
        return b""


def _is_wacz(file: IO[bytes]) -> bool:
    """Return whether a ZIP holds a description and an archive; one whose list of files is too large is not opened."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _ENDING))
    ending = file.read(_ENDING)
    place = ending.rfind(b"PK\x05\x06")
    if place < 0 or len(ending) - place < 22:  # noqa: PLR2004 - the record's own length
        return False
    if _directory_size(ending, place) > _LARGEST_DIRECTORY:
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, RuntimeError, struct.error, NotImplementedError):
        return False
    return "datapackage.json" in names and any(name.startswith("archive/") for name in names)


def _directory_size(ending: bytes, place: int) -> int:
    """Return how long the list of files says it is; the larger of the two that a ZIP64 file tells."""
    (told,) = struct.unpack_from("<L", ending, place + 12)
    wide = place - 76  # APPNOTE.TXT 4.3.14 and 4.3.15: a record of 56 bytes, then its locator of 20
    if ending[max(0, place - 20) :].startswith(b"PK\x06\x07"):
        return max(told, struct.unpack_from("<Q", ending, wide + 40)[0]) if wide >= 0 else _LARGEST_DIRECTORY + 1
    return int(told)

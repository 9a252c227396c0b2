# SPDX-License-Identifier: Apache-2.0
"""The index of a WARC file: one CDXJ line a record, sorted, by which replay tools find an address.

A line is a key, a moment and a JSON object. The key is the address turned around for sorting
(SURT): host parts reversed, `www.` dropped, lower case, query parameters in order.
"""

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

_INDEXED = frozenset({"response", "revisit", "resource"})
_WWW = re.compile(r"^www\d*\.")
_SESSION = re.compile(
    r"(?:^|(?<=&))(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24})(?:&|$)"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MOST_ESCAPES = 10
_OK = "200"
_PIECE = 1 << 16


def index_lines(warc: Path) -> bytes:
    """Return the sorted CDXJ lines of a WARC file.

    Where an address was received whole, parts and cut-off bodies of it are left out: a
    replay tool that takes the nearest in time would give back a part for the whole.
    """
    with warc.open("rb") as file:
        entries = list(_entries(ArchiveIterator(file), warc.name))
    whole = {entry.url for entry in entries if entry.is_whole}
    return "".join(sorted(entry.line for entry in entries if entry.is_whole or entry.url not in whole)).encode()


def surt(url: str) -> str:
    """Return the key under which an address is found."""
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    host = _reversed(_WWW.sub("", parts.hostname, count=1))
    port = f":{parts.port}" if parts.port not in {None, _DEFAULT_PORTS[parts.scheme]} else ""
    path = posixpath.normpath("/" + _plain(parts.path).lstrip("/"))
    query = "&".join(sorted(_SESSION.sub("", _plain(parts.query)).split("&")))
    return f"{host}{port}){path}" + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class _Entry:
    url: str
    is_whole: bool
    line: str


def _entries(records: ArchiveIterator, name: str) -> Iterator[_Entry]:
    for record in records:
        if record.rec_type not in _INDEXED:
            continue
        url = record.rec_headers.get_header("WARC-Target-URI")
        moment = re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date"))[:14]
        status = record.http_headers.get_statuscode() if record.http_headers else ""
        fields = {"url": url, "mime": _mime(record), "status": status, "digest": _digest(record)}
        place = {"length": records.get_record_length(), "offset": records.get_record_offset()}
        told = {key: str(value) for key, value in (fields | place | {"filename": name}).items() if value != ""}
        is_whole = status == _OK and not record.rec_headers.get_header("WARC-Truncated")
        yield _Entry(url, is_whole, f"{surt(url)} {moment} {json.dumps(told)}\n")


def _mime(record: ArcWarcRecord) -> str:
    if record.rec_type == "revisit":
        return "warc/revisit"
    headers = record.http_headers or record.rec_headers
    return re.split(r"[;\s]", headers.get_header("Content-Type") or "", maxsplit=1)[0]


def _digest(record: ArcWarcRecord) -> str:
    if told := record.rec_headers.get_header("WARC-Payload-Digest"):
        return str(told)
    digest = hashlib.sha1(usedforsecurity=False)  # The name that replay tools expect; ours is SHA-256.
    while piece := record.raw_stream.read(_PIECE):
        digest.update(piece)
    return f"sha1:{base64.b32encode(digest.digest()).decode()}"


def _reversed(host: str) -> str:
    return host if ":" in host else ",".join(reversed(host.rstrip(".").split(".")))


def _plain(text: str) -> str:
    """Return a text in one way of writing: unescaped wholly, then escaped once where it must be, in lower case."""
    content = text.encode()
    for _ in range(_MOST_ESCAPES):
        if (plain := unquote_to_bytes(content)) == content:
            break
        content = plain
    return "".join(chr(byte) if _is_plain(byte) else f"%{byte:02x}" for byte in content).lower()


def _is_plain(byte: int) -> bool:
    return chr(byte).isascii() and chr(byte).isprintable() and byte not in b" #%"

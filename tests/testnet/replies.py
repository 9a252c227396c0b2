# SPDX-License-Identifier: Apache-2.0
"""What a site is asked and what it answers, whichever version of HTTP carries it.

A site is a function from `Request` to `Reply`.
"""

import gzip
import re
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_SMALLEST_ZIPPED = 200
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a visitor asked."""

    method: str
    scheme: str
    host: str
    path: str
    query: dict[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def first(self, name: str) -> str:
        """Return the first value of a query parameter, or nothing."""
        return self.query.get(name, [""])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a site answers; a body that is not bytes is sent as it comes.

    length: stated though the body comes in pieces; without it the pieces are chunks.
    verbatim: sent as it is instead of all else, then the connection is closed.
    raw: the body is already encoded as the headers say; no ranges, no gzip.
    """

    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    body: bytes | Iterable[bytes] = b""
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    raw: bool = False
    upgrade: Callable[[socket.socket], None] | None = None
    verbatim: bytes | None = None


Site = Callable[[Request], Reply]


def whole(reply: Reply, request: Request) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers and bytes of a reply whose body is known: cut to the range asked, texts zipped."""
    status, headers, body = reply.status, list(reply.headers), bytes(reply.body)  # type: ignore[arg-type] # not pieces
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    if not reply.raw and status == 200 and asked:
        status, body, cut = _slice(body, asked)
        headers.append(cut)
    elif not reply.raw and zipped and len(body) > _SMALLEST_ZIPPED and reply.media_type.startswith("text/"):
        body = gzip.compress(body, 6, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    if not reply.raw and not reply.media_type.startswith("text/"):
        headers.append(("Accept-Ranges", "bytes"))
    return status, [*headers, ("Content-Length", str(len(body)))], body


def _slice(body: bytes, asked: re.Match[str]) -> tuple[int, bytes, tuple[str, str]]:
    """Return the part of a body that a Range header names (RFC 9110 section 14.2)."""
    first, last = asked.groups()
    if not first:
        start, end = max(0, len(body) - int(last or 0)), len(body) - 1
    else:
        start, end = int(first), min(int(last) if last else len(body) - 1, len(body) - 1)
    if start > end:
        return 416, b"", ("Content-Range", f"bytes */{len(body)}")
    return 206, body[start : end + 1], ("Content-Range", f"bytes {start}-{end}/{len(body)}")

# SPDX-License-Identifier: Apache-2.0
"""What the page sent: bodies of requests, read from the bytes that went into each connection.

The log has no event that holds a body as such. It has the bytes that the browser wrote
to a connection before they were encrypted, and tells which request was written when. Over
HTTP/1.1 one request at a time is written to a connection (RFC 9112 section 9.3); over
HTTP/2 a body is cut into DATA frames that carry the number of their stream (RFC 9113
sections 4.1 and 6.1).
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verweer.browser.logged import LoggedExchange

_BEGIN, _END = 1, 2
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_FRAME_HEAD = 9
_DATA, _PADDED = 0, 0x8
_END_OF_HEAD = b"\r\n\r\n"


class Sending:
    """Follows the events of a log, and writes the body that each exchange sent to its own file."""

    def __init__(self, exchanges: Mapping[int, LoggedExchange]) -> None:
        self._exchanges = exchanges  # By the number of their source; the reader of the log fills it.
        self._uploads: dict[int, bool] = {}  # Of each request with a body: whether it goes in chunks.
        self._jobs: dict[int, int] = {}  # Of each request, and below it the other way round.
        self._requests: dict[int, int] = {}
        self._sockets: dict[int, int] = {}
        self._sessions: dict[int, int] = {}
        self._secured: set[int] = set()
        self._framed: dict[int, _Framed] = {}
        self._writing: dict[int, Path] = {}

    def take(self, name: str, source: int, params: Mapping[str, Any], phase: int) -> None:
        """Take in one event, whatever it is."""
        match name:
            case "HTTP_STREAM_REQUEST_BOUND_TO_JOB":
                self._jobs[source] = _other(params)
                self._requests[_other(params)] = source
            case "SOCKET_POOL_BOUND_TO_SOCKET":
                self._sockets[source] = _other(params)
            case "HTTP2_SESSION_INITIALIZED":
                self._sessions[source] = _other(params)
            case "HTTP2_SESSION_SEND_HEADERS":
                self._stream(self._sessions.get(source, -1), params)
            case "SSL_CONNECT":
                self._secure(source, params)
            case "UPLOAD_DATA_STREAM_INIT" if phase == _END:
                self._uploads[source] = bool(params.get("is_chunked"))
            case "HTTP_TRANSACTION_SEND_REQUEST" if source in self._uploads and source in self._exchanges:
                self._request(source, phase)
            case "SSL_SOCKET_BYTES_SENT":
                self._write(source, params)
            case "SOCKET_BYTES_SENT" if source not in self._secured:
                self._write(source, params)
            case _:
                pass

    def _secure(self, socket: int, params: Mapping[str, Any]) -> None:
        self._secured.add(socket)
        if params.get("next_proto") == "h2":
            self._framed[socket] = _Framed()

    def _stream(self, socket: int, params: Mapping[str, Any]) -> None:
        other = _other(params)  # The job that made the stream; it works for one request.
        exchange = self._exchanges.get(self._requests.get(other, other))
        if exchange is not None and socket in self._framed:
            self._framed[socket].streams[int(params.get("stream_id", 0))] = exchange.sent

    def _request(self, source: int, phase: int) -> None:
        socket = self._sockets.get(self._jobs.get(source, -1), -1)
        sent = self._exchanges[source].sent
        if socket in self._framed or socket < 0:
            return
        if phase == _BEGIN:
            sent.unlink(missing_ok=True)  # A request is written anew when its connection turns out to be closed.
            self._writing[socket] = sent
        elif phase == _END and socket in self._writing:
            del self._writing[socket]
            _cut_to_body(sent, chunked=self._uploads[source])

    def _write(self, socket: int, params: Mapping[str, Any]) -> None:
        if framed := self._framed.get(socket):
            framed.take(base64.b64decode(params.get("bytes", "")))
        elif target := self._writing.get(socket):
            with target.open("ab") as file:
                file.write(base64.b64decode(params.get("bytes", "")))


def _other(params: Mapping[str, Any]) -> int:
    return int((params.get("source_dependency") or {}).get("id", -1))


@dataclass(slots=True)
class _Framed:
    """The sending side of one HTTP/2 connection; `streams` says where the body of each stream goes."""

    streams: dict[int, Path] = field(default_factory=dict)
    _rest: bytes = b""
    _begun: bool = False

    def take(self, piece: bytes) -> None:
        """Take in what was written, in the order in which it was."""
        self._rest += piece
        if not self._begun:
            if len(self._rest) < len(_PREFACE):
                return
            self._rest, self._begun = self._rest.removeprefix(_PREFACE), True
        while len(self._rest) >= _FRAME_HEAD:
            end = _FRAME_HEAD + int.from_bytes(self._rest[:3], "big")
            if len(self._rest) < end:
                return
            frame, self._rest = self._rest[:end], self._rest[end:]
            self._keep(frame)

    def _keep(self, frame: bytes) -> None:
        kind, flags, stream = frame[3], frame[4], int.from_bytes(frame[5:9], "big") & 0x7FFFFFFF
        target = self.streams.get(stream)
        if kind != _DATA or target is None:
            return
        content = frame[_FRAME_HEAD:]
        if flags & _PADDED and content:
            content = content[1 : len(content) - content[0]]
        with target.open("ab") as file:
            file.write(content)


def _cut_to_body(written: Path, *, chunked: bool) -> None:
    """Leave of one HTTP/1.1 request, as it was written, only its body; chunks are joined."""
    content = written.read_bytes() if written.exists() else b""
    body = content.partition(_END_OF_HEAD)[2]
    written.write_bytes(_joined(body) if chunked else body)


def _joined(body: bytes) -> bytes:
    """Return a chunked body without its framing (RFC 9112 section 7.1); what does not parse is left as it is."""
    joined, rest = b"", body
    while rest:
        size, _, after = rest.partition(b"\r\n")
        try:
            length = int(size.partition(b";")[0], 16)
        except ValueError:
            return body
        if length == 0:
            break
        joined, rest = joined + after[:length], after[length + 2 :]
    return joined

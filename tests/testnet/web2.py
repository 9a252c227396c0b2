# SPDX-License-Identifier: Apache-2.0
"""Speaks HTTP/2 (RFC 9113) with visitors who agreed on it in TLS; the framing is the `h2` library's."""

import select
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from urllib.parse import parse_qs, urlsplit

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, Event, RequestReceived, StreamEnded, StreamReset
from h2.exceptions import ProtocolError

from tests.testnet.replies import Reply, Request, whole

_READ = 65_536
_OF_ONE_CONNECTION = frozenset({"transfer-encoding", "connection", "keep-alive", "upgrade"})


@dataclass(slots=True)
class _Asked:
    headers: list[tuple[str, str]]
    body: bytearray = field(default_factory=bytearray)

    def request(self) -> Request:
        names = dict(self.headers)
        parts = urlsplit(names[":path"])
        plain: dict[str, str] = {}
        for name, value in self.headers:
            if not name.startswith(":"):
                joint = "; " if name == "cookie" else ", "
                plain[name] = plain[name] + joint + value if name in plain else value
        return Request(
            method=names[":method"],
            scheme=names[":scheme"],
            host=names[":authority"].partition(":")[0],
            path=parts.path,
            query=parse_qs(parts.query),
            headers=plain,
            body=bytes(self.body),
        )


@dataclass(slots=True)
class _Answering:
    pieces: Iterator[bytes]
    waiting: bytes = b""


def serve_http2(connection: ssl.SSLSocket, answer: Callable[[Request], Reply]) -> None:
    """Serve one connection until the visitor leaves."""
    session = _Session(connection, answer)
    while session.read():
        while session.send_some():
            if connection.pending() or select.select([connection], [], [], 0)[0]:
                break


class _Session:
    def __init__(self, connection: ssl.SSLSocket, answer: Callable[[Request], Reply]) -> None:
        self._connection, self._answer = connection, answer
        self._engine = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._asked: dict[int, _Asked] = {}
        self._answering: dict[int, _Answering] = {}
        self._engine.initiate_connection()
        self._flush()

    def read(self) -> bool:
        """Take in what the visitor sent; return whether it is still there."""
        content = self._connection.recv(_READ)
        if not content:
            return False
        try:
            for event in self._engine.receive_data(content):
                self._take(event)
        except ProtocolError:
            return False
        self._flush()
        return True

    def send_some(self) -> bool:
        """Send as much of each answer as its window allows; return whether anything went out."""
        went = False
        for stream, answering in list(self._answering.items()):
            room = min(self._engine.local_flow_control_window(stream), self._engine.max_outbound_frame_size)
            if not answering.waiting and (piece := next(answering.pieces, None)) is not None:
                answering.waiting = piece
                went = True
            elif not answering.waiting:
                self._engine.end_stream(stream)
                del self._answering[stream]
            if answering.waiting and room > 0:
                part, answering.waiting = answering.waiting[:room], answering.waiting[room:]
                self._engine.send_data(stream, part)
                went = True
        self._flush()
        return went

    def _take(self, event: Event) -> None:
        match event:
            case RequestReceived(stream_id=stream, headers=headers):
                self._asked[stream] = _Asked([(str(name), str(value)) for name, value in headers])
            case DataReceived(stream_id=stream, data=content, flow_controlled_length=length):
                self._asked[stream].body += content
                self._engine.acknowledge_received_data(length, stream)
            case StreamEnded(stream_id=stream) if stream in self._asked:
                self._begin(stream, self._asked.pop(stream).request())
            case StreamReset(stream_id=stream):
                self._answering.pop(stream, None)
                self._asked.pop(stream, None)
            case _:
                pass

    def _begin(self, stream: int, request: Request) -> None:
        reply = self._answer(request)
        if reply.verbatim is not None or reply.upgrade:
            self._engine.reset_stream(stream, 0x0D)  # HTTP_1_1_REQUIRED
            return
        if isinstance(reply.body, bytes):
            status, headers, body = whole(reply, request)
            pieces = iter([body] if body and request.method != "HEAD" else [])
        else:
            status, headers, pieces = reply.status, list(reply.headers), iter(reply.body)
        told = [(":status", str(status)), ("server", "testnet"), ("date", formatdate(usegmt=True))]
        told += [("content-type", reply.media_type)] if reply.media_type else []
        told += [(name.lower(), value) for name, value in headers if name.lower() not in _OF_ONE_CONNECTION]
        self._engine.send_headers(stream, told)
        self._answering[stream] = _Answering(pieces)

    def _flush(self) -> None:
        if content := self._engine.data_to_send():
            self._connection.sendall(content)

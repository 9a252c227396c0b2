# SPDX-License-Identifier: Apache-2.0
"""Speaks HTTP for all sites: keep-alive, ranges, gzip, chunks; what a site answers is its own matter.

HTTP/1.1 is spoken here, HTTP/2 in `web2` with visitors who agreed on it. Every request is recorded.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.testnet.replies import Reply, Request, Site, whole
from tests.testnet.web2 import serve_http2

_LARGEST_BODY = 20_000_000


@dataclass(slots=True)
class RequestLog:
    """A record of what was asked, for each host; tests assert that nothing was fetched."""

    _seen: list[Request] = field(default_factory=list)
    _lock: Any = field(default_factory=threading.Lock)

    def add(self, request: Request) -> None:
        with self._lock:
            self._seen.append(request)

    def to(self, host: str) -> tuple[Request, ...]:
        """Return the requests to one host, oldest first."""
        return tuple(request for request in self.all() if request.host == host)

    def all(self) -> tuple[Request, ...]:
        with self._lock:
            return tuple(self._seen)

    def hosts(self) -> frozenset[str]:
        return frozenset(request.host for request in self.all())

    def clear(self) -> None:
        with self._lock:
            self._seen.clear()


@dataclass(slots=True, kw_only=True)
class Town:
    """The sites by host, the record of visits, and which hosts are out of order (they answer 503)."""

    sites: dict[str, Site]
    requests: RequestLog = field(default_factory=RequestLog)
    outages: set[str] = field(default_factory=set)

    def answer(self, request: Request) -> Reply:
        """Record a request and return its host's answer."""
        self.requests.add(request)
        if request.host in self.outages:
            return Reply(status=503, body=b"out of order", media_type="text/plain")
        site = self.sites.get(request.host) or self.sites.get(request.host.partition(".")[2])
        return site(request) if site else Reply(status=421, body=b"no such site here", media_type="text/plain")

    def serve(self, connection: socket.socket) -> None:
        """Serve one connection until the visitor leaves."""
        secured = isinstance(connection, ssl.SSLSocket)
        if isinstance(connection, ssl.SSLSocket) and connection.selected_alpn_protocol() == "h2":
            serve_http2(connection, self.answer)
        else:
            _Handler(connection, self, "https" if secured else "http")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "testnet"
    sys_version = ""
    wbufsize: ClassVar[int] = 0
    disable_nagle_algorithm = False  # wrapped sockets refuse the option; pieces are joined before sending

    def __init__(self, connection: socket.socket, town: Town, scheme: str) -> None:
        self._town = town
        self._scheme = scheme
        super().__init__(connection, ("visitor", 0), None)  # type: ignore[arg-type] # the server is not used

    def handle_any(self) -> None:
        request = self._read()
        reply = self._town.answer(request)
        if reply.verbatim is not None:
            self.wfile.write(reply.verbatim)
            self.close_connection = True
        elif reply.upgrade:
            self._switch(reply, reply.upgrade)
        elif isinstance(reply.body, bytes):
            self._send_whole(reply, request)
        else:
            self._send_pieces(reply, reply.body)

    do_GET = do_POST = do_HEAD = do_OPTIONS = do_PUT = do_DELETE = handle_any  # noqa: N815 - names of http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of http.server
        """Say nothing; requests are recorded elsewhere."""

    def version_string(self) -> str:
        return "testnet"

    def _read(self) -> Request:
        parts = urlsplit(self.path)
        length = min(int(self.headers.get("content-length") or 0), _LARGEST_BODY)
        return Request(
            method=self.command,
            scheme=self._scheme,
            host=(self.headers.get("host") or "").rpartition(":")[0] or self.headers.get("host") or "",
            path=parts.path,
            query=parse_qs(parts.query),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )

    def _send_whole(self, reply: Reply, request: Request) -> None:
        status, headers, body = whole(reply, request)
        self._head(status, reply.media_type, headers)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_pieces(self, reply: Reply, pieces: Iterable[bytes]) -> None:
        chunked = reply.length is None
        size = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(reply.length))
        self._head(reply.status, reply.media_type, [*reply.headers, size])
        for piece in pieces:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _switch(self, reply: Reply, upgrade: Callable[[socket.socket], None]) -> None:
        self._head(reply.status, "", list(reply.headers))
        upgrade(self.connection)
        self.close_connection = True

    def _head(self, status: int, media_type: str, headers: list[tuple[str, str]]) -> None:
        self.send_response_only(status)
        if "server" not in {name.lower() for name, _ in headers}:
            self.send_header("Server", "testnet")
        self.send_header("Date", self.date_time_string())
        if media_type:
            self.send_header("Content-Type", media_type)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

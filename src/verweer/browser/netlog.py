# SPDX-License-Identifier: Apache-2.0
"""Chromium's network log read back: every exchange the browser made, byte for byte.

The log names its events by numbers and carries the table of those numbers itself.
Names are resolved through that table, and a name that is missing is an error at once:
a browser that renamed an event must never give a silently poorer archive.

The log is read one line at a time and bodies go to files, so that a large page needs
little memory. Requests that Chromium makes for its maker carry no isolation key and
are left out: they are no part of the page.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from verweer.browser.chromium import ERRANDS
from verweer.browser.logged import LoggedExchange, LoggedSocket, NetLog
from verweer.browser.sending import Sending
from verweer.kernel import EvidenceError

_NEEDED = (
    "URL_REQUEST_START_JOB",
    "HTTP_STREAM_REQUEST_BOUND_TO_JOB",
    "SOCKET_POOL_BOUND_TO_SOCKET",
    "UPLOAD_DATA_STREAM_INIT",
    "HTTP_TRANSACTION_SEND_REQUEST",
    "HTTP_TRANSACTION_SEND_REQUEST_HEADERS",
    "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS",
    "HTTP_TRANSACTION_READ_RESPONSE_HEADERS",
    "URL_REQUEST_JOB_BYTES_READ",
    "URL_REQUEST_JOB_FILTERED_BYTES_READ",
    "REQUEST_ALIVE",
    "SSL_CONNECT",
    "SSL_CERTIFICATES_RECEIVED",
    "SSL_SOCKET_BYTES_SENT",
    "SOCKET_BYTES_SENT",
    "SOCKS5_HANDSHAKE_WRITE",
    "HTTP2_SESSION_INITIALIZED",
    "HTTP2_SESSION_SEND_HEADERS",
)
_NO_KEY = re.compile(r"^null( |$)|^$")
_BEGIN, _END = 1, 2
_TYPE_AT_THE_END = re.compile(rb'"type":(\d+)\}\]?\}?,?$')
_LONGEST_LINE = 64_000_000
_MOST_EXCHANGES = 20_000


class UnknownNetLog(EvidenceError):
    """The log is not in the form that this program knows."""


def read_netlog(log: Path, bodies: Path, *, most_bytes: int = 1_500_000_000) -> NetLog:
    """Return what the log tells, with the bodies in files below `bodies`; raises UnknownNetLog."""
    bodies.mkdir(parents=True, exist_ok=True)
    with log.open("rb") as lines:
        first = lines.readline(_LONGEST_LINE)
        if not first.endswith(b"\n"):
            return NetLog((), (), whole=False)  # The browser was ended before it wrote anything of use.
        names, offset = _constants(first)
        reader = _Reader(names, offset, bodies, most_bytes)
        wanted = frozenset(number for number, name in names.items() if name in _NEEDED)
        for event in _events(lines, wanted):
            if event is None:
                reader.whole = False
            else:
                reader.take(event)
    whole = reader.whole and _has_its_end(log)
    return NetLog(tuple(reader.finished()), tuple(reader.sockets.values()), whole=whole)


def _has_its_end(log: Path) -> bool:
    """Return whether the log ends as a browser that was left alone ends it."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16))
        return file.read().rstrip().endswith(b"}")


def _constants(first_line: bytes) -> tuple[Mapping[int, str], int]:
    try:
        constants = json.loads(first_line.strip().removesuffix(b",") + b"}")["constants"]
        names = {number: name for name, number in constants["logEventTypes"].items()}
        offset = int(constants["timeTickOffset"])
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        message = "The browser's network log does not begin with its constants; use a Chromium of 153 or newer."
        raise UnknownNetLog(message) from cause
    missing = sorted(set(_NEEDED) - set(names.values()))
    if missing:
        message = f"This Chromium's network log no longer knows {', '.join(missing)}; use another version for captures."
        raise UnknownNetLog(message)
    return names, offset


def _events(lines: BinaryIO, wanted: frozenset[int]) -> Iterator[dict[str, Any] | None]:
    """Yield each event that is wanted, and None for a line that cannot be read."""
    while line := lines.readline(_LONGEST_LINE):
        text = line.strip()
        if not text.startswith(b'{"'):
            continue
        told = _TYPE_AT_THE_END.search(text, max(0, len(text) - 40))
        if told and int(told[1]) not in wanted:
            continue  # Most of a log is bytes that stand in it a second time, encrypted or encoded.
        try:
            event = json.loads(text.rstrip(b",").removesuffix(b"]"))
        except ValueError:
            yield None  # The line that a browser did not finish before it was killed, or its disk was full.
            continue
        if "source" in event and "type" in event:
            yield event


class _Reader:
    def __init__(self, names: Mapping[int, str], offset: int, bodies: Path, most_bytes: int) -> None:
        self.sockets: dict[int, LoggedSocket] = {}
        self.whole = True
        self._room = most_bytes
        self._names = names
        self._offset = offset
        self._bodies = bodies
        self._open: dict[int, LoggedExchange] = {}
        self._all: list[LoggedExchange] = []
        self._sending = Sending(self._open)

    def finished(self) -> Iterator[LoggedExchange]:
        """Yield the exchanges that went over the network: asked, and answered or failed."""
        return (exchange for exchange in self._all if exchange.request_headers or exchange.net_error)

    def take(self, event: dict[str, Any]) -> None:
        """Take in one event of the log."""
        name, source = self._names.get(event["type"], ""), event["source"]["id"]
        params = event.get("params") or {}
        self._sending.take(name, source, params, event["phase"])
        if name == "URL_REQUEST_START_JOB" and event["phase"] == _BEGIN:
            self._start(source, params, event)
        elif exchange := self._open.get(source):
            self._take_of_exchange(exchange, name, params, ends=event["phase"] == _END)
        elif name == "SOCKS5_HANDSHAKE_WRITE":
            self.sockets.setdefault(source, LoggedSocket()).in_socks = event["phase"] == _BEGIN
        elif socket := self.sockets.get(source):
            _take_of_socket(socket, name, params, ends=event["phase"] == _END)

    def _take_of_exchange(self, exchange: LoggedExchange, name: str, params: Mapping[str, Any], *, ends: bool) -> None:
        match name:
            case "HTTP_TRANSACTION_SEND_REQUEST_HEADERS" | "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS":
                exchange.request_headers = _asked(params)
            case "HTTP_TRANSACTION_READ_RESPONSE_HEADERS":
                exchange.response_headers = [str(line) for line in params.get("headers", ())]
            case "URL_REQUEST_JOB_BYTES_READ" | "URL_REQUEST_JOB_FILTERED_BYTES_READ":
                piece = base64.b64decode(params.get("bytes", ""))
                self._room -= len(piece)
                if self._room >= 0:
                    _keep(exchange, piece, raw=name == "URL_REQUEST_JOB_BYTES_READ")
                self.whole = self.whole and self._room >= 0
            case "REQUEST_ALIVE" if ends:
                exchange.net_error = int(params.get("net_error", 0))
            case _:
                pass

    def _start(self, source: int, params: Mapping[str, Any], event: dict[str, Any]) -> None:
        url = str(params.get("url", ""))
        ours = not _NO_KEY.match(str(params.get("network_isolation_key", ""))) and url.startswith(
            ("http:", "https:", "ws:", "wss:")
        )
        self._open.pop(source, None)
        if not ours or url.startswith(ERRANDS):
            return
        if len(self._all) >= _MOST_EXCHANGES:
            self.whole = False
            return
        began = datetime.fromtimestamp((int(event["time"]) + self._offset) / 1000, UTC)
        exchange = LoggedExchange(url, str(params.get("method", "GET")), began, self._bodies, len(self._all))
        self._open[source] = exchange
        self._all.append(exchange)


def _take_of_socket(socket: LoggedSocket, name: str, params: Mapping[str, Any], *, ends: bool) -> None:
    match name:
        case "SOCKET_BYTES_SENT" if socket.in_socks:
            _read_socks(socket, base64.b64decode(params.get("bytes", "")))
        case "SSL_CERTIFICATES_RECEIVED":
            socket.chain = tuple(str(text) for text in params.get("certificates", ()))
        case "SSL_CONNECT" if ends:
            socket.tls_version, socket.cipher = params.get("version"), _cipher(params)
            socket.http = params.get("next_proto")
        case _:
            pass


def _read_socks(socket: LoggedSocket, request: bytes) -> None:
    if request[:4] == b"\x05\x01\x00\x03":  # RFC 1928 section 4: connect, by name
        length = request[4]
        socket.host = request[5 : 5 + length].decode("ascii", "replace").lower()
        socket.port = int.from_bytes(request[5 + length : 7 + length], "big")


def _asked(params: Mapping[str, Any]) -> list[str]:
    lines = [str(line) for line in params.get("headers", ())]
    authority = next((line.removeprefix(":authority: ") for line in lines if line.startswith(":authority: ")), None)
    plain = [line for line in lines if not line.startswith(":")]
    return [f"host: {authority}", *plain] if authority else plain


def _cipher(params: Mapping[str, Any]) -> str | None:
    """Return the cipher suite as the four hexadecimal digits of its IANA number."""
    number = params.get("cipher_suite")
    return f"0x{number:04x}" if isinstance(number, int) else None


def _keep(exchange: LoggedExchange, piece: bytes, *, raw: bool) -> None:
    with (exchange.raw if raw else exchange.decoded).open("ab") as file:
        file.write(piece)
    if raw:
        exchange.raw_length += len(piece)
    else:
        exchange.decoded_length += len(piece)

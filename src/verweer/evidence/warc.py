# SPDX-License-Identifier: Apache-2.0
"""Exchanges become a WARC file (ISO 28500:2017), gzipped record by record.

Bodies stand as the site sent them, content encoding included. Transfer encoding is undone
by the browser before it logs, so that header is kept under another name, as archives do.
"""

import io
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from verweer.browser.logged import LoggedExchange, Made
from verweer.egress import Answer
from verweer.kernel import Digest, rfc3339

Peers = Mapping[tuple[str, int], str]
_COMPRESSED, _STORED = 9, 0
_MEDIA = re.compile(r"(image|video|audio)/(?!svg)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class _Members:
    """A file of gzip members, one a record (RFC 1952 section 2.2): the writer flushes after each."""

    def __init__(self, file: BinaryIO) -> None:
        self.level = _COMPRESSED
        self._file = file
        self._member: zlib._Compress | None = None

    def write(self, piece: bytes) -> None:
        """Write a piece of the record at hand."""
        if self._member is None:
            self._member = zlib.compressobj(self.level, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        self._file.write(self._member.compress(piece))

    def flush(self) -> None:
        """End the record at hand."""
        if self._member is not None:
            self._file.write(self._member.flush())
        self._member = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Of which bodies only the digest is kept: received or sent in the exchanges of these numbers, or made."""

    received: frozenset[int] = frozenset()
    sent: frozenset[int] = frozenset()
    made: frozenset[str] = frozenset()


def write_warc(  # noqa: PLR0913 - a visit has this many parts
    target: Path,
    *,
    exchanges: Sequence[LoggedExchange],
    answers: Iterable[Answer],
    peers: Peers,
    about: Mapping[str, str],
    left_out: LeftOut = LeftOut(),
    said: Mapping[str, bytes] | None = None,
    made: Sequence[Made] = (),
) -> None:
    """Write one visit to a WARC file; `about` goes into its warcinfo record.

    Of the bodies in `left_out` only the digest is kept. `said` holds the messages of each web socket
    as JSON lines, `made` what the page put together itself.
    """
    with target.open("wb") as file:
        members = _Members(file)
        writer = WARCWriter(members, gzip=False)  # The members see to that.
        _write(writer, writer.create_warcinfo_record(target.name, dict(about)))
        for answer in answers:
            _write_answer(writer, answer)
        for exchange in exchanges:
            members.level = _level(_media_type(exchange))
            _write_exchange(writer, exchange, peers, left_out)
        for each in made:
            members.level = _level(each.mime)
            _write_made(writer, each, left_out)
        members.level = _COMPRESSED
        for url, lines in (said or {}).items():
            _write_said(writer, url, lines, peers)


def _level(mime: str) -> int:
    """Return how hard to compress: pictures and videos are compressed already."""
    return _STORED if _MEDIA.match(mime) else _COMPRESSED


def peer_of(url: str, peers: Peers) -> str:
    """Return the address that served a URL; empty when it was never reached."""
    parts = urlsplit(url)
    return peers.get((parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)), "")


def header_pairs(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return header lines as names and values, without the status line."""
    pairs = (line.partition(":") for line in lines if ":" in line and not line.startswith("HTTP/"))
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _write_answer(writer: WARCWriter, answer: Answer) -> None:
    stamp = answer.at.strftime("%Y%m%d%H%M%S")
    lines = [stamp]
    lines += [f"{answer.name}.\t{answer.ttl}\tIN\tCNAME\t{alias}." for alias in answer.aliases]
    lines += [f"{answer.name}.\t{answer.ttl}\tIN\t{_kind(text)}\t{text}" for text in answer.addresses]
    record = writer.create_warc_record(
        f"dns:{answer.name}",
        "resource",
        payload=io.BytesIO(("\n".join(lines) + "\n").encode()),
        warc_content_type="text/dns",
        warc_headers_dict={"WARC-Date": rfc3339(answer.at), "WARC-IP-Address": answer.server.rsplit(":", 1)[0]},
    )
    _write(writer, record)


def _write_exchange(writer: WARCWriter, exchange: LoggedExchange, peers: Peers, left_out: LeftOut) -> None:
    shared = _shared_headers(exchange.began, peer_of(exchange.url, peers))
    if not exchange.response_headers:
        _write_failure(writer, exchange, shared)
        return
    # The handshake of a web socket is a plain GET (RFC 6455 section 1.3), and archives know no other scheme.
    url, body = re.sub(r"^ws", "http", exchange.url), exchange.body
    with (
        _kept(body, exchange.number in left_out.received) as payload,
        _kept(exchange.sent if exchange.sent.exists() else None, exchange.number in left_out.sent) as sent,
    ):
        response = writer.create_warc_record(
            url, "response", payload=payload, http_headers=_response_head(exchange), warc_headers_dict=shared
        )
        if exchange.number in left_out.received and body:
            _tell_left_out(response, body)
        elif _is_short(exchange) or (exchange.net_error and url == exchange.url):
            response.rec_headers.add_header("WARC-Truncated", "disconnect")
        request = writer.create_warc_record(
            url, "request", payload=sent, http_headers=_request_head(exchange), warc_headers_dict=dict(shared)
        )
        request.rec_headers.add_header("WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID"))
        if exchange.number in left_out.sent:
            _tell_left_out(request, exchange.sent)
        writer.write_request_response_pair(request, response)
        _close(request, response)


def _write(writer: WARCWriter, record: ArcWarcRecord) -> None:
    writer.write_record(record)
    _close(record)


def _close(*records: ArcWarcRecord) -> None:
    """Let go of the files into which the writer copied bodies to take their digests."""
    for record in records:
        record.raw_stream.close()


def _kept(body: Path | None, is_left_out: bool) -> BinaryIO:  # noqa: FBT001 - asked at two places beside its body
    return body.open("rb") if body and not is_left_out else io.BytesIO()


def _tell_left_out(record: ArcWarcRecord, body: Path) -> None:
    record.rec_headers.add_header("WARC-Payload-Digest", f"sha256:{Digest.of_file(body)}")
    record.rec_headers.add_header("WARC-Truncated", "unspecified")


def _write_made(writer: WARCWriter, made: Made, left_out: LeftOut) -> None:
    """Write what the page itself put together and showed; the resource has no exchange of its own."""
    is_left_out = made.url in left_out.made
    with _kept(made.path, is_left_out) as payload:
        record = writer.create_warc_record(
            made.url,
            "resource",
            payload=payload,
            warc_content_type=made.mime or "application/octet-stream",
            warc_headers_dict={"WARC-Date": rfc3339(made.at)},
        )
        if is_left_out:
            _tell_left_out(record, made.path)
        _write(writer, record)


def _media_type(exchange: LoggedExchange) -> str:
    headers = {name.lower(): value for name, value in header_pairs(exchange.response_headers)}
    return headers.get("content-type", "")


def _is_short(exchange: LoggedExchange) -> bool:
    """Return whether less came than the site announced, as when a player stops reading."""
    headers = {name.lower(): value for name, value in header_pairs(exchange.response_headers)}
    told = headers.get("content-length", "")
    held = exchange.body.stat().st_size if exchange.body else 0
    return exchange.method != "HEAD" and told.isdecimal() and held < int(told)


def _write_said(writer: WARCWriter, url: str, lines: bytes, peers: Peers) -> None:
    peer = peer_of(url, peers)
    record = writer.create_warc_record(
        url,
        "metadata",
        payload=io.BytesIO(lines),
        warc_content_type="application/jsonl; profile=websocket",
        warc_headers_dict={"WARC-IP-Address": peer} if peer else {},
    )
    _write(writer, record)


def _write_failure(writer: WARCWriter, exchange: LoggedExchange, shared: dict[str, str]) -> None:
    fields = f"outcome: no response\r\nnet-error: {exchange.net_error}\r\nmethod: {exchange.method}\r\n"
    record = writer.create_warc_record(
        exchange.url,
        "metadata",
        payload=io.BytesIO(fields.encode()),
        warc_content_type="application/warc-fields",
        warc_headers_dict=shared,
    )
    _write(writer, record)


def _shared_headers(began: datetime, peer: str) -> dict[str, str]:
    headers = {"WARC-Date": began.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    return {**headers, "WARC-IP-Address": peer} if peer else headers


def _response_head(exchange: LoggedExchange) -> StatusAndHeaders:
    protocol, _, status = exchange.response_headers[0].partition(" ")
    pairs = [
        (f"x-orig-{name}" if name.lower() == "transfer-encoding" else name, value)
        for name, value in header_pairs(exchange.response_headers)
    ]
    return StatusAndHeaders(status.strip(), pairs, protocol=protocol)


def _request_head(exchange: LoggedExchange) -> StatusAndHeaders:
    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return StatusAndHeaders(f"{path} HTTP/1.1", header_pairs(exchange.request_headers), protocol=exchange.method)


def _kind(address: str) -> str:
    return "AAAA" if ":" in address else "A"

# SPDX-License-Identifier: Apache-2.0
"""What a page sent, told from the bytes written to connections: one after another, in chunks, again, or in frames."""

import base64
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from verweer.browser.logged import LoggedExchange
from verweer.browser.sending import Sending

BEGIN, END, NONE = 1, 2, 0
REQUEST, JOB, SOCKET, SESSION = 1, 2, 3, 4
HEAD = b"POST /x HTTP/1.1\r\nHost: site.test\r\n\r\n"
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
Event = tuple[str, int, dict[str, Any], int]


def to(source: int) -> dict[str, Any]:
    return {"source_dependency": {"id": source, "type": 10}}


def wrote(content: bytes, name: str = "SSL_SOCKET_BYTES_SENT") -> Event:
    return name, SOCKET, {"byte_count": len(content), "bytes": base64.b64encode(content).decode()}, NONE


def frame(kind: int, stream: int, content: bytes, flags: int = 0) -> bytes:
    return len(content).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + content


def bound(request: int = REQUEST, job: int = JOB) -> list[Event]:
    return [
        ("HTTP_STREAM_REQUEST_BOUND_TO_JOB", request, to(job), NONE),
        ("SOCKET_POOL_BOUND_TO_SOCKET", job, to(SOCKET), NONE),
    ]


def one_request(*pieces: Event, chunked: bool = False) -> list[Event]:
    return [
        *bound(),
        ("UPLOAD_DATA_STREAM_INIT", REQUEST, {"is_chunked": chunked}, END),
        ("HTTP_TRANSACTION_SEND_REQUEST", REQUEST, {}, BEGIN),
        *pieces,
        ("HTTP_TRANSACTION_SEND_REQUEST", REQUEST, {}, END),
    ]


SECURED: Event = ("SSL_CONNECT", SOCKET, {"next_proto": "http/1.1"}, END)
SENT = {
    "in one piece": ([SECURED, *one_request(wrote(HEAD + b"body"))], b"body"),
    "in many pieces": ([SECURED, *one_request(wrote(HEAD), wrote(b"bo"), wrote(b"dy"))], b"body"),
    "with an end of a head in it": ([SECURED, *one_request(wrote(HEAD + b"a\r\n\r\nb"))], b"a\r\n\r\nb"),
    "without TLS": (one_request(wrote(HEAD + b"body", "SOCKET_BYTES_SENT")), b"body"),
    "under TLS what is encrypted does not count": (
        [SECURED, *one_request(wrote(HEAD + b"body"), wrote(b"\x17\x03\x03", "SOCKET_BYTES_SENT"))],
        b"body",
    ),
    "in chunks": ([SECURED, *one_request(wrote(HEAD + b"3\r\nbod\r\n1;x=1\r\ny\r\n0\r\n\r\n"), chunked=True)], b"body"),
    "in chunks that do not parse": ([SECURED, *one_request(wrote(HEAD + b"zz\r\nbod"), chunked=True)], b"zz\r\nbod"),
    "once more, when the first connection was closed": (
        [SECURED, *one_request(wrote(HEAD + b"bo")), *one_request(wrote(HEAD + b"body"))],
        b"body",
    ),
    "what is written after it is of another": ([SECURED, *one_request(wrote(HEAD + b"body")), wrote(HEAD + b"more")], b"body"),
}  # fmt: skip


def told(tmp_path: Path, events: list[Event], *requests: int) -> list[bytes | None]:
    made = {
        request: LoggedExchange("https://site.test/x", "POST", datetime(2026, 11, 25, tzinfo=UTC), tmp_path, request)
        for request in requests
    }
    sending = Sending(made)
    for event in events:
        sending.take(*event)
    return [each.sent.read_bytes() if each.sent.exists() else None for each in made.values()]


@pytest.mark.parametrize(("events", "body"), SENT.values(), ids=SENT)
def test_a_body_is_kept_as_it_was_written(tmp_path: Path, events: list[Event], body: bytes) -> None:
    assert told(tmp_path, events, REQUEST) == [body]


def test_a_request_without_a_body_has_none(tmp_path: Path) -> None:
    events: list[Event] = [SECURED, *bound(), ("HTTP_TRANSACTION_SEND_REQUEST", REQUEST, {}, BEGIN), wrote(HEAD)]

    assert told(tmp_path, events, REQUEST) == [None]


@pytest.mark.parametrize("cut", [1, 7, 24, 1_000])
def test_bodies_that_share_a_connection_are_told_apart_by_their_streams(tmp_path: Path, cut: int) -> None:
    other = 9
    written = PREFACE + frame(4, 0, b"\0" * 6) + frame(1, 1, b"head") + frame(0, 1, b"een") + frame(0, 3, b"TWEE")
    written += frame(0, 1, b"\x02 meer\0\0", flags=0x8) + frame(0, 5, b"of nobody") + frame(0, 3, b"!", flags=1)
    events: list[Event] = [
        ("SSL_CONNECT", SOCKET, {"next_proto": "h2"}, END),
        ("HTTP2_SESSION_INITIALIZED", SESSION, to(SOCKET), NONE),
        *bound(),
        *bound(other, 10),
        ("UPLOAD_DATA_STREAM_INIT", REQUEST, {}, END),
        ("HTTP_TRANSACTION_SEND_REQUEST", REQUEST, {}, BEGIN),
        ("HTTP2_SESSION_SEND_HEADERS", SESSION, {"stream_id": 1, **to(JOB)}, NONE),
        ("HTTP2_SESSION_SEND_HEADERS", SESSION, {"stream_id": 3, **to(10)}, NONE),
        *(wrote(written[at : at + cut]) for at in range(0, len(written), cut)),
    ]

    assert told(tmp_path, events, REQUEST, other) == [b"een meer", b"TWEE!"]

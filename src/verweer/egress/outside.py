# SPDX-License-Identifier: Apache-2.0
"""HTTP to the outside through the egress guard, bounded in time and size."""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from verweer.egress.guard import Egress, Guard
from verweer.kernel import OutsideError

_MOST_REDIRECTS = 5


class NoAnswer(OutsideError):
    """A server could not be reached or did not answer in time."""


class AnswerTooLarge(OutsideError):
    """An answer was larger than what was asked for can be."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@contextmanager
def outside_client(guard: Guard, egress: Egress) -> Iterator[httpx.Client]:
    """Open an HTTP client whose every connection passes the guard."""
    context = ssl.create_default_context()
    if egress.ca_file is not None:
        context.load_verify_locations(egress.ca_file)
    with httpx.Client(
        proxy=guard.url,
        verify=context,
        trust_env=False,
        follow_redirects=True,
        max_redirects=_MOST_REDIRECTS,
        timeout=httpx.Timeout(10.0),
        headers={"user-agent": "verweer", "accept-encoding": "identity"},
    ) as client:
        yield client


def fetch_bounded(  # noqa: PLR0913 - the bounds are the point, and all are named
    client: httpx.Client,
    method: str,
    url: str,
    *,
    limit_bytes: int,
    seconds: float,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """Return an answer within the bounds; raises NoAnswer or AnswerTooLarge."""
    end = time.monotonic() + seconds
    body = bytearray()
    try:
        with client.stream(method, url, content=content, headers=dict(headers or {}), timeout=seconds) as answer:
            if answer.headers.get("content-encoding", "identity") != "identity":
                message = "The answer is compressed though that was not asked for; it was not read."
                raise NoAnswer(message)
            for piece in answer.iter_raw():
                body += piece
                if len(body) > limit_bytes:
                    message = f"The answer is larger than {limit_bytes} bytes and was not read on."
                    raise AnswerTooLarge(message)
                if time.monotonic() > end:
                    message = f"The answer was not whole after {seconds:g} seconds."
                    raise NoAnswer(message)
            return Fetched(answer.status_code, dict(answer.headers), bytes(body), str(answer.url))
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as cause:
        message = "The server could not be reached, or its answer could not be read."
        raise NoAnswer(message) from cause


def ask_line(guard: Guard, host: str, port: int, *, question: bytes, limit_bytes: int, seconds: float) -> bytes:
    """Return what a server answers to one line over TCP, through the guard; raises NoAnswer or AnswerTooLarge."""
    end, answer = time.monotonic() + seconds, bytearray()
    name = host.encode("ascii", "ignore")[:255]
    asked = b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big")  # RFC 1928
    try:
        with socket.create_connection(guard.address, timeout=seconds) as line:
            line.sendall(b"\x05\x01\x00")
            _exactly(line, 2)
            line.sendall(asked)
            if _exactly(line, 10)[1] != 0:
                message = "The server could not be reached, or is not allowed to be."
                raise NoAnswer(message)
            line.sendall(question)
            while time.monotonic() < end:
                line.settimeout(max(0.05, end - time.monotonic()))
                piece = line.recv(65_536)
                if not piece:
                    return bytes(answer)
                answer += piece
                if len(answer) > limit_bytes:
                    message = f"The answer is larger than {limit_bytes} bytes and was not read on."
                    raise AnswerTooLarge(message)
    except OSError as cause:
        message = "The server could not be reached, or its answer could not be read."
        raise NoAnswer(message) from cause
    message = f"The answer was not whole after {seconds:g} seconds."
    raise NoAnswer(message)


def _exactly(line: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        piece = line.recv(count - len(got))
        if not piece:
            message = "The guard hung up."
            raise NoAnswer(message)
        got += piece
    return got

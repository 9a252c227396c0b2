# SPDX-License-Identifier: Apache-2.0
"""Whoever is asked about prompts: the guard in this process, a program of the maker's, or an address of theirs.

Another gate hears one JSON value a prompt, `{"text": …, "history": […], "images": N}`, and answers with one that
holds `verdict`: allow, refuse or review. It is told nothing else, and not what answer is right.
"""

import http.client
import json
import os
import selectors
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import SplitResult

from verweer.guard import Guard, Verdict
from verweer.kernel import OutsideError
from verweer.suite import Prompt

_LARGEST_ANSWER = 1_000_000
_PIECE = 65_536
_OK = 200


class SilentGate(OutsideError):
    """The maker's gate gave no verdict; without one for each prompt there is nothing to attest."""


class Gate(Protocol):
    """Whoever judges prompts."""

    @property
    def clock(self) -> Callable[[], float]:
        """Return the clock by which its answers are timed, in seconds."""

    def judge(self, prompt: Prompt) -> Verdict:
        """Return the verdict on a prompt; raises SilentGate."""


class OwnGuard:
    """The guard in this process; timed by the processor, so that other programs on the machine do not count."""

    clock = staticmethod(time.process_time)

    def __init__(self, guard: Guard) -> None:
        """Take the guard."""
        self._guard = guard

    def judge(self, prompt: Prompt) -> Verdict:
        """Return the verdict on a prompt."""
        return self._guard.check_prompt(prompt.text, history=prompt.history, images=(b"",) * prompt.images).verdict


class CommandGate:
    """A program that reads a prompt a line and answers with a line."""

    clock = staticmethod(time.monotonic)

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        """Take a running program whose ends of both pipes do not block."""
        self._process = process
        self._seconds = seconds
        self._held = bytearray()

    def judge(self, prompt: Prompt) -> Verdict:
        """Return the verdict on a prompt; raises SilentGate."""
        end = time.monotonic() + self._seconds
        self._send(_question(prompt) + b"\n", end)
        while b"\n" not in self._held:
            self._wait(self._process.stdout, selectors.EVENT_READ, end)
            piece = os.read(self._out, _PIECE)
            self._held += piece
            if not piece or len(self._held) > _LARGEST_ANSWER:
                message = "The gate's program ended, or said too much on one line, while a verdict was awaited."
                raise SilentGate(message)
        line, _, rest = bytes(self._held).partition(b"\n")
        self._held = bytearray(rest)
        return _verdict(line)

    @property
    def _out(self) -> int:
        assert self._process.stdout is not None  # noqa: S101 - opened below
        return self._process.stdout.fileno()

    def _send(self, question: bytes, end: float) -> None:
        assert self._process.stdin is not None  # noqa: S101 - opened below
        to = self._process.stdin.fileno()
        while question:
            self._wait(self._process.stdin, selectors.EVENT_WRITE, end)
            try:
                question = question[os.write(to, question[:_PIECE]) :]
            except BlockingIOError:
                continue
            except OSError as cause:
                message = "The gate's program does not read its prompts any more."
                raise SilentGate(message) from cause

    def _wait(self, pipe: object, event: int, end: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)  # type: ignore[arg-type]  # one of the two pipes
            if not selector.select(max(0.0, end - time.monotonic())):
                message = f"The gate's program gave no verdict within {self._seconds:g} seconds."
                raise SilentGate(message)


class HttpGate:
    """An address that answers a POST; the maker named it, so it is asked straight, wherever it is."""

    clock = staticmethod(time.monotonic)

    def __init__(self, connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> None:
        """Take an open way to the server."""
        self._connection = connection
        self._path = path
        self._headers = headers

    def judge(self, prompt: Prompt) -> Verdict:
        """Return the verdict on a prompt; raises SilentGate."""
        try:
            self._connection.request("POST", self._path, _question(prompt), dict(self._headers))
            answer = self._connection.getresponse()
            content = answer.read(_LARGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException) as cause:
            message = "The gate's address could not be reached, or its answer could not be read."
            raise SilentGate(message) from cause
        if answer.status != _OK or len(content) > _LARGEST_ANSWER:
            message = f"The gate's address answered with status {answer.status} in place of a verdict."
            raise SilentGate(message)
        return _verdict(content)


@contextmanager
def program_gate(command: Sequence[str], *, seconds: float) -> Iterator[CommandGate]:
    """Start a program as a gate and end it afterwards; raises SilentGate when it does not start."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    except OSError as cause:
        message = f"The gate's program {command[0]} does not start: {cause.strerror}."
        raise SilentGate(message) from cause
    with process:
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None  # noqa: S101 - asked for above
            os.set_blocking(pipe.fileno(), False)
        try:
            yield CommandGate(process, seconds)
        finally:
            process.kill()


@contextmanager
def address_gate(address: SplitResult, *, token: str, seconds: float) -> Iterator[HttpGate]:
    """Open a way to an address as a gate."""
    host, port = address.hostname or "", address.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
        if address.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=seconds)
    )
    headers = {"content-type": "application/json", "accept": "application/json"}
    headers |= {"authorization": f"Bearer {token}"} if token else {}
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    try:
        yield HttpGate(connection, path, headers)
    finally:
        connection.close()


def _question(prompt: Prompt) -> bytes:
    told = {"text": prompt.text, "history": list(prompt.history), "images": prompt.images}
    return json.dumps(told).encode()


def _verdict(untrusted: bytes) -> Verdict:
    try:
        return Verdict(json.loads(untrusted)["verdict"])
    except (ValueError, KeyError, TypeError, RecursionError) as cause:
        message = 'The gate\'s answer is no verdict; it must be JSON such as {"verdict": "refuse"}.'
        raise SilentGate(message) from cause

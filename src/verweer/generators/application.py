# SPDX-License-Identifier: Apache-2.0
"""The guard over HTTP: an RSGI application for granian, one a worker.

Every fault becomes one sentence that repeats nothing of the request; nothing of a prompt is kept or logged.
RSGI rather than WSGI, since only here a body that comes too slowly can be given up.
"""

import asyncio
import atexit
import json
import logging
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from verweer.generators.admission import Admission, Bounds, Full
from verweer.generators.asking import Asked, ask
from verweer.generators.board import Board
from verweer.generators.documents import (
    Answer,
    Decisions,
    Health,
    ListState,
    MalformedRequest,
    MisshapenRequest,
    Problem,
    Readiness,
    as_bytes,
    parse_batch,
    parse_prompt,
)
from verweer.generators.heads import JSON, body_size, require_near, require_token
from verweer.generators.lists import People, Sources, Which
from verweer.generators.metrics import CONTENT_TYPE, prometheus_text
from verweer.generators.openapi import openapi
from verweer.generators.problems import RETRY_SECONDS, Refusal, refusal, refuse, refuse_full
from verweer.generators.watching import InForce, Watch
from verweer.guard import POLICY
from verweer.kernel import rfc3339, system_clock

if TYPE_CHECKING:
    from granian.rsgi import Scope

LOOK_SECONDS = 0.5
_SLICE = 4_000  # characters that are judged before others have their turn
_DRAINED = 4  # how many times the largest body is read and dropped, so that the refusal is heard
_DRAIN_SECONDS = 1.0
_OPEN = frozenset({"/health", "/ready"})
_log = logging.getLogger(__name__)

Parse = Callable[[bytes], tuple[Asked, ...]]
_POSTED: dict[str, tuple[str, Parse]] = {
    "/v1/prompts": ("prompts", parse_prompt),
    "/v1/prompts:batch": ("batch", parse_batch),
}
_READ = frozenset({"/health", "/ready", "/metrics", "/openapi.json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a worker needs: the lists, the bounds, the digests of tokens (none: no token is asked), the board's file.

    It ends when `parent` is no longer the process above it.
    """

    sources: Sources
    board: Path
    parent: int
    bounds: Bounds = field(default_factory=Bounds)
    tokens: tuple[bytes, ...] = ()


class Client(Protocol):
    """The other end of a request, as granian gives it: its body in parts, and the way back."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Go through the parts of the body as they come."""
        ...

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send the answer."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back to the client."""

    status: int
    body: bytes
    kind: str = JSON
    headers: tuple[tuple[str, str], ...] = ()


class Application:
    """One worker: answers requests, keeps the lists fresh, ends with the process above it."""

    def __init__(self, settings: Settings, people: People) -> None:
        """Begin with these people; what the files hold by now is read soon after."""
        self._settings = settings
        self._board = Board(settings.board)
        self._board.own_row()
        self._admission = Admission(settings.bounds)
        self._watch = Watch(people, settings.sources, clock=system_clock, told=self._tell)
        self._tell(self._watch.in_force)
        self._stop = threading.Event()
        self._asked_here = False
        self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to keep the lists fresh."""
        loop.add_signal_handler(signal.SIGHUP, self._ask_here)
        # The threads of granian outlive Python's end by a moment and abort when they ask for it then.
        atexit.register(os._exit, 0)
        self._keeper.start()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Stop in order."""
        del loop
        self._stop.set()
        self._admission.close()
        if self._keeper.ident is not None:
            self._keeper.join()
        self._board.close()

    async def __rsgi__(self, scope: "Scope", protocol: Client) -> None:
        """Answer one request."""
        try:
            reply = await self._reply(scope, protocol)
        except Refusal as refused:
            await self._drain(scope, protocol)
            reply = _refused(refused)
        except Exception as error:  # noqa: BLE001 - the edge of the program; the error's own words could quote a prompt
            _log.error("A request failed: %s in %s line %s.", *_where(error))
            reply = _refused(refusal("failed"))
        self._board.count_answer(reply.status)
        headers = [
            ("content-type", reply.kind),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            *reply.headers,
        ]
        protocol.response_bytes(reply.status, headers, reply.body)

    async def _reply(self, scope: "Scope", protocol: Client) -> Reply:
        path = scope.path
        if not self._settings.tokens:
            require_near(scope.headers)
        if path not in _READ and path not in _POSTED:
            refuse("no-such-path")
        wanted = "GET" if path in _READ else "POST"
        if scope.method != wanted:
            refuse("method", ("allow", wanted))
        if path not in _OPEN and self._settings.tokens:
            require_token(scope.headers, self._settings.tokens)
        if path in _READ:
            return self._read(path)
        named, parse = _POSTED[path]
        return await self._judged(named, parse, scope, protocol)

    def _read(self, path: str) -> Reply:
        match path:
            case "/health":
                return _written(200, self._health())
            case "/ready":
                ready = not self._admission.is_full
                wait = () if ready else (("retry-after", str(RETRY_SECONDS)),)
                return _written(200 if ready else 503, Readiness(ready=ready), wait)
            case "/metrics":
                return Reply(status=200, body=prometheus_text(self._board).encode(), kind=CONTENT_TYPE)
            case _:
                return Reply(status=200, body=json.dumps(openapi()).encode())

    async def _judged(self, named: str, parse: Parse, scope: "Scope", protocol: Client) -> Reply:
        size = body_size(scope.headers, largest=self._settings.bounds.body)
        try:
            self._admission.require_room()
            async with self._admission.holding(size):
                body = await self._body(protocol)
                began = time.perf_counter()
                answer = await self._decided(named, parse(body))
        except Full:
            refuse_full()
        except MalformedRequest as fault:
            raise Refusal(400, Problem(code="malformed", told=fault.sentence)) from None
        except MisshapenRequest as fault:
            raise Refusal(422, Problem(code="misshapen", told=fault.sentence)) from None
        self._board.count_time(named, time.perf_counter() - began)
        return _written(200, answer)

    async def _decided(self, named: str, asked: tuple[Asked, ...]) -> Answer:
        guard = self._watch.in_force.lists.guard  # one for the whole batch
        with self._board.at_work():
            decisions = await self._admission.answered(partial(ask, guard), _slices(asked))
        for decision in decisions:
            self._board.count_decision(decision)
        return decisions[0] if named == "prompts" else Decisions(tuple(decisions))

    def _health(self) -> Health:
        force = self._watch.in_force
        trouble = {force.trouble.which: str(force.trouble)} if force.trouble else {}
        counts = {Which.PROTECTED: force.lists.protected, Which.REGISTER: force.lists.registered}
        return Health(
            status="degraded" if trouble else "ok",
            policy=POLICY,
            lists={
                which.value: ListState(people=people, read=rfc3339(force.read), trouble=trouble.get(which))
                for which, people in counts.items()
                if people is not None
            },
            workers=len(self._board.of_living("at work")),
        )

    async def _body(self, protocol: Client) -> bytes:
        parts, size = [], 0
        try:
            async with asyncio.timeout(self._settings.bounds.body_seconds):
                async for part in protocol:
                    size += len(part)
                    if size > self._settings.bounds.body:
                        refuse("too-large", ("connection", "close"))
                    parts.append(part)
        except TimeoutError:
            refuse("too-slow", ("connection", "close"))
        return b"".join(parts)

    async def _drain(self, scope: "Scope", protocol: Client) -> None:
        """Read on for a moment, or a client that is still sending never hears why."""
        if scope.method not in {"POST", "PUT", "PATCH"} or "expect" in scope.headers:
            return
        left = _DRAINED * self._settings.bounds.body
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                async for part in protocol:
                    left -= len(part)
                    if left < 0:
                        return
        except (TimeoutError, RuntimeError):
            return  # it sends too slowly, or its body was read before

    def _keep(self) -> None:
        seen = self._board.asked
        while not self._stop.wait(LOOK_SECONDS):
            if os.getppid() != self._settings.parent:
                os.kill(os.getpid(), signal.SIGTERM)
            now = self._board.asked
            asked, self._asked_here = now != seen or self._asked_here, False
            seen = now
            self._watch.look(asked=asked)

    def _ask_here(self) -> None:
        self._asked_here = True

    def _tell(self, force: InForce) -> None:
        self._board.put("protected", force.lists.protected or 0)
        self._board.put("registered", force.lists.registered or 0)
        self._board.put("read", int(force.read.timestamp()))
        for which in Which:
            self._board.put(f"trouble {which.value}", int(force.trouble is not None and force.trouble.which == which))
        self._board.count("failed readings" if force.trouble else "readings")


def _written(status: int, answer: Answer, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    return Reply(status=status, body=as_bytes(answer), headers=headers)


def _refused(refused: Refusal) -> Reply:
    return _written(refused.status, refused.problem, refused.headers)


def _slices(asked: Sequence[Asked]) -> list[list[Asked]]:
    """Return the questions in pieces of about equal work."""
    pieces: list[list[Asked]] = [[]]
    left = _SLICE
    for each in asked:
        if left <= 0:
            pieces.append([])
            left = _SLICE
        pieces[-1].append(each)
        left -= len(each.text) + len(each.negative) + sum(map(len, each.history))
    return pieces


def _where(error: Exception) -> tuple[str, str, int]:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = trace.tb_frame.f_globals.get("__name__", "") if trace else ""
    return type(error).__name__, str(place), trace.tb_lineno if trace else 0

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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from verweer.generators.admission import Admission, Bounds, Full
from verweer.generators.board import Board
from verweer.generators.bodies import Client, body_of, drain
from verweer.generators.desks import Desk, PromptDesk
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
from verweer.guard import POLICY, Decision
from verweer.kernel import rfc3339, system_clock

if TYPE_CHECKING:
    from granian.rsgi import Scope

    from verweer.generators.picture_desk import PictureDesk

LOOK_SECONDS = 0.5
_OPEN = frozenset({"/health", "/ready"})
_log = logging.getLogger(__name__)

_PROMPTS, _IMAGES = ("/v1/prompts", "/v1/prompts:batch"), "/v1/images"
_POSTED = frozenset({*_PROMPTS, _IMAGES})
_READ = frozenset({"/health", "/ready", "/metrics", "/openapi.json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a worker needs: the lists, the bounds, the digests of tokens (none: no token is asked), the board's file.

    Without bounds for `pictures` none are judged. The worker ends when `parent` is no longer the process above it.
    """

    sources: Sources
    board: Path
    parent: int
    bounds: Bounds = field(default_factory=Bounds)
    pictures: Bounds | None = None
    tokens: tuple[bytes, ...] = ()


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
        self._prompts = Admission(settings.bounds)
        self._pictures = _picture_desk(settings.pictures)
        self._desks = _desks(self._prompts, self._pictures)
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
        self._prompts.close()
        if self._pictures is not None:
            self._pictures.close()
        if self._keeper.ident is not None:
            self._keeper.join()
        self._board.close()

    async def __rsgi__(self, scope: "Scope", protocol: Client) -> None:
        """Answer one request."""
        try:
            reply = await self._reply(scope, protocol)
        except Refusal as refused:
            await drain(scope, protocol, self._bounds(scope.path))
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
        if path not in self._desks:
            refuse("no-pictures")
        return await self._judged(self._desks[path], scope, protocol)

    def _bounds(self, path: str) -> Bounds:
        return self._desks[path].admission.bounds if path in self._desks else self._settings.bounds

    def _read(self, path: str) -> Reply:
        match path:
            case "/health":
                return _written(200, self._health())
            case "/ready":
                told = Readiness(
                    ready=not self._prompts.is_full,
                    pictures=self._pictures is not None and not self._pictures.admission.is_full,
                )
                wait = () if told.ready else (("retry-after", str(RETRY_SECONDS)),)
                return _written(200 if told.ready else 503, told, wait)
            case "/metrics":
                return Reply(status=200, body=prometheus_text(self._board).encode(), kind=CONTENT_TYPE)
            case _:
                return Reply(status=200, body=json.dumps(openapi()).encode())

    async def _judged(self, desk: Desk, scope: "Scope", client: Client) -> Reply:
        size = body_size(scope.headers, largest=desk.admission.bounds.body)
        try:
            desk.admission.require_room()
            async with desk.admission.holding(size):
                body = await body_of(client, desk.admission.bounds)
                began = time.perf_counter()
                decisions = await self._decided(desk, body)
        except Full:
            refuse_full()
        except MalformedRequest as fault:
            raise Refusal(400, Problem(code="malformed", told=fault.sentence)) from None
        except MisshapenRequest as fault:
            raise Refusal(422, Problem(code="misshapen", told=fault.sentence)) from None
        self._board.count_time(desk.named, time.perf_counter() - began)
        return _written(200, Decisions(decisions) if desk.named == "batch" else decisions[0])

    async def _decided(self, desk: Desk, body: bytes) -> tuple[Decision, ...]:
        with self._board.at_work(desk.counted):
            decisions = await desk.decided(self._watch.in_force.lists, body)
        for decision in decisions:
            self._board.count_decision(decision)
        return decisions

    def _health(self) -> Health:
        force = self._watch.in_force
        trouble = {force.trouble.which: str(force.trouble)} if force.trouble else {}
        counts = {
            Which.PROTECTED: force.lists.protected,
            Which.REGISTER: force.lists.registered,
            Which.FACES: force.lists.enrolled,
        }
        return Health(
            status="degraded" if trouble else "ok",
            policy=POLICY,
            pictures=self._pictures.state if self._pictures else None,
            lists={
                which.value: ListState(people=people, read=rfc3339(force.read), trouble=trouble.get(which))
                for which, people in counts.items()
                if people is not None
            },
            workers=len(self._board.of_living("at work")),
        )

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
        self._board.put("faces", force.lists.enrolled or 0)
        self._board.put("read", int(force.read.timestamp()))
        for which in Which:
            self._board.put(f"trouble {which.value}", int(force.trouble is not None and force.trouble.which == which))
        self._board.count("failed readings" if force.trouble else "readings")


def _picture_desk(bounds: Bounds | None) -> "PictureDesk | None":
    if bounds is None:
        return None
    from verweer.generators.picture_desk import PictureDesk  # noqa: PLC0415 - prompts do not wait for what pictures need

    return PictureDesk(bounds)


def _desks(prompts: Admission, pictures: "PictureDesk | None") -> dict[str, Desk]:
    one, batch = _PROMPTS
    desks: dict[str, Desk] = {
        one: PromptDesk(named="prompts", admission=prompts, parse=parse_prompt),
        batch: PromptDesk(named="batch", admission=prompts, parse=parse_batch),
    }
    return desks | ({_IMAGES: pictures} if pictures else {})


def _written(status: int, answer: Answer, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    return Reply(status=status, body=as_bytes(answer), headers=headers)


def _refused(refused: Refusal) -> Reply:
    return _written(refused.status, refused.problem, refused.headers)


def _where(error: Exception) -> tuple[str, str, int]:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = trace.tb_frame.f_globals.get("__name__", "") if trace else ""
    return type(error).__name__, str(place), trace.tb_lineno if trace else 0

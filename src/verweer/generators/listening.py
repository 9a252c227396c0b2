# SPDX-License-Identifier: Apache-2.0
"""The service on its address: granian with several workers, on loopback unless a token guards it.

SIGHUP has the lists read anew, SIGINT and SIGTERM let what is under way be finished.
"""

import http.client
import ipaddress
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.common import AbstractServer

from verweer.generators.admission import Bounds
from verweer.generators.application import LOOK_SECONDS, Application, Settings
from verweer.generators.board import Board
from verweer.generators.heads import digest_of
from verweer.generators.lists import People, Sources, read_people
from verweer.generators.watching import InForce, Watch
from verweer.kernel import InputError, OutsideError, system_clock
from verweer.kernel.stopping import stopped_by

_Server = AbstractServer[Any]
_SHORTEST_TOKEN = 16
_HEAD_MILLISECONDS = 5_000
_MOST_CONNECTIONS = 1_024
_STOP_SECONDS = 15
_READY_SECONDS = 120.0
_ASK_SECONDS = 0.1


class _Loader:
    """Makes the application in a new worker, from the people in force when that worker starts.

    So a worker that takes the place of a fallen one protects whom the others protect, whatever lies on disk.
    """

    def __init__(self, settings: Settings, watch: Watch) -> None:
        self._settings, self._watch = settings, watch

    def __call__(self) -> Any:  # noqa: ANN401 - granian takes any object that speaks RSGI
        return Application(self._settings, self._watch.in_force.lists.people)

    def __reduce__(self) -> tuple[type[partial[Application]], tuple[type[Application], Settings, People]]:
        return partial, (Application, self._settings, self._watch.in_force.lists.people)


class OpenToOthers(InputError):
    """The address can be reached by others, and no token guards it."""


class UnusableToken(InputError):
    """The file of tokens cannot be used."""


class CannotListen(OutsideError):
    """The address is taken, or is none of this machine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where the service listens, with how many workers, and the file of those who may ask."""

    host: str = "127.0.0.1"
    port: int = 8090
    workers: int = 2
    token: Path | None = None

    @property
    def address(self) -> str:
        """Return the address as a link."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"


def serve(
    listening: Listening,
    sources: Sources,
    bounds: Bounds,
    *,
    tell: Callable[[str], None],
    pictures: Bounds | None = None,
) -> None:
    """Serve until told to stop; raises before that when lists, token, address or networks cannot be used."""
    if pictures is not None:
        from verweer.generators.picture_desk import require_networks  # noqa: PLC0415 - prompts do without

        require_networks()
    tokens = _tokens(listening.token)
    _require_guarded(listening.host, guarded=bool(tokens))
    _require_free(listening)
    watch = Watch(read_people(sources), sources, clock=system_clock, told=lambda force: tell(_told(force)))
    # Each worker starts from nothing: a fork would share the threads' locks as they happen to be.
    multiprocessing.set_start_method("spawn", force=True)
    with TemporaryDirectory(prefix="verweer-guard-") as folder, ExitStack() as kept:
        board = Board.make(Path(folder) / "counts", rows=2 * listening.workers)
        kept.callback(board.close)
        settings = Settings(
            sources=sources,
            bounds=bounds,
            pictures=pictures,
            tokens=tokens,
            board=Path(folder) / "counts",
            parent=os.getpid(),
        )
        loader = _Loader(settings, watch)
        server = _server(listening)
        server.on_startup(partial(_listen_to_signals, server, kept))
        server.on_startup(partial(_keep_fresh, watch, board))
        server.on_startup(partial(_announce_in_time, listening, watch, tell))
        server.serve(target_loader=loader, wrap_loader=False)


def _server(listening: Listening) -> _Server:
    server: _Server = Granian(
        "verweer.generators.application",
        address="127.0.0.1" if listening.host == "localhost" else listening.host,
        port=listening.port,
        interface=Interfaces.RSGI,
        workers=listening.workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_MILLISECONDS),
        backpressure=_MOST_CONNECTIONS,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
    )
    return server


def _listen_to_signals(server: _Server, kept: ExitStack) -> None:
    """Stop without a lock that a signal could be waiting for; see `stopped_by`."""
    stop = kept.enter_context(stopped_by(signal.SIGINT, signal.SIGTERM))

    def end() -> None:
        stop.wait()
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    threading.Thread(target=end, daemon=True).start()


def _keep_fresh(watch: Watch, board: Board) -> None:
    """Read the lists here too, for workers that start later; on SIGHUP ask all others to read them."""
    heard = SimpleQueue[None]()
    signal.signal(signal.SIGHUP, lambda _number, _frame: heard.put(None))

    def keep() -> None:
        while True:
            asked = False
            with suppress(Empty):
                heard.get(timeout=LOOK_SECONDS)
                asked = True
                board.ask()
            watch.look(asked=asked)

    threading.Thread(target=keep, daemon=True).start()


def _told(force: InForce) -> str:
    if force.trouble:
        return f"{force.trouble} Whoever was protected stays so."
    return f"The lists were read anew: {_sizes(force)}."


def _sizes(force: InForce) -> str:
    told = f"{force.lists.protected or 0} protected, {force.lists.registered or 0} registered"
    return told if force.lists.enrolled is None else f"{told}, {force.lists.enrolled} by their face"


def _announce_in_time(listening: Listening, watch: Watch, tell: Callable[[str], None]) -> None:
    threading.Thread(target=_announce, args=(listening, watch, tell), daemon=True).start()


def _announce(listening: Listening, watch: Watch, tell: Callable[[str], None]) -> None:
    """Tell once a worker answers."""
    pause = threading.Event()
    for _ in range(int(_READY_SECONDS / _ASK_SECONDS)):
        if _is_ready(listening):
            sizes = _sizes(watch.in_force)
            tell(f"The guard is ready: {listening.address} ({sizes}; SIGHUP reads the lists anew, Ctrl-C stops it)")
            return
        pause.wait(_ASK_SECONDS)


def _is_ready(listening: Listening) -> bool:
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listening.host, listening.host)  # noqa: S104 - asks for all addresses; we ask one
    connection = http.client.HTTPConnection(near, listening.port, timeout=5)
    try:
        connection.request("GET", "/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tokens(file: Path | None) -> tuple[bytes, ...]:
    """Return the digests of the tokens in a file, one a line."""
    if file is None:
        return ()
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as cause:
        message = "The file of tokens cannot be read as text; name one with a token a line."
        raise UnusableToken(message) from cause
    if not lines or min(map(len, lines)) < _SHORTEST_TOKEN:
        message = f"The file of tokens must hold a token a line of {_SHORTEST_TOKEN} characters or more; make one with `openssl rand -hex 32`."
        raise UnusableToken(message)
    return tuple(map(digest_of, lines))


def _require_guarded(host: str, *, guarded: bool) -> None:
    try:
        is_near = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host).is_loopback
    except ValueError as cause:
        message = "The host must be an IP address or localhost; give 127.0.0.1 or an address of this machine."
        raise InputError(message) from cause
    if not is_near and not guarded:
        message = (
            "Others could reach this address and try names on the lists; give --token FILE too, or a loopback address."
        )
        raise OpenToOthers(message)


def _require_free(listening: Listening) -> None:
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listening.host, listening.port))
        except OSError as cause:
            message = (
                f"The guard cannot listen on {listening.address}: {cause.strerror}. Choose another --port or --host."
            )
            raise CannotListen(message) from cause

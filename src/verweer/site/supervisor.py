# SPDX-License-Identifier: Apache-2.0
"""Two child processes under one supervisor: a child that falls is started again, a signal stops all cleanly.

Each child leads its own process group, so that Ctrl-C reaches the supervisor alone and
whatever a child left behind is ended with it. The children hold the other end of a pipe
(their standard input) and end by themselves when the supervisor is killed.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from verweer.kernel.stopping import stopped_by

_LOOK_SECONDS = 0.05
_STOP_SECONDS = 5.0
_STEADY_SECONDS = 30.0
_LONGEST_WAIT = 30.0
MOST_FALLS = 6
GAVE_UP = 70


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep alive: what to call it, and its command."""

    name: str
    command: tuple[str, ...]


@dataclass(slots=True)
class _Running:
    child: Child
    process: subprocess.Popen[bytes] = field(init=False)
    since: float = 0.0
    falls: int = 0
    again_at: float | None = None

    def start(self, now: float) -> None:
        self.process = subprocess.Popen(self.child.command, stdin=subprocess.PIPE, start_new_session=True)
        self.since, self.again_at = now, None

    def signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def end(self) -> None:
        """End what is left of the child's group, and let go of its pipe."""
        self.signal(signal.SIGKILL)
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


def wait_after(falls: int) -> float:
    """Return the seconds before a child that fell is started again: doubled each time, up to half a minute."""
    return min(0.5 * (1 << min(falls - 1, 10)), _LONGEST_WAIT)


def supervise(
    children: Sequence[Child],
    *,
    tell: Callable[[str], None],
    announce: Callable[[], bool],
    patience: float,
    clock: Callable[[], float],
) -> int:
    """Run the children until SIGINT or SIGTERM, and return the exit code.

    `announce` is asked until it has told that all is ready, for `patience` seconds at most.
    """
    running = [_Running(child) for child in children]
    with stopped_by(signal.SIGINT, signal.SIGTERM, signal.SIGHUP) as stop:
        for one in running:
            one.start(clock())
        try:
            threading.Thread(target=_announce, args=(announce, tell, stop, patience, clock), daemon=True).start()
            while not stop.wait(_LOOK_SECONDS):
                steady = [_look_after(one, tell, clock()) for one in running]
                if not all(steady):
                    return GAVE_UP
            tell("Stopping …")
        finally:
            _stop_all(running, clock)
    return 0


def _look_after(one: _Running, tell: Callable[[str], None], now: float) -> bool:
    """Start a child again when it fell; return False when that has no use any more."""
    if one.again_at is not None:
        if now >= one.again_at:
            one.start(now)
        return True
    if one.process.poll() is None:
        return True
    one.end()
    one.falls = 1 if now - one.since > _STEADY_SECONDS else one.falls + 1
    if one.falls >= MOST_FALLS:
        tell(f"{one.child.name} fell {one.falls} times in a row; its messages stand above. Run `./run verweer doctor`.")
        return False
    wait = wait_after(one.falls)
    tell(f"{one.child.name} fell (exit code {one.process.returncode}); it starts again in {wait:g} s.")
    one.again_at = now + wait
    return True


def _announce(
    announce: Callable[[], bool],
    tell: Callable[[str], None],
    stop: threading.Event,
    patience: float,
    clock: Callable[[], float],
) -> None:
    ends, pause = clock() + patience, _LOOK_SECONDS
    while not announce():
        if clock() > ends:
            tell(f"The first page has not answered for {patience:g} s; run `./run verweer doctor` beside this.")
            return
        if stop.wait(pause):
            return
        pause = min(pause * 1.2, 1.0)


def _stop_all(running: Sequence[_Running], clock: Callable[[], float]) -> None:
    alive = [one for one in running if one.again_at is None]
    for one in alive:
        one.process.terminate()
    ends = clock() + _STOP_SECONDS
    for one in alive:
        with suppress(subprocess.TimeoutExpired):
            one.process.wait(max(0.0, ends - clock()))
        one.end()

# SPDX-License-Identifier: Apache-2.0
"""Looks at the processes of one browser in /proc: how many, how much memory, which ones show pages; and ends them.

A browser is known by its user where it has one of its own, and by its session elsewhere.
"""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_SECCOMP_FILTER = "2"
_SESSION = 3  # of the fields after the name: state, parent, group, session (proc_pid_stat(5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process: `memory` is what it alone keeps in memory; `confined` whether a system-call filter holds it."""

    number: int
    user: int
    session: int
    memory: int
    shows_pages: bool
    confined: bool


def processes_of(*, leader: int, user: int | None) -> tuple[Process, ...]:
    """Return the living processes of the browser that `leader` began; none where there is no /proc."""
    if user is not None:
        return tuple(process for process in _running() if process.user == user)
    return tuple(process for process in _running() if process.session == leader)


def end(processes: Iterable[Process]) -> None:
    """Kill processes, those that have just ended aside."""
    for process in processes:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process.number, signal.SIGKILL)


def users_about() -> frozenset[int]:
    """Return the users that have a process."""
    return frozenset(process.user for process in _running())


def _running() -> Iterator[Process]:
    for folder in _PROC.iterdir() if _PROC.is_dir() else ():
        if folder.name.isdecimal():
            with suppress(OSError, ValueError, IndexError, KeyError):
                yield _read(folder)


def _read(folder: Path) -> Process:
    lines = (folder / "status").read_text(errors="replace").splitlines()
    told = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    if told["State"][0] in "ZX":
        raise ProcessLookupError(folder.name)
    after_name = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
    held = sum(int(told[name][0]) for name in ("RssAnon", "RssShmem") if name in told)
    return Process(
        number=int(folder.name),
        user=int(told["Uid"][0]),
        session=int(after_name[_SESSION]),
        memory=held * 1024,
        shows_pages=b"--type=renderer" in (folder / "cmdline").read_bytes(),
        confined=told.get("Seccomp", ["0"])[0] == _SECCOMP_FILTER,
    )

# SPDX-License-Identifier: Apache-2.0
"""The custody log: one line an event, each carrying the digest of the line before it.

The log only grows. A line that a kill left half written is cut off at the next start,
and that cut is an event of its own. Details are ids and digests, never addresses or names.
Each event tells who acted, as a role, and whether it concerned the evidential copy or a
working copy (Berkeley Protocol on Digital Open Source Investigations, chapter VI.C).
The digest of the last line is the log's head: whoever has a timestamp over it can tell
later whether lines were taken out.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from verweer.kernel import Clock, Digest, EvidenceError, rfc3339

_FIRST = "0" * 64
_LONGEST_LINE = 65_536


class BrokenCustody(EvidenceError):
    """The custody log was changed after it was written; the sentence names the line."""


class Actor(StrEnum):
    """Who did something, as a role; never a name."""

    PROGRAM = "verweer"
    PERSON = "person"
    HELPER = "helper"
    OPERATOR = "operator"


class Copy(StrEnum):
    """Which copy an event concerns: the one kept as evidence, or one made to work with."""

    EVIDENTIAL = "evidential"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of a log: its place from 1, and its digest."""

    sequence: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class Custody:
    """An append-only log in one file; several processes may append to it."""

    path: Path
    clock: Clock

    def append(
        self, event: str, *, actor: Actor = Actor.PROGRAM, copy: Copy = Copy.EVIDENTIAL, **details: str | int
    ) -> None:
        """Add one event and make sure that it is on disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _held(self.path) as file:
            torn = _cut_torn_line(file)
            if torn:
                _write(file, self._entry("torn-line-cut", Actor.PROGRAM, Copy.EVIDENTIAL, {"bytes": torn}))
            _write(file, self._entry(event, actor, copy, details))

    def head(self) -> Head | None:
        """Return the log's head; None when nothing was logged yet."""
        if not self.path.exists():
            return None
        with _held(self.path) as file:
            _cut_torn_line(file)
            return _head(file)

    def _entry(self, event: str, actor: Actor, copy: Copy, details: dict[str, str | int]) -> dict[str, str | int]:
        return {"at": rfc3339(self.clock()), "event": event, "actor": actor.value, "copy": copy.value, **details}


def verify_custody(path: Path) -> int:
    """Return the number of events once the chain is proven whole; raises BrokenCustody."""
    return verify_events(path.read_bytes() if path.exists() else b"")


def verify_events(log: bytes) -> int:
    """Return the number of events of a log once its chain is proven whole; raises BrokenCustody."""
    return len(line_digests(log))


def line_digests(log: bytes) -> tuple[Digest, ...]:
    """Return the digest of each line once the chain is proven whole; raises BrokenCustody."""
    lines = log.split(b"\n")
    if lines.pop():
        message = f"Line {len(lines) + 1} of the custody log is not whole."
        raise BrokenCustody(message)
    digests: list[Digest] = []
    for number, line in enumerate(lines, start=1):
        previous = digests[-1].hex if digests else _FIRST
        try:
            entry = json.loads(line)
            whole = entry["previous"] == previous and entry["sequence"] == number
        except (ValueError, KeyError, TypeError, RecursionError):
            whole = False
        if not whole:
            message = f"Line {number} of the custody log does not follow from the line before it."
            raise BrokenCustody(message)
        digests.append(Digest.of(line))
    return tuple(digests)


@contextmanager
def _held(path: Path) -> Iterator[IO[bytes]]:
    """Open a log for one writer at a time; the hold ends with the process, however it ends."""
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _write(file: IO[bytes], entry: dict[str, str | int]) -> None:
    head = _head(file)
    sequence, previous = (head.sequence + 1, head.digest.hex) if head else (1, _FIRST)
    line = json.dumps({"sequence": sequence, **entry, "previous": previous}, separators=(",", ":")).encode()
    file.write(line + b"\n")
    file.flush()
    os.fsync(file.fileno())


def _head(file: IO[bytes]) -> Head | None:
    """Return the head of a log whose last line is whole."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LONGEST_LINE))
    last = file.read()[:-1].rpartition(b"\n")[2]
    if not size:
        return None
    try:
        return Head(int(json.loads(last)["sequence"]), Digest.of(last))
    except (ValueError, KeyError, TypeError, RecursionError) as cause:
        message = "The last line of the custody log cannot be read; put its backup in its place."
        raise BrokenCustody(message) from cause


def _cut_torn_line(file: IO[bytes]) -> int:
    """Cut off what follows the last whole line, and return how many bytes that was."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - _LONGEST_LINE)
    file.seek(start)
    torn = size - (start + file.read().rfind(b"\n") + 1)
    if torn:
        os.ftruncate(file.fileno(), size - torn)
        file.seek(0, os.SEEK_END)
    return torn

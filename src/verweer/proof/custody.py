# SPDX-License-Identifier: Apache-2.0
"""The custody log: one line an event, each carrying the digest of the line before it.

The log only grows. A line that a kill left half written is cut off at the next start,
and that cut is an event of its own. Details are ids and digests, never addresses or names.
"""

import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from verweer.kernel import Clock, Digest, EvidenceError, rfc3339

_FIRST = "0" * 64
_LOCK = threading.Lock()


class BrokenCustody(EvidenceError):
    """The custody log was changed after it was written; the sentence names the line."""


@dataclass(frozen=True, slots=True)
class Custody:
    """An append-only log in one file."""

    path: Path
    clock: Clock

    def append(self, event: str, **details: str | int) -> None:
        """Add one event and make sure that it is on disk."""
        with _LOCK:
            torn = _cut_torn_line(self.path)
            if torn:
                self._write("torn-line-cut", {"bytes": torn})
            self._write(event, details)

    def _write(self, event: str, details: dict[str, str | int]) -> None:
        lines = _lines(self.path)
        previous = Digest.of(lines[-1]).hex if lines else _FIRST
        entry = {
            "sequence": len(lines) + 1,
            "at": rfc3339(self.clock()),
            "event": event,
            "actor": "verweer",
            "copy": "evidential",
            **details,
            "previous": previous,
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(json.dumps(entry, separators=(",", ":")).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def verify_custody(path: Path) -> int:
    """Return the number of events once the chain is proven whole; raises BrokenCustody."""
    return verify_events(path.read_bytes() if path.exists() else b"")


def verify_events(log: bytes) -> int:
    """Return the number of events of a log once its chain is proven whole; raises BrokenCustody."""
    previous = _FIRST
    lines = log.split(b"\n")[:-1]
    if len(log) != sum(len(line) + 1 for line in lines):
        message = f"Line {len(lines) + 1} of the custody log is not whole."
        raise BrokenCustody(message)
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            whole = entry["previous"] == previous and entry["sequence"] == number
        except (ValueError, KeyError, TypeError, RecursionError):
            whole = False
        if not whole:
            message = f"Line {number} of the custody log does not follow from the line before it."
            raise BrokenCustody(message)
        previous = Digest.of(line).hex
    return len(lines)


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")[:-1] if path.exists() else []


def _cut_torn_line(path: Path) -> int:
    if not path.exists():
        return 0
    content = path.read_bytes()
    torn = len(content) - (content.rfind(b"\n") + 1)
    if torn:
        os.truncate(path, len(content) - torn)
    return torn

# SPDX-License-Identifier: Apache-2.0
"""Counts that all workers share: a mapped file of whole numbers, a row a worker, which nothing else is written to.

A worker owns its row by a lock that the kernel lets go of when it dies; the next one counts on from there. Sums
over all rows are the service's. Only the fixed counts named here fit, so no prompt can get into the file.
"""

import fcntl
import mmap
import os
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from verweer.guard import Decision, PersonKind, Verdict
from verweer.guard.picture_values import PictureCode
from verweer.kernel import OutsideError

ASKED = ("prompts", "batch", "images")
STATUSES = (200, 400, 401, 404, 405, 408, 413, 415, 421, 422, 500, 503)
REASONS = tuple(
    dict.fromkeys((*(kind.value for kind in PersonKind), "coded", "too-long", *get_args(PictureCode), "other"))
)
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NAMES = (
    *(f"verdict {verdict.value}" for verdict in Verdict),
    *(f"reason {reason}" for reason in REASONS),
    *(f"status {status}" for status in STATUSES),
    *(f"within {asked} {at}" for asked in ASKED for at in range(len(BOUNDS) + 1)),
    *(f"nanoseconds {asked}" for asked in ASKED),
    "readings",
    "failed readings",
    "at work",
    "pictures at work",
    "protected",
    "registered",
    "faces",
    "read",
    "trouble protected",
    "trouble register",
    "trouble faces",
)
_PLACES = {name: place for place, name in enumerate(_NAMES)}
_SIZE = 8
_ROW = _SIZE * len(_NAMES)


class NoRow(OutsideError):
    """More workers than the board was made for."""


class Board:
    """The counts of one worker, and the sums of all; one number at the head says how often a reading was asked for."""

    def __init__(self, file: Path) -> None:
        """Open a board that was made; only `own_row` lets it count."""
        self._file = file.open("r+b")
        self._map = mmap.mmap(self._file.fileno(), 0)
        self._cells = memoryview(self._map).cast("Q")
        self._rows = (len(self._map) - _SIZE) // _ROW
        self._row: int | None = None
        self._lock = threading.Lock()

    @staticmethod
    def make(file: Path, *, rows: int) -> "Board":
        """Make the file, for its owner only, and open it."""
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
            made.truncate(_SIZE + rows * _ROW)
        return Board(file)

    def own_row(self) -> None:
        """Take a row that no living worker owns; raises NoRow."""
        for row in range(self._rows):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row)
            except OSError:
                continue
            self._row = row
            self.put("at work", 0)
            self.put("pictures at work", 0)
            return
        message = "More workers than there are rows to count in; start the service anew."
        raise NoRow(message)

    def close(self) -> None:
        """Let go of the row and the file."""
        self._cells.release()
        self._map.close()
        self._file.close()

    @property
    def asked(self) -> int:
        """Return how often a new reading of the lists was asked for."""
        return self._cells[0]

    def ask(self) -> None:
        """Ask all workers to read the lists anew; called by the one process above them."""
        self._cells[0] += 1

    def count(self, name: str, more: int = 1) -> None:
        """Add to one of this worker's counts."""
        place = self._place(name)
        with self._lock:
            self._cells[place] += more

    def put(self, name: str, value: int) -> None:
        """Set one of this worker's numbers."""
        self._cells[self._place(name)] = value

    def count_decision(self, decision: Decision) -> None:
        """Count a verdict and its reasons."""
        self.count(f"verdict {decision.verdict.value}")
        for reason in decision.reasons:
            self.count(f"reason {reason.code if reason.code in REASONS else 'other'}")

    def count_answer(self, status: int) -> None:
        """Count an answer by its status."""
        self.count(f"status {status}")

    def count_time(self, asked: str, seconds: float) -> None:
        """Count how long one question took."""
        self.count(f"within {asked} {bisect_left(BOUNDS, seconds)}")
        self.count(f"nanoseconds {asked}", int(seconds * 1e9))

    def sum(self, name: str) -> int:
        """Return a count of all workers together."""
        return sum(self._cells[1 + row * len(_NAMES) + _PLACES[name]] for row in range(self._rows))

    def of_living(self, name: str) -> Sequence[int]:
        """Return a number of each worker that lives."""
        return [self._cells[1 + row * len(_NAMES) + _PLACES[name]] for row in self._living()]

    @contextmanager
    def at_work(self, name: str) -> Iterator[None]:
        """Count a question as under way."""
        self.count(name)
        try:
            yield
        finally:
            self.count(name, -1)

    def _place(self, name: str) -> int:
        assert self._row is not None  # noqa: S101 - a worker owns a row before it counts
        return 1 + self._row * len(_NAMES) + _PLACES[name]

    def _living(self) -> Iterator[int]:
        for row in range(self._rows):
            if row == self._row or self._is_owned(row):
                yield row

    def _is_owned(self, row: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row)
        except OSError:
            return True
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, row)
        return False

# SPDX-License-Identifier: Apache-2.0
"""Hands files to the decoding process and waits for its answers, but never for long."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from verweer.fingerprints.carrying import AskedPrints, StoredPrints
from verweer.fingerprints.dihedral import Variants
from verweer.fingerprints.model import Fingerprint, Unreadable
from verweer.fingerprints.reporting import Ladder
from verweer.fingerprints.wire import (
    LONGEST_ANSWER,
    Ask,
    parse_answer,
    parse_prints,
    parse_rows,
    parse_variants,
    question,
)
from verweer.kernel import Digest
from verweer.media.reasons import TOLD, Reason

_SECONDS = 60.0
_Found = TypeVar("_Found", Fingerprint, Variants, StoredPrints, AskedPrints)
_Parse = Callable[[bytes, Digest], _Found | Unreadable | None]


class Fingerprinter:
    """A decoding process that is started when needed, and anew when a file broke it."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def fingerprint(self, path: Path) -> Fingerprint | Unreadable:
        """Return the fingerprint of a file, or why there is none."""
        content = Digest.of_file(path)
        return self._asked(Ask.FINGERPRINT, path, content, parse_answer)

    def variants(self, path: Path) -> Variants | Unreadable:
        """Return the fingerprint of a file with the eight hashes of each frame, or why there is none."""
        content = Digest.of_file(path)
        return self._asked(Ask.VARIANTS, path, content, parse_variants)

    def stored(self, path: Path, ladder: Ladder = Ladder.NONE) -> StoredPrints | Unreadable:
        """Return what a file adds to a bank, or why it adds nothing."""
        ask = Ask.STORED_WITH_CROPS if ladder is Ladder.CROPS else Ask.STORED
        return self._asked(ask, path, Digest.of_file(path), parse_rows)

    def asked(self, path: Path) -> AskedPrints | Unreadable:
        """Return what a bank is asked about a file, or why there is nothing to ask."""
        return self._asked(Ask.ASKED, path, Digest.of_file(path), parse_prints)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _asked(self, ask: Ask, path: Path, content: Digest, parse: _Parse[_Found]) -> _Found | Unreadable:
        process = self._running()
        try:
            if process.stdin is not None:
                process.stdin.write(question(ask, path.resolve()))
                process.stdin.flush()
            line = self._answers.get(timeout=self._seconds)
        except (queue.Empty, OSError):
            return self._broken(content, Reason.TOO_LONG)
        return parse(line, content) or self._broken(content, Reason.DAMAGED)

    def _broken(self, content: Digest, reason: Reason) -> Unreadable:
        self.close()
        return Unreadable(content=content, reason=TOLD[reason])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._answers = queue.Queue()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "verweer.fingerprints.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # One thread: more would cost memory and gain nothing on such small products.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
            threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        return self._process


@contextmanager
def running_fingerprinter(seconds: float = _SECONDS) -> Iterator[Fingerprinter]:
    """Open a fingerprinter; `seconds` is the longest that one file may take."""
    fingerprinter = Fingerprinter(seconds)
    try:
        yield fingerprinter
    finally:
        fingerprinter.close()


def _listen(process: subprocess.Popen[bytes], answers: "queue.Queue[bytes]") -> None:
    if process.stdout is not None:
        while line := process.stdout.readline(LONGEST_ANSWER + 1):
            answers.put(line)
    answers.put(b"")

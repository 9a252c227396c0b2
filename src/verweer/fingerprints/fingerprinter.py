# SPDX-License-Identifier: Apache-2.0
"""Hands files to the decoding process and waits for its answers, but never for long."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verweer.fingerprints.model import Fingerprint, Unreadable
from verweer.fingerprints.wire import LONGEST_ANSWER, parse_answer
from verweer.kernel import Digest
from verweer.media.reasons import TOLD, Reason

_SECONDS = 60.0


class Fingerprinter:
    """A decoding process that is started when needed, and anew when a file broke it."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def fingerprint(self, path: Path) -> Fingerprint | Unreadable:
        """Return the fingerprint of a file, or why there is none."""
        content = Digest.of_file(path)
        process = self._running()
        try:
            if process.stdin is not None:
                process.stdin.write(json.dumps(str(path.resolve())).encode() + b"\n")
                process.stdin.flush()
            line = self._answers.get(timeout=self._seconds)
        except (queue.Empty, OSError):
            return self._broken(content, Reason.TOO_LONG)
        return parse_answer(line, content) or self._broken(content, Reason.DAMAGED)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

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

# SPDX-License-Identifier: Apache-2.0
"""Hands strangers' files to a process that can do little else than decode them, and takes its answers.

The process (`worker`) is started when needed, and anew when a file broke it. What it answers is not
trusted either: an answer is a kind, a length and so many bytes, and anything that does not fit is no
answer. Bytes are handed over in memory where the system can (Linux), else in a file that is at once
removed.
"""

import json
import os
import queue
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from verweer.kernel import InputError
from verweer.media.reasons import CannotRead, Reason

if TYPE_CHECKING:
    from verweer.guard.weighing import Labels

LARGEST_FILE = 256 << 20
LONGEST_SIDE = 1600
HEAD = struct.Struct(">cI")
SIZE = struct.Struct(">II")
PIXELS, UNREADABLE, LABELS = b"P", b"U", b"L"
_COLOURS = 3
_LONGEST_ANSWER = SIZE.size + _COLOURS * LONGEST_SIDE**2
_SECONDS = 60.0


class Look(StrEnum):
    """What a process looks for in files."""

    PIXELS = "pixels"
    LABELS = "labels"


class Reader:
    """A confined process that looks into files; several threads may share it, and then take turns."""

    def __init__(self, look: Look = Look.PIXELS, *, seconds: float = _SECONDS) -> None:
        """Start nothing yet; `seconds` is the longest that one file may take."""
        self._look = look
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[tuple[bytes, bytes]] = queue.Queue()
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def pixels(self, picture: bytes | Path) -> NDArray[np.uint8]:
        """Return a picture as RGB pixels, upright, its longer side at most 1600; raises CannotRead, InputError."""
        with _path_of(picture) as path:
            kind, content = self._asked(path, "")
        if kind == PIXELS and len(content) > SIZE.size:
            height, width = SIZE.unpack_from(content)
            if min(height, width) > 0 and height * width * _COLOURS == len(content) - SIZE.size:
                return np.frombuffer(content, np.uint8, offset=SIZE.size).reshape(height, width, _COLOURS)
        raise CannotRead(_reason_in(content) if kind == UNREADABLE else Reason.DAMAGED)

    def labels(self, path: Path, *, trust: bytes = b"", seek_mark: bool = True) -> "Labels":
        """Return the labels of a file; raises InputError for roots that are none, or a file that cannot be read.

        Seeking the watermark takes much longer than all else.
        """
        # Only who asks for labels waits for the libraries that read them.
        from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

        from verweer.guard.manifests import Manifest, Standing, checked_anchors  # noqa: PLC0415
        from verweer.guard.weighing import Labels, weighed  # noqa: PLC0415

        roots = checked_anchors(trust) if trust else ""
        _size_of(path)
        kind, content = self._asked(path.resolve(), roots, seek_mark=seek_mark)
        if kind == LABELS:
            try:
                return TypeAdapter(Labels).validate_json(content)
            except (ValidationError, RecursionError):
                self.close()
        return weighed(Manifest(standing=Standing.UNSUPPORTED, codes=("the file broke the process that looked",)))

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _asked(self, path: Path, trust: str, *, seek_mark: bool = False) -> tuple[bytes, bytes]:
        """Return the kind and content of the answer; an end, or nothing in time, is an unreadable file."""
        with self._turn:
            process = self._running()
            try:
                if process.stdin is not None:
                    process.stdin.write(json.dumps([str(path), trust, seek_mark]).encode() + b"\n")
                    process.stdin.flush()
                kind, content = self._answers.get(timeout=self._seconds)
            except (queue.Empty, OSError):
                kind, content = UNREADABLE, Reason.TOO_LONG.encode()
                self.close()
            if not kind:
                kind, content = UNREADABLE, Reason.DAMAGED.encode()
                self.close()
            return kind, content

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            answers = queue.Queue[tuple[bytes, bytes]]()
            self._answers = answers
            self._process = subprocess.Popen(
                self._command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
            threading.Thread(target=_listen, args=(self._process.stdout, answers), daemon=True).start()
        return self._process

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "verweer.guard.worker", self._look.value]


@contextmanager
def running_reader(look: Look = Look.PIXELS, *, seconds: float = _SECONDS) -> Iterator[Reader]:
    """Open a reader and close it."""
    with Reader(look, seconds=seconds) as reader:
        yield reader


def _listen(stream: IO[bytes] | None, answers: "queue.Queue[tuple[bytes, bytes]]") -> None:
    """Put each answer on the queue, and one without a kind at the end, or where an answer is none."""
    while stream is not None:
        head = stream.read(HEAD.size)
        if len(head) < HEAD.size:
            break
        kind, length = HEAD.unpack(head)
        if kind not in {PIXELS, UNREADABLE, LABELS} or length > _LONGEST_ANSWER:
            break
        content = stream.read(length)
        if len(content) < length:
            break
        answers.put((kind, content))
    answers.put((b"", b""))


def _reason_in(content: bytes) -> Reason:
    told = content.decode("ascii", "replace")
    return Reason(told) if told in set(Reason) else Reason.DAMAGED


@contextmanager
def _path_of(picture: bytes | Path) -> Iterator[Path]:
    """Give a picture a path for as long as it is read; raises InputError when a file cannot be, CannotRead by size."""
    if isinstance(picture, Path):
        _check_size(_size_of(picture))
        yield picture.resolve()
        return
    _check_size(len(picture))
    if hasattr(os, "memfd_create"):
        number = os.memfd_create("picture")
        with os.fdopen(number, "wb") as file:
            file.write(picture)
            file.flush()
            # The process is ours and of the same user, so it may open what we hold open.
            yield Path(f"/proc/{os.getpid()}/fd/{number}")
        return
    with tempfile.NamedTemporaryFile() as file:
        file.write(picture)
        file.flush()
        yield Path(file.name)


def _size_of(path: Path) -> int:
    try:
        told = path.stat()
        if stat.S_ISREG(told.st_mode):
            path.open("rb").close()
            return told.st_size
    except OSError as cause:
        message = f"{path} cannot be read: {cause.strerror}. Name a picture or video."
        raise InputError(message) from cause
    message = f"{path} is no ordinary file. Name a picture or video."
    raise InputError(message)


def _check_size(count: int) -> None:
    if not 0 < count <= LARGEST_FILE:
        raise CannotRead(Reason.TOO_LARGE if count else Reason.EMPTY)

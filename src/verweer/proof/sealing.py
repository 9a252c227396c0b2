# SPDX-License-Identifier: Apache-2.0
"""The sealed store: a finished case folder, encrypted to the case's public key (age).

The server can add to it and cannot read it back alone. A sealed file's name is a
digest of its path, because paths of letters tell against whom they go; the sealed
`index.json` lists the paths. Every sealed file appears whole or not at all, and the
mark of wholeness comes last, so sealing can be killed at any moment and done again.
"""

import hashlib
import io
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, takewhile
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage  # type: ignore[import-untyped]  # it ships no types

from verweer.kernel import Bilingual, EvidenceError, InputError

INDEX = "index.json"
LARGEST_READ = 50_000_000
_MARK = "whole"
_PIECE = 65_536
_LEFT_BEHIND = frozenset({"work"})


class NotSealed(EvidenceError):
    """The sealed store does not hold this file."""


class DamagedSeal(EvidenceError):
    """A sealed file cannot be opened with the case's key."""


class BadRecipient(InputError):
    """What was given is no public key of age."""

    def __init__(self) -> None:
        super().__init__(
            Bilingual(
                nl="Dit is geen publieke sleutel van age. Zo'n sleutel begint met age1.",
                en="This is not a public key of age. Such a key begins with age1.",
            )
        )


def seal_folder(work: Path, sealed: Path, recipient: str) -> None:
    """Seal every file of a finished folder, then wipe the folder.

    Doing it again, after a kill or not, ends in the same store.
    """
    if not is_sealed(sealed):
        sealed.mkdir(parents=True, exist_ok=True, mode=0o700)
        names = names_in(work)
        for name in names:
            seal_file(work / name, sealed, name, recipient)
        seal_bytes(json.dumps(names).encode(), sealed, INDEX, recipient)
        _write_whole(sealed / _MARK, b"")
    shutil.rmtree(work, ignore_errors=True)


def add_sealed(files: Mapping[str, bytes], sealed: Path, recipient: str) -> None:
    """Add files to a finished store without being able to read it: they are listed in an index of their own.

    The index comes first; a name in it whose file did not come, as after a kill, is no file of the store.
    """
    number = next(each for each in count(2) if not holds(sealed, _index(each)))
    seal_bytes(json.dumps(sorted(files)).encode(), sealed, _index(number), recipient)
    for name, content in files.items():
        seal_bytes(content, sealed, name, recipient)


def sealed_names(sealed: Path, identity: str) -> frozenset[str]:
    """Return the paths of all files of a store, those that were added later too."""
    indexes = [INDEX, *takewhile(lambda name: holds(sealed, name), map(_index, count(2)))]
    named = {name for index in indexes for name in json.loads(open_sealed(sealed, index, identity))}
    return frozenset(name for name in named if holds(sealed, name))


def seal_more(work: Path, sealed: Path, recipient: str, *, added: Sequence[str], changed: Sequence[str]) -> None:
    """Seal new files of a folder, then the list with them, then changed ones in the order given.

    A kill in between leaves each file as it was or as it is, and no file that the list does not know for long.
    """
    for name in added:
        seal_file(work / name, sealed, name, recipient)
    seal_bytes(json.dumps(names_in(work)).encode(), sealed, INDEX, recipient)
    for name in changed:
        seal_file(work / name, sealed, name, recipient)


def is_sealed(sealed: Path) -> bool:
    """Return whether the store is whole."""
    return (sealed / _MARK).exists()


def encrypt_file(source: Path, target: Path, recipient: str) -> None:
    """Write a file encrypted to an age recipient, whole or not at all; raises BadRecipient."""
    read_recipient(recipient)
    with source.open("rb") as file:
        _seal(file, target, recipient.strip())


def seal_file(source: Path, sealed: Path, name: str, recipient: str) -> None:
    """Seal one file under its name."""
    with source.open("rb") as file:
        _seal(file, sealed / _hidden(name), recipient)


def seal_bytes(content: bytes, sealed: Path, name: str, recipient: str) -> None:
    """Seal bytes under a name."""
    _write_whole(sealed / _hidden(name), seal_text(content, recipient))


def seal_text(content: bytes, recipient: str) -> bytes:
    """Return bytes encrypted to the case's public key."""
    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)]))


def open_text(sealed_content: bytes, identity: str) -> bytes:
    """Return what was encrypted to the case's public key, or raise DamagedSeal."""
    try:
        return bytes(pyrage.decrypt(sealed_content, [_identity(identity)]))
    except pyrage.DecryptError as cause:
        raise DamagedSeal(_DAMAGED) from cause


def holds(sealed: Path, name: str) -> bool:
    """Return whether the store has a file of this name."""
    return (sealed / _hidden(name)).exists()


def open_sealed(sealed: Path, name: str, identity: str) -> bytes:
    """Return one file of the store in memory, at most `LARGEST_READ` bytes."""
    path = sealed / _hidden(name)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_READ else b""
    except OSError as cause:
        raise NotSealed(_MISSING) from cause
    if not content:
        raise DamagedSeal(_DAMAGED)
    return open_text(content, identity)


def stream_sealed(sealed: Path, name: str, identity: str) -> Iterator[bytes]:
    """Return the pieces of one file; nothing readable touches the disk.

    A piece is given only after age has checked it. Raises NotSealed at once when there is no such file.
    """
    if not holds(sealed, name):
        raise NotSealed(_MISSING)

    def pour(pipe: IO[bytes]) -> None:
        with (sealed / _hidden(name)).open("rb") as file:
            pyrage.decrypt_io(file, pipe, [_identity(identity)])

    return _poured(pour)


def encrypt_stream(pieces: Iterator[bytes], recipient: str) -> Iterator[bytes]:
    """Return the pieces of a stream, encrypted to an age recipient; raises BadRecipient at once."""
    to = read_recipient(recipient)
    return _poured(lambda pipe: pyrage.encrypt_io(_Pieces(pieces), pipe, [to]))


def read_recipient(text: str) -> pyrage.x25519.Recipient:
    """Return a public key that a person gave; raises BadRecipient."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as cause:
        raise BadRecipient from cause


_MISSING = "This case has no such file."
_DAMAGED = "A file of this case cannot be opened any more; ask whoever runs this site for their backup."


def _poured(pour: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """Yield what `pour` writes; it runs in a thread of its own, since age reads and writes whole streams."""
    reading, writing = os.pipe()
    failures: list[Exception] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pour(pipe)
        except (pyrage.DecryptError, EvidenceError, OSError) as failure:
            failures.append(failure)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as pipe:
        while piece := pipe.read(_PIECE):
            yield piece
    thread.join()
    if failures:
        raise DamagedSeal(_DAMAGED) from failures[0]


class _Pieces(io.RawIOBase):
    """An iterator of pieces as a file that can be read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def readable(self) -> bool:
        """Return True: this is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever holds bytes
        """Fill the buffer with the next bytes."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def _index(number: int) -> str:
    return f"index.{number}.json"


def _identity(text: str) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str(text)


def names_in(work: Path) -> list[str]:
    """Return the paths of all files of a case folder that are sealed."""
    names = []
    for path in sorted(work.rglob("*")):
        name = path.relative_to(work)
        if path.is_file() and name.parts[0] not in _LEFT_BEHIND and not path.name.startswith("."):
            names.append(str(PurePosixPath(*name.parts)))
    return names


def _hidden(name: str) -> str:
    return hashlib.sha256(b"verweer sealed file\0" + name.encode()).hexdigest()[:40] + ".age"


def _seal(source: IO[bytes], target: Path, recipient: str) -> None:
    aside = target.with_suffix(".part")
    with aside.open("wb") as file:
        pyrage.encrypt_io(source, file, [pyrage.x25519.Recipient.from_str(recipient)])
        file.flush()
        os.fsync(file.fileno())
    aside.replace(target)


def _write_whole(target: Path, content: bytes) -> None:
    aside = target.with_suffix(".part")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(target)

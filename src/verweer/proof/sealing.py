# SPDX-License-Identifier: Apache-2.0
"""The sealed store: a finished case folder, encrypted to the case's public key (age).

The server can add to it and cannot read it back alone. A sealed file's name is a
digest of its path, because paths of letters tell against whom they go; the sealed
`index.json` lists the paths. Every sealed file appears whole or not at all, and the
mark of wholeness comes last, so sealing can be killed at any moment and done again.
"""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

import pyrage  # type: ignore[import-untyped]  # it ships no types

from verweer.kernel import EvidenceError

INDEX = "index.json"
LARGEST_READ = 50_000_000
_MARK = "whole"
_PIECE = 65_536
_LEFT_BEHIND = frozenset({"work"})


class NotSealed(EvidenceError):
    """The sealed store does not hold this file."""


class DamagedSeal(EvidenceError):
    """A sealed file cannot be opened with the case's key."""


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
    return _pieces(sealed / _hidden(name), identity)


_MISSING = "This case has no such file."
_DAMAGED = "A file of this case cannot be opened any more; ask whoever runs this site for their backup."


def _pieces(source: Path, identity: str) -> Iterator[bytes]:
    reading, writing = os.pipe()
    failures: list[Exception] = []
    opener = threading.Thread(target=_pour, args=(source, writing, identity, failures), daemon=True)
    opener.start()
    with os.fdopen(reading, "rb") as pipe:
        while piece := pipe.read(_PIECE):
            yield piece
    opener.join()
    if failures:
        raise DamagedSeal(_DAMAGED) from failures[0]


def _pour(source: Path, writing: int, identity: str, failures: list[Exception]) -> None:
    try:
        with source.open("rb") as file, os.fdopen(writing, "wb") as pipe:
            pyrage.decrypt_io(file, pipe, [_identity(identity)])
    except (pyrage.DecryptError, OSError) as failure:
        failures.append(failure)


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

# SPDX-License-Identifier: Apache-2.0
"""A case for someone else: all its files in one package, readable by the receiver only.

Either encrypted to the receiver's public key (age), or a ZIP under a passphrase that is told
by another way (AES-256, which 7-Zip and others open). That form turns a passphrase into a key
with few rounds, so the passphrase is made here, with 100 random bits.
"""

import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stream_zip import ZIP_64, Method, stream_zip

from verweer.cases.access import CaseCode
from verweer.proof import encrypt_stream

_PIECE = 65_536
_MODE = stat.S_IFREG | 0o600
_LEFT_OUT = frozenset({"work", ".lock", "facts.json"})
Members = Iterable[tuple[str, Iterator[bytes]]]
"""The files of a case: the path of each, and its pieces."""


@dataclass(frozen=True, slots=True)
class ForKey:
    """The receiver has an age key."""

    recipient: str


@dataclass(frozen=True, slots=True)
class ForPassphrase:
    """The receiver is told this passphrase, by another way than the package."""

    code: CaseCode


Receiver = ForKey | ForPassphrase


def hand_over(members: Members, receiver: Receiver, *, now: datetime) -> Iterator[bytes]:
    """Return the package in pieces; nothing readable is kept on the way. Raises BadRecipient at once."""
    match receiver:
        case ForKey(recipient):
            return encrypt_stream(_zipped(members, None, now), recipient)
        case ForPassphrase(code):
            return _zipped(members, code.written, now)


def suffix_for(receiver: Receiver) -> str:
    """Return how the file of a package is named at its end."""
    return ".zip.age" if isinstance(receiver, ForKey) else ".zip"


def members_of(folder: Path) -> Members:
    """Yield the files of a case folder, without what only the building needs."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and name.parts[0] not in _LEFT_OUT and path.suffix != ".part":
            yield str(name), _pieces_of(path)


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _zipped(members: Members, passphrase: str | None, now: datetime) -> Iterator[bytes]:
    files: Iterable[tuple[str, datetime, int, Method, Iterable[bytes]]] = (
        (name, now, _MODE, ZIP_64, pieces) for name, pieces in members
    )
    return iter(stream_zip(files, password=passphrase))

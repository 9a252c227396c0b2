# SPDX-License-Identifier: Apache-2.0
"""Which files are meant by what a person names: files, folders and tar archives, in that order and one at a time.

An archive is read as a stream. Its members are copied to files whose names are ours, so that
no name in it leads anywhere; an archive inside an archive is not opened.
"""

import os
import stat
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from verweer.kernel import Bilingual, InputError, OutsideError

LARGEST_MEMBER = 2_000_000_000
MOST_MEMBERS = 1_000_000
_LARGEST_HEADER = 1_000_000
_HEAD = 512
_PIECE = 1_000_000
_TAR_MAGIC = slice(257, 262)
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_OTHERS = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd")
_WITH_A_LENGTH = frozenset({b"x", b"g", b"X", b"L", b"K"})  # Headers that are read whole: longer names, and so on.

ABSENT = Bilingual(
    nl="Kan niet worden gelezen: er is geen gewoon bestand met deze naam.",
    en="Cannot be read: there is no ordinary file of this name.",
)
CLOSED = Bilingual(
    nl="Mag niet worden gelezen; geef uzelf het recht om dit bestand te lezen.",
    en="May not be read; give yourself the right to read this file.",
)
NESTED = Bilingual(
    nl="Een archief in een archief wordt niet geopend; pak het eerst uit.",
    en="An archive inside an archive is not opened; unpack it first.",
)
FOREIGN = Bilingual(
    nl="Dit soort archief wordt niet geopend; pak het uit, of geef een tar.",
    en="This kind of archive is not opened; unpack it, or give a tar.",
)
LINKED = Bilingual(
    nl="Een verwijzing of apparaat in een archief wordt niet gevolgd.",
    en="A link or device inside an archive is not followed.",
)
LARGE = Bilingual(
    nl="Groter dan 2 GB; pak het archief uit en geef dit bestand apart.",
    en="Larger than 2 GB; unpack the archive and give this file by itself.",
)
MANY = Bilingual(
    nl="Dit en wat volgt wordt niet gelezen: het archief telt meer dan een miljoen bestanden.",
    en="This and what follows is not read: the archive holds more than a million files.",
)
BROKEN = Bilingual(
    nl="Het archief breekt hier af; haal het opnieuw op.", en="The archive breaks off here; fetch it again."
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read, and the name by which the person knows it; a copy of ours is removed after use."""

    name: str
    path: Path
    ours: bool = False

    def release(self) -> None:
        """Remove the copy."""
        if self.ours:
            self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Refused:
    """What is named but not read, and why."""

    name: str
    reason: Bilingual


class HugeHeader(InputError):
    """A header in an archive that would fill the memory."""


class NoRoomForMember(OutsideError):
    """The folder for temporary files is full or may not be written."""


class _Bounded(tarfile.TarInfo):
    """A member of an archive whose further headers are of ordinary size."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Refuse a header that is read whole and is too large for that."""
        member = super().frombuf(buf, encoding, errors)
        if member.type in _WITH_A_LENGTH and member.size > _LARGEST_HEADER:
            message = "A header in this archive is larger than 1 MB; make the archive anew."
            raise HugeHeader(message)
        return member


def files_meant(names: Iterable[str], folder: Path) -> Iterator[Source | Refused]:
    """Yield the files that are meant by names, in their order: a folder's by name, an archive's as they lie.

    Copies of an archive's members are kept in `folder` until they are released.
    """
    for name in names:
        if Path(name).is_dir():
            for path in _files_in(Path(name)):
                yield from _of_file(path, folder)
        else:
            yield from _of_file(Path(name), folder)


def _files_in(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(parent, file) for file in sorted(files))


def _of_file(path: Path, folder: Path) -> Iterator[Source | Refused]:
    name = str(path)
    try:
        head = _head_of(path)
    except PermissionError:
        yield Refused(name, CLOSED)
    except (OSError, ValueError):
        yield Refused(name, ABSENT)
    else:
        if head.startswith(_OTHERS):
            yield Refused(name, FOREIGN)
        elif head[_TAR_MAGIC] == b"ustar" or (head.startswith(_PACKED) and tarfile.is_tarfile(path)):
            yield from _members(path, folder)
        else:
            yield Source(name, path)


def _head_of(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):
        raise FileNotFoundError
    with path.open("rb") as file:
        return file.read(_HEAD)


def _members(archive: Path, folder: Path) -> Iterator[Source | Refused]:
    try:
        with tarfile.open(archive, "r|*", tarinfo=_Bounded) as stream:
            for count in range(MOST_MEMBERS + 1):
                if (member := stream.next()) is None:
                    return
                if not member.isdir():
                    name = f"{archive}/{member.name}"
                    yield _of_member(stream, member, name, folder) if count < MOST_MEMBERS else Refused(name, MANY)
                # Else each header is kept until the end.
                stream.members.clear()  # type: ignore[attr-defined]
    except (tarfile.TarError, EOFError):
        yield Refused(str(archive), BROKEN)
    except HugeHeader as cause:
        yield Refused(str(archive), cause.sentence)


def _of_member(stream: tarfile.TarFile, member: tarfile.TarInfo, name: str, folder: Path) -> Source | Refused:
    if not member.isreg():
        return Refused(name, LINKED)
    if member.size > LARGEST_MEMBER:
        return Refused(name, LARGE)
    content = stream.extractfile(member)
    if content is None:
        return Refused(name, LINKED)
    head = content.read(_HEAD)
    if head.startswith((*_OTHERS, *_PACKED)) or head[_TAR_MAGIC] == b"ustar":
        return Refused(name, NESTED)
    return Source(name, _copied(head, content, folder), ours=True)


def _copied(head: bytes, content: IO[bytes], folder: Path) -> Path:
    try:
        number, path = tempfile.mkstemp(dir=folder)
        with os.fdopen(number, "wb") as file:
            file.write(head)
            while piece := content.read(_PIECE):
                file.write(piece)
    except OSError as cause:
        message = (
            f"{folder.parent} cannot hold a file of the archive; make room there, or set TMPDIR to another folder."
        )
        raise NoRoomForMember(message) from cause
    return Path(path)

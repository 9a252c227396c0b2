# SPDX-License-Identifier: Apache-2.0
"""The files of people into a guard: read whole or refused, with a sentence that names nobody.

A list without a single name is refused, since a file that is being written looks just so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from verweer.guard import BadGuard, Guard, MalformedRegister, Register, Verdict, WrongKey, load_register
from verweer.guard.register import KEY_SIZE
from verweer.kernel import EvidenceError, InputError

if TYPE_CHECKING:
    from verweer.guard import FaceRegister

Seen = tuple[tuple[int, int, int] | None, ...]


class Which(StrEnum):
    """The lists of people."""

    PROTECTED = "protected"
    REGISTER = "register"
    FACES = "faces"


class UnusableList(InputError):
    """A list of people cannot be used; `which` says which one."""

    def __init__(self, sentence: str, *, which: Which) -> None:
        """Keep which list it is."""
        self.which = which
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the people come from, and the choices of the guard; a register comes with its key."""

    protected: Path | None = None
    register: Path | None = None
    key: Path | None = None
    faces: Path | None = None
    suggestive: Verdict = Verdict.REVIEW
    longest: int = 20_000
    turns: int = 8

    def seen(self) -> Seen:
        """Return how the files look from outside; it changes with every new file in their place."""
        faces = sorted(self.faces.glob("[!.]*")) if self.faces else ()
        return tuple(map(_seen, (self.protected, self.register, self.key, *faces)))


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What the files held when they looked like `seen`; None where there is no such list."""

    names: Sequence[str] | None
    register: Register | None
    faces: "FaceRegister | None"
    seen: Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """A guard with its people."""

    guard: Guard
    people: People

    @property
    def protected(self) -> int | None:
        """Return how many names are on the list of protected names."""
        return None if self.people.names is None else len(self.people.names)

    @property
    def registered(self) -> int | None:
        """Return how many people are in the register."""
        return None if self.people.register is None else len(self.people.register)

    @property
    def enrolled(self) -> int | None:
        """Return how many people are known by their face."""
        return None if self.people.faces is None else len(self.people.faces)


def read_people(sources: Sources) -> People:
    """Return who is in the files as they are now; raises UnusableList."""
    seen = sources.seen()
    return People(
        names=_names(sources.protected) if sources.protected is not None else None,
        register=_register(sources.register, sources.key) if sources.register and sources.key else None,
        faces=_faces(sources.faces) if sources.faces is not None else None,
        seen=seen,
    )


def made_lists(people: People, sources: Sources) -> Lists:
    """Return the guard of these people; raises UnusableList for a name that no guard takes."""
    names = people.names or ()
    try:
        return Lists(guard=_guard(names, people.register, sources), people=people)
    except BadGuard:
        place = _first_bad(names, sources)
        if place is None:
            raise
    # The guard's own sentence quotes the name.
    message = f"Name {place} of the list of protected names has no two letters; leave it out or write it in letters."
    raise UnusableList(message, which=Which.PROTECTED)


def _seen(file: Path | None) -> tuple[int, int, int] | None:
    try:
        told = file.stat() if file is not None else None
    except OSError:
        return None
    return None if told is None else (told.st_mtime_ns, told.st_size, told.st_ino)


def _names(file: Path) -> Sequence[str]:
    names = []
    for number, line in enumerate(_content(file, "list of protected names", which=Which.PROTECTED).split(b"\n"), 1):
        try:
            name = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError:
            message = f"Line {number} of the list of protected names is not UTF-8; save the file as UTF-8."
            raise UnusableList(message, which=Which.PROTECTED) from None
        if name:
            names.append(name)
    if not names:
        message = "The list of protected names holds no name; leave the option out when nobody is protected."
        raise UnusableList(message, which=Which.PROTECTED)
    return names


def _register(file: Path, key: Path) -> Register:
    secret = _content(key, "file with the register's key", which=Which.REGISTER)
    if len(secret) != KEY_SIZE:
        message = f"The file with the register's key must hold {KEY_SIZE} bytes; give the key under which it was made."
        raise UnusableList(message, which=Which.REGISTER)
    _content(file, "register of protected people", which=Which.REGISTER)
    try:
        register = load_register(file, secret)
    except WrongKey:
        message = "The key is not the one of the register; give the key under which it was made."
        raise UnusableList(message, which=Which.REGISTER) from None
    except (MalformedRegister, OSError):
        message = "The register of protected people is damaged; fetch it again."
        raise UnusableList(message, which=Which.REGISTER) from None
    if not len(register):
        message = "The register of protected people holds nobody; leave the option out when nobody enrolled."
        raise UnusableList(message, which=Which.REGISTER)
    return register


def _faces(folder: Path) -> "FaceRegister":
    """Return who enrolled their face, which may be nobody: the last of them may withdraw."""
    from verweer.guard import FaceRegister  # noqa: PLC0415 - prompts do not wait for what pictures need

    try:
        return FaceRegister.load(folder)
    except InputError:
        message = "The folder of enrolled faces cannot be read; name one that `verweer guard enrol` made."
    except EvidenceError:
        message = "The folder of enrolled faces is damaged, or holds a face without a consent; restore a backup."
    raise UnusableList(message, which=Which.FACES)


def _content(file: Path, what: str, *, which: Which) -> bytes:
    try:
        return file.read_bytes()
    except OSError as cause:
        message = f"The {what} cannot be read: {cause.strerror}."
        raise UnusableList(message, which=which) from None


def _guard(names: Sequence[str], register: Register | None, sources: Sources) -> Guard:
    return Guard(names, register=register, suggestive=sources.suggestive, longest=sources.longest, turns=sources.turns)


def _first_bad(names: Sequence[str], sources: Sources) -> int | None:
    """Return the number of the first name that no guard takes, found by halving."""
    if _is_taken(names, sources):
        return None
    first, end = 0, len(names)
    while end - first > 1:
        middle = (first + end) // 2
        if _is_taken(names[first:middle], sources):
            first = middle
        else:
            end = middle
    return first + 1


def _is_taken(names: Sequence[str], sources: Sources) -> bool:
    try:
        _guard(names, None, sources)
    except BadGuard:
        return False
    return True

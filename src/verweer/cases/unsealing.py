# SPDX-License-Identifier: Apache-2.0
"""A sealed case lies open for as long as the person is there with its key: in the working folder, and then wiped.

What came in or changed meanwhile is sealed to the case's key again. One at a time; what a
kill left open is wiped at the next use, when the case is erased, and by a restart of the machine.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from verweer.cases.folder import CaseFolder
from verweer.cases.models import Case
from verweer.cases.reading import SealedCase
from verweer.cases.store import erase_case, open_folder, sealed_folder, working_root
from verweer.intake import Refusal, Refused
from verweer.proof import Actor, names_in, seal_more, stream_sealed

LARGEST_CASE = 500_000_000
_ROOM_FOR_ALL = 3
"""The case, its ZIP made again, and what comes in beside it."""

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """Where a case can lie open: the folder of what comes in, and the case itself once it was opened."""

    arriving: Path
    case: CaseFolder


@contextmanager
def open_place(case_id: str) -> Iterator[OpenPlace]:
    """Give an empty place for one case, held for one request and wiped after it; raises BusyFolder."""
    working_root()
    place = open_folder(case_id)
    place.mkdir(exist_ok=True, mode=0o700)
    with CaseFolder(place).held():
        try:
            for name in ("in", "case"):
                shutil.rmtree(place / name, ignore_errors=True)
                (place / name).mkdir(mode=0o700)
            yield OpenPlace(arriving=place / "in", case=CaseFolder(place / "case"))
        finally:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def unsealed(case: Case, identity: str, place: OpenPlace, *, incoming: int) -> Iterator[CaseFolder]:
    """Open the case in its place, and seal what changed when all went well; raises Refused when it is too large."""
    sealed = SealedCase(folder=sealed_folder(case.id), identity=identity)
    names = sorted(sealed.names())
    _require_room(sealed.folder, place.arriving, incoming)
    for name in names:
        _open(sealed, name, place.case.path / name)
    before = _stamps(place.case.path)
    yield place.case
    after = _stamps(place.case.path)
    # The case's own list comes last: what it names is sealed by then.
    changed = sorted((name for name in before if after.get(name) != before[name]), key="case.json".__eq__)
    added = [name for name in after if name not in before]
    if added or changed:
        seal_more(place.case.path, sealed.folder, case.recipient, added=added, changed=changed)
    if not Case.objects.filter(id=case.id).exists():
        erase_case(case.id, actor=Actor.PROGRAM)


def _require_room(sealed: Path, arriving: Path, incoming: int) -> None:
    size = sum(file.stat().st_size for file in sealed.glob("*.age"))
    if size > LARGEST_CASE:
        raise Refused(Refusal.CASE_TOO_LARGE)
    if shutil.disk_usage(arriving).free < _ROOM_FOR_ALL * (size + incoming):
        raise Refused(Refusal.NO_ROOM)


def _open(sealed: SealedCase, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("wb") as file:
        for piece in stream_sealed(sealed.folder, name, sealed.identity):
            file.write(piece)


def _stamps(folder: Path) -> Mapping[str, Stamp]:
    held = {name: (folder / name).stat() for name in names_in(folder)}
    return {name: (each.st_ino, each.st_size, each.st_mtime_ns) for name, each in held.items()}

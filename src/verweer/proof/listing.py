# SPDX-License-Identifier: Apache-2.0
"""A list of every file of a folder with its digest, as `sha256sum` reads it, and whether the files still fit it.

A case folder's list is `files.sha256`; its digest is an event of the custody log, so that the
timestamps over the log cover every file. A dossier.zip carries its list as `SHA256SUMS`.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from verweer.kernel import Bilingual, Digest, EvidenceError, MalformedDigest
from verweer.proof.custody import Custody
from verweer.proof.model import Judged

LIST = "files.sha256"
SUMS = "SHA256SUMS"
LISTED = "files-listed"
_LARGEST_LIST = 50_000_000
_KEPT_BY_THE_PERSON = "facts.json"
_GROWING = ("custody.jsonl", "custody-stamps/")
_PASSING = ("work/", ".lock")
_LATE_STAMP = re.compile(r"evidence/\d+\.wacz\.[\w-]+\.ts[qr]")  # A token proves itself, whenever it came.


class UnreadableList(EvidenceError):
    """A list of files cannot be read as one."""


def list_files(folder: Path, custody: Custody) -> Digest:
    """Write the list of a folder's files and note its digest in the custody log, unless it was noted last time."""
    digest = write_list(folder)
    if digest.hex != _noted(custody.path):
        custody.append(LISTED, digest=digest.hex)
    return digest


def write_list(folder: Path) -> Digest:
    """Write the list of a folder's files, and return its digest."""
    names = sorted(name for name in _names_in(folder) if name != LIST)
    content = "".join(f"{Digest.of_file(folder / name)}  {name}\n" for name in names).encode()
    aside = folder / f".{LIST}.part"
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / LIST)
    return Digest.of(content)


def judge_list(folder: Path, name: str) -> Judged:
    """Return whether the files of a folder are those of its list."""
    try:
        content = _read(folder / name)
        listed = _parsed(content, name)
    except (UnreadableList, OSError) as cause:
        return Judged(file=name, problems=(Bilingual(nl=str(cause), en=str(cause)),))
    problems = list(_differences(folder, listed, name))
    noted = _noted(folder / "custody.jsonl") if name == LIST else None
    if noted is not None and noted != Digest.of(content).hex:
        problems.append(_OTHER_LIST)
    said = Bilingual(
        nl=f"{len(listed)} bestanden zijn die van de lijst{', en de lijst is die van het bewijslogboek' if noted else ''}.",
        en=f"{len(listed)} files are those of the list{', and the list is that of the custody log' if noted else ''}.",
    )
    left_out = _KEPT_BY_THE_PERSON in listed and not (folder / _KEPT_BY_THE_PERSON).exists()
    return Judged(
        file=name,
        proven=() if problems else (said,),
        unproven=(_FACTS_KEPT,) if left_out else (),
        problems=tuple(problems),
    )


def _differences(folder: Path, listed: Mapping[str, Digest], name: str) -> Iterator[Bilingual]:
    held = set(_names_in(folder)) - {LIST, SUMS}
    for path, digest in listed.items():
        if path not in held:
            if path != _KEPT_BY_THE_PERSON:
                yield Bilingual(nl=f"{path} ontbreekt.", en=f"{path} is missing.")
        elif Digest.of_file(folder / path) != digest:
            yield Bilingual(
                nl=f"{path} past niet bij de lijst {name}: een van beide is veranderd.",
                en=f"{path} does not fit the list {name}: one of the two was changed.",
            )
    for path in sorted(each for each in held - set(listed) if not _LATE_STAMP.fullmatch(each)):
        yield Bilingual(nl=f"{path} staat niet op de lijst {name}.", en=f"{path} is not on the list {name}.")


def _names_in(folder: Path) -> Iterator[str]:
    """Yield the files below a folder, without those that grow or pass."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        passes = name.startswith((*_GROWING, *_PASSING)) or name.endswith(".part")
        if path.is_file() and not path.is_symlink() and not passes:
            yield name


def _parsed(content: bytes, name: str) -> Mapping[str, Digest]:
    listed = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        digest, parted, path = line.partition("  ")
        try:
            listed[path] = Digest(digest)
        except MalformedDigest as cause:
            message = f"Line {number} of {name} cannot be read."
            raise UnreadableList(message) from cause
        if not parted or not path:
            message = f"Line {number} of {name} names no file."
            raise UnreadableList(message)
    return listed


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(_LARGEST_LIST + 1)
    if len(content) > _LARGEST_LIST:
        message = "The list is larger than a list can be."
        raise UnreadableList(message)
    return content


def _noted(log: Path) -> str | None:
    """Return the digest of the list that the custody log noted last."""
    if not log.exists():
        return None
    noted = None
    with log.open("rb") as lines:
        for line in lines:
            if f'"event":"{LISTED}"'.encode() in line:
                try:
                    noted = str(json.loads(line)["digest"])
                except (ValueError, KeyError, TypeError, RecursionError):
                    continue  # The log's own check tells of a line that cannot be read.
    return noted


_OTHER_LIST = Bilingual(
    nl="De lijst is niet die van het bewijslogboek: zij is later vervangen.",
    en="The list is not that of the custody log: it was replaced later.",
)
_FACTS_KEPT = Bilingual(
    nl="Wat de persoon zelf vertelde (facts.json): dat zit er niet bij.",
    en="What the person told (facts.json): that is not included.",
)

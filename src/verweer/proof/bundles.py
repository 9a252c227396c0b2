# SPDX-License-Identifier: Apache-2.0
"""A whole case in one file: opened aside, within bounds, and judged as the folder that it holds."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from verweer.kernel import Bilingual
from verweer.proof.model import Judged

_MOST_FILES = 100_000
_MOST_BYTES = 50_000_000_000
_ENCRYPTED = 0x1
_AGE = b"age-encryption.org/v1"
Judge = Callable[[Path], tuple[Judged, ...]]


def judge_bundle(path: Path, judge_folder: Judge) -> tuple[Judged, ...]:
    """Return what the files in a ZIP prove; the ZIP is read only when all of its names and sizes are sound."""
    try:
        with zipfile.ZipFile(path) as archive:
            problem = _problem(archive, room=shutil.disk_usage(tempfile.gettempdir()).free)
            if problem is not None:
                return (Judged(file=path.name, problems=(problem,)),)
            with tempfile.TemporaryDirectory(prefix="verweer-") as place:
                archive.extractall(place)
                return judge_folder(Path(place))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as cause:
        told = Bilingual(
            nl=f"{path.name} is geen leesbare ZIP: {type(cause).__name__}.",
            en=f"{path.name} is not a readable ZIP: {type(cause).__name__}.",
        )
        return (Judged(file=path.name, problems=(told,)),)


def is_bundle(path: Path) -> bool:
    """Return whether a file is a ZIP that holds a folder rather than one package."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "datapackage.json" not in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def is_encrypted(path: Path) -> bool:
    """Return whether a file is encrypted with age."""
    with path.open("rb") as file:
        return file.read(len(_AGE)) == _AGE


def _problem(archive: zipfile.ZipFile, *, room: int) -> Bilingual | None:
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return CLOSED
    names = [PurePosixPath(entry.filename) for entry in entries]
    if len(entries) > _MOST_FILES or any(name.is_absolute() or ".." in name.parts for name in names):
        return _HOSTILE
    if sum(entry.file_size for entry in entries) > min(_MOST_BYTES, room):
        return _TOO_LARGE
    return None


CLOSED = Bilingual(
    nl="Dit pakket is op slot. Open het eerst met de wachtzin of de sleutel, en kijk dan de map na.",
    en="This package is locked. Open it first with its passphrase or key, and then check the folder.",
)
_HOSTILE = Bilingual(
    nl="Dit pakket heeft namen die buiten zijn eigen map leiden, of te veel bestanden; het is niet uitgepakt.",
    en="This package has names that lead out of its own folder, or too many files; it was not unpacked.",
)
_TOO_LARGE = Bilingual(
    nl="Dit pakket is uitgepakt groter dan hier past; pak het elders uit en kijk dan de map na.",
    en="Unpacked, this package is larger than fits here; unpack it elsewhere and then check the folder.",
)

# SPDX-License-Identifier: Apache-2.0
"""Which files make up a bank now: one small file, replaced whole; who has read it needs no lock."""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path

from verweer.banks.files import write_whole
from verweer.banks.trouble import BankDamaged, NoBank

MANIFEST = "bank.json"
_FORMAT = "verweer-bank"
_VERSION = 1
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The segments, oldest first; the first journal that is not in them; the first number no item has in them."""

    generation: int
    segments: tuple[str, ...]
    journal: int
    next_number: int


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the bank's files into force; raises OSError."""
    told = _told(manifest)
    write_whole(folder / MANIFEST, [json.dumps({**told, "crc32": _checksum(told)}, indent=1).encode() + b"\n"])


def read_manifest(folder: Path) -> Manifest:
    """Return which files make up the bank; raises NoBank, BankDamaged."""
    file = folder / MANIFEST
    try:
        with file.open("rb") as stream:
            content = stream.read(_LARGEST)
    except (FileNotFoundError, NotADirectoryError) as cause:
        message = f"There is no bank in {folder}; `verweer bank create {folder}` makes one."
        raise NoBank(message) from cause
    try:
        told = json.loads(content)
        crc = told.pop("crc32")
        if told["format"] != _FORMAT or told["version"] != _VERSION:
            raise BankDamaged(file, "is of a version that this program does not know")
        manifest = Manifest(
            generation=int(told["generation"]),
            segments=tuple(str(name) for name in told["segments"]),
            journal=int(told["journal"]),
            next_number=int(told["next_number"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise BankDamaged(file, "cannot be read") from cause
    as_written = json.dumps({**_told(manifest), "crc32": crc}, indent=1).encode() + b"\n"
    if crc != _checksum(_told(manifest)) or content != as_written:
        raise BankDamaged(file, "holds changed bytes")
    return manifest


def _told(manifest: Manifest) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "generation": manifest.generation,
        "segments": list(manifest.segments),
        "journal": manifest.journal,
        "next_number": manifest.next_number,
    }


def _checksum(told: dict[str, object]) -> int:
    return zlib.crc32(json.dumps(told).encode())

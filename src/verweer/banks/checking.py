# SPDX-License-Identifier: Apache-2.0
"""Every byte of a bank's files read and checked, and each damage told by file and place."""

from collections.abc import Iterator
from pathlib import Path

from verweer.banks.holdings import journal_name, read_holdings
from verweer.banks.journal import HEADER_BYTES, frames_from
from verweer.banks.manifest import read_manifest
from verweer.banks.segment import damages_of
from verweer.banks.trouble import BankDamaged


def damages_in(folder: Path) -> tuple[str, ...]:
    """Return one sentence for each damage; raises NoBank."""
    return tuple(dict.fromkeys(_damages(folder)))


def _damages(folder: Path) -> Iterator[str]:
    try:
        manifest = read_manifest(folder)
    except BankDamaged as damage:
        yield str(damage)
        return
    for name in manifest.segments:
        yield from damages_of(folder / name)
    number = manifest.journal
    while (file := folder / journal_name(number)).exists() or number == manifest.journal:
        try:
            for _ in frames_from(file, HEADER_BYTES):
                pass
        except FileNotFoundError:
            yield str(BankDamaged(file, "is missing"))
        except BankDamaged as damage:
            yield str(damage)
        number += 1
    try:
        read_holdings(folder)
    except BankDamaged as damage:
        yield str(damage)

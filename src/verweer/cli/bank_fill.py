# SPDX-License-Identifier: Apache-2.0
"""`verweer bank fill`: many pictures and videos into a bank, an item each."""

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from verweer.banks import BadItem, Bank, open_bank
from verweer.banks.records import check_item
from verweer.cli.exits import INPUT
from verweer.cli.many_files import FileSign, counted, names_meant, printable
from verweer.fingerprints import Fingerprinter, Unreadable
from verweer.fingerprints.bulk import in_parallel, processes_here
from verweer.fingerprints.carrying import StoredPrints
from verweer.fingerprints.reporting import Ladder
from verweer.fingerprints.sources import ABSENT, Refused, Source, files_meant
from verweer.kernel import Bilingual, Language

_SECONDS = 120.0
_TOGETHER = 32
"""So many files are kept at once: a stop loses no more of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    item: str
    found: StoredPrints | Bilingual


@dataclass(slots=True)
class _Counts:
    added: int = 0
    known: int = 0
    refused: int = 0


@click.command("fill")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True)
@click.option("--crops", is_flag=True, help="Store 121 crops of each picture as well, 12 kB each.")
@click.option(
    "--replace", is_flag=True, help="Read files again whose names are in the bank, and put them in their place."
)
@click.option("--language", type=click.Choice([one.value for one in Language]), default="en", help="Of the reasons.")
def fill(folder: Path, files: tuple[str, ...], *, crops: bool, replace: bool, language: str) -> int:
    """Add FILES: pictures, videos, folders of them, tar archives; `-` reads names from standard input.

    Each file is an item of its own, by its name as it was given or found. Only hashes are kept. What is in the bank
    already is passed over, so a run that was stopped is simply begun again. Exit code 65 when any file was not added.
    """
    began, counts = time.monotonic(), _Counts()
    sign = FileSign(began, shown=sys.stderr.isatty())
    ladder = Ladder.CROPS if crops else Ladder.NONE
    with open_bank(folder, write=True) as bank, tempfile.TemporaryDirectory(prefix="verweer-") as room:
        known = None if replace else bank
        rows = in_parallel(
            _new(files_meant(names_meant(files), Path(room)), known, counts),
            lambda fingerprinter, source: _read(fingerprinter, source, ladder),
            processes=processes_here(),
            seconds=_SECONDS,
        )
        for batch in _batches(rows):
            sign.clear()
            _keep(bank, batch, counts, Language(language), replace=replace)
            sign.show(counts.added + counts.refused)
    sign.clear()
    click.echo(
        f"added {counted(counts.added)} in {time.monotonic() - began:.1f} s; {counts.known} were in the bank already, "
        f"{counts.refused} could not be added"
    )
    return INPUT if counts.refused else 0


def _new(sources: Iterator[Source | Refused], known: Bank | None, counts: _Counts) -> Iterator[Source | Refused]:
    """Yield the files that are not in the bank yet, each name once."""
    seen: set[str] = set()
    for source in sources:
        if isinstance(source, Source) and (source.name in seen or (known is not None and source.name in known)):
            counts.known += 1
            source.release()
            continue
        seen.add(source.name)
        yield source


def _read(fingerprinter: Fingerprinter, source: Source | Refused, ladder: Ladder) -> _Read:
    if isinstance(source, Refused):
        return _Read(item=source.name, found=source.reason)
    try:
        found = fingerprinter.stored(source.path, ladder)
    except OSError:  # It has gone since it was named.
        return _Read(item=source.name, found=ABSENT)
    return _Read(item=source.name, found=found.reason if isinstance(found, Unreadable) else found)


def _batches(rows: Iterator[_Read]) -> Iterator[list[_Read]]:
    batch: list[_Read] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _keep(bank: Bank, batch: list[_Read], counts: _Counts, language: Language, *, replace: bool) -> None:
    new = []
    for row in batch:
        if isinstance(row.found, Bilingual):
            counts.refused += 1
            click.echo(f"{printable(row.item)}: {row.found.in_(language)}", err=True)
            continue
        try:
            check_item(row.item, row.found.rows)
        except BadItem as bad:
            counts.refused += 1
            click.echo(f"{printable(row.item)}: {bad}", err=True)
            continue
        new.append((row.item, row.found.rows))
        if row.found.read_until is not None:
            click.echo(
                f"{printable(row.item)} was read up to second {row.found.read_until:g} only; what follows is not found.",
                err=True,
            )
    counts.added += bank.add_many(new, replace=replace)

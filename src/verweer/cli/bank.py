# SPDX-License-Identifier: Apache-2.0
"""`verweer bank`: make, fill, tell and check a durable bank of hashes."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
import numpy as np

from verweer.banks import Bank, BankStatus, Opinion, damages_in, open_bank
from verweer.cli.bank_fill import fill
from verweer.cli.exits import EVIDENCE
from verweer.cli.telling import print_json
from verweer.exchange import ListedHash, ListFormat, parse_hash, read_hash_list, written_hash_list
from verweer.fingerprints import PDQ_BYTES, Pdq, Rows, Space, Unreadable, running_fingerprinter
from verweer.fingerprints.carrying import StoredPrints
from verweer.fingerprints.reporting import Ladder
from verweer.fingerprints.rows import joined_rows
from verweer.kernel import InputError, system_clock

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))
_FORM = click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in ListFormat]),
    default=ListFormat.CSV.value,
    show_default=True,
    help="How the list is written.",
)
_REPLACE = click.option("--replace", is_flag=True, help="Let an item take the place of one of the same name.")
_SECONDS = 120.0
_JSON = click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")


class NothingToAdd(InputError):
    """What was named gives no hash."""


@click.group("bank")
def bank_group() -> None:
    """Keep hashes in a bank: a folder that one process writes and any number search."""


bank_group.add_command(fill)


@bank_group.command("create")
@_FOLDER
def create(folder: Path) -> None:
    """Make an empty bank in a new or empty folder."""
    Bank.create(folder).close()
    click.echo(f"made an empty bank in {folder}")


@bank_group.command("add")
@_FOLDER
@click.argument("item")
@click.argument("hashes", nargs=-1)
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The picture or video from which the hashes are made; only they are kept.",
)
@click.option("--crops", is_flag=True, help="Store 121 crops of each picture as well, 12 kB each.")
@_REPLACE
def add(folder: Path, item: str, hashes: tuple[str, ...], *, file: Path | None, crops: bool, replace: bool) -> None:
    """Add one item, by its hashes (64 hexadecimal digits each), by its file, or both."""
    if not hashes and file is None:
        message = "Name at least one hash of 64 hexadecimal digits, or a file with --file."
        raise NothingToAdd(message)
    listed = [
        ListedHash(item=item, pdq=parse_hash(one, f"Hash {number}")) for number, one in enumerate(hashes, start=1)
    ]
    stored = _of_file(file, Ladder.CROPS if crops else Ladder.NONE) if file else None
    tables = [{Space.PDQ: _rows(listed)}, *([stored.rows] if stored else [])]
    rows = {space: joined_rows([table[space] for table in tables if space in table]) for space in Space}
    with open_bank(folder, write=True) as bank:
        bank.add(item, {space: table for space, table in rows.items() if len(table)}, replace=replace)
    click.echo(f"added {item} with {sum(len(table) for table in rows.values())} hashes")
    if stored and stored.read_until is not None:
        click.echo(f"{file} was read up to second {stored.read_until:g} only; what follows is not found.", err=True)


def _of_file(file: Path, ladder: Ladder) -> StoredPrints:
    with running_fingerprinter(_SECONDS) as fingerprinter:
        stored = fingerprinter.stored(file, ladder)
    if isinstance(stored, Unreadable):
        message = f"{file}: {stored.reason.en}"
        raise NothingToAdd(message)
    return stored


@bank_group.command("remove")
@_FOLDER
@click.argument("items", nargs=-1, required=True)
def remove(folder: Path, items: tuple[str, ...]) -> None:
    """Remove items by name: all of them or, when one is unknown, none."""
    with open_bank(folder, write=True) as bank:
        bank.remove_many(items)
    click.echo(f"removed {len(items)} items")


@bank_group.command("opinion")
@_FOLDER
@click.argument("items", nargs=-1, required=True)
@click.option(
    "--opinion",
    type=click.Choice([opinion.value for opinion in Opinion]),
    required=True,
    help="What people said who looked at a match; `none` takes back what was said.",
)
def give_opinion(folder: Path, items: tuple[str, ...], *, opinion: str) -> None:
    """Keep what people said about items that matched: what was disputed or rejected is at most `possible` from then on."""
    with open_bank(folder, write=True) as bank:
        bank.say(items, Opinion(opinion))
    click.echo(f"{opinion}: {', '.join(items)}")


@bank_group.command("import")
@_FOLDER
@click.argument("hash_list", metavar="LIST", type=click.File("rb"))
@_FORM
@_REPLACE
@_JSON
def import_list(folder: Path, hash_list: BinaryIO, form: str, *, replace: bool, json_wanted: bool) -> None:
    """Add the items of a list, and remove those that it tells to be withdrawn; `-` reads it from the input."""
    listed = read_hash_list(hash_list.read(), ListFormat(form))
    items: dict[str, list[ListedHash]] = {}
    for one in listed.hashes:
        items.setdefault(one.item, []).append(one)
    # StopNCII names a hash by itself, so the same name always is the same hash.
    is_by_hash = form == ListFormat.STOPNCII
    with open_bank(folder, write=True) as bank:
        new = {item: hashes for item, hashes in items.items() if not (is_by_hash and item in bank)}
        added = bank.add_many(((item, {Space.PDQ: _rows(hashes)}) for item, hashes in new.items()), replace=replace)
        gone = [item for item in listed.gone if item in bank]
        if gone:
            bank.remove_many(gone)
    told = {"added": added, "removed": len(gone), "known": len(items) - len(new), "passed_over": listed.passed_over}
    if json_wanted:
        print_json(told)
        return
    click.echo(", ".join(f"{count} {word.replace('_', ' ')}" for word, count in told.items()))


@bank_group.command("export")
@_FOLDER
@click.option("--out", type=click.File("wb"), required=True, help="The file to write; `-` prints it.")
@_FORM
def export(folder: Path, out: BinaryIO, form: str) -> None:
    """Write all items with their picture hashes as a list."""
    with open_bank(folder) as bank:
        out.write(written_hash_list(_listed(bank), ListFormat(form), moment=int(system_clock().timestamp())))


@bank_group.command("status")
@_FOLDER
@_JSON
def status(folder: Path, *, json_wanted: bool) -> None:
    """Tell how much a bank holds."""
    with open_bank(folder) as bank:
        told = bank.status()
    if json_wanted:
        print_json(_as_json(told))
        return
    for name, value in _as_json(told).items():
        click.echo(f"{name.replace('_', ' ')}: {value}")


@bank_group.command("compact")
@_FOLDER
def compact(folder: Path) -> None:
    """Join all files of a bank into one segment, without what was removed."""
    with open_bank(folder, write=True) as bank:
        bank.compact()
        told = bank.status()
    click.echo(f"one segment with {sum(told.hashes.values())} hashes of {told.items} items, {told.file_bytes} bytes")


@bank_group.command("verify")
@_FOLDER
@_JSON
def verify(folder: Path, *, json_wanted: bool) -> int:
    """Read every byte of a bank and tell each damage; exit code 70 when there is any."""
    damages = damages_in(folder)
    if json_wanted:
        print_json({"damages": list(damages)})
    else:
        click.echo("\n".join(damages) or "every byte is as it was written")
    return EVIDENCE if damages else 0


def _rows(listed: list[ListedHash]) -> Rows:
    hashes = np.frombuffer(b"".join(one.pdq.bits for one in listed), np.uint8).reshape(-1, PDQ_BYTES)
    return Rows(hashes=hashes, details=np.array([one.detail for one in listed], np.uint64))


def _listed(bank: Bank) -> Iterator[ListedHash]:
    for item, rows in bank.items():
        table = rows.get(Space.PDQ)
        if table is None:
            continue
        for bits, detail in zip(table.hashes, table.details.tolist(), strict=True):
            yield ListedHash(item=item, pdq=Pdq(bits.tobytes()), detail=detail)


def _as_json(told: BankStatus) -> dict[str, object]:
    by_space = {f"hashes_{space}": count for space, count in told.hashes.items()}
    return {
        "items": told.items,
        **by_space,
        "removed_waiting": told.removed_waiting,
        **{opinion.value: count for opinion, count in told.opinions.items()},
        "segments": told.segments,
        "bands": [list(told.bands[space]) for space in Space],
        "hashes_in_journals": told.hashes_in_journals,
        "generation": told.generation,
        "file_bytes": told.file_bytes,
    }

# SPDX-License-Identifier: Apache-2.0
"""`verweer scan`: stream archives of hashes past a bank."""

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from verweer.banks import (
    MATCH_RADIUS,
    Columns,
    Scanned,
    Sighting,
    Wanted,
    archive_files,
    open_bank,
    row_count,
    scan,
)
from verweer.cli.telling import print_json
from verweer.fingerprints import Space


@click.command("scan")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--bank", "folder", required=True, type=click.Path(path_type=Path), help="The bank to look for.")
@click.option(
    "--radius", type=click.IntRange(0, 256), default=MATCH_RADIUS, show_default=True, help="Bits that may differ."
)
@click.option(
    "--space",
    type=click.Choice([space.value for space in Space]),
    default=Space.PDQ.value,
    show_default=True,
    help="Which kind of hash the archive holds.",
)
@click.option("--threads", type=click.IntRange(1, 256), default=os.cpu_count() or 1, help="Default: one a core.")
@click.option("--hash-column", default="hash", show_default=True, help="The column of hashes in Parquet files.")
@click.option("--id-column", default="id", show_default=True, help="The column of ids, where there is one.")
@click.option("--quiet", is_flag=True, help="Tell no progress.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def scan_archives(  # noqa: PLR0913 - one for each word of the command
    paths: tuple[Path, ...],
    folder: Path,
    *,
    radius: int,
    space: str,
    threads: int,
    hash_column: str,
    id_column: str,
    quiet: bool,
    json_wanted: bool,
) -> None:
    """Find the hashes of archives (raw or Parquet, files or folders) that are near those of a bank.

    Prints CSV: file, row (from 0), the archive's id, the bank's item, distance in bits.
    """
    files = archive_files(paths)
    total = sum(row_count(file) for file in files)
    with open_bank(folder) as bank:
        wanted = Wanted(
            bank=bank,
            space=Space(space),
            radius=radius,
            threads=threads,
            columns=Columns(hashes=hash_column, ids=id_column),
        )
        chunks = _telling(scan(files, wanted), total, is_quiet=quiet)
        if json_wanted:
            print_json([_as_json(sighting) for chunk in chunks for sighting in chunk.sightings])
            return
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("file", "row", "id", "item", "distance"))
        for chunk in chunks:
            writer.writerows(_as_json(sighting).values() for sighting in chunk.sightings)


def _telling(chunks: Iterator[Scanned], total: int, *, is_quiet: bool) -> Iterator[Scanned]:
    """Pass chunks on, telling how far it is where a person reads along."""
    done = 0
    for chunk in chunks:
        yield chunk
        done += chunk.hashes
        if not is_quiet and sys.stderr.isatty():
            click.echo(f"\r{done:,} of {total:,} hashes", err=True, nl=done == total)


def _as_json(sighting: Sighting) -> dict[str, object]:
    return {
        "file": str(sighting.file),
        "row": sighting.row,
        "id": None if sighting.archive_id is None else str(sighting.archive_id),
        "item": sighting.item,
        "distance": sighting.distance,
    }

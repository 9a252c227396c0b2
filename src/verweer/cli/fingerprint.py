# SPDX-License-Identifier: Apache-2.0
"""`verweer fingerprint`: the hashes of files, folders and archives, many at once."""

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from verweer.cli.exits import INPUT
from verweer.cli.fingerprint_kinds import KINDS, Hashed, look
from verweer.cli.many_files import FileSign, counted, names_meant, printable
from verweer.fingerprints import Fingerprint, Fingerprinter
from verweer.fingerprints.bulk import in_parallel, processes_here
from verweer.fingerprints.sources import ABSENT, Refused, Source, files_meant
from verweer.kernel import Bilingual, Language
from verweer.media import MediaKind
from verweer.media.lengths import missing_end

_SECONDS = 60.0
_WIDEST = len("dihedral:antitranspose") + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What is told of one file; `problem` says why it has no fingerprint, `note` that it breaks off."""

    file: str
    fingerprint: Fingerprint | None = None
    hashes: tuple[Hashed, ...] = ()
    problem: Bilingual | None = None
    note: Bilingual | None = None


class _Kinds(click.ParamType[tuple[str, ...]]):
    """Names of kinds with commas between them."""

    name = "kinds"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the names, each once; refuse a word that is no kind."""
        names = tuple(dict.fromkeys(value.split(",")))
        if unknown := [name for name in names if name not in KINDS]:
            self.fail(f"{unknown[0]!r} is no kind; the kinds are {', '.join(KINDS)}.", param, ctx)
        return names


@click.command("fingerprint")
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--kinds",
    type=_Kinds(),
    default="pdq",
    show_default=True,
    help="Which hashes, with commas: " + "; ".join(f"{name}, {kind.told}" for name, kind in KINDS.items()) + ".",
)
@click.option("--json", "as_json", is_flag=True, help="Tell each file as one line of JSON.")
@click.option("--language", type=click.Choice([one.value for one in Language]), default="en", help="Of the reasons.")
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=processes_here,
    show_default="one for each core",
    help="How many files are decoded at the same time.",
)
def fingerprint(files: tuple[str, ...], *, kinds: tuple[str, ...], as_json: bool, language: str, processes: int) -> int:
    """Make the hashes of FILES: pictures, videos, folders of them, tar archives; `-` reads names from standard input.

    Nothing leaves this machine. Exit code 65 when any file gave no fingerprint.
    """
    began, counts, spoken = time.monotonic(), [0, 0], Language(language)
    sign = FileSign(began, shown=sys.stderr.isatty())
    with tempfile.TemporaryDirectory(prefix="verweer-") as folder:
        rows = in_parallel(
            files_meant(names_meant(files), Path(folder)),
            lambda fingerprinter, source: _look(fingerprinter, source, kinds),
            processes=processes,
            seconds=_SECONDS,
        )
        for row in rows:
            sign.clear()
            _tell(row, spoken, as_json=as_json)
            counts = [counts[0] + 1, counts[1] + (row.problem is not None)]
            sign.show(counts[0])
    sign.clear()
    spent = time.monotonic() - began
    click.echo(
        f"{counted(counts[0])} in {spent:.1f} s, {counts[0] / spent:.1f} a second; {counts[1]} gave no fingerprint.",
        err=True,
    )
    return INPUT if counts[1] else 0


def _look(fingerprinter: Fingerprinter, source: Source | Refused, kinds: Sequence[str]) -> _Row:
    if isinstance(source, Refused):
        return _Row(file=source.name, problem=source.reason)
    try:
        looked = look(fingerprinter, source.path, kinds)
        hashes = tuple(hashed for kind in kinds for hashed in KINDS[kind].hashes(looked))
        note = _broken_off(source, looked.fingerprint)
    except OSError:  # It has gone since it was named.
        return _Row(file=source.name, problem=ABSENT)
    return _Row(file=source.name, fingerprint=looked.fingerprint, hashes=hashes, problem=looked.problem, note=note)


def _broken_off(source: Source, found: Fingerprint | None) -> Bilingual | None:
    """Return that a video breaks off, and until which second it was seen."""
    broken = missing_end(source.path) if found and found.kind is MediaKind.VIDEO else None
    if found is None or broken is None:
        return None
    second = f"{found.frames[-1].second:g}"
    return Bilingual(
        nl=f"{broken.sentence.nl} De laatste gelezen seconde is {second}.",
        en=f"{broken.sentence.en} The last second that was read is {second}.",
    )


def _tell(row: _Row, language: Language, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_as_json(row, language), ensure_ascii=False))
        return
    for hashed in row.hashes:
        kind = f"{hashed.kind}:{hashed.way}" if hashed.way else hashed.kind
        quality = "" if hashed.quality is None else str(hashed.quality)
        moves = row.fingerprint is not None and row.fingerprint.kind is MediaKind.VIDEO
        second = f"{hashed.second:g} s" if moves and hashed.second is not None else ""
        click.echo(f"{kind:<{_WIDEST}}{hashed.hash:<66}{quality:>3}{second:>10}  {printable(row.file)}")
    for sentence in (row.problem, row.note):
        if sentence:
            click.echo(f"{printable(row.file)}: {sentence.in_(language)}", err=True)


def _as_json(row: _Row, language: Language) -> dict[str, object]:
    told: dict[str, object] = {"file": row.file.encode(errors="backslashreplace").decode()}
    if found := row.fingerprint:
        told |= {"type": found.kind.value, "bytes": found.byte_length, "width": found.width, "height": found.height}
        if found.seconds is not None:
            told["seconds"] = found.seconds
    told["hashes"] = [
        {name: value for name, value in asdict(hashed).items() if value is not None} for hashed in row.hashes
    ]
    if row.problem:
        told["problem"] = row.problem.in_(language)
    if row.note:
        told["note"] = row.note.in_(language)
    return told

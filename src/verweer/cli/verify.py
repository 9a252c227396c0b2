# SPDX-License-Identifier: Apache-2.0
"""`verweer verify`: what a package or a case folder proves, offline."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from verweer.cli.exits import EVIDENCE
from verweer.kernel import InputError, Language
from verweer.proof import Judged, judge


@click.command("verify")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--roots", type=click.Path(path_type=Path), help="Timestamp authorities to trust (PEM).")
@click.option("--language", type=click.Choice([one.value for one in Language]), default="nl", help="Of the sentences.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def verify(path: Path, roots: Path | None, language: str, *, json_wanted: bool) -> int:
    """Check a package (.wacz) or a whole case folder. Nothing leaves this machine. Exit code 70 when anything is broken."""
    for given in (path, roots):
        if given is not None and not given.exists():
            message = f"{given} is not there; name a package, a case folder or a file of authorities."
            raise InputError(message)
    judged, spoken = judge(path, roots=roots), Language(language)
    sound = not any(each.problems for each in judged)
    if json_wanted:
        told = {"sound": sound, "files": [_row(each, spoken) for each in judged]}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(line for each in judged for line in _lines(each, spoken)))
    return 0 if sound else EVIDENCE


def _row(judged: Judged, language: Language) -> dict[str, object]:
    return {
        "file": judged.file,
        "sound": not judged.problems,
        "proven": [one.in_(language) for one in judged.proven],
        "unproven": [one.in_(language) for one in judged.unproven],
        "problems": [one.in_(language) for one in judged.problems],
    }


_HEADINGS = {
    Language.DUTCH: ("KLOPT NIET", "klopt", "fout", "bewezen", "niet bewezen"),
    Language.ENGLISH: ("BROKEN", "sound", "broken", "proven", "not proven"),
}


def _lines(judged: Judged, language: Language) -> Iterator[str]:
    bad, good, broken, proven, unproven = _HEADINGS[language]
    yield f"{judged.file}: {bad if judged.problems else good}"
    yield from (f"  {broken}: {one.in_(language)}" for one in judged.problems)
    yield from (f"  {proven}: {one.in_(language)}" for one in judged.proven)
    yield from (f"  {unproven}: {one.in_(language)}" for one in judged.unproven)

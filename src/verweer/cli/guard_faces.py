# SPDX-License-Identifier: Apache-2.0
"""`verweer guard enrol` and `verweer guard withdraw`: whose face the guard knows, with their consent, and until when."""

from pathlib import Path

import click

from verweer.guard import Consent, FaceRegister, Protects
from verweer.guard.confined import running_reader
from verweer.kernel import InputError, parse_moment
from verweer.matching.templates import Person

_PATH = click.Path(path_type=Path)


@click.command("enrol")
@click.argument("folder", type=_PATH)
@click.argument("reference")
@click.option("--picture", "pictures", multiple=True, required=True, type=_PATH, help="A picture of them alone.")
@click.option("--consented", required=True, help="When they consented, as 2026-11-29T10:00:00+01:00.")
@click.option("--to", required=True, multiple=True, type=click.Choice(["sexual", "edits"]), help="To what; repeatable.")
@click.option("--adult", is_flag=True, help="They are 18 or older.")
def enrol(
    folder: Path, reference: str, *, pictures: tuple[Path, ...], consented: str, to: tuple[str, ...], adult: bool
) -> None:
    """Enrol somebody who consented, by pictures of their face, under a REFERENCE that is no name.

    FOLDER keeps templates and the consent, never a picture.
    """
    consent = Consent(given=parse_moment(consented), to=frozenset(Protects(each) for each in to), is_adult=adult)
    people = FaceRegister.load(folder) if folder.exists() else FaceRegister()
    with running_reader() as reader:
        people.enrol(Person(reference), [reader.pixels(picture) for picture in pictures], consent)
    people.save(folder)
    click.echo(f"{reference}: enrolled, {len(people)} in all.")


@click.command("withdraw")
@click.argument("folder", type=_PATH)
@click.argument("reference")
def withdraw(folder: Path, reference: str) -> None:
    """Forget somebody who was enrolled in FOLDER; delete older backups of it yourself."""
    people = FaceRegister.load(folder)
    if not people.withdraw(Person(reference)):
        message = f"{reference} is not enrolled in {folder}. Name a reference under which somebody was."
        raise InputError(message)
    people.save(folder)
    click.echo(f"{reference}: forgotten, {len(people)} left.")

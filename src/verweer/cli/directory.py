# SPDX-License-Identifier: Apache-2.0
"""`verweer directory`: the intermediaries that are known, and how well; yours besides ours."""

from collections.abc import Iterator
from datetime import date, timedelta

import click

from verweer.cli.exits import INPUT
from verweer.cli.telling import as_json, print_json
from verweer.kernel import InputError, system_clock
from verweer.parties import Directory, Entry, PartyKind, Purpose
from verweer.site.environment import read_environment

_FRESH_DAYS = 180
_INTERMEDIARIES = frozenset(
    {
        PartyKind.PLATFORM,
        PartyKind.PLATFORM_MICRO,
        PartyKind.PLATFORM_VLOP,
        PartyKind.HOSTING,
        PartyKind.SEARCH_ENGINE,
        PartyKind.CDN,
        PartyKind.REGISTRAR,
        PartyKind.REGISTRY,
        PartyKind.APP_STORE,
        PartyKind.MESSAGING,
    }
)


@click.group("directory")
def directory_group() -> None:
    """Look at the directory of intermediaries; your own files in VERWEER_DIRECTORY come besides ours."""


@directory_group.command("list")
@click.option("--kind", help="Only of this kind, as platform or hosting.")
@click.option("--country", help="Only of this country, two letters.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def list_directory(kind: str | None, country: str | None, *, json_wanted: bool) -> None:
    """List every intermediary."""
    chosen = [one for one in _entries() if kind in {None, one.kind} and country in {None, one.country}]
    if json_wanted:
        print_json([as_json(one) for one in chosen])
        return
    for one in chosen:
        checked = f"verified {one.verified}" if one.verified else f"{one.confidence}, never verified"
        click.echo(f"{one.id:<24} {one.kind:<24} {one.country or '--'}  {one.name}  ({checked})")
    click.echo(f"{len(chosen)} intermediaries")


@directory_group.command("show")
@click.argument("identity")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def show_entry(identity: str, *, json_wanted: bool) -> None:
    """Show one intermediary whole."""
    entry = next((one for one in _entries() if one.id == identity), None)
    if entry is None:
        message = f"There is no intermediary {identity!r}; `verweer directory list` names them all."
        raise InputError(message)
    if json_wanted:
        print_json(as_json(entry))
        return
    click.echo("\n".join(_told(entry)))


@directory_group.command("check")
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(0),
    default=_FRESH_DAYS,
    show_default=True,
    help="Days after which an entry is old.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def check_directory(days: int, *, json_wanted: bool) -> int:
    """Tell which files are faulty, which entries are old, and which were never verified."""
    directory, faults = Directory.read_all(read_environment().directory)
    before = system_clock().date() - timedelta(days=days)
    entries = sorted(directory.entries.values(), key=lambda one: one.id)
    old = [one.id for one in entries if one.verified and one.verified < before]
    never = [one.id for one in entries if one.verified is None]
    if json_wanted:
        print_json(
            {"entries": len(entries), "faults": [str(fault) for fault in faults], "old": old, "never_verified": never}
        )
        return INPUT if faults else 0
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"Older than {days} days ({len(old)}): {', '.join(old) or 'none'}")
    click.echo(f"Never verified ({len(never)}): {', '.join(never) or 'none'}")
    click.echo(f"{len(entries)} intermediaries, {len(faults)} faulty files")
    return INPUT if faults else 0


def _entries() -> list[Entry]:
    directory, _ = Directory.read_all(read_environment().directory)
    return sorted(directory.entries.values(), key=lambda one: one.id)


def _told(entry: Entry) -> Iterator[str]:
    yield f"{entry.name} ({entry.kind})"
    untold = "not known" if entry.kind in _INTERMEDIARIES else ""
    points = [contact.address for contact in entry.contacts if contact.purpose is Purpose.DSA_POINT]
    rows: tuple[tuple[str, str | date | None], ...] = (
        ("legal entity", entry.legal_entity),
        ("country", entry.country),
        ("size", entry.size),
        ("domains", ", ".join((*entry.domains, *entry.hosts))),
        ("EU representative", entry.representative or untold),
        ("DSA contact point", ", ".join(points) or untold),
        ("passes the notifier's name on", entry.passes_name),
        ("terms", f"{entry.terms.paraphrase.en} {entry.terms.link}" if entry.terms else untold),
        ("note", entry.note.en if entry.note else ""),
        ("source", entry.source),
        ("confidence", entry.confidence),
        ("verified", entry.verified or "never: look on their own site before you use it"),
    )
    yield from (f"  {name}: {value}" for name, value in rows if value)
    for contact in entry.contacts:
        account = {True: ", account needed", False: ", no account needed", None: ""}[contact.account]
        yield f"  {contact.purpose} by {contact.channel}: {contact.address}{account}"

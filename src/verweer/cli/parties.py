# SPDX-License-Identifier: Apache-2.0
"""`verweer parties`: everyone behind a link, from the link alone, or behind a captured package."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from verweer.cli.telling import as_json, print_json
from verweer.egress import outside_client, running_guard
from verweer.evidence import reopen_package
from verweer.kernel import Bilingual, InputError, Language, Link, system_clock
from verweer.parties import Directory, OutsideLookups, Party, Told, Trace, find_parties, without_visit
from verweer.site.environment import read_environment
from verweer.site.wiring import outside_from


@click.command("parties")
@click.argument("link_or_package")
@click.option("--language", type=click.Choice([one.value for one in Language]), default="nl", help="Of the reasons.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON, as `verweer plan --parties` reads it.")
def parties(link_or_package: str, language: str, *, json_wanted: bool) -> None:
    """Find everyone behind a link who can end it. The site itself is not visited; registers and DNS are asked."""
    trace = _traced(link_or_package)
    if json_wanted:
        print_json(as_json(replace(trace, replies=())))
        return
    click.echo("\n".join(_told(trace, Language(language))))


def _traced(given: str) -> Trace:
    environment, now = read_environment(), system_clock()
    outside = outside_from(environment)
    package = Path(given)
    if package.suffix == ".wacz" and not package.is_file():
        message = f"{package} is not there. Name a package, or a link that begins with https://."
        raise InputError(message)
    with (
        running_guard(outside.egress) as guard,
        outside_client(guard, outside.egress) as client,
    ):
        lookups = OutsideLookups(
            client=client,
            guard=guard,
            sources=outside.sources,
            cache=outside.register_lists,
        )
        capture = (
            reopen_package(package)
            if package.suffix == ".wacz"
            else without_visit(Link.parse(given), 1, lookups=lookups, at=now)
        )
        directory, faults = Directory.read_all(outside.directory)
        trace = find_parties(
            [capture],
            lookups=lookups,
            directory=directory,
            told=Told(),
            at=now,
            progress=lambda _done, _total: None,
        )
    gaps = (Bilingual(nl=str(fault), en=str(fault)) for fault in faults)
    return replace(trace, gaps=(*trace.gaps, *gaps))


def _told(trace: Trace, language: Language) -> Iterator[str]:
    for party in trace.parties:
        yield from _of_party(party, language)
    for mark in trace.marks:
        yield f"mark: {mark.kind} {mark.value}"
    for owner in trace.owners:
        yield f"most likely one owner: {', '.join(owner.sites)} (same {'; '.join(owner.marks)})"
    yield from (f"not found out: {gap.in_(language)}" for gap in trace.gaps)
    yield f"{len(trace.parties)} parties"


def _of_party(party: Party, language: Language) -> Iterator[str]:
    country = f", {party.country}" if party.country else ""
    yield f"{party.name} ({party.kind}{country}), {party.certainty}; can: {', '.join(sorted(party.powers)) or 'nothing known'}"
    if party.masked:
        yield "    the real host is hidden behind a CDN"
    yield from (f"    {reason.seen.in_(language)} [{reason.source}]" for reason in party.reasons)
    yield from (f"    {contact.channel}: {contact.address} [{contact.source}]" for contact in party.contacts)
    if not party.verified and (party.contacts or party.listed):
        yield "    these details were never verified: look on their own site before you use them"

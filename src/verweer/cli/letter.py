# SPDX-License-Identifier: Apache-2.0
"""`verweer letter`: the letter templates, and what a letter looks like, for editors and lawyers."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from verweer.cli.telling import read_input
from verweer.exchange import read_facts
from verweer.kernel import Bilingual, InputError, system_clock
from verweer.notices import LetterLanguage, draft_letter, has_letter, letter_files, plain_text, speaks, template_names
from verweer.parties import Certainty, Channel, Contact, Party, PartyKind, Reason
from verweer.remedies import ZONE, Facts, Refusal, Track, YesNoUnsure, load_law, plan_tracks

_EXAMPLE = b"""
language = "nl"
adult = "yes"
material = "fake"
first_knowledge = 2026-11-01
links = ["https://site.example/page"]
person = "Fenna Duinker"
search_names = ["Fenna Duinker"]
tools = ["Droombeeld"]
payments_seen = ["KluisPay"]
[sender]
kind = "helper"
name = "Mila de Graaf"
organisation = "Hulplijn Kustlicht"
email = "zaken@kustlicht.example"
"""


@click.group("letter")
def letter_group() -> None:
    """Look at the letters. Nothing is ever sent."""


@letter_group.command("list")
def list_letters() -> None:
    """List every remedy that has a letter, with its template."""
    for remedy in sorted(load_law().values(), key=lambda one: one.id):
        if remedy.template:
            click.echo(f"{remedy.id:<18} {remedy.template:<20} {remedy.name.en}")
    click.echo(f"{len(template_names())} templates")


@letter_group.command("preview")
@click.argument("remedy")
@click.option(
    "--facts", "facts_file", type=click.Path(path_type=Path), help="A facts file; an invented case otherwise."
)
@click.option("--language", type=click.Choice([one.value for one in LetterLanguage]), default="nl")
@click.option("--pdf", "pdf_file", type=click.Path(path_type=Path), help="Write the PDF to this file instead.")
def preview(remedy: str, facts_file: Path | None, language: str, pdf_file: Path | None) -> None:
    """Show the letter of a remedy with an invented addressee, as text or as PDF."""
    now = system_clock()
    content = read_input(facts_file, "a facts file") if facts_file else _EXAMPLE
    facts = read_facts(content, today=now.astimezone(ZONE).date())
    track, facts = _track_of(remedy, facts, now)
    spoken = LetterLanguage(language)
    if not speaks(track.template or "", spoken):
        message = f"The letter of {remedy} is not there in {language}; choose nl or en."
        raise InputError(message)
    letter = draft_letter(track, facts, exhibits=(), day=now.astimezone(ZONE).date(), language=spoken)
    if pdf_file is None:
        click.echo(plain_text(letter))
        return
    pdf_file.write_bytes(letter_files(letter, message_id="preview@verweer.invalid", moment=now)["pdf"])
    click.echo(f"{pdf_file} is written. It is a preview; do not send it.")


def _track_of(identity: str, facts: Facts, now: datetime) -> tuple[Track, Facts]:
    """Return a track of the remedy, with invented parties and earlier refusals where it needs them."""
    if identity not in load_law():
        message = f"There is no remedy {identity!r}; `verweer letter list` names those with a letter."
        raise InputError(message)
    reached = [_party(kind, name, country, facts, now) for kind, name, country in _invented()]
    parties = (*reached, replace(reached[0], key="platform:ver weg", name="Ver weg", contacts=(), country=None))
    refused = tuple(
        Refusal(remedy=before, by=party.name, on=facts.first_knowledge)
        for before in ("eu.dsa.16", "eu.gdpr.17", "us.tida")
        for party in parties
    )
    dropped = Refusal(remedy="nl.sv.aangifte", by="politie", on=facts.first_knowledge)
    worlds = (
        facts,
        replace(facts, refusals=(*refused, dropped), police_refused=True, prosecution=True, own_photo=True),
        replace(facts, refusals=refused, jurisdiction="BE", countries=("AU", "GB", "IT", "US")),
        replace(facts, uploader=replace(facts.uploader, known=True, contact_is_safe=True)),
        replace(facts, adult=YesNoUnsure.NO),
    )
    for world in worlds:
        for track in plan_tracks(world, parties, law=load_law(), now=now).tracks:
            if track.remedy.id == identity and has_letter(track):
                return track, world
    message = f"{identity} has no letter of its own; `verweer letter list` names those that do."
    raise InputError(message)


def _invented() -> list[tuple[PartyKind, str, str | None]]:
    kinds = [(kind, f"Voorbeeld {kind.value}", None) for kind in PartyKind]
    return [
        *kinds,
        (PartyKind.SEARCH_ENGINE, "google", "IE"),
        (PartyKind.SEARCH_ENGINE, "bing", "IE"),
        (PartyKind.CARD_SCHEME, "mastercard", "BE"),
        (PartyKind.HASH_BANK, "stopncii", "GB"),
        (PartyKind.HOSTING, "Voorbeeldhost", "NL"),
        (PartyKind.REGISTRY, "Voorbeeldregister", "NL"),
        (PartyKind.PLATFORM, "Voorbeeldplatform", "US"),
    ]


def _party(kind: PartyKind, name: str, country: str | None, facts: Facts, now: datetime) -> Party:
    seen = Bilingual(nl="verzonnen voor dit voorbeeld", en="invented for this preview")
    return Party(
        key=f"{kind.value}:{name.lower()}",
        kind=kind,
        name=name,
        links=facts.links,
        reasons=(Reason(hop="preview", seen=seen, source="preview", at=now),),
        certainty=Certainty.POSSIBLE,
        powers=frozenset(),
        contacts=(Contact(channel=Channel.EMAIL, address="abuse@voorbeeld.example", source="preview"),),
        country=country,
    )

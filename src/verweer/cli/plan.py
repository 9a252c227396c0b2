# SPDX-License-Identifier: Apache-2.0
"""`verweer plan`: from a facts file, and parties if known, to tracks with reasons; nothing is visited."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from verweer.cli.telling import print_json, read_input
from verweer.exchange import read_facts
from verweer.kernel import InputError, Language, system_clock
from verweer.parties import Party, Trace
from verweer.remedies import ZONE, Deadline, LeftOut, Plan, Track, load_law, plan_tracks

_NOON = 12


@click.command("plan")
@click.argument("facts_file", type=click.Path(path_type=Path))
@click.option(
    "--parties",
    "parties_file",
    type=click.Path(path_type=Path),
    help="A parties.json of a case or of `verweer parties --json`; `-` reads it from standard input.",
)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Plan as on this day instead of today.")
@click.option("--explain", is_flag=True, help="Tell also what was left out, and why not.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def plan(
    facts_file: Path, parties_file: Path | None, day: datetime | None, *, explain: bool, json_wanted: bool
) -> None:
    """Tell what can be done: which right, against whom, why, and which clock runs. This is not legal advice."""
    now = day.replace(hour=_NOON, tzinfo=ZONE) if day else system_clock()
    facts = read_facts(read_input(facts_file, "a facts file; examples/ has some"), today=now.astimezone(ZONE).date())
    parties = _parties(parties_file) if parties_file else ()
    made = plan_tracks(facts, parties, law=load_law(), now=now, captured_links=facts.links)
    if json_wanted:
        print_json(plan_as_json(made, facts.language))
        return
    click.echo("\n".join(_told(made, facts.language, explain=explain)))


def plan_as_json(made: Plan, language: Language) -> dict[str, object]:
    """Return a plan as other programs read it."""
    return {
        "stops": list(made.stops),
        "warnings": [warning.in_(language) for warning in made.warnings],
        "tracks": [_track(track, language) for track in made.tracks],
        "left_out": [_left_out(each, language) for each in made.left_out],
    }


def _track(track: Track, language: Language) -> dict[str, object]:
    return {
        "id": track.id,
        "remedy": track.remedy.id,
        "name": track.remedy.name.in_(language),
        "party": track.party.key if track.party else None,
        "stage": track.stage,
        "effect": track.remedy.effect,
        "rules": list(track.rules),
        "why": [why.in_(language) for why in track.why],
        "missing": [missing.in_(language) for missing in track.missing],
        "lacks": list(track.lacks),
        "after": list(track.after),
        "grounds": [ground.id for ground in track.grounds],
        "deadlines": [_deadline(deadline, language) for deadline in track.deadlines],
        "letter": track.template,
        "confidence": track.remedy.confidence,
        "is_law": track.remedy.reads_as_law,
    }


def _deadline(deadline: Deadline, language: Language) -> dict[str, object]:
    return {
        "date": deadline.due.astimezone(ZONE).isoformat() if deadline.due else None,
        "kind": deadline.nature,
        "who": deadline.actor,
        "what": deadline.what.in_(language),
        "computation": deadline.computed.in_(language),
    }


def _left_out(each: LeftOut, language: Language) -> dict[str, object]:
    return {
        "remedy": each.remedy.id,
        "name": each.remedy.name.in_(language),
        "why_not": each.why_not.in_(language),
    }


def _parties(path: Path) -> tuple[Party, ...]:
    content = sys.stdin.buffer.read() if str(path) == "-" else read_input(path, "a parties.json of a case")
    try:
        return TypeAdapter(Trace).validate_json(content).parties
    except ValidationError as cause:
        fault = cause.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in fault["loc"]) or "the file"
        message = f"{path} does not hold parties as Verweer writes them: {place}: {fault['msg']}."
        raise InputError(message) from cause


def _told(made: Plan, language: Language, *, explain: bool) -> Iterator[str]:
    yield from (f"! {warning.in_(language)}" for warning in made.warnings)
    for track in made.tracks:
        to = f" -> {track.party.name}" if track.party else ""
        yield f"\n[{track.stage}] {track.remedy.name.in_(language)}{to}  ({track.remedy.id})"
        yield f"    {track.remedy.effect}; {track.remedy.law.in_(language)}"
        yield from (f"    why: {why.in_(language)}" for why in track.why)
        yield from (f"    needs: {missing.in_(language)}" for missing in track.missing)
        yield from (
            f"    {deadline.what.in_(language)}: {deadline.computed.in_(language)}" for deadline in track.deadlines
        )
    unverified = dict.fromkeys(track.party.name for track in made.tracks if track.party and not track.party.verified)
    if unverified:
        yield f"\nNever verified, look on their own site first: {'; '.join(unverified)}"
    if explain:
        yield "\nLeft out:"
        yield from (f"  {each.remedy.id:<18} {each.why_not.in_(language)}" for each in made.left_out)
    yield f"\n{len(made.tracks)} tracks, {len(made.left_out)} left out. This is not legal advice."

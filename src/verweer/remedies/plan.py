# SPDX-License-Identifier: Apache-2.0
"""Facts, parties and a date in; tracks out, each with why, and what was left out with why not.

Pure: the same input gives the same plan. The rules carry the numbers under which
docs/law.md explains them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from verweer.kernel import Bilingual
from verweer.parties import Party
from verweer.remedies import justice, ways
from verweer.remedies import reasons as said
from verweer.remedies.demands import demands
from verweer.remedies.facts import Facts, YesNoUnsure
from verweer.remedies.law import Law
from verweer.remedies.leaving_out import why_not
from verweer.remedies.model import LeftOut, Plan, Stage, Stop, Track
from verweer.remedies.situation import Situation

_SOON = timedelta(days=30)
_WAYS = (
    justice.support,
    justice.police,
    ways.removal,
    ways.infrastructure,
    ways.search,
    ways.copies,
    ways.personal_data,
    ways.income,
    justice.identification,
    demands,
    ways.tools,
    justice.after_the_report,
    ways.authorities,
    justice.abroad,
    justice.courts,
)


def plan_tracks(
    facts: Facts, parties: Sequence[Party], *, law: Law, now: datetime, captured_links: Collection[str] = ()
) -> Plan:
    """Return what can be done, what stops the rest, and what was left out."""
    situation = Situation(facts, tuple(sorted(parties, key=lambda party: party.key)), law, now)
    stops = tuple(_stops(facts))
    tracks = _holding(_tracks(situation, stops), situation.today)
    return Plan(
        tracks=tracks,
        left_out=_left_out(situation, tracks),
        warnings=tuple(_warnings(situation, stops, captured=bool(captured_links))),
        stops=stops,
    )


def _stops(facts: Facts) -> Iterable[Stop]:
    """Yield what must be minded before anything else; the first that closes a way closes it."""
    told = {
        Stop.MINOR: facts.adult is not YesNoUnsure.YES,
        Stop.DANGER: facts.danger,
        Stop.EXTORTION: facts.extortion,
        Stop.CONSENTED: facts.consented,
        Stop.SATIRE: facts.satire_or_public_interest is not YesNoUnsure.NO,
    }
    return (stop for stop, holds in told.items() if holds)


def _tracks(situation: Situation, stops: Collection[Stop]) -> tuple[Track, ...]:
    if Stop.MINOR in stops:
        return tuple(justice.for_minors(situation))
    if Stop.CONSENTED in stops:
        # Every letter says that there was no consent: none may go out.
        open_ways = (*justice.support(situation), *justice.courts(situation))
        return tuple(replace(track, template=None) for track in open_ways)
    if Stop.SATIRE in stops:
        # R17 stops notices; R00 and R16 send whoever is in danger to the police all the same.
        threatened = {Stop.DANGER, Stop.EXTORTION}.intersection(stops)
        police = justice.police(situation) if threatened else ()
        return (*justice.support(situation), *police, *justice.courts(situation))
    return tuple(track for way in _WAYS for track in way(situation))


def _holding(tracks: Sequence[Track], today: date) -> tuple[Track, ...]:
    """Return the tracks whose remedy holds today, and those that are for information only."""
    held = [track for track in tracks if track.stage is Stage.INFORMATION or track.remedy.in_force(today)]
    ids = {track.id for track in held}
    return tuple(replace(track, after=tuple(before for before in track.after if before in ids)) for track in held)


def _warnings(situation: Situation, stops: Collection[Stop], *, captured: bool) -> Iterable[Bilingual]:
    if Stop.MINOR in stops:
        yield said.STOPS[Stop.MINOR]
        return
    safety = [said.STOPS[stop] for stop in (Stop.DANGER, Stop.EXTORTION) if stop in stops]
    others = [said.STOPS[stop] for stop in (Stop.CONSENTED, Stop.SATIRE) if stop in stops]
    if situation.facts.jurisdiction != "NL":
        others.append(said.OTHER_LAW)
    last = situation.deadlines(situation.law["nl.sv.klacht"])[0].due
    clock = [said.klacht_clock(last, situation.now)] if last else []
    near = last is not None and last - situation.now < _SOON
    yield from (*safety, *clock, *others) if near else (*safety, *others, *clock)
    if not captured:
        yield said.NOTHING_CAPTURED


def _left_out(situation: Situation, tracks: Sequence[Track]) -> tuple[LeftOut, ...]:
    used = {track.remedy.id for track in tracks} | {ground.id for track in tracks for ground in track.grounds}
    return tuple(
        LeftOut(remedy=remedy, why_not=why_not(remedy, situation.facts, situation.today, used))
        for identity, remedy in sorted(situation.law.items())
        if identity not in used
    )

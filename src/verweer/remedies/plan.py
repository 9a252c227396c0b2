# SPDX-License-Identifier: Apache-2.0
"""Facts, parties and a date in; tracks out, each with why, and what was left out with why not.

Pure: the same input gives the same plan. The rules carry the numbers under which
docs/law.md explains them.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from verweer.kernel import Bilingual, Digest
from verweer.parties import Party, PartyKind
from verweer.remedies import reasons as said
from verweer.remedies.deadlines import ZONE, due
from verweer.remedies.facts import Facts, Material, SenderKind, YesNoUnsure
from verweer.remedies.grounds import KLACHT_OFFENCES, citable, offences, removal_grounds
from verweer.remedies.law import Law
from verweer.remedies.model import LeftOut, Plan, Stage, Track
from verweer.remedies.remedy import Deadline, Remedy, Start

_PLATFORMS = frozenset({PartyKind.PLATFORM, PartyKind.PLATFORM_MICRO, PartyKind.PLATFORM_VLOP})
_STORERS = _PLATFORMS | {PartyKind.HOSTING}
_SOON = timedelta(days=30)
_SAFE = re.compile(r"[a-z_]+:[a-z0-9.-]{1,60}")
_UNSAFE = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class _Case:
    facts: Facts
    parties: tuple[Party, ...]
    law: Law
    now: datetime

    def of(self, kinds: Collection[PartyKind]) -> tuple[Party, ...]:
        return tuple(party for party in self.parties if party.kind in kinds)

    @property
    def signs_self(self) -> bool:
        """Return whether the notifier, whose name the addressee learns, is the person depicted."""
        return self.facts.sender.kind is SenderKind.SELF

    def track(  # noqa: PLR0913 - a track has this many independent parts
        self,
        identity: str,
        party: Party | None,
        *,
        why: Iterable[Bilingual],
        rules: tuple[str, ...],
        grounds: tuple[Remedy, ...] = (),
        missing: Iterable[Bilingual] = (),
        stage: Stage = Stage.NOW,
        shares_name: bool = False,
    ) -> Track:
        remedy = self.law[identity]
        return Track(
            id=track_id(identity, party),
            remedy=remedy,
            party=party,
            links=party.links if party else tuple(dict.fromkeys(link for each in self.parties for link in each.links)),
            stage=stage,
            why=tuple(why),
            rules=rules,
            missing=(*missing, *(_no_contact(party) if party else ())),
            deadlines=self.deadlines(remedy),
            grounds=grounds,
            shares_name=shares_name,
        )

    def deadlines(self, remedy: Remedy) -> tuple[Deadline, ...]:
        known = datetime.combine(self.facts.first_knowledge, time(), ZONE)
        starts = {Start.FIRST_KNOWLEDGE: known, Start.SENT: self.now, Start.RECEIVED: self.now}
        return tuple(due(term, starts.get(term.starts)) for term in remedy.terms)


def plan_tracks(
    facts: Facts, parties: Sequence[Party], *, law: Law, now: datetime, captured_links: Collection[str] = ()
) -> Plan:
    """Return what can be done. A minor or a person who may be one gets no tracks here (R01)."""
    case = _Case(facts, tuple(sorted(parties, key=lambda party: party.key)), law, now)
    tracks: tuple[Track, ...]
    if facts.adult is not YesNoUnsure.YES:
        return Plan(tracks=(), left_out=_left_out(law, (), facts, now), warnings=(said.MINOR,))
    if facts.consented:
        # Every letter says that there was no consent: none may go out.
        tracks = tuple(track for track in (*_support(case), *_courts(case)) if track.remedy.template is None)
    elif facts.satire_or_public_interest is not YesNoUnsure.NO:
        # R17 stops takedown notices; R00 and R16 send whoever is in danger to the police all the same.
        tracks = (*_support(case), *(_police(case) if facts.danger or facts.extortion else ()), *_courts(case))
    else:
        tracks = _all_tracks(case)
    return Plan(
        tracks=tracks,
        left_out=_left_out(law, tracks, facts, now),
        warnings=_warnings(case, captured=bool(captured_links)),
    )


def track_id(identity: str, party: Party | None) -> str:
    """Return a stable name for a track that is fit for a file, and no other party's."""
    if party is None:
        return identity
    name = _UNSAFE.sub("-", party.key.lower()).strip("-.")[:80]
    if _SAFE.fullmatch(party.key):
        return f"{identity}--{name}"
    # Two firms may differ only in what a file name cannot hold ("Foo, Inc." and "Foo Inc").
    return f"{identity}--{name}-{Digest.of(party.key.encode()).hex[:8]}"


def _all_tracks(case: _Case) -> tuple[Track, ...]:
    ways = (
        _support,
        _police,
        _removal,
        _search,
        _hash_bank,
        _erasure,
        _income,
        _identification,
        _demand,
        _tool,
        _courts,
    )
    return tuple(track for way in ways for track in way(case))


def _support(case: _Case) -> Iterable[Track]:
    yield case.track("nl.offlimits", None, why=(said.SUPPORT,), rules=("R00", "R02"))
    yield case.track("nl.slachtofferhulp", None, why=(said.SUPPORT,), rules=("R00",))


def _police(case: _Case) -> Iterable[Track]:
    grounds = offences(case.facts, case.law)
    why = [said.OFFENCE]
    if case.facts.made_before is not None:
        why.append(said.BY_DATE)
    if case.facts.material is Material.OBVIOUS_FAKE:
        why.append(said.OBVIOUS_FAKE)
    if case.facts.extortion:
        why.append(said.EXTORTION)
    rules = ("R09" if case.facts.uploader.known else "R08", "R12", *(("R16",) if case.facts.extortion else ()))
    yield case.track("nl.sv.aangifte", None, why=why, rules=rules, grounds=grounds, missing=(said.SIGNATURE,))
    upon_complaint = tuple(ground for ground in grounds if ground.id in KLACHT_OFFENCES)
    yield case.track(
        "nl.sv.klacht", None, why=(said.KLACHT,), rules=("R09",), grounds=upon_complaint, missing=(said.SIGNATURE,)
    )


def _removal(case: _Case) -> Iterable[Track]:
    if case.facts.private_group_only:
        return
    grounds = removal_grounds(case.facts, case.law)
    for party in case.of(_STORERS):
        why = said.STORES_MEDIA if party.kind is PartyKind.HOSTING else said.SHOWS
        rule = {PartyKind.HOSTING: "R05", PartyKind.PLATFORM_VLOP: "R02", PartyKind.PLATFORM_MICRO: "R04"}
        yield case.track(
            "eu.dsa.16",
            party,
            why=(why,),
            rules=(rule.get(party.kind, "R03"),),
            grounds=grounds,
            shares_name=case.signs_self,
        )
        if party.kind is PartyKind.HOSTING and party.country == "NL":
            yield case.track(
                "nl.ntd", party, why=(said.DUTCH_HOST,), rules=("R05",), grounds=grounds, shares_name=case.signs_self
            )
    for party in case.of({PartyKind.CDN}):
        yield case.track("infra.cdn", party, why=(said.MASKS,), rules=("R05", "R06"), grounds=grounds)
    for party in case.of({PartyKind.REGISTRAR}):
        yield case.track(
            "infra.registrar", party, why=(said.REGISTERED,), rules=("R06",), grounds=grounds, stage=Stage.NEXT
        )


def _search(case: _Case) -> Iterable[Track]:
    for party in case.of({PartyKind.SEARCH_ENGINE}):
        name = party.key.lower()
        identity = next((own for own in ("google", "bing") if own in name), None)
        missing = () if case.facts.search_names else (said.NO_SEARCH_NAMES,)
        if identity:
            yield case.track(f"search.{identity}", party, why=(said.INDEXES,), rules=("R02", "R10"), missing=missing)
        else:
            yield case.track("search.rtbf", party, why=(said.INDEXES,), rules=("R06", "R18"), missing=missing)


def _hash_bank(case: _Case) -> Iterable[Track]:
    missing = () if case.facts.has_the_file else (said.NEEDS_FILE,)
    for party in case.of({PartyKind.HASH_BANK}):
        if "take" not in party.key.lower():
            yield case.track("hash.stopncii", party, why=(said.COPIES,), rules=("R02", "R15"), missing=missing)


def _erasure(case: _Case) -> Iterable[Track]:
    if case.facts.private_group_only:  # R15: the household exemption may apply (GDPR art. 2(2)(c)).
        return
    for party in case.of(_PLATFORMS):
        yield case.track("eu.gdpr.17", party, why=(said.PERSONAL_DATA,), rules=("R18",), shares_name=True)


def _income(case: _Case) -> Iterable[Track]:
    grounds = removal_grounds(case.facts, case.law)
    for party in case.of({PartyKind.PAYMENT}):
        yield case.track("pay.psp", party, why=(said.EARNS,), rules=("R13",), grounds=grounds)
    for party in case.of({PartyKind.CARD_SCHEME}):
        if "mastercard" in party.key.lower():
            yield case.track("pay.mc5196", party, why=(said.CARD,), rules=("R13",), grounds=grounds, stage=Stage.NEXT)


def _identification(case: _Case) -> Iterable[Track]:
    if case.facts.uploader.known:
        return
    for party in case.of(_STORERS):
        yield case.track("nl.lycos", party, why=(said.UNKNOWN_UPLOADER,), rules=("R08",), shares_name=case.signs_self)


def _demand(case: _Case) -> Iterable[Track]:
    grounds = citable(["nl.aw.21", "eu.gdpr.17"], case.law)
    uploader = case.facts.uploader
    if uploader.known and uploader.contact_is_safe:
        for party in case.of({PartyKind.UPLOADER}):
            yield case.track("nl.bw.6-162", party, why=(said.KNOWN_UPLOADER,), rules=("R09",), grounds=grounds)
    if case.facts.material is Material.OBVIOUS_FAKE:
        for party in case.of(_PLATFORMS):
            yield case.track("nl.bw.6-162", party, why=(said.OBVIOUS_FAKE,), rules=("R11",), grounds=grounds)


def _tool(case: _Case) -> Iterable[Track]:
    today = case.now.astimezone(ZONE).date()
    banned = case.law["eu.aia.5-ncii"].in_force(today)
    grounds = citable(["eu.aia.5-ncii"], case.law)
    for party in case.of({PartyKind.GENERATOR}):
        why = (said.MADE_IT, said.BAN_APPLIES if banned else said.BAN_COMING)
        yield case.track("genai.report", party, why=why, rules=("R14",), grounds=grounds)


def _courts(case: _Case) -> Iterable[Track]:
    yield case.track("nl.rv.kortgeding", None, why=(said.COURT,), rules=("R02",), stage=Stage.INFORMATION)
    yield case.track("nl.block", None, why=(said.CONTESTED,), rules=("R06",), stage=Stage.INFORMATION)


def _no_contact(party: Party) -> tuple[Bilingual, ...]:
    return () if party.contacts else (said.NO_CONTACT,)


def _warnings(case: _Case, *, captured: bool) -> tuple[Bilingual, ...]:
    facts = case.facts
    told = []
    if facts.danger:
        told.append(said.DANGER)
    if facts.extortion:
        told.append(said.NEVER_PAY)
    if facts.consented:
        told.append(said.CONSENTED)
    if facts.jurisdiction != "NL":
        told.append(said.OTHER_LAW)
    if facts.satire_or_public_interest is not YesNoUnsure.NO:
        told.append(said.SATIRE)
    klacht = case.deadlines(case.law["nl.sv.klacht"])[0].due
    safety_first = len({said.DANGER, said.NEVER_PAY}.intersection(told))
    if klacht is not None:
        told.insert(safety_first if klacht - case.now < _SOON else len(told), said.klacht_clock(klacht, case.now))
    if not captured:
        told.append(said.NOTHING_CAPTURED)
    return tuple(told)


def _left_out(law: Law, tracks: Sequence[Track], facts: Facts, now: datetime) -> tuple[LeftOut, ...]:
    used = {track.remedy.id for track in tracks} | {ground.id for track in tracks for ground in track.grounds}
    today = now.astimezone(ZONE).date()
    return tuple(
        LeftOut(remedy=remedy, why_not=said.why_not(remedy, facts, today))
        for identity, remedy in sorted(law.items())
        if identity not in used
    )

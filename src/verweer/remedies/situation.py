# SPDX-License-Identifier: Apache-2.0
"""What the planner looks at: facts, parties, law and the moment, and how a track is made of them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit

from verweer.kernel import Bilingual, Digest
from verweer.parties import Party, PartyKind, registrable_domain
from verweer.remedies import reasons as said
from verweer.remedies.deadlines import ZONE, due
from verweer.remedies.facts import Facts, Material, Refusal, SenderKind
from verweer.remedies.law import Law
from verweer.remedies.model import Lack, Stage, Track
from verweer.remedies.remedy import Deadline, Remedy, Start

PLATFORMS = frozenset({PartyKind.PLATFORM, PartyKind.PLATFORM_MICRO, PartyKind.PLATFORM_VLOP})
STORERS = PLATFORMS | {PartyKind.HOSTING}
EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905 - a list of thirty words
)
_SAFE = re.compile(r"[a-z_]+:[a-z0-9.-]{1,60}")
_UNSAFE = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Situation:
    """One case at one moment; the parties are sorted by their keys."""

    facts: Facts
    parties: tuple[Party, ...]
    law: Law
    now: datetime

    @property
    def today(self) -> date:
        """Return the day in the Netherlands."""
        return self.now.astimezone(ZONE).date()

    @property
    def signs_self(self) -> bool:
        """Return whether the notifier, whose name the addressee learns, is the person depicted."""
        return self.facts.sender.kind is SenderKind.SELF

    @property
    def fake(self) -> bool:
        """Return whether the material is told to be fake."""
        return self.facts.material in {Material.FAKE, Material.OBVIOUS_FAKE}

    @property
    def countries(self) -> frozenset[str]:
        """Return where the person lives and where else the case plays."""
        return frozenset({self.facts.jurisdiction, *self.facts.countries})

    def cited(self, *identities: str) -> tuple[Remedy, ...]:
        """Return those that may be cited as law and hold today; offences go by the day of the act instead."""
        named = (self.law[identity] for identity in identities)
        return tuple(remedy for remedy in named if remedy.reads_as_law and remedy.in_force(self.today))

    def of(self, *kinds: PartyKind) -> tuple[Party, ...]:
        """Return the parties of these kinds."""
        return tuple(party for party in self.parties if party.kind in kinds)

    def refused(self, remedies: Collection[str], party: Party | None = None) -> Refusal | None:
        """Return the first refusal of one of these remedies, by this party or by anyone."""
        return next((each for each in self._refusals(party) if each.remedy in remedies), None)

    def _refusals(self, party: Party | None) -> tuple[Refusal, ...]:
        return tuple(each for each in self.facts.refusals if party is None or _is_by(each, party))

    def track(  # noqa: PLR0913 - a track has this many independent parts
        self,
        identity: str,
        party: Party | None = None,
        *,
        why: Iterable[Bilingual],
        rules: tuple[str, ...],
        grounds: tuple[Remedy, ...] = (),
        missing: Iterable[Bilingual] = (),
        lacks: Iterable[Lack] = (),
        stage: Stage = Stage.NOW,
        after: tuple[str, ...] = (),
        decided: date | None = None,
        shares_name: bool = False,
        template: str | None = "",
    ) -> Track:
        """Return a track; `template` is the remedy's own unless another, or none, is given."""
        remedy, lacking = self.law[identity], tuple(lacks)
        return Track(
            id=track_id(identity, party),
            remedy=remedy,
            party=party,
            links=party.links if party else tuple(dict.fromkeys(link for each in self.parties for link in each.links)),
            stage=stage,
            why=tuple(why),
            rules=rules,
            missing=(*missing, *(said.LACKING[lack] for lack in lacking), *_no_contact(party)),
            lacks=lacking,
            deadlines=self.deadlines(remedy, party, decided=decided),
            grounds=grounds,
            after=after,
            refusals=self._refusals(party),
            shares_name=shares_name,
            template=remedy.template if template == "" else template,
        )

    def deadlines(
        self, remedy: Remedy, party: Party | None = None, *, decided: date | None = None
    ) -> tuple[Deadline, ...]:
        """Return the deadlines of a remedy that is used now; what has not happened yet has no date."""
        starts = {
            Start.FIRST_KNOWLEDGE: _midnight(self.facts.first_knowledge),
            Start.SENT: self.now,
            Start.RECEIVED: self.now,
            Start.DECISION: _midnight(decided) if decided else None,
        }
        country = (party.country if party else None) or self.facts.jurisdiction
        kind = party.kind if party else None
        return tuple(
            due(term, starts.get(term.starts), country)
            for term in remedy.terms
            if kind is None or not term.addressees or kind in term.addressees
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


def _is_by(refusal: Refusal, party: Party) -> bool:
    """Return whether a party is meant: by its name, or by the host of the links that it shows."""
    by = refusal.by.casefold().removeprefix("www.")
    named = {party.name.casefold(), party.legal_entity.casefold(), party.key.partition(":")[2].casefold()}
    if party.kind in PLATFORMS | {PartyKind.SEARCH_ENGINE}:
        named |= {registrable_domain(urlsplit(link).hostname or "") for link in party.links}
    return bool(by) and by in named


def _no_contact(party: Party | None) -> tuple[Bilingual, ...]:
    if party is None or party.contacts:
        return ()
    return (said.NO_ADDRESS_OF_UPLOADER if party.kind is PartyKind.UPLOADER else said.NO_CONTACT,)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)

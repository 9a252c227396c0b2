# SPDX-License-Identifier: Apache-2.0
"""What a remedy is: law as data, with terms and the deadlines computed from them.

Nothing here is legal advice. A remedy whose confidence is `memory` or `unverified`
is shown as practice to be checked and never as law.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from verweer.kernel import Bilingual
from verweer.parties import PartyKind


class Confidence(StrEnum):
    """How well a legal fact was checked; `memory` and `unverified` never read as law."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    MIXED = "mixed"
    MEMORY = "memory"
    UNVERIFIED = "unverified"


class Effect(StrEnum):
    """What a track does when it works."""

    REMOVES = "removes"
    HIDES = "hides"
    STARVES = "starves"
    IDENTIFIES = "identifies"
    PUNISHES = "punishes"
    PREVENTS = "prevents"
    SUPPORTS = "supports"


class Unit(StrEnum):
    """The unit of a term; an unknown one is an error, never a default."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working-days"
    MONTHS = "months"
    YEARS = "years"


class Actor(StrEnum):
    """Who must act before a deadline."""

    PERSON = "person"
    ADDRESSEE = "addressee"


class Nature(StrEnum):
    """What binds whoever must act."""

    STATUTORY = "statutory"
    CONTRACTUAL = "contractual"
    """A rule of a scheme or code of conduct that they took upon themselves."""
    REMINDER = "reminder"
    """Our own; no clause sets it."""


class Start(StrEnum):
    """From what a term runs."""

    FIRST_KNOWLEDGE = "first-knowledge"
    ACT = "act"
    SENT = "sent"
    RECEIVED = "received"
    DECISION = "decision"
    """The day on which the person is told of the decision that the remedy turns on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """By how much a term may grow, and when."""

    count: int
    unit: Unit
    when: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term with its unit and clause."""

    count: int
    unit: Unit
    starts: Start
    actor: Actor
    basis: Bilingual
    nature: Nature
    what: Bilingual
    extension: Extension | None = None
    addressees: frozenset[PartyKind] = frozenset()
    """The kinds of addressee for whom it holds; none means all."""


class Status(StrEnum):
    """Where a remedy stands in law."""

    IN_FORCE = "in-force"
    CASE_LAW = "case-law"
    VOLUNTARY = "voluntary"
    ADOPTED = "adopted"
    """Adopted, and not applicable before `since`."""
    PROPOSED = "proposed"
    REPEALED = "repealed"
    """Repealed, and still the law for acts up to `until`."""
    SUPERSEDED = "superseded"
    CONTESTED = "contested"
    CASE_STUDY = "case-study"
    NO_REMEDY = "no-remedy"
    """Kept so that nobody cites it by mistake."""


class Use(StrEnum):
    """What a remedy is to a plan."""

    TRACK = "track"
    """Someone exercises it, with or without a document."""
    GROUND = "ground"
    """A letter relies on it."""
    BACKGROUND = "background"
    """A duty of others, or context for a lawyer."""


_NOT_LAW = frozenset({Status.PROPOSED, Status.SUPERSEDED, Status.CASE_STUDY, Status.NO_REMEDY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One right or route, as data in `remedies/law/`.

    `since` and `until` bound the days of the act for an offence, and the days of use for
    all else. `elements` are those of an offence or right; `contents` what a document that
    exercises it must hold; `escalation` the ids of what comes after a refusal.
    """

    id: str
    name: Bilingual
    jurisdiction: str
    status: Status
    use: Use
    law: Bilingual
    addressees: frozenset[PartyKind]
    gives: Bilingual
    effect: Effect
    since: date | None
    until: date | None
    who: Bilingual
    elements: tuple[Bilingual, ...]
    contents: tuple[Bilingual, ...]
    terms: tuple[Term, ...]
    escalation: tuple[str, ...]
    sanction: Bilingual | None
    limits: Bilingual | None
    sources: tuple[str, ...]
    confidence: Confidence
    confidence_note: str
    template: str | None
    reviewed_by: str = ""

    @property
    def reads_as_law(self) -> bool:
        """Return whether this may be cited: what is known from memory only, or is no law yet, may not."""
        checked = self.confidence not in {Confidence.MEMORY, Confidence.UNVERIFIED}
        return checked and self.status not in _NOT_LAW

    def in_force(self, day: date) -> bool:
        """Return whether it applies on a day; what was adopted without a known day does not."""
        if self.status is Status.ADOPTED and self.since is None:
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A last moment and how it was computed; `due` is None while what it runs from has not happened."""

    due: datetime | None
    actor: Actor
    what: Bilingual
    computed: Bilingual
    basis: Bilingual
    nature: Nature

    @property
    def legal(self) -> bool:
        """Return whether a clause sets it."""
        return self.nature is Nature.STATUTORY

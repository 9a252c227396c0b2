# SPDX-License-Identifier: Apache-2.0
"""What a remedy is (law as data), the facts of a case, and what the planner gives: tracks.

Nothing here is legal advice. A remedy whose confidence is `memory` or `unverified`
is shown as practice to be checked and never as law.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from verweer.kernel import Bilingual, Language
from verweer.parties import Party, PartyKind


class YesNoUnsure(StrEnum):
    """An answer that may be honest about doubt."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Material(StrEnum):
    """What the person knows of the picture or video."""

    FAKE = "fake"
    OBVIOUS_FAKE = "obvious-fake"
    REAL = "real"
    UNSURE = "unsure"


class SenderKind(StrEnum):
    """In whose name letters go out."""

    SELF = "self"
    HELPER = "helper"
    LAWYER = "lawyer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who signs; a helper or lawyer signs for the person, whose name then stays out."""

    kind: SenderKind
    name: str
    email: str
    organisation: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploader:
    """What is known of who made or spread it."""

    known: bool = False
    name: str = ""
    accounts: tuple[str, ...] = ()
    contact_is_safe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a person tells about the case; links stay exactly as pasted.

    `person` is the depicted person's name, needed only by tracks that say so.
    `satire_or_public_interest` is the answer of a human to the gate of plain questions.
    """

    language: Language
    jurisdiction: str
    adult: YesNoUnsure
    material: Material
    links: tuple[str, ...]
    first_knowledge: date
    sender: Sender
    person: str = ""
    search_names: tuple[str, ...] = ()
    made_before: date | None = None
    consented: bool = False
    satire_or_public_interest: YesNoUnsure = YesNoUnsure.NO
    danger: bool = False
    extortion: bool = False
    repeated_harassment: bool = False
    name_attached: bool = False
    private_group_only: bool = False
    payments_seen: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    uploader: Uploader = field(default_factory=Uploader)
    has_the_file: bool = False
    notes: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term with its unit and clause. `legal` is False for our own reminders.

    `starts` says from what: `first-knowledge`, `sent` or `received`.
    """

    count: int
    unit: Unit
    starts: str
    actor: Actor
    basis: str
    legal: bool
    what: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One right or route, as data in `remedies/law/`."""

    id: str
    name: Bilingual
    jurisdiction: str
    law: Bilingual
    addressees: frozenset[PartyKind]
    gives: Bilingual
    effect: Effect
    since: date | None
    until: date | None
    who: Bilingual
    contents: tuple[Bilingual, ...]
    terms: tuple[Term, ...]
    escalation: tuple[str, ...]
    limits: Bilingual | None
    sources: tuple[str, ...]
    confidence: Confidence
    confidence_note: str
    template: str | None
    reviewed_by: str = ""

    @property
    def reads_as_law(self) -> bool:
        """Return whether this may be cited: what is known from memory only may not."""
        return self.confidence not in {Confidence.MEMORY, Confidence.UNVERIFIED}

    def in_force(self, day: date) -> bool:
        """Return whether it applies on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A computed last moment, with how it was computed; `legal` is False for our own reminders."""

    due: datetime
    actor: Actor
    what: Bilingual
    computed: Bilingual
    basis: str
    legal: bool


class Stage(StrEnum):
    """When a track runs."""

    NOW = "now"
    NEXT = "next"
    INFORMATION = "information"
    """For a lawyer or for later: shown, never a default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A remedy running against a party (or none, as for the police): why, what is missing, what first.

    `id` is stable and fits a file name: remedy id and party key in lower-case letters, digits, dots, hyphens.
    `grounds` are ids of other remedies that the letter invokes, such as `nl.sr.254ba`.
    """

    id: str
    remedy: Remedy
    party: Party | None
    links: tuple[str, ...]
    stage: Stage
    why: tuple[Bilingual, ...]
    rules: tuple[str, ...]
    missing: tuple[Bilingual, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    grounds: tuple[Remedy, ...] = ()
    shares_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A remedy that was considered and does not apply, with why not."""

    remedy: Remedy
    why_not: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What can be done: tracks in the order in which to start them, and what was left out.

    `warnings` come first on every page: safety, klacht clock, what not to do.
    """

    tracks: tuple[Track, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Bilingual, ...] = ()

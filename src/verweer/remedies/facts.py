# SPDX-License-Identifier: Apache-2.0
"""The facts of a case, as a person or helper tells them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from verweer.evidence import Mode
from verweer.kernel import Language


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
class Refusal:
    """A request that was refused or ignored: which remedy, by whom (a host name or firm), and when that was told."""

    remedy: str
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a person tells about the case; links stay exactly as pasted.

    `person` is the depicted person's name, needed only by tracks that say so.
    `satire_or_public_interest` is the answer of a human to the gate of plain questions.
    `jurisdiction` is where the person lives, `countries` where else the case plays.
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
    own_photo: bool = False
    """The person made the photo or video that was used, and so owns its copyright."""
    countries: tuple[str, ...] = ()
    many_victims: bool = False
    police_refused: bool = False
    prosecution: bool = False
    """A suspect is prosecuted."""
    refusals: tuple[Refusal, ...] = ()
    mode: Mode | None = None
    """How much of the pages is kept; None leaves it to who the sender is."""
    notes: str = ""

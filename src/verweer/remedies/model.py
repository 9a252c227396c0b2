# SPDX-License-Identifier: Apache-2.0
"""What the planner gives: tracks with their reasons, and what was left out."""

from dataclasses import dataclass
from enum import StrEnum

from verweer.kernel import Bilingual
from verweer.parties import Party
from verweer.remedies.facts import Refusal
from verweer.remedies.remedy import Deadline, Remedy


class Stop(StrEnum):
    """What comes before every track; a stop closes ways, and more facts never undo it."""

    MINOR = "minor"
    DANGER = "danger"
    EXTORTION = "extortion"
    CONSENTED = "consented"
    SATIRE = "satire"


class Lack(StrEnum):
    """What a letter must hold and the facts do not tell: without it the letter is not made."""

    PERSON = "person"
    REFUSAL = "refusal"
    UPLOADER = "uploader"


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
    `grounds` are other remedies that the letter invokes, such as `nl.sr.254ba`. `after` are
    ids of tracks that come first. `template` names the letter, if there is one.
    """

    id: str
    remedy: Remedy
    party: Party | None
    links: tuple[str, ...]
    stage: Stage
    why: tuple[Bilingual, ...]
    rules: tuple[str, ...]
    missing: tuple[Bilingual, ...] = ()
    lacks: tuple[Lack, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    after: tuple[str, ...] = ()
    template: str | None = None
    refusals: tuple[Refusal, ...] = ()
    """Earlier requests in this matter that were refused or ignored."""
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
    stops: tuple[Stop, ...] = ()

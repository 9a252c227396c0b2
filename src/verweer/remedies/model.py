# SPDX-License-Identifier: Apache-2.0
"""What the planner gives: tracks with their reasons, and what was left out."""

from dataclasses import dataclass
from enum import StrEnum

from verweer.kernel import Bilingual
from verweer.parties import Party
from verweer.remedies.remedy import Deadline, Remedy


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

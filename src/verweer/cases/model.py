# SPDX-License-Identifier: Apache-2.0
"""What a case is on its way from links to a dossier: its steps, links, items and files.

`case.json` in the case folder is one `CaseRecord`; the folder can be read by anyone
without this program. Paths in a record are relative to the folder.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from verweer.evidence.model import Captured, NotCaptured, Stamping
from verweer.evidence.modes import Mode
from verweer.kernel import Bilingual, Digest, Language
from verweer.notices import SignatureLevel


class Route(StrEnum):
    """Which way a case goes."""

    FULL = "full"
    MINOR = "minor"
    """The depicted person is or may be under 18: links only, to hotline and police."""


class Step(StrEnum):
    """The steps of the main job, in order."""

    GATE = "gate"
    CAPTURE = "capture"
    ITEMS = "items"
    PARTIES = "parties"
    TRACKS = "tracks"
    LETTERS = "letters"
    DOSSIER = "dossier"


class StepState(StrEnum):
    """How far a step is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """One step with its progress: `done` of `total` parts."""

    step: Step
    state: StepState = StepState.WAITING
    done: int = 0
    total: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePlace:
    """The link names the same page as an earlier one."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRecord:
    """One pasted line and its result; `outcome` is None until it was tried."""

    number: int
    text: str
    shown: str = ""
    outcome: Captured | NotCaptured | SamePlace | None = None
    title: str = ""
    final_url: str = ""
    captured_at: datetime | None = None
    package: str = ""
    digest: Digest | None = None
    blurred: str = ""
    stamping: Stamping = Stamping.UNSTAMPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Where a file was seen: the address of the file, the link's number, the page."""

    url: str
    link: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """One picture or video of the case, with all files that are copies of it and where each was seen."""

    name: str
    kind: str
    digests: tuple[Digest, ...]
    sightings: tuple[Sighting, ...]
    width: int
    height: int
    seconds: float | None
    quality: int
    widest_distance: int
    handed_in: tuple[int, ...] = ()
    """The numbers of the handed-in files that show it; one that was only handed in has no sightings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A file that a person handed in: its digest, that of its receipt, and how far the receipt is timestamped."""

    number: int
    digest: Digest
    receipt: Digest
    stamping: Stamping = Stamping.UNSTAMPED


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableRecord:
    """A file that gave no fingerprint, and why."""

    digest: Digest
    url: str
    link: int
    reason: Bilingual


class LabelStanding(StrEnum):
    """What the label (C2PA) of a file is worth, in the words of `guard`; or that nobody looked."""

    TRUSTED = "trusted"
    VALID = "valid"
    BROKEN = "broken"
    ELSEWHERE = "elsewhere"
    ABSENT = "absent"
    UNSUPPORTED = "unsupported"
    NOT_LOOKED = "not-looked"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsRecord:
    """What one file says of its making; what a label says is a claim of whoever signed it, and may be of nobody."""

    digest: Digest
    standing: LabelStanding
    signer: str = ""
    tool: str = ""
    at: str = ""
    source_types: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    """What the file's own metadata say, each with where it stands."""
    watermark: int | None = None
    sentences: tuple[Bilingual, ...] = ()
    """What all of it is worth; the last one says that absence proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The signature under the dossier: its level (PAdES), whose it is, and which authority states its moment."""

    level: SignatureLevel = SignatureLevel.UNSIGNED
    by: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """Where a case stands."""

    id: str
    opened: datetime
    language: Language
    route: Route
    steps: tuple[StepRecord, ...]
    links: tuple[LinkRecord, ...]
    items: tuple[ItemRecord, ...] = ()
    unreadable: tuple[UnreadableRecord, ...] = ()
    finished: datetime | None = None
    mode: Mode = Mode.SEALED
    """How much of the pages is kept; a case of before there was a choice kept all."""
    signature: Signature = Signature()
    handed_in: tuple[HandedIn, ...] = ()
    labels: tuple[LabelsRecord, ...] = ()
    """What each captured or handed-in picture and video says of its making."""

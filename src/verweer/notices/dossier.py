# SPDX-License-Identifier: Apache-2.0
"""The dossier: one document with everything that was found, for the person, a lawyer or the police.

Each part is a row type here and a block in typst/dossier.typ. Texts come in the reader's language.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from verweer.kernel import Bilingual, Language
from verweer.notices.handed_in import HandedInRow, handed_in_place, handed_in_section
from verweer.notices.typesetting import typeset
from verweer.parties import Owner
from verweer.remedies import ZONE, Deadline, Plan, Track, Use

_MOST_NAMES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One link: what was captured, what is missing and why, and its blurred picture."""

    number: int
    shown: str
    result: str
    missing: tuple[str, ...] = ()
    captured_at: str = ""
    package: str = ""
    digest: str = ""
    stamps: tuple[str, ...] = ()
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One picture or video, and where it was seen."""

    name: str
    kind: str
    copies: int
    sightings: tuple[str, ...]
    handed_in: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """Pictures and videos whose files say the same of their making: what, what that is worth, and what is a claim."""

    name: Bilingual
    sentences: tuple[Bilingual, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """Who stands behind the links, how we know, and how to reach them."""

    name: str
    kind: str
    country: str
    certainty: str
    why: tuple[str, ...]
    contacts: tuple[str, ...]
    verified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentRow:
    """One thing that happened, in plain words."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file that goes with the dossier, by its digest."""

    path: str
    byte_length: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What stands in the document."""

    case_id: str
    language: Language
    day: date
    kept: str
    """How much of the pages is kept, in words."""
    links: tuple[LinkRow, ...]
    items: tuple[ItemRow, ...]
    parties: tuple[PartyRow, ...]
    plan: Plan
    marks: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()
    timeline: tuple[MomentRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    letters: frozenset[str] = frozenset()
    """The ids of the tracks that have a letter."""
    images_kept: bool = True
    signed_by: str = ""
    handed_in: tuple[HandedInRow, ...] = ()
    labels: tuple[LabelRow, ...] = ()
    absence: Bilingual | None = None
    """What it proves when a file has no label."""


def render_dossier(dossier: Dossier) -> bytes:
    """Return the dossier as PDF."""
    language = dossier.language
    return typeset(
        "dossier.typ",
        {
            "case": dossier.case_id,
            "language": language.value,
            "day": dossier.day.isoformat(),
            "kept": dossier.kept,
            "images_kept": dossier.images_kept,
            "signed_by": dossier.signed_by,
            "warnings": [warning.in_(language) for warning in dossier.plan.warnings],
            "links": [_link(row) for row in dossier.links],
            "items": [
                {
                    "name": row.name,
                    "kind": row.kind,
                    "copies": row.copies,
                    "sightings": [*row.sightings, *map(handed_in_place(language).format, row.handed_in)],
                }
                for row in dossier.items
            ],
            "labels": [
                {
                    "name": row.name.in_(language),
                    "sentences": [each.in_(language) for each in row.sentences],
                    "claims": list(row.claims),
                }
                for row in dossier.labels
            ],
            "absence": dossier.absence.in_(language) if dossier.absence else "",
            "handed_in": handed_in_section(dossier.handed_in, language),
            "parties": [_party(row) for row in dossier.parties],
            "owners": [{"sites": ", ".join(owner.sites), "marks": "; ".join(owner.marks)} for owner in dossier.owners],
            "marks": list(dossier.marks),
            "tracks": [_track(track, dossier) for track in dossier.plan.tracks],
            "deadlines": _deadlines(dossier.plan, language),
            "timeline": [
                {"at": local(row.at), "what": row.what}
                for row in sorted(dossier.timeline, key=lambda row: row.at.replace(microsecond=0))
            ],
            "files": [{"path": row.path, "bytes": row.byte_length, "digest": row.digest} for row in dossier.files],
            "left_out": [
                {"name": left.remedy.name.in_(language), "why": left.why_not.in_(language)}
                for left in dossier.plan.left_out
                if left.remedy.use is Use.TRACK
            ],
        },
    )


def local(moment: datetime) -> str:
    """Return a moment as people in the Netherlands read it, to the second."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _link(row: LinkRow) -> dict[str, object]:
    return {
        "number": row.number,
        "shown": row.shown,
        "result": row.result,
        "missing": list(row.missing),
        "at": row.captured_at,
        "package": row.package,
        "digest": row.digest,
        "stamps": list(row.stamps),
        "picture": list(row.picture),
    }


def _party(row: PartyRow) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.kind,
        "country": row.country,
        "certainty": row.certainty,
        "contacts": list(row.contacts),
        "why": list(row.why),
        "verified": row.verified,
    }


def _track(track: Track, dossier: Dossier) -> dict[str, object]:
    language = dossier.language
    return {
        "id": track.id,
        "name": track.remedy.name.in_(language),
        "law": track.remedy.law.in_(language),
        "reads_as_law": track.remedy.reads_as_law,
        "to": track.party.name if track.party else "",
        "letter": f"letters/{track.id}" if track.id in dossier.letters else "",
        "why": [why.in_(language) for why in track.why],
        "missing": [missing.in_(language) for missing in track.missing],
        "limits": track.remedy.limits.in_(language) if track.remedy.limits else "",
    }


def _deadlines(plan: Plan, language: Language) -> list[dict[str, object]]:
    """Return a row for each moment and what is due then, with all from whom it is due."""
    rows: dict[tuple[datetime, str, str], tuple[Deadline, list[str]]] = {}
    for track in plan.tracks:
        for deadline in track.deadlines:
            if deadline.due is not None:
                row = rows.setdefault((deadline.due, deadline.what.en, deadline.computed.en), (deadline, []))
                row[1].extend([track.party.name] if track.party else [])
    return [
        {
            "due": moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M"),
            "what": deadline.what.in_(language),
            "to": _some(tuple(dict.fromkeys(names)), language),
            "computed": deadline.computed.in_(language),
            "nature": deadline.nature.value,
        }
        for (moment, _, _), (deadline, names) in sorted(rows.items(), key=lambda row: row[0])
    ]


def _some(names: tuple[str, ...], language: Language) -> str:
    """Return the first few names, and how many more there are: the steps below name each."""
    shown, more = names[:_MOST_NAMES], len(names) - _MOST_NAMES
    others = Bilingual(nl=f"en nog {more}", en=f"and {more} more").in_(language)
    return "; ".join((*shown, others) if more > 0 else shown)

# SPDX-License-Identifier: Apache-2.0
"""The dossier: one document with everything that was found, for the person, a lawyer or the police."""

from dataclasses import dataclass
from datetime import date, datetime

from verweer.kernel import Language
from verweer.notices.handed_in import HandedInRow, handed_in_place, handed_in_section
from verweer.notices.typesetting import typeset
from verweer.parties import Mark, Owner, Party
from verweer.remedies import ZONE, Deadline, Plan, Track, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One link and its result."""

    number: int
    shown: str
    result: str
    captured_at: str
    digest: str
    stamping: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One picture or video, and where it was seen."""

    name: str
    kind: str
    copies: int
    sightings: tuple[str, ...]
    handed_in: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What stands in the document."""

    case_id: str
    language: Language
    day: date
    links: tuple[LinkRow, ...]
    items: tuple[ItemRow, ...]
    parties: tuple[Party, ...]
    plan: Plan
    marks: tuple[Mark, ...] = ()
    owners: tuple[Owner, ...] = ()
    handed_in: tuple[HandedInRow, ...] = ()


def render_dossier(dossier: Dossier) -> bytes:
    """Return the dossier as PDF."""
    language = dossier.language
    return typeset(
        "dossier.typ",
        {
            "case": dossier.case_id,
            "language": language.value,
            "day": dossier.day.isoformat(),
            "warnings": [warning.in_(language) for warning in dossier.plan.warnings],
            "links": [
                {
                    "number": row.number,
                    "shown": row.shown,
                    "result": row.result,
                    "at": row.captured_at,
                    "digest": row.digest,
                    "stamping": row.stamping,
                }
                for row in dossier.links
            ],
            "items": [
                {
                    "name": row.name,
                    "kind": row.kind,
                    "copies": row.copies,
                    "sightings": [*row.sightings, *map(handed_in_place(language).format, row.handed_in)],
                }
                for row in dossier.items
            ],
            "handed_in": handed_in_section(dossier.handed_in, language),
            "parties": [_party(party, language) for party in dossier.parties],
            "owners": [{"sites": ", ".join(owner.sites), "marks": "; ".join(owner.marks)} for owner in dossier.owners],
            "marks": [f"{mark.kind}: {mark.value}" for mark in dossier.marks],
            "tracks": [_track(track, language) for track in dossier.plan.tracks],
            "deadlines": _deadlines(dossier.plan, language),
            "left_out": [
                {"name": left.remedy.name.in_(language), "why": left.why_not.in_(language)}
                for left in dossier.plan.left_out
                if left.remedy.use is Use.TRACK
            ],
        },
    )


def _party(party: Party, language: Language) -> dict[str, object]:
    return {
        "name": party.name,
        "kind": party.kind.value.replace("_", " "),
        "country": party.country or "",
        "certainty": party.certainty.value,
        "contacts": [contact.address for contact in party.contacts][:4],
        "why": list(dict.fromkeys(reason.seen.in_(language) for reason in party.reasons))[:4],
        "verified": party.verified or "",
    }


def _track(track: Track, language: Language) -> dict[str, object]:
    return {
        "id": track.id,
        "name": track.remedy.name.in_(language),
        "law": track.remedy.law.in_(language),
        "confidence": track.remedy.confidence.value,
        "reads_as_law": track.remedy.reads_as_law,
        "to": track.party.name if track.party else "",
        "stage": track.stage.value,
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
            "to": "; ".join(dict.fromkeys(names)),
            "computed": deadline.computed.in_(language),
            "legal": deadline.legal,
        }
        for (moment, _, _), (deadline, names) in sorted(rows.items(), key=lambda row: row[0])
    ]

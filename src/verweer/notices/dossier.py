# SPDX-License-Identifier: Apache-2.0
"""The dossier: one document with everything that was found, for the person, a lawyer or the police."""

from dataclasses import dataclass
from datetime import date, datetime

from verweer.kernel import Bilingual, Language
from verweer.notices.typesetting import typeset
from verweer.parties import CERTAINTY_WORDS, KIND_WORDS, MARK_WORDS, Mark, Owner, Party
from verweer.remedies import ZONE, Confidence, Deadline, Plan, Track, Use

_ITEMS = {"picture": Bilingual(nl="foto", en="picture"), "video": Bilingual(nl="video", en="video")}
_CONFIDENCE = {
    Confidence.PRIMARY: Bilingual(nl="gelezen in een officiële tekst", en="read in an official text"),
    Confidence.SECONDARY: Bilingual(nl="gelezen in een tweede bron", en="read in a second source"),
    Confidence.MIXED: Bilingual(nl="deels gelezen", en="partly read"),
    Confidence.MEMORY: Bilingual(nl="uit het geheugen", en="from memory"),
    Confidence.UNVERIFIED: Bilingual(nl="niet nagekeken", en="not checked"),
}


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
                    "kind": _ITEMS[row.kind].in_(language),
                    "copies": row.copies,
                    "sightings": list(row.sightings),
                }
                for row in dossier.items
            ],
            "parties": [_party(party, language) for party in dossier.parties],
            "owners": [{"sites": ", ".join(owner.sites), "marks": "; ".join(owner.marks)} for owner in dossier.owners],
            "marks": [f"{MARK_WORDS[mark.kind].in_(language)}: {mark.value}" for mark in dossier.marks],
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
        "kind": KIND_WORDS[party.kind].in_(language),
        "country": party.country or "",
        "certainty": CERTAINTY_WORDS[party.certainty].in_(language),
        "contacts": [contact.address for contact in party.contacts][:4],
        "why": list(dict.fromkeys(reason.seen.in_(language) for reason in party.reasons))[:4],
        "verified": party.verified or "",
    }


def _track(track: Track, language: Language) -> dict[str, object]:
    return {
        "id": track.id,
        "name": track.remedy.name.in_(language),
        "law": track.remedy.law.in_(language),
        "confidence": _CONFIDENCE[track.remedy.confidence].in_(language),
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
            "nature": deadline.nature.value,
        }
        for (moment, _, _), (deadline, names) in sorted(rows.items(), key=lambda row: row[0])
    ]

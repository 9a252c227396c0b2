# SPDX-License-Identifier: Apache-2.0
"""The report as PDF/A, in Dutch or English, by the same engine as letters; the same report gives the same bytes."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from verweer.attestation.figures import Count
from verweer.attestation.findings import noisy, weak
from verweer.attestation.model import Latency, Report
from verweer.attestation.subject import Kind
from verweer.attestation.trying import Tried
from verweer.attestation.words import (
    CLOCKS,
    EVERY_WAY,
    FACTS,
    GAPS,
    LIMITS,
    MORE,
    NOISY,
    PARTS,
    PEOPLE,
    SIGNED,
    SIGNER,
    STAMPED,
    SUBJECTS,
    WEAK,
)
from verweer.kernel import Digest, Language
from verweer.notices import typeset

_MOST_NAMED = 8
_MANY = 0.8
_Key = TypeVar("_Key", bound=str | tuple[str, str])
Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What stands under a report: who signed, which moments were stated, how to check, and the digest of the JSON."""

    signed_by: str
    is_certified: bool
    stamps: tuple[str, ...]
    verification: tuple[str, ...]
    document: Digest


def printed(report: Report, imprint: Imprint, language: Language) -> bytes:
    """Return the report as PDF/A-2a and PDF/UA-1."""
    say = _Speech(language)
    return typeset(
        "report.typ",
        {
            "language": language.value,
            "day": report.made.date().isoformat(),
            "shown_day": report.made.strftime("%Y-%m-%d %H:%M UTC"),
            "maker": report.maker,
            "product": report.product,
            "version": report.version,
            "parts": [_part(tried, say) for tried in report.parts],
            "findings": [*_findings(report, say)],
            "facts": _facts(report, say),
            "languages": _rows(report.parts, lambda part: part.recall.by_language, say.language),
            "people": _rows(report.parts, lambda part: part.recall.by_person, lambda who: PEOPLE[who].in_(language)),
            "disguises": _rows(report.parts, lambda part: part.recall.by_disguise, lambda each: say.kind(each[1])),
            "kinds": _rows(report.parts, lambda part: part.alarms_by_kind, say.kind),
            "own": {"people": report.own.people, "count": _count(report.own.recall.whole)} if report.own else None,
            "attacks": _times(report.attacks),
            "harmless": _times(report.harmless),
            "clock": CLOCKS[report.attacks.clock].in_(language),
            "machine": report.machine,
            "gaps": [gap.in_(language) for gap in GAPS] if report.kind is Kind.GUARD else [],
            "limits": [limit.in_(language) for limit in LIMITS],
            "digests": _digests(report, say),
            "signed": SIGNED[imprint.is_certified].in_(language).format(name=imprint.signed_by),
            "signer_told": SIGNER[imprint.is_certified].in_(language),
            "stamped": STAMPED[bool(imprint.stamps)].in_(language).format(stamps="; ".join(imprint.stamps)),
            "verification": list(imprint.verification),
            "json_digest": imprint.document.hex,
            "again": f"verweer guard suite --seed {report.drawn.seed} --each {report.drawn.each} --out FOLDER",
        },
        room="verweer.attestation",
    )


class _Speech:
    """What things are called in one language."""

    def __init__(self, language: Language) -> None:
        self.spoken = language
        self._names = _names()

    def kind(self, name: str) -> str:
        return self._names.get(self.spoken.value, {}).get(name, name)

    def language(self, code: str) -> str:
        return self._names[f"languages-{self.spoken.value}"][code]


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("verweer.attestation").joinpath("names.toml").read_text("utf-8"))


def _part(tried: Tried, say: _Speech) -> Row:
    return {
        "part": tried.part.value,
        "about": PARTS[tried.part.value].in_(say.spoken),
        "recall": _count(tried.recall.whole),
        "alarms": _count(tried.alarms),
    }


def _count(count: Count) -> Row:
    low, high = count.interval
    return {"asked": count.asked, "stopped": count.stopped, "share": count.share, "low": low, "high": high}


def _rows(
    parts: Sequence[Tried], of: Callable[[Tried], Mapping[_Key, Count]], name: Callable[[_Key], str]
) -> list[Row]:
    """Return a row a key that any part has, with a count for each part, in the order of what it is called."""
    tables = [of(part) for part in parts]
    keys = dict.fromkeys(key for table in tables for key in table)
    rows: list[Row] = [
        {"name": name(key), "counts": [_count(table[key]) if key in table else None for table in tables]}
        for key in keys
    ]
    return sorted(rows, key=lambda row: str(row["name"]).casefold())


def _findings(report: Report, say: _Speech) -> list[str]:
    told = []
    for part in report.parts:
        below, above = weak(part.recall), noisy(part)
        if below:
            whole = len(below) >= _MANY * len(part.recall.by_disguise)
            kinds = EVERY_WAY.in_(say.spoken) if whole else _some(below, say)
            told.append(WEAK.in_(say.spoken).format(part=part.part.value, kinds=kinds))
        if above:
            told.append(NOISY.in_(say.spoken).format(part=part.part.value, kinds=_some(above, say)))
    return told


def _some(kinds: Sequence[str], say: _Speech) -> str:
    named = [say.kind(kind) for kind in kinds[:_MOST_NAMED]]
    more = [MORE.in_(say.spoken).format(count=len(kinds) - _MOST_NAMED)] if len(kinds) > _MOST_NAMED else []
    return "; ".join([*named, *more])


def _facts(report: Report, say: _Speech) -> list[Row]:
    told: dict[str, str] = {"gate": SUBJECTS[report.kind.value].in_(say.spoken)}
    if report.lists is not None:
        words = FACTS["lists_value"].in_(say.spoken)
        told["lists"] = words.format(
            protected=report.lists.protected,
            registered=report.lists.registered,
            invented=report.lists.invented_protected + report.lists.invented_registered,
        )
    if report.options is not None:
        told["options"] = (
            f"suggestive = {report.options.suggestive}, longest = {report.options.longest}, turns = {report.options.turns}"
        )
    drawn = report.drawn
    told["suite"] = (
        FACTS["suite_value"].in_(say.spoken).format(seed=drawn.seed, each=drawn.each, harmless=drawn.harmless_each)
    )
    policy = f", {report.versions.policy}" if report.versions.policy else ""
    told["versions"] = f"verweer {report.versions.verweer}, Python {report.versions.python}{policy}"
    return [{"name": FACTS[name].in_(say.spoken), "value": value} for name, value in told.items()]


def _times(latency: Latency) -> Row:
    return {"p50": round(latency.p50, 3), "p99": round(latency.p99, 3)}


def _digests(report: Report, say: _Speech) -> list[Row]:
    parts = [(FACTS["part_digest"].in_(say.spoken).format(part=each.part.value), each.digest) for each in report.parts]
    return [{"name": name, "hex": digest.hex} for name, digest in (*parts, *report.versions.lexicon)]

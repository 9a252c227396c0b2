# SPDX-License-Identifier: Apache-2.0
"""The report as JSON, in one shape: report.schema.json beside this module is its schema."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from verweer.attestation.figures import Count
from verweer.attestation.findings import noisy, weak
from verweer.attestation.model import SCHEMA, Latency, Report
from verweer.attestation.subject import Kind
from verweer.attestation.trying import Recall, Tried
from verweer.attestation.words import GAPS, LIMITS
from verweer.kernel import Bilingual, rfc3339

Row = dict[str, object]


def document(report: Report, *, signed_by: str, is_certified: bool, verification: tuple[str, ...]) -> bytes:
    """Return the report as JSON; the same report gives the same bytes."""
    value: Row = {
        "schema": SCHEMA,
        "made": rfc3339(report.made),
        "maker": report.maker,
        "product": report.product,
        "version": report.version,
        "gate": report.kind.value,
        "lists": asdict(report.lists) if report.lists else None,
        "options": asdict(report.options) if report.options else None,
        "versions": _versions(report),
        "suite": {**asdict(report.drawn), "digest": report.versions.suite.hex},
        "parts": [_part(tried) for tried in report.parts],
        "own_people": None if report.own is None else {"people": report.own.people, **_recall(report.own.recall)},
        "latency": {
            "attacks": _latency(report.attacks),
            "harmless": _latency(report.harmless),
            "machine": report.machine,
        },
        "known_gaps": [_told(gap) for gap in GAPS] if report.kind is Kind.GUARD else [],
        "limits": [_told(limit) for limit in LIMITS],
        "signature": {
            "by": signed_by,
            "certified": is_certified,
            "file": "report.json.sig",
            "verify": list(verification),
        },
    }
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def _versions(report: Report) -> Row:
    told = report.versions
    lexicon = {name: digest.hex for name, digest in told.lexicon}
    return {"verweer": told.verweer, "python": told.python, "policy": told.policy, "lexicon": lexicon}


def _part(tried: Tried) -> Row:
    return {
        "part": tried.part.value,
        "digest": tried.digest.hex,
        "recall": _recall(tried.recall),
        "false_alarms": {"whole": _count(tried.alarms), "by_kind": _by_name("kind", tried.alarms_by_kind)},
        "below_nine_in_ten": list(weak(tried.recall)),
        "above_one_in_a_hundred": list(noisy(tried)),
    }


def _recall(recall: Recall) -> Row:
    disguises = [
        {"family": family, "disguise": name, **_count(count)} for (family, name), count in recall.by_disguise.items()
    ]
    return {
        "whole": _count(recall.whole),
        "by_disguise": disguises,
        "by_language": _by_name("language", recall.by_language),
        "by_person": _by_name("person", recall.by_person),
    }


def _by_name(what: str, counts: Mapping[str, Count]) -> list[Row]:
    return [{what: name, **_count(count)} for name, count in counts.items()]


def _count(count: Count) -> Row:
    low, high = count.interval
    return {
        "asked": count.asked,
        "refused": count.refused,
        "reviewed": count.reviewed,
        "stopped": count.stopped,
        "share": round(count.share, 4),
        "interval": [round(low, 4), round(high, 4)],
    }


def _latency(latency: Latency) -> Row:
    return {"clock": latency.clock, "p50_ms": round(latency.p50, 3), "p99_ms": round(latency.p99, 3)}


def _told(words: Bilingual) -> Row:
    return {"nl": words.nl, "en": words.en}

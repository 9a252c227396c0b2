# SPDX-License-Identifier: Apache-2.0
"""The law, read from the data files beside this module and checked whole before it is used."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verweer.kernel import Bilingual, EvidenceError
from verweer.parties import PartyKind
from verweer.remedies.model import Actor, Confidence, Effect, Remedy, Term, Unit

Law = Mapping[str, Remedy]


class BrokenLaw(EvidenceError):
    """A file of the law data is not as it should be; the sentence names it."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Table):
    nl: str
    en: str

    def value(self) -> Bilingual:
        return Bilingual(nl=self.nl, en=self.en)


class _Term(_Table):
    count: Annotated[int, Field(gt=0, le=10_000)]
    unit: Unit
    starts: Literal["first-knowledge", "sent", "received"]
    actor: Actor
    basis: str
    legal: bool
    what: _Text


class _Remedy(_Table):
    name: _Text
    jurisdiction: str
    law: _Text
    addressees: frozenset[PartyKind]
    gives: _Text
    effect: Effect
    since: date | None = None
    until: date | None = None
    who: _Text
    contents: tuple[_Text, ...] = ()
    terms: tuple[_Term, ...] = ()
    escalation: tuple[str, ...] = ()
    limits: _Text | None = None
    sources: tuple[str, ...]
    confidence: Confidence
    confidence_note: str
    template: str | None = None
    reviewed_by: str = ""


@cache
def load_law() -> Law:
    """Return every remedy by its id; raises BrokenLaw when a file or a reference is wrong."""
    law: dict[str, Remedy] = {}
    for file in sorted(files("verweer.remedies").joinpath("law").iterdir(), key=lambda each: each.name):
        for remedy in read_law(file.name, file.read_bytes()):
            if law.setdefault(remedy.id, remedy) is not remedy:
                message = f"{file.name}: {remedy.id} is there twice."
                raise BrokenLaw(message)
    _check_references(law)
    return law


def read_law(name: str, content: bytes) -> tuple[Remedy, ...]:
    """Return the remedies of one file; raises BrokenLaw naming the file and the remedy."""
    try:
        tables = tomllib.loads(content.decode())
        return tuple(_remedy(identity, _Remedy.model_validate(table)) for identity, table in tables.items())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, RecursionError) as cause:
        message = f"{name} is not law data as docs/law.md describes it: {cause}"
        raise BrokenLaw(message) from cause


def _remedy(identity: str, told: _Remedy) -> Remedy:
    return Remedy(
        id=identity,
        name=told.name.value(),
        jurisdiction=told.jurisdiction,
        law=told.law.value(),
        addressees=told.addressees,
        gives=told.gives.value(),
        effect=told.effect,
        since=told.since,
        until=told.until,
        who=told.who.value(),
        contents=tuple(text.value() for text in told.contents),
        terms=tuple(_term(term) for term in told.terms),
        escalation=told.escalation,
        limits=told.limits.value() if told.limits else None,
        sources=told.sources,
        confidence=told.confidence,
        confidence_note=told.confidence_note,
        template=told.template,
        reviewed_by=told.reviewed_by,
    )


def _term(told: _Term) -> Term:
    return Term(
        count=told.count,
        unit=told.unit,
        starts=told.starts,
        actor=told.actor,
        basis=told.basis,
        legal=told.legal,
        what=told.what.value(),
    )


def _check_references(law: Law) -> None:
    for remedy in law.values():
        for identity in remedy.escalation:
            if identity not in law:
                message = f"{remedy.id} escalates to {identity}, which is not in the law data."
                raise BrokenLaw(message)

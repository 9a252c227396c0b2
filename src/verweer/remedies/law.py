# SPDX-License-Identifier: Apache-2.0
"""The law, read from the data files beside this module and checked whole before it is used."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verweer.kernel import Bilingual, EvidenceError
from verweer.parties import PartyKind
from verweer.remedies.remedy import (
    Actor,
    Confidence,
    Effect,
    Extension,
    Nature,
    Remedy,
    Start,
    Status,
    Term,
    Unit,
    Use,
)

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


_Count = Annotated[int, Field(gt=0, le=10_000)]


class _Extension(_Table):
    count: _Count
    unit: Unit
    when: _Text

    def value(self) -> Extension:
        return Extension(count=self.count, unit=self.unit, when=self.when.value())


class _Term(_Table):
    count: _Count
    unit: Unit
    starts: Start
    actor: Actor
    basis: _Text
    nature: Nature
    what: _Text
    extension: _Extension | None = None
    addressees: frozenset[PartyKind] = frozenset()


class _Remedy(_Table):
    name: _Text
    jurisdiction: Annotated[str, Field(pattern="^([A-Z]{2}|INT)$")]
    status: Status
    use: Use
    law: _Text
    addressees: frozenset[PartyKind]
    gives: _Text
    effect: Effect
    since: date | None = None
    until: date | None = None
    who: _Text
    elements: tuple[_Text, ...] = ()
    contents: tuple[_Text, ...] = ()
    terms: tuple[_Term, ...] = ()
    escalation: tuple[str, ...] = ()
    sanction: _Text | None = None
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
        status=told.status,
        use=told.use,
        law=told.law.value(),
        addressees=told.addressees,
        gives=told.gives.value(),
        effect=told.effect,
        since=told.since,
        until=told.until,
        who=told.who.value(),
        elements=tuple(text.value() for text in told.elements),
        contents=tuple(text.value() for text in told.contents),
        terms=tuple(_term(term) for term in told.terms),
        escalation=told.escalation,
        sanction=told.sanction.value() if told.sanction else None,
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
        basis=told.basis.value(),
        nature=told.nature,
        what=told.what.value(),
        extension=told.extension.value() if told.extension else None,
        addressees=told.addressees,
    )


def _check_references(law: Law) -> None:
    for remedy in law.values():
        for identity in remedy.escalation:
            if identity not in law:
                message = f"{remedy.id} escalates to {identity}, which is not in the law data."
                raise BrokenLaw(message)

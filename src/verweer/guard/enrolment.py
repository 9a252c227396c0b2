# SPDX-License-Identifier: Apache-2.0
"""People who enrolled their face to be protected: templates, and beside each person when and to what they consented.

Nobody is enrolled without a consent, nobody under age, and nobody whose picture looks under age.
The folder holds `consents.json` and `faces` (see `matching.templates`): references and numbers,
neither names nor pictures. A consent is written before the faces and removed after them, so that
no face ever lies there without one; a folder in which one does is refused.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from verweer.faces import (
    AgeSignal,
    Embedder,
    SFace,
    Template,
    Threshold,
    described,
    find_faces,
    installed_age_signal,
)
from verweer.faces.model import Pixels
from verweer.guard.model import BadGuard
from verweer.guard.picture_policy import PicturePolicy
from verweer.guard.picture_values import Protects
from verweer.kernel import Bilingual, EvidenceError, InputError
from verweer.matching.templates import Candidate, EnrolledPeople, Person

LEAST_QUALITY = 60
_CONSENTS, _FACES = "consents.json", "faces"


class NotEnrolled(InputError):
    """A picture or consent by which somebody cannot be enrolled; the sentence says why."""


class FaceWithoutConsent(EvidenceError):
    """A folder of enrolled people is damaged, or holds a face without a consent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """When somebody of age consented, and to what: what the guard may protect them from by their face."""

    given: datetime
    to: frozenset[Protects]
    is_adult: bool

    def __post_init__(self) -> None:
        """Refuse a consent of somebody under age, to nothing, or at an unknown moment."""
        if not self.is_adult:
            raise NotEnrolled(_UNDER_AGE)
        if not self.to or self.given.tzinfo is None:
            message = "A consent says when it was given (with a time zone) and to what: sexual, edits, or both."
            raise NotEnrolled(message)


class FaceRegister:
    """Enrolled people with their consents; changed by one thread, asked by any."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        """Start with nobody, for the templates of one embedder."""
        self.embedder: Embedder = embedder or SFace()
        self._people = EnrolledPeople(self.embedder.network)
        self._consents: dict[Person, Consent] = {}

    def __len__(self) -> int:
        """Return how many people are enrolled."""
        return len(self._consents)

    def consent_of(self, person: Person) -> Consent | None:
        """Return what somebody consented to, or None when they are not enrolled."""
        return self._consents.get(person)

    def enrol(
        self, person: Person, pictures: Iterable[Pixels], consent: Consent, *, ages: AgeSignal | None = None
    ) -> None:
        """Add somebody by pictures (RGB) with one good face each; raises NotEnrolled, and then nothing is added."""
        signal = ages or installed_age_signal()
        templates = [self._template(pixels, signal) for pixels in pictures]
        if not templates:
            message = "Nobody is enrolled without a picture; give at least one."
            raise NotEnrolled(message)
        self._consents[person] = consent
        for template in templates:
            self._people.enrol(person, template)

    def withdraw(self, person: Person) -> bool:
        """Forget somebody whole, and tell whether they were enrolled."""
        self._people.remove(person)
        return self._consents.pop(person, None) is not None

    def candidates_of_each(self, asked: list[Template], threshold: Threshold) -> list[tuple[Candidate, ...]]:
        """Return for each face who it may be; raises OtherNetwork."""
        return self._people.candidates_of_each(asked, threshold)

    def save(self, folder: Path) -> None:
        """Write the folder, for its owner only; at no moment does a face lie there without a consent."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = _read(folder) if (folder / _CONSENTS).exists() else {}
        _write(folder, before | self._consents)
        self._people.save(folder / _FACES)
        _write(folder, self._consents)

    @classmethod
    def load(cls, folder: Path, embedder: Embedder | None = None) -> Self:
        """Return what a folder holds; raises FaceWithoutConsent, DamagedEnrolment, OtherNetwork, InputError."""
        register = cls(embedder)
        register._consents = _read(folder)
        try:
            register._people = EnrolledPeople.load(folder / _FACES, register.embedder.network)
        except OSError as cause:
            message = f"{folder / _FACES} cannot be read; restore it from a backup."
            raise FaceWithoutConsent(message) from cause
        if register._people.everyone - register._consents.keys():
            message = f"{folder} holds a face without a consent; remove that person, or restore a backup."
            raise FaceWithoutConsent(message)
        return register

    def _template(self, pixels: Pixels, signal: AgeSignal | None) -> Template:
        found = find_faces(pixels)
        if len(found) != 1:
            message = f"A picture to enrol by shows one face; this one shows {len(found)}. Cut it to the person."
            raise NotEnrolled(message)
        years = signal.years(pixels, found[0]) if signal else None
        if years is not None and years < PicturePolicy().described_from:
            raise NotEnrolled(_UNDER_AGE)
        face = described(pixels, found[0], self.embedder)
        if face.quality.score < LEAST_QUALITY:
            message = f"The face is too small, blurred, turned or covered (quality {face.quality.score}, {LEAST_QUALITY} is needed)."
            raise NotEnrolled(message)
        return face.template


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    given: AwareDatetime
    to: tuple[Protects, ...]
    is_adult: bool


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    people: dict[str, _Row]


def _read(folder: Path) -> dict[Person, Consent]:
    try:
        told = _File.model_validate_json((folder / _CONSENTS).read_bytes())
        return {
            Person(reference): Consent(given=row.given, to=frozenset(row.to), is_adult=row.is_adult)
            for reference, row in told.people.items()
        }
    except OSError as cause:
        message = (
            f"{folder} is no folder of enrolled people: {cause.strerror}. Name one that `verweer guard enrol` made."
        )
        raise BadGuard(message) from cause
    except (ValidationError, InputError, RecursionError) as cause:
        message = f"{folder / _CONSENTS} is damaged; restore it from a backup."
        raise FaceWithoutConsent(message) from cause


def _write(folder: Path, consents: dict[Person, Consent]) -> None:
    rows = {
        person.reference: _Row(given=each.given, to=tuple(sorted(each.to)), is_adult=each.is_adult)
        for person, each in sorted(consents.items())
    }
    beside = folder / f".{_CONSENTS}.{os.getpid()}"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(_File(format=1, people=rows).model_dump_json(indent=1).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / _CONSENTS)


_UNDER_AGE = Bilingual(
    nl="Van wie minderjarig is of lijkt wordt geen gezicht bewaard; meld beelden bij een meldpunt.",
    en="No face is kept of somebody who is or looks under age; report pictures to a hotline.",
)

# SPDX-License-Identifier: Apache-2.0
"""The guard's look at pictures: what goes into a generator and what came out of it, before anyone gets it.

Order: nudity of every picture; only when something may be sexual, or an enrolled person's picture may be
edited, the faces; of these first the guessed age, and templates only of faces that do not look under
age. Faces of one request are compared with each other and with people who enrolled themselves, with
nobody else. Pixels and templates live as long as the call; counters are all that is kept.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from verweer.faces import (
    AgeSignal,
    Detection,
    Embedder,
    NudityScorer,
    OpenNsfw,
    SFace,
    Template,
    Threshold,
    described,
    find_faces,
    installed_age_signal,
    similarity,
    threshold_for,
)
from verweer.guard.confined import Reader
from verweer.guard.enrolment import FaceRegister
from verweer.guard.model import BadGuard, Decision, TextSigns, Verdict, Where
from verweer.guard.picture_input import Given, MadeHere, Pixels, pixels_of
from verweer.guard.picture_policy import PicturePolicy
from verweer.guard.picture_rules import is_sexual_context, judge, level_of, may_be_minor
from verweer.guard.picture_values import Alike, Known, Likeness, PictureIntent, Protects, Request, Seen
from verweer.media.reasons import CannotRead

NO_SIGNS = TextSigns()


class UnknownAge:
    """The age signal where none is installed: every age is unknown, which the rules take for a reason to be careful."""

    version = "none"

    def years(self, pixels: Pixels, face: Detection) -> None:
        """Return that it cannot be told."""


@dataclass(slots=True, eq=False)
class _Picture:
    """One picture while it is looked at."""

    seen: Seen
    pixels: Pixels | None
    faces: tuple[Detection, ...] = ()
    templates: tuple[Template, ...] = ()


class PictureGuard:
    """Decides on the pictures of requests; one may be shared by threads. Close it, or use it as a context."""

    def __init__(  # noqa: PLR0913 - one an option
        self,
        *,
        enrolled: FaceRegister | None = None,
        policy: PicturePolicy | None = None,
        scorer: NudityScorer | None = None,
        ages: AgeSignal | None = None,
        embedder: Embedder | None = None,
        reader: Reader | None = None,
        each_step: Callable[[], None] = lambda: None,
    ) -> None:
        """Take people and networks; raises NoSuchThreshold for an embedder of which no likeness was measured.

        Scores of another `scorer` need another `policy`; the measured one holds for Open NSFW. `reader` is a confined
        process to share. `each_step` is called before each picture and face: what it raises ends the check.
        """
        self._policy = policy or PicturePolicy()
        self._scorer: NudityScorer = scorer or OpenNsfw()
        self._ages: AgeSignal = ages or installed_age_signal() or UnknownAge()
        self._embedder: Embedder = embedder or (enrolled.embedder if enrolled else SFace())
        self._enrolled = enrolled
        same, alike = (threshold_for(self._embedder.version, name) for name in ("careful", "wide"))
        self._likeness = Likeness(
            same=same.cosine if self._policy.same is None else self._policy.same,
            alike=alike.cosine if self._policy.alike is None else self._policy.alike,
        )
        self._asked: Threshold = replace(alike, cosine=self._likeness.alike)
        self._reader = reader or Reader()
        self._each_step = each_step
        self._counted: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def counters(self) -> Mapping[str, int]:
        """Return how often each verdict and each reason was given; nothing else of a picture is kept."""
        return dict(self._counted)

    def check(
        self,
        inputs: Sequence[Given] = (),
        outputs: Sequence[Given] = (),
        *,
        intent: PictureIntent | str | None = None,
        text: TextSigns = NO_SIGNS,
    ) -> Decision:
        """Return the decision on the pictures of one request; without `intent`, an input counts as edited.

        Raises NotAPicture, InputError for a file that is not there, FacesNotInstalled.
        """
        purpose = _intent(intent, inputs)
        if len(inputs) + len(outputs) > self._policy.most_pictures:
            message = f"A request has at most {self._policy.most_pictures} pictures; ask about fewer at a time."
            raise BadGuard(message)
        pictures = [
            self._read(where, place, given)
            for where, side in ((Where.INPUT, inputs), (Where.OUTPUT, outputs))
            for place, given in enumerate(side)
        ]
        request = self._request(pictures, purpose, text)
        verdict, reasons = judge(request, self._policy, self._likeness)
        self._counted.update([verdict.value, *(reason.code for reason in reasons)])
        return Decision(verdict=verdict, policy=self._policy.name, reasons=reasons)

    def close(self) -> None:
        """End the confined process, if one was started."""
        self._reader.close()

    def _request(self, pictures: list[_Picture], intent: PictureIntent, text: TextSigns) -> Request:
        request = Request(seen=tuple(each.seen for each in pictures), intent=intent, text=text)
        protects_edits = intent is PictureIntent.EDIT and bool(request.inputs) and self._has_enrolled()
        if not (is_sexual_context(request, self._policy) or protects_edits):
            return request
        for picture in pictures:
            self._find_faces(picture)
        sexual = any(level_of(each.nudity, text, self._policy) is not Verdict.ALLOW for each in request.seen)
        if self._wants_templates(pictures, sexual=sexual or text.sexual, protects_edits=protects_edits):
            for picture in pictures:
                self._describe(picture)
        return replace(
            request,
            seen=tuple(each.seen for each in pictures),
            alike=tuple(_alike(pictures)),
            known=tuple(self._known(pictures)),
        )

    def _wants_templates(self, pictures: list[_Picture], *, sexual: bool, protects_edits: bool) -> bool:
        """Tell whether faces need comparing: not where a possible minor has decided the matter already."""
        ages = [years for picture in pictures for years in picture.seen.ages]
        if sexual and any(may_be_minor(years, self._policy) for years in ages):
            return False
        between = {picture.seen.where for picture in pictures} == {Where.INPUT, Where.OUTPUT}
        return protects_edits or (sexual and (between or self._has_enrolled()))

    def _has_enrolled(self) -> bool:
        return self._enrolled is not None and len(self._enrolled) > 0

    def _read(self, where: Where, place: int, given: Given) -> _Picture:
        self._each_step()
        made_here = isinstance(given, MadeHere)
        try:
            pixels = pixels_of(given, self._reader, most_pixels=self._policy.most_pixels)
        except CannotRead:
            return _Picture(Seen(where=where, place=place, nudity=None, made_here=made_here), None)
        score = self._scorer.score(pixels)
        return _Picture(Seen(where=where, place=place, nudity=score, made_here=made_here), pixels)

    def _find_faces(self, picture: _Picture) -> None:
        if picture.pixels is not None:
            pixels = picture.pixels
            self._each_step()
            picture.faces = find_faces(pixels)
            picture.seen = replace(picture.seen, ages=tuple(self._years(pixels, face) for face in picture.faces))

    def _years(self, pixels: Pixels, face: Detection) -> float | None:
        self._each_step()
        return self._ages.years(pixels, face)

    def _describe(self, picture: _Picture) -> None:
        """Make templates, but never of a face that looks under age."""
        if picture.pixels is not None:
            pixels = picture.pixels
            picture.templates = tuple(
                self._template(pixels, face)
                for face, years in zip(picture.faces, picture.seen.ages, strict=True)
                if years is None or years >= self._policy.described_from
            )
            picture.seen = replace(picture.seen, comparable=bool(picture.templates))

    def _template(self, pixels: Pixels, face: Detection) -> Template:
        self._each_step()
        return described(pixels, face, self._embedder).template

    def _known(self, pictures: list[_Picture]) -> list[Known]:
        if self._enrolled is None:
            return []
        found = []
        for picture in pictures:
            for candidates in self._enrolled.candidates_of_each(list(picture.templates), self._asked):
                for candidate in candidates:
                    consent = self._enrolled.consent_of(candidate.person)
                    found.append(
                        Known(
                            where=picture.seen.where,
                            place=picture.seen.place,
                            person=candidate.person.reference,
                            similarity=candidate.similarity,
                            protects=consent.to if consent else frozenset[Protects](),
                        )
                    )
        return found


def check_images(
    inputs: Sequence[Given] = (),
    outputs: Sequence[Given] = (),
    *,
    intent: PictureIntent | str | None = None,
    enrolled: FaceRegister | None = None,
    policy: PicturePolicy | None = None,
    text: TextSigns = NO_SIGNS,
) -> Decision:
    """Return the decision on the pictures of one request; for many requests keep a `PictureGuard`."""
    with PictureGuard(enrolled=enrolled, policy=policy) as guard:
        return guard.check(inputs, outputs, intent=intent, text=text)


def _intent(intent: PictureIntent | str | None, inputs: Sequence[Given]) -> PictureIntent:
    if intent is None:
        return PictureIntent.EDIT if inputs else PictureIntent.MAKE
    try:
        return PictureIntent(intent)
    except ValueError as cause:
        message = "What is done with the pictures is make or edit; name one of these."
        raise BadGuard(message) from cause


def _alike(pictures: list[_Picture]) -> list[Alike]:
    """Return the most similar faces of each input and each output."""
    inputs = [each for each in pictures if each.seen.where is Where.INPUT and each.templates]
    outputs = [each for each in pictures if each.seen.where is Where.OUTPUT and each.templates]
    return [
        Alike(
            given=given.seen.place,
            made=made.seen.place,
            similarity=max(similarity(one, other) for one in given.templates for other in made.templates),
        )
        for given in inputs
        for made in outputs
    ]

# SPDX-License-Identifier: Apache-2.0
"""The guard for pictures with its real networks, on drawn faces and a scorer that sees paint."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.rooms.faces.drawings import drawn_face, other_face
from tests.rooms.guard.scorers import PaintShare, painted
from verweer.faces import Detection, NotColourPixels, NudityScorer, OpenNsfw, SFace, Template
from verweer.faces.model import Pixels
from verweer.guard import (
    BadGuard,
    Consent,
    FaceRegister,
    Guard,
    MadeHere,
    PictureGuard,
    PictureIntent,
    PicturePolicy,
    Protects,
    TextSigns,
    Verdict,
    check_images,
)
from verweer.guard.picture_input import Given, NotAPicture
from verweer.guard.pictures import UnknownAge
from verweer.matching.templates import Person

# Drawings are more like each other than people are, and are guessed to be in their twenties.
POLICY = PicturePolicy(clear=0.4, perhaps=0.2, slight=0.1, same=0.85, alike=0.75, adult_from=18)
FACE, OTHER = drawn_face(), other_face()
SEXUAL_FACE, SEXUAL_OTHER = painted(FACE, 0.5), painted(OTHER, 0.5)
SEA = np.full((200, 300, 3), (40, 90, 160), dtype=np.uint8)


def png(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def guard() -> Iterator[PictureGuard]:
    with PictureGuard(policy=POLICY, scorer=PaintShare()) as opened:
        yield opened


REQUESTS: dict[str, tuple[list[Given], list[Given], str, str, set[str]]] = {
    "a person made sexual": ([FACE], [SEXUAL_FACE], "make", "refuse", {"same-person"}),
    "one of several outputs": ([FACE], [SEA, SEXUAL_FACE], "make", "refuse", {"same-person"}),
    "another person": ([FACE], [SEXUAL_OTHER], "make", "allow", set()),
    "an ordinary edit": ([FACE], [FACE[:, ::-1].copy()], "edit", "allow", set()),
    "a sexual picture to edit": ([SEXUAL_FACE], [], "edit", "refuse", {"sexual-input"}),
    "made here before": ([MadeHere(painted(SEA, 0.5))], [], "edit", "allow", set()),
    "a person and no face in the result": ([FACE], [painted(SEA, 0.5)], "make", "review", {"person-unclear"}),
    "a file that is none": ([b"not a picture"], [], "edit", "review", {"unreadable"}),
    "nothing": ([], [], "make", "allow", set()),
}


@pytest.mark.parametrize(("inputs", "outputs", "intent", "verdict", "codes"), REQUESTS.values(), ids=REQUESTS)
def test_pictures_of_a_request_are_judged_together(
    guard: PictureGuard, inputs: list[Given], outputs: list[Given], intent: str, verdict: str, codes: set[str]
) -> None:
    decision = guard.check(inputs, outputs, intent=intent)

    assert decision.verdict.value == verdict
    assert {each.code for each in decision.reasons} == codes
    assert decision.policy.startswith("verweer-pictures ")


def test_bytes_files_and_arrays_of_one_picture_are_judged_alike(guard: PictureGuard, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(png(SEXUAL_FACE))
    forms: list[Given] = [
        SEXUAL_FACE,
        SEXUAL_FACE.astype(np.float32) / 255,
        np.dstack([SEXUAL_FACE, np.full(SEXUAL_FACE.shape[:2], 255, np.uint8)]),
        Image.fromarray(SEXUAL_FACE),
        png(SEXUAL_FACE),
        file,
        str(file),
    ]

    decisions = [guard.check([FACE], [form], intent=PictureIntent.MAKE) for form in forms]

    assert [each.verdict for each in decisions] == [Verdict.REFUSE] * len(forms)
    assert {each.reasons for each in decisions} == {decisions[0].reasons}


def test_without_an_intent_a_picture_that_goes_in_counts_as_edited(guard: PictureGuard) -> None:
    assert {each.code for each in guard.check([SEXUAL_FACE]).reasons} == {"sexual-input"}


def test_a_sexual_prompt_beside_a_picture_of_a_person_is_refused_before_anything_is_made(guard: PictureGuard) -> None:
    decision = guard.check([FACE], intent="edit", text=TextSigns(sexual=True))

    assert {each.code for each in decision.reasons} == {"sexual-edit"}


class Counting:
    """SFace, and how many faces it described."""

    def __init__(self) -> None:
        self.described = 0
        self._inner = SFace()
        self.version, self.network = self._inner.version, self._inner.network

    def template(self, face: Pixels, *, quality: int) -> Template:
        """Describe and count."""
        self.described += 1
        return self._inner.template(face, quality=quality)


def test_whoever_may_be_under_age_is_refused_in_a_sexual_context_and_compared_with_nobody() -> None:
    policy = replace(POLICY, adult_from=60, described_from=0)
    embedder = Counting()
    with PictureGuard(policy=policy, scorer=PaintShare(), embedder=embedder) as guard:
        decision = guard.check([FACE], [painted(FACE, 0.25)], intent="make")
        slight = guard.check([FACE], [painted(FACE, 0.12)], intent="make")
        ordinary = guard.check([FACE], [SEA], intent="make")

    assert [each.verdict.value for each in (decision, slight, ordinary)] == ["refuse", "refuse", "allow"]
    assert {each.code for each in (*decision.reasons, *slight.reasons)} == {"minor"}
    assert all(20 < (each.years or 0) < 60 for each in decision.reasons[0].pictures)
    assert embedder.described == 0


@pytest.mark.parametrize(("described_from", "described"), [(60.0, 0), (18.0, 1)], ids=["young", "old enough"])
def test_a_face_that_looks_under_age_is_not_described_even_to_find_the_enrolled(
    described_from: float, described: int
) -> None:
    people = FaceRegister()
    people.enrol(Person("case-7"), [FACE], Consent(given=datetime.now(UTC), to=frozenset(Protects), is_adult=True))
    policy = replace(POLICY, adult_from=60, described_from=described_from)
    embedder = Counting()

    with PictureGuard(enrolled=people, policy=policy, scorer=PaintShare(), embedder=embedder) as guard:
        guard.check([FACE], intent="edit")

    assert embedder.described == described


AGELESS: dict[str, tuple[list[Given], list[Given], str]] = {
    "given": ([FACE], [painted(SEA, 0.3)], "refuse"),
    "made": ([], [SEXUAL_FACE], "review"),
    "nothing sexual": ([FACE], [FACE], "allow"),
}


@pytest.mark.parametrize(("inputs", "outputs", "verdict"), AGELESS.values(), ids=AGELESS)
def test_where_no_age_can_be_guessed_doubt_counts_against_the_request(
    inputs: list[Given], outputs: list[Given], verdict: str
) -> None:
    with PictureGuard(policy=POLICY, scorer=PaintShare(), ages=UnknownAge()) as guard:
        decision = guard.check(inputs, outputs, intent="make")

    assert decision.verdict.value == verdict
    assert {each.code for each in decision.reasons} <= {"age-unknown"}


def test_an_ordinary_request_costs_no_look_at_faces() -> None:
    looked: list[int] = []

    class Looking:
        version = "looking"

        def years(self, pixels: Pixels, face: Detection) -> None:
            """Note that a face was looked at."""
            looked.append(pixels.size + int(face.score))

    with PictureGuard(policy=POLICY, scorer=PaintShare(), ages=Looking()) as guard:
        guard.check([FACE], [OTHER], intent="edit")

    assert looked == []


def test_counters_are_all_that_is_kept() -> None:
    with PictureGuard(policy=POLICY, scorer=PaintShare()) as guard:
        guard.check([SEXUAL_FACE], intent="edit")
        guard.check([], [SEA])

        assert guard.counters == {"refuse": 1, "sexual-input": 1, "allow": 1}


WRONG: dict[str, tuple[list[object], str]] = {
    "no picture at all": ([object()], "bytes or a path"),
    "an array of another shape": ([np.zeros((4, 4, 2), np.uint8)], "height by width"),
    "numbers above one": ([np.full((8, 8, 3), 7.0)], "from 0 to 1"),
    "whole numbers that are no bytes": ([np.zeros((8, 8), np.int32)], "uint8"),
    "more pixels than allowed": ([np.zeros((1001, 1000), np.uint8)], "Make it smaller"),
    "an empty array": ([np.zeros((0, 5), np.uint8)], "Make it smaller"),
    "a picture of Pillow that is not decoded": ([Image.open(io.BytesIO(png(SEA)))], "not decoded yet"),
}


@pytest.mark.parametrize(("inputs", "told"), WRONG.values(), ids=WRONG)
def test_what_is_no_picture_is_refused_with_a_sentence(inputs: list[Given], told: str) -> None:
    with (
        PictureGuard(policy=PicturePolicy(most_pixels=1_000_000), scorer=PaintShare()) as guard,
        pytest.raises(NotAPicture, match=told),
    ):
        guard.check(inputs)


def test_a_request_has_a_bounded_number_of_pictures_and_a_known_intent() -> None:
    with PictureGuard(policy=PicturePolicy(most_pictures=1), scorer=PaintShare()) as guard:
        with pytest.raises(BadGuard, match="at most 1"):
            guard.check([SEA], [SEA])
        with pytest.raises(BadGuard, match="make or edit"):
            guard.check([SEA], intent="undress")


def test_a_guard_takes_the_signs_of_its_prompt_to_the_pictures() -> None:
    guard = Guard(pictures=PictureGuard(policy=POLICY, scorer=PaintShare()))

    signs = guard.text_signs("naked on the beach")
    decision = guard.check_images([FACE], intent="edit", text=signs)
    guard.close()

    assert signs == TextSigns(sexual=True, minor=False)
    assert decision.verdict is Verdict.REFUSE
    assert guard.counters == {"refuse": 1, "sexual-edit": 1}


SIGNS = {
    "plain intent": ("naked on the beach", (), TextSigns(sexual=True)),
    "an ordinary prompt": ("a hat on a hat stand", (), TextSigns()),
    "writing about the subject": ("an article on the law and police work against nude deepfakes", (), TextSigns()),
    "somebody under age": ("a schoolgirl on a bike", (), TextSigns(minor=True)),
    "an earlier turn": ("now without clothes", ("a schoolgirl on a bike",), TextSigns(sexual=True, minor=True)),
}


@pytest.mark.parametrize(("text", "history", "signs"), SIGNS.values(), ids=SIGNS)
def test_a_prompt_shows_intent_and_signs_of_minority(text: str, history: tuple[str, ...], signs: TextSigns) -> None:
    assert Guard().text_signs(text, history=history) == signs
    assert Guard().text_signs(text.encode(), history=history) == signs


def test_ordinary_drawings_pass_with_everything_as_it_comes() -> None:
    decision = check_images([FACE], [OTHER, SEA], intent="edit")

    assert (decision.verdict, decision.reasons) == (Verdict.ALLOW, ())


class ScorerContract:
    """What a scorer of nudity keeps, whichever it is."""

    scorer: NudityScorer

    def test_it_scores_from_0_to_1_and_the_same_pixels_alike(self) -> None:
        scores = [self.scorer.score(pixels) for pixels in (FACE, SEA, SEXUAL_FACE, FACE)]

        assert all(0 <= score <= 1 for score in scores)
        assert scores[0] == scores[-1]
        assert self.scorer.version

    def test_it_refuses_what_is_no_colour_picture(self) -> None:
        with pytest.raises(NotColourPixels):
            self.scorer.score(np.zeros((4, 4), np.uint8))


class TestOpenNsfw(ScorerContract):
    scorer = OpenNsfw()


class TestPaintShare(ScorerContract):
    scorer = PaintShare()

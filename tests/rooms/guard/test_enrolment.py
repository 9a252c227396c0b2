# SPDX-License-Identifier: Apache-2.0
"""Whose face the guard knows: with a consent that says when and to what, of age, and until they withdraw."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from tests.rooms.faces.drawings import drawn_face, other_face
from tests.rooms.guard.scorers import PaintShare, painted
from verweer.cli.root import verweer
from verweer.faces import Detection
from verweer.faces.model import Pixels
from verweer.guard import BadGuard, Consent, FaceRegister, PictureGuard, PicturePolicy, Protects, Verdict
from verweer.guard.enrolment import FaceWithoutConsent, NotEnrolled
from verweer.kernel import VerweerError
from verweer.matching.templates import DamagedEnrolment, Person

POLICY = PicturePolicy(clear=0.4, perhaps=0.2, slight=0.1, same=0.85, alike=0.75, adult_from=18)
FACE = drawn_face()
SEA = np.full((320, 320, 3), (40, 90, 160), dtype=np.uint8)
ANNA = Person("case-7")
GIVEN = datetime(2026, 11, 20, 9, tzinfo=UTC)


def consent(*to: Protects) -> Consent:
    return Consent(given=GIVEN, to=frozenset(to or Protects), is_adult=True)


def register(*to: Protects) -> FaceRegister:
    people = FaceRegister()
    people.enrol(ANNA, [FACE], consent(*to))
    return people


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    register().save(tmp_path / "faces")
    return tmp_path / "faces"


MET = {
    "in a sexual result": ((), [], [painted(FACE, 0.5)], "make", {"enrolled"}),
    "in a picture to edit": ((), [FACE], [], "edit", {"enrolled-edit"}),
    "in a picture not to edit": ((), [FACE], [], "make", set()),
    "in an ordinary result": ((), [], [FACE], "make", set()),
    "protected from sexual pictures only": ((Protects.SEXUAL,), [FACE], [], "edit", set()),
    "protected from edits only": ((Protects.EDITS,), [], [painted(FACE, 0.5)], "make", set()),
    "somebody else": ((), [], [painted(other_face(), 0.5)], "make", set()),
    "nobody": ((), [SEA], [painted(SEA, 0.5)], "edit", set()),
}


@pytest.mark.parametrize(("to", "inputs", "outputs", "intent", "codes"), MET.values(), ids=MET)
def test_somebody_enrolled_is_protected_from_what_they_consented_to(
    to: tuple[Protects, ...], inputs: list[Pixels], outputs: list[Pixels], intent: str, codes: set[str]
) -> None:
    with PictureGuard(enrolled=register(*to), policy=POLICY, scorer=PaintShare()) as guard:
        decision = guard.check(inputs, outputs, intent=intent)

    assert {each.code for each in decision.reasons} == codes
    assert (decision.verdict is Verdict.REFUSE) is bool(codes)
    assert {signal.person for each in decision.reasons for signal in each.pictures} <= {"case-7"}


def test_who_withdraws_is_forgotten_in_memory_and_on_disk(folder: Path) -> None:
    people = FaceRegister.load(folder)
    assert people.consent_of(ANNA) == consent()

    assert people.withdraw(ANNA)
    people.save(folder)

    again = FaceRegister.load(folder)
    assert (len(again), again.consent_of(ANNA), again.withdraw(ANNA)) == (0, None, False)
    assert b"case-7" not in b"".join(file.read_bytes() for file in folder.iterdir())
    with PictureGuard(enrolled=again, policy=POLICY, scorer=PaintShare()) as guard:
        assert guard.check([FACE], intent="edit").verdict is Verdict.ALLOW


def test_the_folder_is_for_its_owner_and_holds_neither_name_nor_picture(folder: Path) -> None:
    assert {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()} == {
        "consents.json": 0o600,
        "faces": 0o600,
    }
    assert json.loads((folder / "consents.json").read_text())["people"] == {
        "case-7": {"given": "2026-11-20T09:00:00Z", "to": ["edits", "sexual"], "is_adult": True}
    }
    assert (folder / "faces").stat().st_size < 1000


@pytest.mark.parametrize("does_withdraw", [False, True], ids=["enrolling", "withdrawing"])
def test_when_writing_breaks_off_the_consent_is_there_as_long_as_the_face_may_be(
    folder: Path,
    does_withdraw: bool,  # noqa: FBT001
) -> None:
    people = FaceRegister.load(folder) if does_withdraw else register()
    if does_withdraw:
        people.withdraw(ANNA)
    else:
        (folder / "consents.json").unlink()
    (folder / "faces").unlink()
    (folder / "faces").mkdir()  # so that no file can take its place

    with pytest.raises(OSError, match="faces"):
        people.save(folder)

    assert "case-7" in (folder / "consents.json").read_text()


def test_a_face_without_a_consent_is_refused(folder: Path) -> None:
    (folder / "consents.json").write_text('{"format": 1, "people": {}}')

    with pytest.raises(FaceWithoutConsent, match="without a consent"):
        FaceRegister.load(folder)


DAMAGED = {
    "consents that are none": ("consents.json", b"[", FaceWithoutConsent),
    "a consent of somebody under age": (
        "consents.json",
        b'{"format": 1, "people": {"case-7": {"given": "2026-11-20T09:00:00Z", "to": ["sexual"], "is_adult": false}}}',
        FaceWithoutConsent,
    ),
    "faces that are none": ("faces", b"VWFE", DamagedEnrolment),
}


@pytest.mark.parametrize(("name", "content", "error"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_folder_is_told(folder: Path, name: str, content: bytes, error: type[VerweerError]) -> None:
    (folder / name).write_bytes(content)

    with pytest.raises(error):
        FaceRegister.load(folder)


def test_another_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadGuard, match="no folder of enrolled people"):
        FaceRegister.load(tmp_path)


class Young:
    """An age signal for which everybody looks seventeen."""

    version = "young"

    def years(self, pixels: Pixels, face: Detection) -> float:
        """Return seventeen."""
        del pixels, face
        return 17.0


def test_nobody_who_is_or_looks_under_age_is_enrolled() -> None:
    with pytest.raises(NotEnrolled, match="under age"):
        Consent(given=GIVEN, to=frozenset(Protects), is_adult=False)
    people = FaceRegister()
    with pytest.raises(NotEnrolled, match="under age"):
        people.enrol(ANNA, [FACE], consent(), ages=Young())
    assert len(people) == 0


UNFIT = {
    "no face": ([SEA], "shows 0"),
    "two faces": ([np.hstack([FACE, other_face()])], "shows 2"),
    "a small face": ([np.pad(drawn_face(60), ((90, 90), (90, 90), (0, 0)))], "too small"),
    "no picture": ([], "at least one"),
    "one good and one without": ([FACE, SEA], "shows 0"),
}


@pytest.mark.parametrize(("pictures", "told"), UNFIT.values(), ids=UNFIT)
def test_a_picture_by_which_nobody_can_be_told_enrols_nobody(pictures: list[Pixels], told: str) -> None:
    people = FaceRegister()

    with pytest.raises(NotEnrolled, match=told):
        people.enrol(ANNA, pictures, consent())

    assert len(people) == 0
    assert people.consent_of(ANNA) is None


VAGUE = {"to nothing": (GIVEN, frozenset()), "at no known moment": (datetime(2026, 1, 1), frozenset(Protects))}  # noqa: DTZ001


@pytest.mark.parametrize(("given", "to"), VAGUE.values(), ids=VAGUE)
def test_a_consent_says_when_and_to_what(given: datetime, to: frozenset[Protects]) -> None:
    with pytest.raises(NotEnrolled, match="when it was given"):
        Consent(given=given, to=to, is_adult=True)


def test_the_commands_enrol_check_and_forget(tmp_path: Path) -> None:
    picture, folder = tmp_path / "me.png", tmp_path / "faces"
    Image.fromarray(FACE).save(picture)
    enrol = [
        *("guard", "enrol", str(folder), "case-7", "--picture", str(picture)),
        *("--consented", "2026-11-20T10:00:00+01:00", "--to", "edits", "--adult"),
    ]
    check = ["guard", "check", "a hat on her head", "--input", str(picture), "--faces", str(folder)]
    told = []
    for words in (enrol, check, ["guard", "withdraw", str(folder), "case-7"], check):
        done = CliRunner().invoke(verweer, words, standalone_mode=False)
        told.append((done.return_value, done.output.splitlines()[0]))

    assert told == [
        (None, "case-7: enrolled, 1 in all."),
        (1, "refuse"),
        (None, "case-7: forgotten, 0 left."),
        (0, "allow"),
    ]


def test_withdrawing_a_stranger_is_told(folder: Path) -> None:
    done = CliRunner().invoke(verweer, ["guard", "withdraw", str(folder), "case-8"])

    assert "case-8 is not enrolled" in str(done.exception)

# SPDX-License-Identifier: Apache-2.0
"""Guessed ages with the real network on drawn faces, and the contract of whatever guesses ages."""

import numpy as np
import pytest

from tests.rooms.faces.drawings import drawn_face, other_face
from verweer.faces import (
    AgeSignal,
    NoSuchThreshold,
    NotColourPixels,
    ResNetAge,
    bar_for,
    find_faces,
    installed_age_signal,
    measured_bars,
)
from verweer.faces.age import laid
from verweer.guard.pictures import UnknownAge

FACE = drawn_face()
(FOUND,) = find_faces(FACE)


class AgeContract:
    """What an age signal keeps, whichever it is."""

    ages: AgeSignal

    @pytest.mark.parametrize("pixels", [FACE, other_face()], ids=["a face", "another face"])
    def test_a_guess_is_an_age_or_nothing_and_the_same_every_time(self, pixels: np.ndarray) -> None:
        (face,) = find_faces(pixels)

        one, other = (self.ages.years(pixels, face) for _ in range(2))

        assert one == other
        assert one is None or 0 <= one <= 120
        assert self.ages.version


class TestResNetAge(AgeContract):
    ages = ResNetAge()


class TestUnknownAge(AgeContract):
    ages = UnknownAge()


def test_the_network_is_installed_here_and_takes_a_drawn_adult_for_one() -> None:
    signal = installed_age_signal()

    assert signal is not None
    assert signal.version == "resnet10-cydral-v1"
    assert 18 < (signal.years(FACE, FOUND) or 0) < 60


def test_a_mirrored_face_looks_as_old() -> None:
    mirrored = FACE[:, ::-1].copy()
    (found,) = find_faces(mirrored)

    assert ResNetAge().years(mirrored, found) == pytest.approx(ResNetAge().years(FACE, FOUND), abs=2)


def test_a_face_of_a_few_dots_has_no_age() -> None:
    small = np.full((200, 200, 3), 128, dtype=np.uint8)
    small[80:120, 80:120] = drawn_face(40)
    (found,) = find_faces(small)

    assert ResNetAge().years(small, found) is None


def test_a_face_is_laid_with_its_eyes_where_the_network_expects_them() -> None:
    dots = np.zeros((320, 320, 3), dtype=np.uint8)
    for across, down in FOUND.landmarks[:2].round().astype(int):
        dots[down - 4 : down + 5, across - 4 : across + 5] = 255

    bright = laid(dots, FOUND.landmarks)[:, :, 0] > 128

    left, right = np.argwhere(bright[:, :32]).mean(axis=0), np.argwhere(bright[:, 32:]).mean(axis=0)
    assert left == pytest.approx((17.8, 18.8), abs=2.5)
    assert right == pytest.approx((18.0, 44.5 - 32), abs=2.5)


def test_pixels_that_are_no_picture_are_refused() -> None:
    with pytest.raises(NotColourPixels):
        ResNetAge().years(np.zeros((4, 4), np.uint8), FOUND)


def test_every_bar_says_how_often_ordinary_pictures_pass_it_and_what_is_missed() -> None:
    assert len(measured_bars()) == 5
    for bar in measured_bars():
        assert 0 <= bar.false_alarms.wrong <= bar.false_alarms.of
        assert "not measured" in bar.misses
        assert bar.data
    scores = [bar_for("open-nsfw-2016", name) for name in ("clear", "perhaps", "slight")]
    assert [each.value for each in scores] == sorted((each.value for each in scores), reverse=True)
    assert scores[0].false_alarms.wrong <= scores[1].false_alarms.wrong <= scores[2].false_alarms.wrong


def test_a_bar_that_was_not_measured_is_told_with_those_that_were() -> None:
    with pytest.raises(NoSuchThreshold, match="measured are: clear for open-nsfw-2016"):
        bar_for("another", "clear")

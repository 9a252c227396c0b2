# SPDX-License-Identifier: Apache-2.0
"""From pixels to templates with the real networks, on a face that code drew."""

import subprocess
import sys

import numpy as np
import pytest

from tests.rooms.faces.drawings import drawn_face
from verweer.faces import NotColourPixels, face_templates, nudity_score, similarity

SIDE = 320
EYES = np.array([[131, 143], [190, 143]])
STRANGE_PIXELS = {
    "luma only": np.zeros((64, 64), dtype=np.uint8),
    "four colours": np.zeros((64, 64, 4), dtype=np.uint8),
    "floats": np.zeros((64, 64, 3), dtype=np.float32),
    "no rows": np.zeros((0, 64, 3), dtype=np.uint8),
}


def test_a_drawn_face_is_found_with_its_eyes_where_they_were_drawn() -> None:
    (face,) = face_templates(drawn_face(SIDE))

    assert np.abs(face.detection.landmarks[:2] - EYES).max() < 5
    assert face.detection.turned == 0
    assert face.quality.score > 60
    assert not face.quality.is_covered


@pytest.mark.parametrize(("quarters", "turned_back"), [(1, 270), (2, 180), (3, 90)])
def test_a_picture_that_lies_on_its_side_gives_the_same_template(quarters: int, turned_back: int) -> None:
    (upright,) = face_templates(drawn_face(SIDE))

    (lying,) = face_templates(np.rot90(drawn_face(SIDE), quarters).copy())

    assert lying.detection.turned == turned_back
    assert similarity(upright.template, lying.template) > 0.97
    assert lying.quality.eye_distance == pytest.approx(upright.quality.eye_distance, rel=0.05)


def test_a_picture_of_another_size_gives_nearly_the_same_template() -> None:
    (small,), (large,) = face_templates(drawn_face(SIDE)), face_templates(drawn_face(3 * SIDE))

    assert similarity(small.template, large.template) > 0.9
    assert large.detection.box.width == pytest.approx(3 * small.detection.box.width, rel=0.1)


def test_a_small_face_in_a_large_picture_is_found_where_it_is() -> None:
    pixels = np.full((900, 1400, 3), 128, dtype=np.uint8)
    pixels[500:600, 1000:1100] = drawn_face(100)

    (face,) = face_templates(pixels)

    assert 1000 < face.detection.landmarks[:, 0].min() < face.detection.landmarks[:, 0].max() < 1100
    assert 500 < face.detection.landmarks[:, 1].min() < face.detection.landmarks[:, 1].max() < 600


def test_the_same_pixels_give_the_same_bytes() -> None:
    one, other = (face_templates(drawn_face(SIDE))[0].template.stored() for _ in range(2))

    assert one == other


def test_a_mouth_behind_a_mask_is_told_by_the_quality() -> None:
    pixels = drawn_face(SIDE)
    pixels[185:240, 100:220] = (80, 110, 160)

    (face,) = face_templates(pixels)

    assert face.quality.is_covered
    assert face.quality.score < 20


def test_a_picture_without_a_face_has_none() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (200, 300, 3), dtype=np.uint8)

    assert face_templates(noise) == ()
    assert face_templates(np.zeros((1, 1, 3), dtype=np.uint8)) == ()


@pytest.mark.parametrize("pixels", STRANGE_PIXELS.values(), ids=STRANGE_PIXELS)
def test_what_is_no_colour_picture_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(NotColourPixels):
        face_templates(pixels)
    with pytest.raises(NotColourPixels):
        nudity_score(pixels)


def test_drawings_score_low_for_nudity_and_always_the_same() -> None:
    score = nudity_score(drawn_face(SIDE))

    assert 0 <= score < 0.2
    assert nudity_score(drawn_face(SIDE)) == score


def test_without_the_libraries_one_sentence_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "import numpy\n"
        "from verweer.faces import FacesNotInstalled, face_templates\n"
        "try: face_templates(numpy.zeros((32, 32, 3), numpy.uint8))\n"
        "except FacesNotInstalled as told: print(told)\n"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert told == "Faces and the nudity score need onnxruntime; install verweer[faces].\n"

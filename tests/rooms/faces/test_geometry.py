# SPDX-License-Identifier: Apache-2.0
"""Where faces lie: what the detector's numbers mean, overlaps, turns, and laying a face straight."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.faces.aligning import ALIGNED_SIDE, PLACES, aligned, similarity_onto
from verweer.faces.detecting import TURNS, decoded, strongest, turned_back

BOXES = {
    "apart": ([[0, 0, 10, 10], [50, 0, 10, 10]], [0.8, 0.9], [1, 0]),
    "the same twice": ([[0, 0, 10, 10], [0, 0, 10, 10]], [0.8, 0.9], [1]),
    "touching a little": ([[0, 0, 10, 10], [8, 0, 10, 10]], [0.9, 0.8], [0, 1]),
    "half over each other": ([[0, 0, 10, 10], [3, 0, 10, 10]], [0.9, 0.8], [0]),
    "a chain keeps its ends": ([[0, 0, 10, 10], [4, 0, 10, 10], [8, 0, 10, 10]], [0.9, 0.8, 0.7], [0, 2]),
    "none": (np.empty((0, 4)), [], []),
}


@pytest.mark.parametrize(("boxes", "scores", "kept"), BOXES.values(), ids=BOXES)
def test_of_boxes_that_overlap_the_best_stays(boxes: list[list[float]], scores: list[float], kept: list[int]) -> None:
    assert strongest(np.array(boxes, dtype=np.float32), np.array(scores, dtype=np.float32)) == kept


def test_a_cell_of_the_detector_becomes_a_box_and_landmarks_in_pixels() -> None:
    height, width, stride, row, column = 64, 96, 16, 2, 3
    outputs = {
        f"{name}_{each}": np.zeros((1, height // each * (width // each), count), dtype=np.float32)
        for name, count in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10))
        for each in (8, 16, 32)
    }
    cell = row * (width // stride) + column
    outputs["cls_16"][0, cell], outputs["obj_16"][0, cell] = 0.81, 1.0
    outputs["bbox_16"][0, cell] = [0.5, 0.25, math.log(2), math.log(3)]
    outputs["kps_16"][0, cell] = [0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1]

    (found,) = decoded(outputs, height, width)

    # middle (3.5, 2.25) cells, size 2 by 3 cells, of 16 pixels each
    assert found[:4] == pytest.approx([56 - 16, 36 - 24, 32, 48], rel=1e-5)
    assert found[4:14] == pytest.approx([48, 32, 64, 32, 56, 40, 48, 48, 64, 48])
    assert found[14] == pytest.approx(0.9)


@pytest.mark.parametrize("turn", TURNS)
def test_a_point_of_a_turned_picture_is_led_back_to_where_it_was(turn: int) -> None:
    pixels = np.zeros((30, 50), dtype=np.uint8)
    pixels[7, 41] = 1
    ((down, across),) = np.argwhere(np.rot90(pixels, turn // 90))

    back = turned_back(np.array([[across + 0.5, down + 0.5]], dtype=np.float32), turn, 30, 50)

    assert back[0].tolist() == [41.5, 7.5]


@given(
    st.floats(-math.pi, math.pi),
    st.floats(0.2, 5),
    st.floats(-200, 200),
    st.floats(-200, 200),
)
def test_a_turned_scaled_and_shifted_face_is_laid_onto_its_places(
    angle: float, scale: float, across: float, down: float
) -> None:
    turn = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    moved = (PLACES @ turn.T + [across, down]).astype(np.float32)

    matrix = similarity_onto(moved, PLACES)

    assert moved @ matrix[:, :2].T + matrix[:, 2] == pytest.approx(PLACES, abs=0.05)


def test_a_mirrored_face_is_never_mirrored_back() -> None:
    matrix = similarity_onto(PLACES * np.array([-1, 1], dtype=np.float32), PLACES)

    assert np.linalg.det(matrix[:, :2]) > 0


def test_an_aligned_face_is_of_the_size_that_embedders_read_and_black_outside() -> None:
    face = aligned(np.full((40, 40, 3), 200, dtype=np.uint8), PLACES - 80)

    assert face.shape == (ALIGNED_SIDE, ALIGNED_SIDE, 3)
    assert face[0, 0].tolist() == [0, 0, 0]


def test_points_that_all_coincide_give_no_error() -> None:
    assert np.isfinite(similarity_onto(np.zeros((5, 2), dtype=np.float32), PLACES)).all()

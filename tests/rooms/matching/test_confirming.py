# SPDX-License-Identifier: Apache-2.0
"""Where a true copy must show a stored patch it does; where the way in which it was moved is wrong, or the picture another, it does not."""

from dataclasses import replace
from math import cos, radians, sin

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray

from tests.testnet.pictures import drawn
from verweer.fingerprints import Rows, Space
from verweer.fingerprints.keypoints import working_picture
from verweer.fingerprints.patches import ASKED_SIDE, PatchReader
from verweer.fingerprints.reporting import luma_of, stored_rows
from verweer.matching.agreement import Similarity
from verweer.matching.confirming import Confirmation, confirm

AS_IT_IS = Similarity(scale=1.0, turn=0.0, right=0.0, down=0.0)


def luma(seed: int) -> NDArray[np.uint8]:
    return luma_of(np.asarray(drawn(seed)))


def patches(seed: int) -> Rows:
    return stored_rows(np.asarray(drawn(seed)))[Space.PATCH]


def read(picture: NDArray[np.uint8], stored: Rows, similarity: Similarity = AS_IT_IS) -> Confirmation:
    return confirm(PatchReader(working_picture(picture, ASKED_SIDE)), stored, similarity)


def moved(picture: NDArray[np.uint8], scale: float, degrees: float) -> tuple[NDArray[np.uint8], Similarity]:
    """Return the picture turned and scaled about its middle, on a canvas of the same size, and how it was moved."""
    height, width = picture.shape
    side, turn = max(height, width), radians(degrees)
    cosine, sine = cos(turn) * scale, sin(turn) * scale
    right = width / 2 - (cosine * width / 2 - sine * height / 2)
    down = height / 2 - (sine * width / 2 + cosine * height / 2)
    matrix = np.array([[cosine, -sine, right], [sine, cosine, down]])
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=128)
    return np.asarray(turned, np.uint8), Similarity(scale=scale, turn=turn, right=right / side, down=down / side)


@settings(max_examples=25, deadline=None)
@given(scale=some.floats(0.6, 1.6), degrees=some.floats(-180, 180))
def test_however_a_copy_was_moved_most_places_are_alike_when_it_is_known_how(scale: float, degrees: float) -> None:
    picture, similarity = moved(luma(3), scale, degrees)

    found = read(picture, patches(3), similarity)

    assert found.visible >= 8
    assert found.share >= 0.6


@pytest.mark.parametrize(
    "wrong",
    [
        replace(AS_IT_IS, turn=1.0),
        replace(AS_IT_IS, scale=1.7),
        replace(AS_IT_IS, right=0.12, down=-0.08),
    ],
    ids=["turned", "larger", "beside it"],
)
def test_a_wrong_guess_confirms_hardly_anything(wrong: Similarity) -> None:
    assert read(luma(3), patches(3), wrong).share < 0.2


@pytest.mark.parametrize("other", range(20, 28))
def test_another_picture_confirms_hardly_anything(other: int) -> None:
    assert read(luma(other), patches(3)).share < 0.2


def test_what_lies_outside_is_not_counted_as_unlike() -> None:
    whole = luma(3)
    height, width = whole.shape
    half = np.ascontiguousarray(whole[:, : width // 2])
    side, longest = max(half.shape), max(height, width)

    found = read(half, patches(3), replace(AS_IT_IS, scale=longest / side))

    assert found.visible < len(patches(3))
    assert found.share >= 0.6


def test_of_a_picture_too_small_to_be_read_nothing_is_visible() -> None:
    nothing = read(np.full((12, 12), 90, np.uint8), patches(3))

    assert (nothing.visible, nothing.alike, nothing.share) == (0, 0, 0.0)

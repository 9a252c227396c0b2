# SPDX-License-Identifier: Apache-2.0
"""The middle of an original is looked for where it lies in copies that lost a side or a corner; parts are hashed alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.testnet.pictures import drawn
from verweer.fingerprints.croppings import TURNS, middle_of, middles
from verweer.fingerprints.dihedral import WAYS, pdq_dihedral
from verweer.fingerprints.frames import VOTING_QUALITY
from verweer.fingerprints.parts import hashes_of_samples, qualities_of_samples, samples_of_parts, smoothing
from verweer.fingerprints.pdq import pdq_of_samples, samples_of_pixels
from verweer.fingerprints.views import Box

PICTURE = np.asarray(drawn(8, 330, 250))[..., 1]
SIDES = ("top", "bottom", "left", "right")
USUAL = {"wide": (1280, 720), "upright": (720, 1280), "old": (640, 480), "square": (600, 600)}


def cut(height: int, width: int, lost: float, sides: tuple[str, ...]) -> Box:
    """Return what a copy shows of an original."""
    down, across = round(lost * height), round(lost * width)
    return Box(
        down if "top" in sides else 0,
        height - (down if "bottom" in sides else 0),
        across if "left" in sides else 0,
        width - (across if "right" in sides else 0),
    )


def off(box: Box, copy: Box, height: int, width: int) -> float:
    """Return how far a place in a copy is from where the original's middle lies there, in shares of the middle's sides."""
    true = middle_of(height, width)
    down, across = true.bottom - true.top, true.right - true.left
    moved = box.within(Box(copy.top, copy.top, copy.left, copy.left))
    return max(
        abs(moved.top - true.top) / down,
        abs(moved.bottom - true.bottom) / down,
        abs(moved.left - true.left) / across,
        abs(moved.right - true.right) / across,
    )


@pytest.mark.parametrize(("width", "height"), USUAL.values(), ids=USUAL)
@pytest.mark.parametrize("side", SIDES)
@given(lost=st.floats(0.03, 0.2))
def test_what_is_left_of_a_usual_shape_tells_in_each_second_where_the_middle_lies(
    width: int, height: int, side: str, lost: float
) -> None:
    copy = cut(height, width, lost, (side,))
    shown = (copy.bottom - copy.top, copy.right - copy.left)

    for turn in range(TURNS):
        assert min(off(box, copy, height, width) for box in middles(*shown, turn)) < 0.01


CORNERS = [("top", "left"), ("top", "right"), ("bottom", "left"), ("bottom", "right")]


@pytest.mark.parametrize("sides", [*CORNERS, *((side,) for side in SIDES)])
@given(lost=st.floats(0.03, 0.2), height=st.integers(240, 1080), width=st.integers(240, 1920))
def test_in_some_turn_the_middle_is_looked_for_near_where_it_lies_whatever_the_shape(
    sides: tuple[str, ...], lost: float, height: int, width: int
) -> None:
    copy = cut(height, width, lost, sides)
    shown = (copy.bottom - copy.top, copy.right - copy.left)

    nearest = min(off(box, copy, height, width) for turn in range(TURNS) for box in middles(*shown, turn))

    assert nearest < 0.025


@given(st.integers(64, 2000), st.integers(64, 2000), st.integers(0, TURNS - 1))
def test_the_middle_is_never_looked_for_outside_of_the_frame(height: int, width: int, turn: int) -> None:
    for box in middles(height, width, turn):
        assert 0 <= box.top < box.bottom <= height
        assert 0 <= box.left < box.right <= width


BOXES = st.builds(
    lambda top, left, down, across: Box(top, min(250, top + down), left, min(330, left + across)),
    st.integers(0, 180),
    st.integers(0, 260),
    st.integers(64, 250),
    st.integers(64, 330),
)


@given(st.lists(BOXES, min_size=1, max_size=6))
def test_parts_that_are_hashed_together_have_the_hashes_that_each_has_by_itself(boxes: list[Box]) -> None:
    together = samples_of_parts(PICTURE, boxes)

    hashes = hashes_of_samples(together, tuple(range(len(WAYS))))
    qualities = qualities_of_samples(together)

    for box, samples, eight, quality in zip(boxes, together, hashes, qualities, strict=True):
        alone = samples_of_pixels(np.ascontiguousarray(box.of(PICTURE)))
        assert np.array_equal(samples, alone)
        assert (eight[0].tobytes(), quality) == (pdq_of_samples(alone)[0].bits, pdq_of_samples(alone)[1])
        if quality >= VOTING_QUALITY:
            exact, _ = pdq_dihedral(np.ascontiguousarray(box.of(PICTURE)))
            assert [way.tobytes() for way in eight] == [pdq.bits for pdq in exact]


def test_of_no_parts_there_are_no_hashes() -> None:
    assert hashes_of_samples(samples_of_parts(PICTURE, ()), (0, 5)).shape == (0, 2, 32)
    assert len(qualities_of_samples(samples_of_parts(PICTURE, ()))) == 0


def test_smoothing_is_numbas_where_it_is_installed() -> None:
    assert smoothing().lines.__module__ == "verweer.fingerprints.pdq_fast"

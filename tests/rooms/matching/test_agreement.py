# SPDX-License-Identifier: Apache-2.0
"""Patches that moved together agree, whatever the similarity; patches at random do not; two cannot vote twice."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from verweer.matching.agreement import Pairs, agree

WHOLE = (1.0, 0.75)


def pairs(asked: np.ndarray, stored: np.ndarray) -> Pairs:
    numbers = np.arange(len(asked))
    return Pairs(
        asked=asked, stored=stored, asked_number=numbers, stored_number=numbers, distance=np.zeros(len(asked), np.int64)
    )


def places(seed: int, count: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.column_stack(
        (
            random.uniform(0, WHOLE[0], count),
            random.uniform(0, WHOLE[1], count),
            random.uniform(0.01, 0.05, count),
            random.uniform(0, 2 * np.pi, count),
        )
    )


def moved(stored: np.ndarray, scale: float, turn: float, right: float, down: float) -> np.ndarray:
    cosine, sine = np.cos(turn) * scale, np.sin(turn) * scale
    x = cosine * stored[:, 0] - sine * stored[:, 1] + right
    y = sine * stored[:, 0] + cosine * stored[:, 1] + down
    return np.column_stack((x, y, stored[:, 2] * scale, (stored[:, 3] + turn) % (2 * np.pi)))


@given(
    st.integers(0, 1000),
    st.floats(0.3, 3.0),
    st.floats(0, 6.28),
    st.floats(-1, 1),
    st.floats(-1, 1),
)
def test_patches_that_moved_together_agree_on_how(
    seed: int, scale: float, turn: float, right: float, down: float
) -> None:
    stored = places(seed, 8)

    found = agree(pairs(moved(stored, scale, turn, right, down), stored), asked=WHOLE, stored=WHOLE)

    assert found is not None
    assert found.votes == 8
    assert abs(found.similarity.scale - scale) < 0.01 * scale
    assert abs((found.similarity.turn - turn + np.pi) % (2 * np.pi) - np.pi) < 0.01


@given(st.integers(0, 1000))
def test_patches_at_random_places_hardly_agree(seed: int) -> None:
    found = agree(pairs(places(seed, 12), places(seed + 5000, 12)), asked=WHOLE, stored=WHOLE)

    assert found is None or found.votes <= 3


def test_one_patch_that_is_met_often_has_one_vote() -> None:
    stored = np.repeat(places(1, 1), 6, axis=0)
    many = Pairs(
        asked=stored,
        stored=stored,
        asked_number=np.arange(6),
        stored_number=np.zeros(6, np.int64),
        distance=np.zeros(6, np.int64),
    )

    assert agree(many, asked=WHOLE, stored=WHOLE) is None


def test_what_is_spanned_is_a_share_of_what_can_be_seen() -> None:
    stored = places(3, 30)
    inside = stored[(stored[:, 0] < 0.5) & (stored[:, 1] < 0.375)]

    cut = agree(pairs(moved(inside, 2.0, 0.0, 0.0, 0.0), inside), asked=WHOLE, stored=WHOLE)
    sticker = agree(pairs(inside, inside), asked=WHOLE, stored=WHOLE)

    assert cut is not None
    assert sticker is not None
    assert abs(cut.visible - 0.25) < 0.03
    assert sticker.visible == 1.0
    assert cut.area > 2.5 * sticker.area


def test_thousands_of_pairs_are_bounded() -> None:
    stored = places(4, 3000)

    found = agree(pairs(stored, stored), asked=WHOLE, stored=WHOLE)

    assert found is not None
    assert found.votes <= 400

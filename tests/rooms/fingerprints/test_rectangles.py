# SPDX-License-Identifier: Apache-2.0
"""The quick hashes of parts of a picture are those of PDQ, or a few bits off: they are made with 32-bit numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray

from tests.testnet.pictures import drawn
from verweer.fingerprints import pdq_dihedral, pdq_of_pixels
from verweer.fingerprints.dihedral import WAYS, turned
from verweer.fingerprints.rectangles import LARGEST_SIDE, WHOLE, Rectangle, coefficients_of, hashes_of, reduced
from verweer.fingerprints.reporting import GOOD_QUALITY, luma_of

MOST_OFF = 2
"""Bits. Coefficients within a millionth of the median may fall on its other side."""
MOST_OFF_WHEN_SMALLER = 8
"""Bits, when the picture was made smaller first."""


def luma(seed: int, width: int = 960, height: int = 720) -> NDArray[np.uint8]:
    return luma_of(np.asarray(drawn(seed, width, height)))


def off(quick: NDArray[np.uint8], exact: bytes) -> int:
    return int(np.bitwise_count(quick ^ np.frombuffer(exact, np.uint8)).sum())


@settings(max_examples=40, deadline=None)
@given(
    seed=some.integers(0, 200),
    left=some.integers(0, 400),
    top=some.integers(0, 300),
    width=some.integers(64, 500),
    height=some.integers(64, 400),
)
def test_a_part_has_the_hash_that_it_would_have_when_it_was_cut_out(
    seed: int, left: int, top: int, width: int, height: int
) -> None:
    whole = luma(seed)
    part = Rectangle(left / 960, top / 720, (left + width) / 960, (top + height) / 720)

    coefficients, qualities = coefficients_of(whole, [WHOLE, part])

    exact, quality = pdq_of_pixels(np.ascontiguousarray(whole[top : top + height, left : left + width]))
    assert abs(int(qualities[1]) - quality) <= 1
    if quality >= GOOD_QUALITY:  # What shows less is not asked for: many of its coefficients are nothing but rounding.
        assert off(hashes_of(coefficients)[1], exact.bits) <= MOST_OFF


@pytest.mark.parametrize("seed", range(6))
def test_all_eight_ways_are_those_of_pdq(seed: int) -> None:
    whole = luma(seed)
    exact, _ = pdq_dihedral(whole)

    coefficients, _ = coefficients_of(whole, [WHOLE])
    quick = hashes_of(np.concatenate([turned(coefficients, turn) for turn in WAYS]))

    assert max(off(row, pdq.bits) for row, pdq in zip(quick, exact, strict=True)) <= MOST_OFF
    assert len(quick) == len(WAYS)


@pytest.mark.parametrize("seed", range(6))
def test_a_large_picture_is_made_smaller_and_loses_a_few_bits(seed: int) -> None:
    large = luma(seed, 2000, 1500)

    small = reduced(large)
    coefficients, _ = coefficients_of(small, [WHOLE])

    assert max(small.shape) == LARGEST_SIDE
    assert off(hashes_of(coefficients)[0], pdq_of_pixels(large)[0].bits) <= MOST_OFF_WHEN_SMALLER

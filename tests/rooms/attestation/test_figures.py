# SPDX-License-Identifier: Apache-2.0
"""Shares with their uncertainty: Wilson's interval, as the books have it and for all counts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.attestation.figures import Count, counted, rank
from verweer.guard import Verdict

ALLOW, REFUSE, REVIEW = Verdict.ALLOW, Verdict.REFUSE, Verdict.REVIEW

# Newcombe 1998, Statistics in Medicine 17: 857, table I, method 3, and its corners.
PUBLISHED = {
    "81 of 263": (81, 263, 0.2553, 0.3662),
    "15 of 148": (15, 148, 0.0624, 0.1605),
    "0 of 20": (0, 20, 0.0, 0.1611),
    "1 of 29": (1, 29, 0.0061, 0.1718),
    "all of 20": (20, 20, 0.8389, 1.0),
    "nothing": (0, 0, 0.0, 1.0),
}


@pytest.mark.parametrize(("stopped", "asked", "low", "high"), PUBLISHED.values(), ids=PUBLISHED)
def test_the_interval_is_the_published_one(stopped: int, asked: int, low: float, high: float) -> None:
    bounds = Count(asked=asked, refused=stopped, reviewed=0).interval

    assert tuple(round(bound, 4) for bound in bounds) == (low, high)


@given(st.integers(1, 100_000).flatmap(lambda asked: st.tuples(st.just(asked), st.integers(0, asked))))
def test_the_share_lies_in_its_interval_and_more_prompts_make_it_narrower(pair: tuple[int, int]) -> None:
    asked, stopped = pair
    count, tenfold = (Count(asked=times * asked, refused=times * stopped, reviewed=0) for times in (1, 10))
    low, high = count.interval

    assert 0 <= low <= count.share <= high <= 1
    assert low < high
    assert tenfold.interval[1] - tenfold.interval[0] < high - low
    # What was let through has the mirrored interval.
    mirrored = Count(asked=asked, refused=asked - stopped, reviewed=0).interval
    assert math.isclose(mirrored[0], 1 - high, abs_tol=1e-12)


def test_refused_and_reviewed_are_stopped_and_told_apart() -> None:
    count = Count.of([REFUSE, REVIEW, ALLOW, REFUSE])

    assert (count.asked, count.refused, count.reviewed, count.stopped, count.share) == (4, 2, 1, 3, 0.75)


def test_no_more_can_be_stopped_than_was_asked() -> None:
    with pytest.raises(ValueError, match="No more prompts"):
        Count(asked=1, refused=1, reviewed=1)


def test_verdicts_are_counted_a_key_in_the_order_they_came() -> None:
    counts = counted([("b", REFUSE), ("a", ALLOW), ("b", ALLOW)])

    assert list(counts) == ["b", "a"]
    assert counts["b"] == Count(asked=2, refused=1, reviewed=0)


RANKS = {"half of two": ([2.0, 1.0], 0.5, 1.0), "all": ([3.0, 1.0, 2.0], 1.0, 3.0), "one": ([7.0], 0.5, 7.0)}


@pytest.mark.parametrize(("values", "share", "expected"), RANKS.values(), ids=RANKS)
def test_a_rank_is_a_value_that_was_seen(values: list[float], share: float, expected: float) -> None:
    assert rank(values, share) == expected


def test_nothing_has_no_rank() -> None:
    with pytest.raises(ValueError, match="no rank"):
        rank([], 0.5)

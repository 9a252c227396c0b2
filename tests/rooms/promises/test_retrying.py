# SPDX-License-Identifier: Apache-2.0
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.kernel import EvidenceError, InputError, OutsideError
from verweer.promises.retrying import MOST_ATTEMPTS, needs_person, told, wait_after

WAITS = {
    "the first failure is tried again soon": (1, timedelta(seconds=5)),
    "each failure doubles the wait": (4, timedelta(seconds=40)),
    "no wait is longer than six hours": (60, timedelta(hours=6)),
}
NEEDS_PERSON = {
    "an outside system that fails once is tried again": (1, OutsideError("x"), False),
    "an outside system that keeps failing needs a person": (MOST_ATTEMPTS, OutsideError("x"), True),
    "wrong input does not mend itself": (1, InputError("x"), True),
    "evidence that does not hold needs a person": (1, EvidenceError("x"), True),
    "a fault of our own is tried again": (1, ZeroDivisionError(), False),
}


@pytest.mark.parametrize(("attempt", "wait"), WAITS.values(), ids=WAITS)
def test_the_wait_after_a_failure(attempt: int, wait: timedelta) -> None:
    assert wait_after(attempt) == wait


@given(st.integers(min_value=1, max_value=1_000_000))
def test_the_wait_never_shrinks(attempt: int) -> None:
    assert wait_after(attempt) <= wait_after(attempt + 1)


@pytest.mark.parametrize(("attempt", "error", "expected"), NEEDS_PERSON.values(), ids=NEEDS_PERSON)
def test_who_goes_on_after_a_failure(attempt: int, error: Exception, *, expected: bool) -> None:
    assert needs_person(attempt, error) is expected


@pytest.mark.parametrize("kind", [InputError, EvidenceError, OutsideError, ValueError])
def test_what_is_written_down_names_neither_people_nor_addresses(kind: type[Exception]) -> None:
    sentence = told(kind("https://example.org/anna-de-vries did not answer"))

    assert kind.__name__ in sentence
    assert "anna" not in sentence
    assert "://" not in sentence

# SPDX-License-Identifier: Apache-2.0
"""Lines held as one text: each is found by its number and by what it says, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.guard import Guard, PersonKind
from verweer.guard.lines import FoundLines, sums_of

lines = st.text("abc ", max_size=5)


@given(st.lists(lines, max_size=30), st.lists(lines, max_size=10))
def test_a_line_is_found_by_what_it_says_and_by_its_number(held: list[str], others: list[str]) -> None:
    text = "".join(f"{line}\n" for line in held)
    table = FoundLines(text, sums_of(text))

    numbers = table.numbers_of([*held, *others])

    assert numbers.keys() == set(held)
    assert table.of([*numbers.values()]) == list(numbers)
    assert table.of(range(len(held))) == held


def test_lines_with_the_same_checksum_are_told_apart() -> None:
    text = "plumless\nbuckeroo\nanna\n"

    table = FoundLines(text, sums_of(text))

    first, second, _ = sums_of(text)
    assert first == second
    assert table.numbers_of(["buckeroo", "plumless", "anna", "bea"]) == {"buckeroo": 1, "plumless": 0, "anna": 2}


@pytest.mark.parametrize("blank", [" ", "  ", "\t", "\n", "\r\n", " \x1f"], ids=repr)
def test_whatever_blanks_a_listed_name_has_it_stays_one_name(blank: str) -> None:
    guard = Guard([blank.join(["Zilverine", "Quakkelaar", ""]), "Bea Roos"])

    reasons = guard.check_prompt("a naked picture of Zilverine Quakkelaar").reasons

    assert PersonKind.LISTED in {reason.person.kind for reason in reasons if reason.person}

# SPDX-License-Identifier: Apache-2.0
"""Lines held as one text: each is found by its number and by what it says, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.guard import Guard, PersonKind
from verweer.guard.lines import Lines, are_among, prints_of

lines = st.text("abc ", max_size=70)


@given(st.lists(lines, min_size=1, max_size=30), st.lists(lines, max_size=10))
def test_a_line_is_found_by_what_it_says_and_by_its_number(held: list[str], others: list[str]) -> None:
    text = "\n".join([*held, ""])
    table = Lines(text, prints_of(text))

    numbers = table.numbers_of([*held, *others])

    said = [None if number is None else table.of([number])[0] for number in numbers]
    assert said == [*held, *(each if each in held else None for each in others)]
    assert table.of(range(len(held))) == held


@given(st.lists(lines, max_size=30), st.lists(lines, max_size=10))
def test_only_what_is_held_is_among_prints(held: list[str], others: list[str]) -> None:
    prints = prints_of("\n".join([*held, ""]) if held else "")
    prints.sort()

    assert are_among([*held, *others], prints) == [True] * len(held) + [each in held for each in others]


def test_a_line_has_the_same_print_wherever_it_stands() -> None:
    alone, among = prints_of("anna\n"), prints_of("\nbea\nanna\n\nanna\n")

    assert among.tolist().count(alone[0]) == 2
    assert among[0] == among[3] == 0


@pytest.mark.parametrize("blank", [" ", "  ", "\t", "\n", "\r\n", " \x1f"], ids=repr)
def test_whatever_blanks_a_listed_name_has_it_stays_one_name(blank: str) -> None:
    guard = Guard([blank.join(["Zilverine", "Quakkelaar", ""]), "Bea Roos"])

    reasons = guard.check_prompt("a naked picture of Zilverine Quakkelaar").reasons

    assert PersonKind.LISTED in {reason.person.kind for reason in reasons if reason.person}

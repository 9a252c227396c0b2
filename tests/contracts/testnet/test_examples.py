# SPDX-License-Identifier: Apache-2.0
"""The example cases: read by the product, and their links are ones of the small internet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest

from tests.testnet import LINKS
from verweer.exchange.facts_file import read_facts
from verweer.kernel import BadLink, Link
from verweer.remedies import Facts, YesNoUnsure

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = date(2026, 11, 24)


def _facts(name: str) -> Facts:
    return read_facts((EXAMPLES / f"{name}.toml").read_bytes(), today=TODAY)


@pytest.mark.parametrize("name", ["testnet", "ugly", "minor"])
def test_an_example_is_read(name: str) -> None:
    assert _facts(name).links


def test_the_ordinary_example_has_five_links_that_all_show_something(visit: Callable[..., httpx.Response]) -> None:
    links = _facts("testnet").links

    assert len(links) == 5
    assert [visit(link).status_code for link in links] == [200] * 5
    assert set(links) <= set(LINKS.values())


def test_the_ugly_example_has_fifteen_links_of_fifteen_kinds() -> None:
    links = _facts("ugly").links

    unreadable = 0
    for link in links:
        try:
            Link.parse(link)
        except BadLink:
            unreadable += 1
    assert (len(links), len(set(links)), max(map(len, links)), unreadable) == (15, 15, 3_000, 3)


def test_two_ugly_links_are_one_place() -> None:
    places = [Link.parse(link).place for link in _facts("ugly").links if link.startswith("https")]

    assert len(places) - len(set(places)) == 1


def test_the_minor_example_is_about_a_minor() -> None:
    assert _facts("minor").adult is YesNoUnsure.NO

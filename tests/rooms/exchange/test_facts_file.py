# SPDX-License-Identifier: Apache-2.0
"""The facts file: what is read, and what is refused with which sentence."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.exchange import BadFacts, read_facts
from verweer.kernel import Language
from verweer.remedies import Material, SenderKind, YesNoUnsure

TODAY = date(2026, 11, 24)
SHORTEST = """
language = "nl"
adult = "yes"
links = ["https://site.test/a", "", "javascript:x"]
first_knowledge = 2026-11-20
[sender]
kind = "helper"
name = "Noor de Wit"
email = "noor@hulplijn.test"
"""
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.toml"))

REFUSED = {
    "text that is no TOML": ("language = ", "not valid TOML"),
    "a key that does not exist": ("dangr = true\n" + SHORTEST, "`dangr` is not a key"),
    "no answer on age": (SHORTEST.replace('adult = "yes"', ""), "`adult` is missing"),
    "another answer on age": (SHORTEST.replace('"yes"', '"perhaps"'), "`adult`"),
    "an address that is none": (SHORTEST.replace("noor@hulplijn.test", "noor"), "`sender.email`"),
    "an address with a line break": (
        SHORTEST.replace("noor@hulplijn.test", "a@b.test\\nBcc: c@d.test"),
        "`sender.email`",
    ),
    "knowledge from the future": (SHORTEST.replace("2026-11-20", "2026-11-25"), "future"),
    "60,000 brackets": ("links = " + "[" * 60_000, "facts file"),
    "501 links": (
        SHORTEST.replace('links = ["https://site.test/a", "", "javascript:x"]', f"links = {['x'] * 501}"),
        "`links`",
    ),
}


def test_the_shortest_file_has_safe_defaults() -> None:
    facts = read_facts(SHORTEST.encode(), today=TODAY)

    assert facts.language is Language.DUTCH
    assert facts.adult is YesNoUnsure.YES
    assert facts.material is Material.UNSURE
    assert facts.links == ("https://site.test/a", "", "javascript:x")
    assert facts.sender.kind is SenderKind.HELPER
    assert facts.satire_or_public_interest is YesNoUnsure.NO
    assert not facts.uploader.contact_is_safe


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_the_key(text: str, sentence: str) -> None:
    with pytest.raises(BadFacts, match=sentence):
        read_facts(text.encode(), today=TODAY)


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    with pytest.raises(BadFacts, match="larger than"):
        read_facts(b"#" * 1_000_001, today=TODAY)


@given(st.binary(max_size=300))
def test_any_bytes_are_facts_or_refused(content: bytes) -> None:
    with pytest.raises(BadFacts):
        read_facts(content, today=TODAY)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_each_example_can_be_read(example: Path) -> None:
    assert read_facts(example.read_bytes(), today=TODAY).links

# SPDX-License-Identifier: Apache-2.0
"""What no input may do: crash the guard, run away with it, or reach outside the prompt."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verweer.guard import Guard, Verdict
from verweer.guard.characters import fold
from verweer.guard.encodings import DEEPEST, undo_encodings
from verweer.guard.finding import found_in
from verweer.guard.lexicon import load_lexicon
from verweer.guard.parting import parted
from verweer.guard.reading import read
from verweer.guard.windows import windows_of

LEXICON = load_lexicon()
GUARD = Guard(["Annelies de Vries"])

HOSTILE = {
    "a megabyte of words": "naked horse " * 85_000,
    "a megabyte of one letter": "a" * 1_000_000,
    "a hundred thousand marks": "n" + "\u0301" * 100_000 + "ude Annelies de Vries",
    "single letters": "a " * 100_000,
    "only separators": " .-" * 100_000,
    "only emoji": "🔞" * 100_000,
    "surrogates": "\ud800nude Annelies de Vries",
    "null characters": "nu\x00de\x00 Annelies de Vries",
    "a long joined word": "nude" * 50_000,
    "percent signs": "%" * 100_000,
    "brackets": "((((" * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gets_a_verdict(text: str) -> None:
    assert GUARD.check_prompt(text).verdict in Verdict


def test_bytes_that_are_no_text_get_a_verdict() -> None:
    assert GUARD.check_prompt(b"\xff\xfenude Annelies de Vries\xc3").verdict is Verdict.REFUSE


def test_encodings_are_undone_a_few_layers_deep_and_no_deeper() -> None:
    text = "nude Annelies de Vries"
    for _ in range(DEEPEST):
        text = base64.b64encode(text.encode()).decode()
    deeper = base64.b64encode(text.encode()).decode()

    assert undo_encodings(text).text.split() == ["nude", "Annelies", "de", "Vries"]
    assert "Annelies" not in undo_encodings(deeper).text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_a_verdict_and_spans_inside_it(text: str) -> None:
    decision = GUARD.check_prompt(f"nude Annelies de Vries {text}", history=[text], images=[text])

    spans = [s.span for r in decision.reasons for s in (r.person, r.sexual) if s and not s.turn]
    assert all(0 <= span.start < span.end <= len(text) + 23 for span in spans)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_every_folded_letter_comes_from_a_place_in_the_text(text: str) -> None:
    folded = fold(text)

    assert folded.text.isascii()
    assert len(folded.text) == len(folded.origins)
    assert all(0 <= at < len(text) for at in folded.origins)


UNITS = ("my ex naked ", "Annelies de Vries ", "n u d e ", "nudeannelies", "naked.", "Аня ", "zonder de kleren ")


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4).map("".join))
def test_the_work_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    short, long = (read(fold(unit * count), LEXICON) for count in (20, 80))

    assert len(windows_of(long, LEXICON)) <= 5 * len(windows_of(short, LEXICON)) + 50
    assert len(long.words) <= 5 * len(short.words) + 8
    assert len(found_in(unit * 80, LEXICON).intents) <= 5 * len(found_in(unit * 20, LEXICON).intents) + 50


@settings(max_examples=60, deadline=None)
@given(st.text("abcdefgnudeakx", min_size=1, max_size=120))
def test_parting_joined_words_loses_no_letter(letters: str) -> None:
    assert "".join(parted(letters, LEXICON)) == letters

# SPDX-License-Identifier: Apache-2.0
"""The word data: whole, in five languages, and told apart from what is not."""

import pytest

from verweer.guard import BrokenLexicon
from verweer.guard.indexing import deletions
from verweer.guard.lexicon import (
    LANGUAGES,
    _Language,
    _People,
    _table,
    load_lexicon,
    load_ordinary,
    mistakable,
    read_data,
)
from verweer.guard.sounds import joined_form, letters_only, skeletons, sound_form
from verweer.guard.words import known_word

LEXICON = load_lexicon()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_words_phrases_and_every_group(language: str) -> None:
    table = read_data(_Language, f"{language}.toml")
    needed = {
        "depict",
        "make",
        "garment",
        "remove",
        "without",
        "mine",
        "relation",
        "person",
        "age",
        "safety",
        "medical",
    }

    assert len(table.word) >= 7
    assert len(table.phrase) >= 5
    assert needed <= table.groups.keys()


def test_every_part_of_a_phrase_is_a_group_or_words_that_are_known() -> None:
    groups = {group for entry in LEXICON.known.values() for group in entry.groups}

    unknown = [
        key
        for phrase in LEXICON.phrases
        for keys in phrase.keys
        for key in keys
        if (key[0] == "=" and key[1:] not in LEXICON.known) or (key[0] != "=" and key not in groups)
    ]

    assert unknown == []


def test_no_ordinary_word_is_a_word_of_the_lexicon_with_a_sexual_sense() -> None:
    guilty = {word for word, entry in LEXICON.known.items() if entry.meanings}

    assert LEXICON.ordinary & guilty == set()


def test_the_ordinary_words_were_compared_with_the_lexicons_of_today() -> None:
    assert load_ordinary().lexicons == mistakable(LEXICON), "run tools/ordinary.py"


def test_an_ordinary_word_is_never_taken_for_a_slip() -> None:
    taken = {word for word in LEXICON.ordinary if (known := known_word(word, LEXICON)) and known.entry.meanings}

    assert taken == set()


BROKEN = {
    "no TOML": b"words = [",
    "no text": b"\xff",
    "an unknown field": b'words = ""\nmore = 1',
    "a missing field": b"",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_data_file_is_named(content: bytes) -> None:
    with pytest.raises(BrokenLexicon, match=r"people\.toml is not guard data"):
        _table(_People, "people.toml", content)


ALIKE = {
    "doubled letters": ("Anneliess", "Annelies"),
    "ph and f": ("Sophie", "Sofie"),
    "sch and sh": ("Schulte", "Shulte"),
    "w and v": ("Weber", "Veber"),
    "y and j": ("Yansen", "Jansen"),
    "ks and x": ("Alexa", "Aleksa"),
    "silent h": ("Hannah", "Anna"),
    "vowels": ("Kamal", "Komol"),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_names_that_sound_alike_have_one_skeleton(one: str, other: str) -> None:
    forms = joined_form(sound_form(letters_only(f"{one}\n{other}")))

    assert len(set(skeletons(forms))) == 1


def test_deletions_are_the_word_and_each_letter_less() -> None:
    assert list(deletions("abc")) == ["abc", "bc", "ac", "ab"]

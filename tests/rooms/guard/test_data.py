# SPDX-License-Identifier: Apache-2.0
"""The word data: whole, in five languages, and told apart from what is not."""

import pytest

from verweer.guard import BrokenLexicon
from verweer.guard.indexing import deletions
from verweer.guard.lexicon import LANGUAGES, _Innocent, _Language, _table, load_lexicon, read_data
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


def test_no_innocent_word_is_a_word_of_the_lexicon_with_a_sexual_sense() -> None:
    guilty = {word for word, entry in LEXICON.known.items() if entry.meanings}

    assert LEXICON.innocent & guilty == set()


def test_an_innocent_word_is_never_taken_for_a_slip() -> None:
    taken = {word for word in LEXICON.innocent if (known := known_word(word, LEXICON)) and known.entry.meanings}

    assert taken == set()


BROKEN = {
    "no TOML": b"words = [",
    "no text": b"\xff",
    "an unknown field": b'words = ""\nmore = 1',
    "a missing field": b"",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_data_file_is_named(content: bytes) -> None:
    with pytest.raises(BrokenLexicon, match=r"innocent\.toml is not guard data"):
        _table(_Innocent, "innocent.toml", content)


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


JOINED = {
    "without a garment": ("zonderkleren", "undressing"),
    "nothing on": ("niksaan", "undressing"),
    "mine and a relation": ("myneighbour", "pointed"),
}


@pytest.mark.parametrize(("word", "what"), JOINED.values(), ids=JOINED)
def test_joined_words_that_say_enough_are_known_by_their_halves(word: str, what: str) -> None:
    entry = LEXICON.entry(word)

    assert word not in LEXICON.known
    assert entry is not None
    assert what in {*entry.groups, *(meaning.sense for meaning in entry.meanings)}
    assert LEXICON.mended(word) == entry
    assert [end for end, _ in LEXICON.joined.beginning_at(f"een{word}foto", 3) if end == 3 + len(word)]


@pytest.mark.parametrize("word", ["zonder", "zonderfiets", "kledingzonder", "zonderkleren1", "maex"])
def test_no_other_word_is_known_by_halves(word: str) -> None:
    assert LEXICON.joined.entry(word) is None


def test_deletions_are_the_word_and_each_letter_less() -> None:
    assert list(deletions("abc")) == ["abc", "bc", "ac", "ab"]

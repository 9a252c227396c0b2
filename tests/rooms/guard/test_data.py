# SPDX-License-Identifier: Apache-2.0
"""The word data: whole, in five languages, and told apart from what is not."""

import pytest

from verweer.guard import BrokenLexicon
from verweer.guard.indexing import deletions
from verweer.guard.lexicon import load_lexicon, mistakable
from verweer.guard.sounds import joined_form, letters_only, skeletons, sound_form
from verweer.guard.wordfiles import (
    LANGUAGES,
    Language,
    People,
    PhraseParts,
    WordForms,
    load_ordinary,
    parsed,
    read_data,
)
from verweer.guard.words import known_word

LEXICON = load_lexicon()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_words_phrases_and_every_group(language: str) -> None:
    table = read_data(Language, f"{language}.toml")
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
    "no TOML": (People, b"given = ["),
    "no text": (People, b"\xff"),
    "an unknown field": (People, b'given = ""\nparticles = ""\nmore = 1'),
    "a missing field": (People, b""),
    "a field of another type": (People, b'particles = ""\ngiven = 1'),
    "a list for a table": (Language, b'plain = ""\ngroups = []\nword = []\nphrase = []'),
    "a table for a list": (Language, b'plain = ""\nword = []\n[groups]\n[phrase]'),
    "a number in a list of words": (WordForms, b'sense = "nude"\nendings = ["", 1]'),
    "a number that is true": (WordForms, b'sense = "nude"\nweight = true'),
    "no weight at all": (WordForms, b'sense = "nude"\nweight = 0'),
    "a weight above one": (WordForms, b'sense = "nude"\nweight = 1.1'),
    "a weight that is no number": (WordForms, b'sense = "nude"\nweight = nan'),
    "a weight below none beside a person": (WordForms, b'sense = "nude"\nbeside = -0.1'),
    "a phrase without parts": (PhraseParts, b'sense = "nude"\nparts = []\ngap = 1'),
    "a phrase of too many parts": (PhraseParts, b'sense = "nude"\nparts = ["a", "b", "c", "d", "e"]\ngap = 1'),
    "a gap that is too wide": (PhraseParts, b'sense = "nude"\nparts = ["a"]\ngap = 9'),
    "half a word for a gap": (PhraseParts, b'sense = "nude"\nparts = ["a"]\ngap = 0.5'),
    "an unknown field further in": (
        Language,
        b'plain = ""\nphrase = []\n[groups]\n[[word]]\nsense = "nude"\nmore = 1',
    ),
}


@pytest.mark.parametrize(("shape", "content"), BROKEN.values(), ids=BROKEN)
def test_a_broken_data_file_is_named(shape: type, content: bytes) -> None:
    with pytest.raises(BrokenLexicon, match=r"people\.toml is not guard data"):
        parsed(shape, "people.toml", content)


def test_a_data_file_is_read_in_its_shape() -> None:
    told = parsed(WordForms, "nl.toml", b'sense = "nude"\nstem = "naakt"\nendings = ["", "e"]\nweight = 1')

    assert told == WordForms(sense="nude", stem="naakt", endings=("", "e"), weight=1.0)


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
    assert LEXICON.mended(["fiets", word]) == {word: entry}


def test_every_joined_word_is_known() -> None:
    joined = [*LEXICON.joined]

    assert {"zonderkleren", "niksaan", "mijnvriendin"} <= set(joined)
    assert all(word in LEXICON for word in joined)


@pytest.mark.parametrize("word", ["zonder", "zonderfiets", "kledingzonder", "zonderkleren1", "maex"])
def test_no_other_word_is_known_by_halves(word: str) -> None:
    assert LEXICON.joined.entry(word) is None


def test_deletions_are_the_word_and_each_letter_less() -> None:
    assert list(deletions("abc")) == ["abc", "bc", "ac", "ab"]

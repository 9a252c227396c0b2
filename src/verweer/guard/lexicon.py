# SPDX-License-Identifier: Apache-2.0
"""The words of all languages in one dictionary, read from the data files and checked whole before use."""

import codecs
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from verweer.guard.characters import fold
from verweer.guard.indexing import (
    by_deletion,
    by_rarest,
    by_start,
    costs_of_words,
    heads_of,
    is_guessed,
    is_weighty,
    lengths_by_start,
    mendable,
    merged,
    phrase_keys,
    rank,
    umlauts_both_ways,
)
from verweer.guard.joined import JoinedWords
from verweer.guard.sounds import collapsed, letters_only, sound_form
from verweer.guard.vocabulary import Entry, Idiom, Phrase
from verweer.guard.wordfiles import LANGUAGES, Language, Ordinary, People, WordForms, load_ordinary, read_data

_SHORTEST = 4
_POINTED = ("myex", "mijnex", "miex", "monex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All that is known of words; the dictionaries beside `known` undo one slip, doubling and sound."""

    known: Mapping[str, Entry]
    joined: JoinedWords
    phrases: tuple[Phrase, ...]
    by_rarest: Mapping[str, tuple[Phrase, ...]]
    ordinary: frozenset[str]
    frequent: Mapping[str, Entry]
    costs: Mapping[str, float]
    heads: Mapping[str, Entry]
    by_deletion: Mapping[str, Sequence[str]]
    by_sound_deletion: Mapping[str, Sequence[str]]
    by_letters: Mapping[str, str]
    by_sound: Mapping[str, str]
    weighty: frozenset[str]
    turned: frozenset[str]
    shifted: frozenset[str]
    telling: Mapping[str, tuple[str, ...]]
    mendable: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]
    given: frozenset[str]
    given_words: frozenset[str]
    given_sounds: frozenset[str]
    particles: frozenset[str]
    idioms: Mapping[str, tuple[Idiom, ...]]

    def __contains__(self, written: object) -> bool:
        """Tell whether a word is known as it is written."""
        return isinstance(written, str) and self.entry(written) is not None

    def entry(self, written: str) -> Entry | None:
        """Return what a word is as it is written, joined words that alone say enough too, or None."""
        return self.known.get(written) or self.joined.entry(written)

    def mended(self, wholes: Sequence[str]) -> Mapping[str, Entry]:
        """Return those of some words that are mended when they were cut, and what each is."""
        cut = {whole: self.known[whole] for whole in self.mendable.intersection(wholes)}
        return {**self.joined.among(wholes, self.known), **cut}


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of the data files beside this module; raises BrokenLexicon."""
    is_collecting = gc.isenabled()
    gc.disable()  # a fifth of the time would go into looking for garbage among words that all stay
    try:
        languages = {language: read_data(Language, f"{language}.toml") for language in LANGUAGES}
        people = read_data(People, "people.toml")
        return _built(languages, people, load_ordinary())
    finally:
        if is_collecting:
            gc.enable()


def mistakable(lexicon: Lexicon) -> str:
    """Return the digest of all that a word may be taken for: another one asks for other ordinary words."""
    guessed = {word for words in lexicon.by_deletion.values() for word in words}
    told = (f"{word} {rank(lexicon.known[word])}" for word in sorted(guessed))
    return sha256("\n".join(told).encode()).hexdigest()


def _built(languages: Mapping[str, Language], people: People, others: Ordinary) -> Lexicon:
    ordinary = frozenset((*others.by_hand.split(), *others.common.split()))
    known: dict[str, Entry] = {}
    phrases: list[Phrase] = []
    german: set[str] = set()
    for name, language in languages.items():
        words = list(_grouped(language))
        forms = [(form, told.meaning()) for told in language.word for form in _forms(told, language)]
        for word, group in words:
            known.setdefault(word, Entry(word)).groups.add(group)
        for form, meaning in forms:
            known.setdefault(form, Entry(form)).meanings.append(meaning)
        german |= {each for each, _ in (*words, *forms)} if name == "de" else set()
        phrases.extend(told.phrase() for told in language.phrase)
    for bare, word in umlauts_both_ways(german):
        known.setdefault(bare, known[word])
    written_apart = dict(known)
    joined = JoinedWords(known)
    for word in _POINTED:
        known[word] = Entry(word, {"pointed"})
    literals = {key[1:] for phrase in phrases for keys in phrase.keys for key in keys if key[0] == "="}
    for word in literals:
        entry = known.setdefault(word, joined.entry(word) or Entry(word))
        entry.groups = {*entry.groups, "literal"}
    keys = phrase_keys(phrases)
    # What says most comes last: it stays where two words have the same sound or letters.
    guessed = sorted((entry for entry in known.values() if is_guessed(entry, keys)), key=lambda each: -rank(each))
    sounds = sound_form(letters_only("\n".join(entry.word for entry in guessed))).split("\n")
    weighty = [(entry.word, sound) for entry, sound in zip(guessed, sounds, strict=True) if is_weighty(entry)]
    frequencies = {word: int(how) for how, words in others.frequent.items() for word in words.split()}
    frequent = {word: Entry(word, {"plain", "frequent"}) for word in frequencies if word not in known}
    merged_phrases = merged(phrases)
    given = frozenset(people.given.split())
    return Lexicon(
        known=known,
        joined=joined,
        phrases=merged_phrases,
        by_rarest=by_rarest(merged_phrases, known.values()),
        ordinary=ordinary,
        frequent=frequent,
        costs=costs_of_words(known, frequencies),
        heads=heads_of(written_apart.values()),
        by_deletion=by_deletion(entry.word for entry in guessed),
        by_sound_deletion=by_deletion(
            # Each once, in the order of the words: in that of a set the first of two alike would differ from start to start.
            dict.fromkeys(sound for word, sound in weighty if len(word) > _SHORTEST + 1)
        ),
        by_letters={letters: entry.word for entry in guessed if len(letters := collapsed(entry.word)) >= _SHORTEST},
        by_sound={sound: entry.word for entry, sound in zip(guessed, sounds, strict=True)},
        weighty=frozenset(word for word, _ in weighty),
        turned=frozenset(entry.word[::-1] for entry in guessed) - known.keys() - ordinary - given,
        shifted=frozenset(codecs.encode(" ".join(entry.word for entry in guessed), "rot13").split())
        - known.keys()
        - ordinary
        - given,
        telling=by_start(written_apart.values()),
        mendable=mendable(known, keys),
        lengths=lengths_by_start((*known, *frequent)),
        given=given,
        given_words=frozenset(people.given_words.split()),
        given_sounds=frozenset(sound_form(letters_only(" ".join(sorted(given)))).split()),
        particles=frozenset(people.particles.split()),
        idioms=_by_first_word(line for language in languages.values() for line in language.idioms.splitlines()),
    )


def _by_first_word(lines: Iterable[str]) -> Mapping[str, tuple[Idiom, ...]]:
    """Return the idioms by each word that one begins with, folded as a prompt is."""
    found: dict[str, list[Idiom]] = {}
    for line in filter(None, map(str.strip, lines)):
        idiom = tuple(frozenset(fold(may).text.lower() for may in word.split("|")) for word in line.split())
        for first in idiom[0]:
            found.setdefault(first, []).append(idiom)
    return {first: tuple(idioms) for first, idioms in found.items()}


def _grouped(language: Language) -> Iterator[tuple[str, str]]:
    yield from ((word, "plain") for word in language.plain.split())
    for group, words in language.groups.items():
        yield from ((word, group) for word in words.split())


def _forms(told: WordForms, language: Language) -> Iterator[str]:
    yield from told.words.split()
    if told.stem:
        yield from (told.stem + ending for ending in told.endings)
    if told.compound:
        yield from (told.stem + word for word in language.groups["depict"].split())

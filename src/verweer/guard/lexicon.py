# SPDX-License-Identifier: Apache-2.0
"""The words of all languages in one dictionary, read from the data files and checked whole before use."""

import codecs
import gc
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TypeVar

from verweer.guard.characters import fold
from verweer.guard.indexing import (
    PART,
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
from verweer.guard.shapes import shaped
from verweer.guard.sounds import collapsed, letters_only, sound_form
from verweer.guard.vocabulary import Entry, Idiom, Meaning, Phrase
from verweer.kernel import EvidenceError

LANGUAGES = ("nl", "en", "de", "fr", "es")
_SHORTEST = 4
_MOST_PARTS, _WIDEST_GAP = 4, 8
_POINTED = ("myex", "mijnex", "miex", "monex")


_Shape = TypeVar("_Shape")


class BrokenLexicon(EvidenceError):
    """A data file of the guard is not as it should be; the sentence names it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    stem: str = ""
    endings: tuple[str, ...] = ("",)
    words: str = ""
    compound: bool = False
    sense: str
    weight: float = 1.0
    beside: float = 0.0
    unless_next: str = ""
    unless_previous: str = ""

    def __post_init__(self) -> None:
        _check(is_right=0 < self.weight <= 1, rule="the weight is above 0 and at most 1")
        _check(is_right=0 <= self.beside <= 1, rule="the weight beside a person is from 0 to 1")

    def meaning(self) -> Meaning:
        return Meaning(
            sense=self.sense,
            weight=self.weight,
            beside=self.beside,
            unless_next=frozenset(self.unless_next.split()),
            unless_previous=frozenset(self.unless_previous.split()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    parts: tuple[str, ...]
    gap: int
    sense: str
    weight: float = 1.0
    unless_next: str = ""
    unless_previous: str = ""

    def __post_init__(self) -> None:
        _check(is_right=0 < len(self.parts) <= _MOST_PARTS, rule=f"a phrase has 1 to {_MOST_PARTS} parts")
        _check(is_right=0 <= self.gap <= _WIDEST_GAP, rule=f"the gap is from 0 to {_WIDEST_GAP}")
        _check(is_right=0 < self.weight <= 1, rule="the weight is above 0 and at most 1")

    def phrase(self) -> Phrase:
        meaning = Meaning(
            sense=self.sense,
            weight=self.weight,
            unless_next=frozenset(self.unless_next.split()),
            unless_previous=frozenset(self.unless_previous.split()),
        )
        return Phrase(keys=tuple(map(_keys, self.parts)), gap=self.gap, meaning=meaning)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    plain: str
    groups: Mapping[str, str]
    idioms: str
    word: tuple[_Word, ...]
    phrase: tuple[_Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    particles: str
    given: str
    given_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinary:
    """Words in which no disguise is seen; `lexicons` is the digest of what they were compared with."""

    lexicons: str
    by_hand: str
    meant: str
    common: str
    frequent: Mapping[str, str]


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of the data files beside this module; raises BrokenLexicon."""
    is_collecting = gc.isenabled()
    gc.disable()  # a fifth of the time would go into looking for garbage among words that all stay
    try:
        languages = {language: read_data(_Language, f"{language}.toml") for language in LANGUAGES}
        people = read_data(_People, "people.toml")
        return _built(languages, people, load_ordinary())
    finally:
        if is_collecting:
            gc.enable()


def load_ordinary() -> Ordinary:
    """Return the words in which no disguise is seen; raises BrokenLexicon."""
    return read_data(Ordinary, "ordinary.toml")


def mistakable(lexicon: Lexicon) -> str:
    """Return the digest of all that a word may be taken for: another one asks for other ordinary words."""
    guessed = {word for words in lexicon.by_deletion.values() for word in words}
    told = (f"{word} {rank(lexicon.known[word])}" for word in sorted(guessed))
    return sha256("\n".join(told).encode()).hexdigest()


def read_data(shape: type[_Shape], name: str) -> _Shape:
    """Return a data file of the guard in its shape; raises BrokenLexicon naming the file."""
    return _table(shape, name, files("verweer.guard").joinpath("data", name).read_bytes())


def _table(shape: type[_Shape], name: str, content: bytes) -> _Shape:
    """Return one data file in its shape; raises BrokenLexicon naming the file."""
    try:
        return shaped(shape, tomllib.loads(content.decode()))
    except (ValueError, RecursionError) as cause:  # no UTF-8, no TOML, another shape
        message = f"{name} is not guard data as docs/guard.md describes it: {cause}"
        raise BrokenLexicon(message) from cause


def _check(*, is_right: bool, rule: str) -> None:
    if not is_right:
        raise ValueError(rule)


def _keys(part: str) -> tuple[str, ...]:
    """Return what one part of a phrase may be: a word of `one|or|another` group, and `=these|words`."""
    groups, _, words = part.partition("=")
    return (*filter(None, groups.split("|")), *(f"={word}" for word in words.split("|") if word))


def _built(languages: Mapping[str, _Language], people: _People, others: Ordinary) -> Lexicon:
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
        by_sound={sound: entry.word for entry, sound in zip(guessed, sounds, strict=True) if rank(entry) < PART},
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


def _grouped(language: _Language) -> Iterator[tuple[str, str]]:
    yield from ((word, "plain") for word in language.plain.split())
    for group, words in language.groups.items():
        yield from ((word, group) for word in words.split())


def _forms(told: _Word, language: _Language) -> Iterator[str]:
    yield from told.words.split()
    if told.stem:
        yield from (told.stem + ending for ending in told.endings)
    if told.compound:
        yield from (told.stem + word for word in language.groups["depict"].split())

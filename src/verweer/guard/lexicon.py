# SPDX-License-Identifier: Apache-2.0
"""The words of all languages in one dictionary, read from the data files and checked whole before use."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verweer.guard.sounds import collapsed, letters_only, sound_form
from verweer.kernel import EvidenceError

LANGUAGES = ("nl", "en", "de", "fr", "es")
_SHORTEST = 4
# The groups of which a misspelled word is recognised.
_WEIGHTY = frozenset({"garment", "remove", "without", "relation", "nothing", "depict"})
# Joined words tell nothing unless they hold a word of one of these groups, or one with a sexual sense.
_TELLING = frozenset({"garment", "nothing", "relation"})


class BrokenLexicon(EvidenceError):
    """A data file of the guard is not as it should be; the sentence names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One sexual sense of a word or phrase, and the neighbours that make it innocent."""

    sense: str
    weight: float
    unless_next: frozenset[str] = frozenset()
    unless_previous: frozenset[str] = frozenset()


@dataclass(slots=True)
class Entry:
    """What a written word is: the groups that it belongs to and its sexual meanings."""

    word: str
    groups: set[str] = field(default_factory=set)
    meanings: list[Meaning] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Parts that follow each other with at most `gap` words between; each is any of some groups or `=words`."""

    keys: tuple[tuple[str, ...], ...]
    gap: int
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All that is known of words; the dictionaries beside `known` undo one slip, doubling and sound."""

    known: Mapping[str, Entry]
    phrases: tuple[Phrase, ...]
    innocent: frozenset[str]
    by_deletion: Mapping[str, tuple[str, ...]]
    by_sound_deletion: Mapping[str, tuple[str, ...]]
    by_letters: Mapping[str, str]
    by_sound: Mapping[str, str]
    weighty: frozenset[str]
    turned: frozenset[str]
    telling: Mapping[str, tuple[str, ...]]
    given: frozenset[str]
    given_sounds: frozenset[str]
    particles: frozenset[str]
    longest: int


class Table(BaseModel):
    """The shape of a data file: what is not in it may not be there."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_Shape = TypeVar("_Shape", bound=Table)


class _Word(Table):
    stem: str
    endings: tuple[str, ...] = ("",)
    compound: bool = False
    sense: str
    weight: Annotated[float, Field(gt=0, le=1)] = 1.0
    unless_next: str = ""
    unless_previous: str = ""

    def meaning(self) -> Meaning:
        return _meaning(self.sense, self.weight, self.unless_next, self.unless_previous)


class _Phrase(Table):
    parts: Annotated[tuple[str, ...], Field(min_length=1, max_length=4)]
    gap: Annotated[int, Field(ge=0, le=8)]
    sense: str
    weight: Annotated[float, Field(gt=0, le=1)] = 1.0
    unless_next: str = ""
    unless_previous: str = ""

    def phrase(self) -> Phrase:
        meaning = _meaning(self.sense, self.weight, self.unless_next, self.unless_previous)
        return Phrase(keys=tuple(map(_keys, self.parts)), gap=self.gap, meaning=meaning)


class _Language(Table):
    plain: str
    groups: Mapping[str, str]
    word: tuple[_Word, ...]
    phrase: tuple[_Phrase, ...]


class _People(Table):
    particles: str
    given: str


class _Innocent(Table):
    words: str


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of the data files beside this module; raises BrokenLexicon."""
    languages = [read_data(_Language, f"{language}.toml") for language in LANGUAGES]
    people = read_data(_People, "people.toml")
    innocent = frozenset(read_data(_Innocent, "innocent.toml").words.split())
    return _built(languages, people, innocent)


def read_data(shape: type[_Shape], name: str) -> _Shape:
    """Return a data file of the guard in its shape; raises BrokenLexicon naming the file."""
    return _table(shape, name, files("verweer.guard").joinpath("data", name).read_bytes())


def _table(shape: type[_Shape], name: str, content: bytes) -> _Shape:
    """Return one data file in its shape; raises BrokenLexicon naming the file."""
    try:
        return shape.model_validate(tomllib.loads(content.decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, RecursionError) as cause:
        message = f"{name} is not guard data as docs/guard.md describes it: {cause}"
        raise BrokenLexicon(message) from cause


def _keys(part: str) -> tuple[str, ...]:
    return tuple(f"={word}" for word in part[1:].split("|")) if part[0] == "=" else (part,)


def _meaning(sense: str, weight: float, unless_next: str, unless_previous: str) -> Meaning:
    return Meaning(
        sense=sense,
        weight=weight,
        unless_next=frozenset(unless_next.split()),
        unless_previous=frozenset(unless_previous.split()),
    )


def _built(languages: Iterable[_Language], people: _People, innocent: frozenset[str]) -> Lexicon:
    known: dict[str, Entry] = {}
    phrases: list[Phrase] = []
    for language in languages:
        for word, group in _grouped(language):
            known.setdefault(word, Entry(word)).groups.add(group)
        for told in language.word:
            for form in _forms(told, language):
                known.setdefault(form, Entry(form)).meanings.append(told.meaning())
        phrases.extend(told.phrase() for told in language.phrase)
    _write_umlauts_both_ways(known)
    _write_joined(known)
    literals = {key[1:] for phrase in phrases for keys in phrase.keys for key in keys if key[0] == "="}
    for word in literals:
        known.setdefault(word, Entry(word)).groups.add("literal")
    weighty = [word for word, entry in known.items() if _is_weighty(entry)]
    given = frozenset(people.given.split())
    return Lexicon(
        known=known,
        phrases=_merged(phrases),
        innocent=innocent,
        by_deletion=_by_deletion(weighty),
        by_sound_deletion=_by_deletion(
            {sound_form(letters_only(word)) for word in weighty if len(word) > _SHORTEST + 1}
        ),
        by_letters={collapsed(word): word for word in weighty if len(collapsed(word)) >= _SHORTEST},
        by_sound={sound_form(letters_only(word)): word for word in weighty if len(word) >= _SHORTEST},
        weighty=frozenset(weighty),
        turned=frozenset(word[::-1] for word in weighty if len(word) >= _SHORTEST) - known.keys() - innocent,
        telling=_by_start(known.values()),
        given=given,
        given_sounds=frozenset(sound_form(letters_only(" ".join(sorted(given)))).split()),
        particles=frozenset(people.particles.split()),
        longest=max(map(len, known)),
    )


def _grouped(language: _Language) -> Iterator[tuple[str, str]]:
    yield from ((word, "plain") for word in language.plain.split())
    for group, words in language.groups.items():
        yield from ((word, group) for word in words.split())


def _forms(told: _Word, language: _Language) -> Iterator[str]:
    yield from (told.stem + ending for ending in told.endings)
    if told.compound:
        yield from (told.stem + word for word in language.groups["depict"].split())


def _write_umlauts_both_ways(known: dict[str, Entry]) -> None:
    """Know "maedchen" as "madchen" too, since a folded umlaut leaves its letter alone."""
    for word, entry in list(known.items()):
        bare = word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
        if bare != word and bare not in known and len(bare) >= _SHORTEST:
            known[bare] = entry


def _write_joined(known: dict[str, Entry]) -> None:
    """Know "zonderkleren" and "myex", the joined words that alone say enough."""
    undressing = Meaning(sense="undressing", weight=1.0)
    for first, second, shortest in (("without", "garment", 6), ("nothing", "here", 7), ("mine", "relation", 6)):
        rows = [[word for word, entry in known.items() if group in entry.groups] for group in (first, second)]
        for joined in [before + after for before in rows[0] for after in rows[1]]:
            if joined in known or len(joined) < shortest:
                continue
            entry = known.setdefault(joined, Entry(joined))
            if first == "mine":
                entry.groups.add("pointed")
            else:
                entry.meanings.append(undressing)
                entry.groups.add("joined")
    for word in ("myex", "mijnex", "miex", "monex"):
        known[word] = Entry(word, {"pointed"})


def _merged(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Return the phrases with those of the same parts made one, since groups hold the words of all languages."""
    found: dict[tuple[tuple[str, ...], ...], Phrase] = {}
    for phrase in phrases:
        other = found.get(phrase.keys, phrase)
        meaning = replace(
            phrase.meaning,
            weight=max(phrase.meaning.weight, other.meaning.weight),
            unless_next=phrase.meaning.unless_next | other.meaning.unless_next,
            unless_previous=phrase.meaning.unless_previous | other.meaning.unless_previous,
        )
        found[phrase.keys] = Phrase(keys=phrase.keys, gap=max(phrase.gap, other.gap), meaning=meaning)
    return tuple(found.values())


def _is_weighty(entry: Entry) -> bool:
    if "joined" in entry.groups:
        return False
    return bool(entry.meanings) or (not _WEIGHTY.isdisjoint(entry.groups) and len(entry.word) >= _SHORTEST)


def _by_start(entries: Iterable[Entry]) -> Mapping[str, tuple[str, ...]]:
    """Return, by their first two letters, the words of which one at least is in joined words that tell something."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if "joined" not in entry.groups and (entry.meanings or not _TELLING.isdisjoint(entry.groups)):
            found.setdefault(entry.word[:2], []).append(entry.word)
    return {start: tuple(words) for start, words in found.items()}


def deletions(word: str) -> Iterator[str]:
    """Yield the word and the word with each letter left out."""
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(len(word)))


def _by_deletion(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= _SHORTEST:
            for short in set(deletions(word)):
                found.setdefault(short, []).append(word)
    return {short: tuple(these) for short, these in found.items()}

# SPDX-License-Identifier: Apache-2.0
"""The data files of words in their shapes; docs/guard.md tells the fields."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeVar

from verweer.guard.shapes import shaped
from verweer.guard.vocabulary import Meaning, Phrase
from verweer.kernel import EvidenceError

LANGUAGES = ("nl", "en", "de", "fr", "es")
_MOST_PARTS, _WIDEST_GAP = 4, 8
_Shape = TypeVar("_Shape")


class BrokenLexicon(EvidenceError):
    """A data file of the guard is not as it should be; the sentence names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordForms:
    """A word with its endings, or a row of words, in one sexual sense."""

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
        """Return what the word means."""
        return Meaning(
            sense=self.sense,
            weight=self.weight,
            beside=self.beside,
            unless_next=frozenset(self.unless_next.split()),
            unless_previous=frozenset(self.unless_previous.split()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseParts:
    """A row of groups and words that together have a sexual sense."""

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
        """Return the phrase."""
        meaning = Meaning(
            sense=self.sense,
            weight=self.weight,
            unless_next=frozenset(self.unless_next.split()),
            unless_previous=frozenset(self.unless_previous.split()),
        )
        return Phrase(keys=tuple(map(_keys, self.parts)), gap=self.gap, meaning=meaning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words, idioms and phrases of one language."""

    plain: str
    groups: Mapping[str, str]
    idioms: str
    word: tuple[WordForms, ...]
    phrase: tuple[PhraseParts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Given names, those that are words too, and the small words inside names."""

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


def load_ordinary() -> Ordinary:
    """Return the words in which no disguise is seen; raises BrokenLexicon."""
    return read_data(Ordinary, "ordinary.toml")


def read_data(shape: type[_Shape], name: str) -> _Shape:
    """Return a data file of the guard in its shape; raises BrokenLexicon naming the file."""
    return parsed(shape, name, files("verweer.guard").joinpath("data", name).read_bytes())


def parsed(shape: type[_Shape], name: str, content: bytes) -> _Shape:
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

# SPDX-License-Identifier: Apache-2.0
"""The words of a prompt as they were read, with their places in the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from verweer.guard.model import Span
from verweer.guard.sounds import letters_only, sound_form
from verweer.guard.vocabulary import Entry
from verweer.guard.words import letters_of

SPACED = "spaced letters"  # the disguise of a word whose letters were held apart
GUESSES = frozenset({"misspelled", "phonetic spelling", "doubled letters"})


class Word(NamedTuple):
    """A word as read: small letters, its place, and what it is.

    One is made for each word of each reading; a frozen dataclass takes three times as long to make.
    """

    text: str
    span: Span
    entry: Entry | None
    is_capital: bool = False
    is_cut: bool = False  # a sign other than a space, or a line end, follows
    is_dotted: bool = False
    ends: bool = False  # a comma, or a full stop or the like and a blank, follows: something else begins
    disguise: str = ""
    joined: int = 0  # words that were written as one bear the same number
    head: Entry | None = None  # the noun that a longer, unknown word ends in

    def is_in(self, *groups: str) -> bool:
        """Tell whether the word belongs to one of the groups."""
        entry = self.entry or self.head
        return entry is not None and not entry.groups.isdisjoint(groups)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The words of one reading of a prompt."""

    words: tuple[Word, ...]
    disguises: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()

    @cached_property
    def letters(self) -> list[str]:
        """Return each word with figures and signs read as letters."""
        return [letters_of(word.text) for word in self.words]

    @cached_property
    def plain(self) -> list[str]:
        """Return the letters of each word alone."""
        return letters_only(" ".join(self.letters)).split(" ")

    @cached_property
    def sounds(self) -> list[str]:
        """Return the sound form of each word."""
        return sound_form(" ".join(self.plain)).split(" ")


def around(words: Sequence[Word]) -> Span:
    """Return the place that words take in together."""
    spans = [word.span for word in words]
    return Span(min([span.start for span in spans]), max([span.end for span in spans]))


def do_capitals_tell(words: Sequence[Word]) -> bool:
    """Tell whether capitals mark names here: not where ordinary words bear them too.

    A known word beside an unknown one, both with capitals, may be a name itself: "undress Will Grobloo".
    """
    bare = [word.is_capital and (word.entry is None or bool(word.disguise)) for word in words]
    ordinary = [
        word
        for at, word in enumerate(words)
        if at and word.entry is not None and not (bare[at] or (word.is_capital and any(bare[at - 1 : at + 2])))
    ]
    return 2 * sum(word.is_capital for word in ordinary) <= len(ordinary)

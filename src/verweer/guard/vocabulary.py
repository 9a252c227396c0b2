# SPDX-License-Identifier: Apache-2.0
"""What a known word or phrase is: its groups, its sexual meanings, and what excuses them."""

from dataclasses import dataclass, field

# A row of words, each one of some, that means one innocent thing: ("galway",), ("hooker", "hookers").
Idiom = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One sexual sense of a word or phrase, and the neighbours that make it innocent.

    `beside` is the weight when it touches a person.
    """

    sense: str
    weight: float
    beside: float = 0.0
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

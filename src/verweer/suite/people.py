# SPDX-License-Identifier: Apache-2.0
"""Invented people: a given name and a surname of one culture, drawn from a part."""

from dataclasses import dataclass
from random import Random

from verweer.suite.parts import People

# How often each culture comes; the list of names of a generator in Europe would look much like it.
_CULTURES = ("nl", "nl", "nl", "en", "en", "de", "fr", "es", "tr", "ar", "sl", "zh", "in")
_BEFORE = ("", "", "de ", "van ", "van der ", "van den ")
_BY_SYLLABLES = frozenset({"nl", "en", "de"})


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    given: str
    family: str
    culture: str

    @property
    def name(self) -> str:
        """Return the full name."""
        return f"{self.given} {self.family}"


def draw_person(random: Random, people: People, culture: str = "") -> Person:
    """Return one invented person, of a culture when one is named."""
    chosen = culture or random.choice(_CULTURES)
    given = random.choice(people.given[chosen].split())
    if chosen not in _BY_SYLLABLES:
        return Person(given, random.choice(people.families[chosen].split()), chosen)
    made = random.choice(people.syllables.starts.split()) + random.choice(people.syllables.ends.split())
    before = random.choice(_BEFORE) if chosen == "nl" else ""
    return Person(given, before + made, chosen)

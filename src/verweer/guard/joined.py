# SPDX-License-Identifier: Apache-2.0
"""The words that alone say enough when they are written as one: "zonderkleren", "niksaan", "mijnvriendin".

They are found by their halves: written out they are tens of thousands, and every table of words would grow with them.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from verweer.guard.vocabulary import Entry, Meaning

_UNDRESSING = [Meaning(sense="undressing", weight=1.0)]
# The groups of the two halves, how short both together may be, and what the whole is.
_KINDS: tuple[tuple[str, str, int, str, list[Meaning]], ...] = (
    ("without", "garment", 6, "joined", _UNDRESSING),
    ("nothing", "here", 7, "joined", _UNDRESSING),
    ("mine", "relation", 6, "pointed", []),
)
_SHORTEST = min(shortest for _, _, shortest, _, _ in _KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """What may follow a first half."""

    words: Collection[str]
    shortest: int
    groups: set[str]  # one for all wholes of a kind
    meanings: list[Meaning]


class JoinedWords:
    """The joined words of a dictionary, found by their halves."""

    def __init__(self, known: Mapping[str, Entry]) -> None:
        """Take in the words that the halves may be."""
        self._halves: dict[str, list[tuple[str, _Rest]]] = {}
        for first, second, shortest, group, meanings in _KINDS:
            befores, afters = (
                [word for word, entry in known.items() if half in entry.groups] for half in (first, second)
            )
            rest = _Rest(
                words=frozenset(afters),
                shortest=shortest,
                groups={group},
                meanings=meanings,
            )
            for before in befores:
                self._halves.setdefault(before[:2], []).append((before, rest))

    def __iter__(self) -> Iterator[str]:
        """Yield every joined word: tens of thousands."""
        for before, rest in (half for halves in self._halves.values() for half in halves):
            yield from (before + after for after in rest.words if len(before + after) >= rest.shortest)

    def entry(self, written: str) -> Entry | None:
        """Return what a word is that consists of two halves, or None."""
        if len(written) < _SHORTEST:
            return None
        for before, rest in self._halves.get(written[:2], ()):
            if written.startswith(before) and written[len(before) :] in rest.words and len(written) >= rest.shortest:
                return Entry(written, rest.groups, rest.meanings)
        return None

    def among(self, written: Iterable[str], known: Container[str]) -> dict[str, Entry]:
        """Return those of some words that consist of two halves and are not known otherwise, and what each is."""
        halves = self._halves
        likely = [word for word in written if word[:2] in halves]
        return {word: entry for word in likely if (entry := self.entry(word)) and word not in known}

# SPDX-License-Identifier: Apache-2.0
"""What one journal says, held in memory: items that came after the segments were written, searched one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from verweer.banks.hits import Hits
from verweer.banks.index import WORDS, words_of
from verweer.banks.records import Added, Record, Removed, Said
from verweer.banks.search import search_rows
from verweer.banks.tier import Table, places_of
from verweer.fingerprints import PDQ_BYTES, Rows, Space

if TYPE_CHECKING:
    from verweer.banks.model import Opinion

_FIRST_ROWS = 1024
_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(slots=True)
class _Growing:
    """Columns with room behind their end, which doubles when it is used up."""

    words: NDArray[np.uint64]
    details: NDArray[np.uint64]
    items: NDArray[np.uint32]
    count: int = 0

    def add(self, rows: Rows, number: int) -> None:
        end = self.count + len(rows)
        while end > len(self.items):
            self.words, self.details, self.items = _doubled(self.words), _doubled(self.details), _doubled(self.items)
        self.words[self.count : end] = words_of(rows.hashes)
        self.details[self.count : end] = rows.details
        self.items[self.count : end] = number
        self.count = end


class Delta:
    """The items of one journal, in the order in which they came."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.names: dict[int, str] = {}
        self.numbers: dict[str, int] = {}
        self.opinions: dict[int, Opinion] = {}
        self._tables = {
            space: _Growing(
                np.empty((_FIRST_ROWS, WORDS), np.uint64),
                np.empty(_FIRST_ROWS, np.uint64),
                np.empty(_FIRST_ROWS, np.uint32),
            )
            for space in Space
        }

    def __len__(self) -> int:
        return sum(table.count for table in self._tables.values())

    def apply(self, records: Iterable[Record]) -> None:
        """Take in what the journal says."""
        for record in records:
            match record:
                case Removed(number):
                    if (name := self.names.get(number)) is not None and self.numbers.get(name) == number:
                        del self.numbers[name]
                case Said(number, opinion):
                    self.opinions[number] = opinion
                case Added(number, name, rows):
                    for space, table in rows.items():
                        self._tables[space].add(table, number)
                    self.names[number] = name
                    self.numbers[name] = number

    def search(self, space: Space, hashes: NDArray[np.uint8], radius: int) -> Hits:
        """Return every row within the radius, those of removed items too."""
        table = self._tables[space]
        query, row, distance = search_rows(table.words[: table.count], hashes, radius=radius)
        return Hits(query=query, item=table.items[row], detail=table.details[row], distance=distance)

    def table(self, space: Space, numbers: Sequence[int] | None = None) -> Table:
        """Return every row, or those of these items."""
        table = self._tables[space]
        items = table.items[: table.count]
        places = np.arange(len(items)) if numbers is None else places_of(items, numbers)
        hashes = table.words[places].view(np.uint8).reshape(-1, PDQ_BYTES)
        return Table(rows=Rows(hashes=hashes, details=table.details[places]), items=items[places])

    def rows(self, space: Space) -> int:
        """Return how many rows there are."""
        return self._tables[space].count


def _doubled(column: NDArray[_Kind]) -> NDArray[_Kind]:
    return np.concatenate([column, np.empty_like(column)])

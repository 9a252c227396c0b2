# SPDX-License-Identifier: Apache-2.0
"""What one segment of a bank holds: items, their rows in each space with an index, and which older items were removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verweer.banks import names
from verweer.banks.bands import Layout
from verweer.banks.building import build_index
from verweer.banks.hits import Hits
from verweer.banks.index import Index
from verweer.banks.model import Opinion
from verweer.banks.records import OPINIONS
from verweer.banks.search import search_index
from verweer.banks.segment import Array, open_segment, write_segment
from verweer.banks.trouble import BankDamaged
from verweer.fingerprints import Rows, Space

_READ_AT_ONCE = 1 << 18
_INDEX = ("words", "ids", "blocks", "overflow", "groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows with the item that owns each: what a tier is made of, and gives back."""

    rows: Rows
    items: NDArray[np.uint32]


class Tier:
    """One segment, opened."""

    def __init__(self, file: Path) -> None:
        """Map the file; raises BankDamaged, FileNotFoundError."""
        segment = open_segment(file)
        self.file = file
        self._arrays = segment.arrays
        try:
            self._indexes = {space: _index(segment.arrays, space) for space in Space}
            self.removed = segment.arrays["removed"].astype(np.uint32)
            said = segment.arrays["opinions/said"].tolist()
            numbers = segment.arrays["opinions/numbers"].tolist()
            self.opinions = {number: OPINIONS[one] for number, one in zip(numbers, said, strict=True)}
            self.items = len(segment.arrays["names/numbers"])
        except KeyError as cause:
            raise BankDamaged(file, f"lacks {cause}") from cause
        except (IndexError, ValueError) as cause:
            raise BankDamaged(file, "holds opinions that are none") from cause

    def __len__(self) -> int:
        return sum(self.rows(space) for space in Space)

    def rows(self, space: Space) -> int:
        """Return how many rows there are."""
        return len(self._arrays[f"{space}/items"])

    def groups(self, space: Space) -> tuple[int, int]:
        """Return how many different hashes there are, and in how many bands they are found."""
        index = self._indexes[space]
        return len(index.words), len(index.layout.widths)

    def search(self, space: Space, hashes: NDArray[np.uint8], radius: int) -> Hits:
        """Return every stored row within the radius, those of removed items too."""
        query, row, distance = search_index(self._indexes[space], hashes, radius=radius)
        items, details = self._arrays[f"{space}/items"], self._arrays[f"{space}/details"]
        return Hits(
            query=query, item=items[row].astype(np.uint32), detail=details[row].astype(np.uint64), distance=distance
        )

    def name_of(self, number: int) -> str | None:
        """Return the name of an item that this tier holds."""
        return names.name_of(self._arrays, number)

    def number_of(self, name: str) -> int | None:
        """Return the number of an item that this tier holds."""
        return names.number_of(self._arrays, name)

    def names(self) -> dict[int, str]:
        """Return all names."""
        return names.all_names(self._arrays)

    def table(self, space: Space, numbers: Sequence[int] | None = None) -> Table:
        """Return every row, or those of these items; the whole column of items is read for it."""
        items = self._arrays[f"{space}/items"]
        places = np.arange(len(items)) if numbers is None else places_of(items, numbers)
        index = self._indexes[space]
        # Places of the column's own kind: for others all of it would be converted.
        groups = np.searchsorted(index.groups, places.astype(index.groups.dtype), side="right") - 1
        hashes = np.ascontiguousarray(index.words[groups]).view(np.uint8).reshape(-1, 32)
        details = self._arrays[f"{space}/details"][places].astype(np.uint64)
        return Table(rows=Rows(hashes=hashes, details=details), items=items[places].astype(np.uint32))


def places_of(items: Array, numbers: Sequence[int]) -> NDArray[np.intp]:
    """Return where one of these numbers stands in a column of items, which is read once, some at a time."""
    # Whatever is larger than the largest number meets the last place, which is never wanted.
    is_wanted = np.zeros(max(numbers, default=0) + 2, np.bool_)
    is_wanted[np.array(numbers, np.intp)] = True
    starts = range(0, len(items), _READ_AT_ONCE)
    found = [np.flatnonzero(is_wanted.take(items[start : start + _READ_AT_ONCE], mode="clip")) for start in starts]
    return np.concatenate([np.empty(0, np.intp), *(one + start for one, start in zip(found, starts, strict=True))])


def write_tier(
    file: Path,
    *,
    names_told: Mapping[int, str],
    tables: Mapping[Space, Table],
    removed: NDArray[np.uint32],
    opinions: Mapping[int, Opinion],
) -> None:
    """Write a segment of these items; raises OSError."""
    arrays: dict[str, Array] = {**names.name_arrays(names_told), "removed": removed}
    arrays["opinions/numbers"] = np.fromiter(sorted(opinions), np.uint32, len(opinions))
    arrays["opinions/said"] = np.array([OPINIONS.index(opinions[number]) for number in sorted(opinions)], np.uint8)
    for space in Space:
        index, order = build_index(tables[space].rows.hashes)
        arrays |= {f"{space}/{part}": getattr(index, part) for part in _INDEX}
        arrays[f"{space}/widths"] = np.array(index.layout.widths, np.uint8)
        arrays[f"{space}/items"] = tables[space].items[order]
        arrays[f"{space}/details"] = tables[space].rows.details[order]
    write_segment(file, arrays)


def _index(arrays: Mapping[str, Array], space: Space) -> Index:
    parts = {part: np.asarray(arrays[f"{space}/{part}"]) for part in _INDEX}
    return Index(layout=Layout(tuple(arrays[f"{space}/widths"].tolist())), **parts)

# SPDX-License-Identifier: Apache-2.0
"""All that a bank holds at one moment, read from its files: segments, and the journals after them."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verweer.banks.compaction import Merge
from verweer.banks.delta import Delta
from verweer.banks.hits import Hits
from verweer.banks.journal import HEADER_BYTES, frames_from
from verweer.banks.manifest import MANIFEST, Manifest, read_manifest
from verweer.banks.model import Opinion
from verweer.banks.records import Added, Record, Removed, Said, decoded
from verweer.banks.tier import Table, Tier
from verweer.banks.trouble import BankDamaged
from verweer.fingerprints import Rows, Space

SEGMENTS, JOURNALS = "segment-*.vwb", "journal-*.log"
_TRIES = 20


def segment_name(number: int) -> str:
    """Return the file name of a segment."""
    return f"segment-{number:08}.vwb"


def journal_name(number: int) -> str:
    """Return the file name of a journal."""
    return f"journal-{number:08}.log"


@dataclass(slots=True)
class Log:
    """How far a journal was read, and what it said."""

    file: Path
    delta: Delta = field(default_factory=Delta)
    end: int = HEADER_BYTES


@dataclass(slots=True, kw_only=True)
class Holdings:
    """What a bank holds; `logs` grow, `tiers` never change."""

    manifest: Manifest
    stamp: tuple[int, int]
    tiers: tuple[Tier, ...]
    logs: tuple[Log, ...]
    removed: set[int]
    opinions: dict[int, Opinion]
    next_number: int
    _removed_sorted: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, np.uint32))

    @property
    def deltas(self) -> tuple[Delta, ...]:
        """Return what the journals say, oldest first."""
        return tuple(log.delta for log in self.logs)

    @property
    def parts(self) -> tuple[Tier | Delta, ...]:
        """Return everything that can be searched, oldest first."""
        return (*self.tiers, *self.deltas)

    def read_on(self) -> None:
        """Read what the journals got since; raises BankDamaged."""
        for log in self.logs:
            for content, end in frames_from(log.file, log.end):
                self.take(log, content, end)

    def take(self, log: Log, content: bytes, end: int) -> None:
        """Take in one frame of a journal; raises BankDamaged."""
        try:
            records = list(decoded(content))
        except (ValueError, IndexError, struct.error) as cause:
            raise BankDamaged(log.file, f"holds no records before byte {end}") from cause
        self._apply(log, records, end)

    def read_in(self, records: list[Record], end: int) -> None:
        """Take in what was written just now at the end of the last journal."""
        self._apply(self.logs[-1], records, end)

    def _apply(self, log: Log, records: list[Record], end: int) -> None:
        log.delta.apply(records)
        log.end = end
        for record in records:
            match record:
                case Removed(number):
                    self.removed.add(number)
                case Said(number, opinion):
                    self.opinions[number] = opinion
                case Added(number):
                    self.next_number = max(self.next_number, number + 1)

    def number_of(self, name: str) -> int | None:
        """Return the number of an item that is held and was not removed."""
        for delta in reversed(self.deltas):
            if (number := delta.numbers.get(name)) is not None and number not in self.removed:
                return number
        for tier in reversed(self.tiers):
            if (number := tier.number_of(name)) is not None and number not in self.removed:
                return number
        return None

    def name_of(self, number: int) -> str | None:
        """Return the name of an item, also of one that was removed not long ago."""
        found = (delta.names.get(number) for delta in self.deltas)
        told = (tier.name_of(number) for tier in self.tiers)
        return next((name for source in (found, told) for name in source if name is not None), None)

    def rows_of(self, space: Space, numbers: Sequence[int]) -> dict[int, Rows]:
        """Return the rows of items in one space; one that has none there is left out."""
        tables = [_ByItem(part.table(space, numbers)) for part in self.parts]
        found = ((number, table.rows_of(number)) for table in tables for number in numbers)
        return {number: rows for number, rows in found if len(rows)}

    def items(self) -> Iterator[tuple[str, Mapping[Space, Rows]]]:
        """Yield every item that is not removed, in the order in which they came."""
        removed = frozenset(self.removed)
        for part in self.parts:
            # Names before rows: what is added meanwhile is then left out, and never told without its rows.
            named = sorted(dict(part.names() if isinstance(part, Tier) else part.names).items())
            tables = {space: _ByItem(part.table(space)) for space in Space}
            for number, name in named:
                if number not in removed:
                    found = ((space, table.rows_of(number)) for space, table in tables.items())
                    yield name, {space: rows for space, rows in found if len(rows)}

    def removed_numbers(self) -> NDArray[np.uint32]:
        """Return the numbers of all removed items, sorted."""
        if len(self._removed_sorted) != len(self.removed):  # It only grows.
            self._removed_sorted = np.fromiter(sorted(self.removed), np.uint32, len(self.removed))
        return self._removed_sorted

    def search(
        self,
        space: Space,
        hashes: NDArray[np.uint8],
        radius: int,
        *,
        removed: NDArray[np.uint32],
        limit: int | None,
    ) -> Hits:
        """Return every row of an item that is not removed, the nearest `limit` of each query."""
        found = [part.search(space, hashes, radius) for part in self.parts if part.rows(space)]
        query = np.concatenate([hits.query for hits in found] or [np.empty(0, np.uint32)])
        item = np.concatenate([hits.item for hits in found] or [np.empty(0, np.uint32)])
        detail = np.concatenate([hits.detail for hits in found] or [np.empty(0, np.uint64)])
        distance = np.concatenate([hits.distance for hits in found] or [np.empty(0, np.uint16)])
        order = np.flatnonzero(~np.isin(item, removed))
        order = order[np.lexsort((detail[order], item[order], distance[order], query[order]))]
        if limit is not None:
            asked = query[order]
            first = np.searchsorted(asked, asked)
            order = order[np.arange(len(order)) - first < limit]
        return Hits(query=query[order], item=item[order], detail=detail[order], distance=distance[order])


def read_holdings(folder: Path) -> Holdings:
    """Return what the bank's files say now; raises NoBank, BankDamaged."""
    for _ in range(_TRIES):
        stamp = stamp_of(folder)
        manifest = read_manifest(folder)
        try:
            return _read(folder, manifest, stamp)
        except FileNotFoundError as cause:
            # A compaction may have replaced the files since; else one is missing.
            if read_manifest(folder) == manifest:
                raise BankDamaged(str(cause.filename).rpartition("/")[2], "is missing") from cause
    raise BankDamaged(MANIFEST, "names files that are not there")


def stamp_of(folder: Path) -> tuple[int, int]:
    """Return what changes whenever the manifest is replaced."""
    try:
        told = (folder / MANIFEST).stat()
    except OSError:
        return (0, 0)
    return told.st_ino, told.st_mtime_ns


def next_journal(folder: Path, holdings: Holdings) -> Path:
    """Return the file in which the next journal would be."""
    return folder / journal_name(holdings.manifest.journal + len(holdings.logs))


def _read(folder: Path, manifest: Manifest, stamp: tuple[int, int]) -> Holdings:
    tiers = tuple(Tier(folder / name) for name in manifest.segments)
    logs = [Log(folder / journal_name(manifest.journal))]
    while (file := folder / journal_name(manifest.journal + len(logs))).exists():
        logs.append(Log(file))
    removed = {number for tier in tiers for number in tier.removed.tolist()}
    opinions: dict[int, Opinion] = {}
    for tier in tiers:
        opinions |= tier.opinions
    holdings = Holdings(
        manifest=manifest,
        stamp=stamp,
        tiers=tiers,
        logs=tuple(logs),
        removed=removed,
        opinions=opinions,
        next_number=manifest.next_number,
    )
    holdings.read_on()
    return holdings


def merged(holdings: Holdings, manifest: Manifest, stamp: tuple[int, int], merge: Merge, tier: Tier) -> Holdings:
    """Return the same after a merge came into force."""
    return Holdings(
        manifest=manifest,
        stamp=stamp,
        tiers=(*merge.kept, tier),
        logs=holdings.logs[len(merge.deltas) :],
        removed=holdings.removed,
        opinions=holdings.opinions,
        next_number=holdings.next_number,
    )


def with_log(holdings: Holdings, file: Path) -> Holdings:
    """Return the same with one more journal, still empty or unread."""
    return Holdings(
        manifest=holdings.manifest,
        stamp=holdings.stamp,
        tiers=holdings.tiers,
        logs=(*holdings.logs, Log(file)),
        removed=holdings.removed,
        opinions=holdings.opinions,
        next_number=holdings.next_number,
    )


class _ByItem:
    """A table in which the rows of one item are found quickly."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._order = np.argsort(table.items, kind="stable")

    def rows_of(self, number: int) -> Rows:
        """Return the rows of an item, of which there may be none."""
        items, wanted = self._table.items, np.uint32(number)
        first, last = (np.searchsorted(items, wanted, side=side, sorter=self._order) for side in ("left", "right"))
        places = self._order[first:last]
        return Rows(hashes=self._table.rows.hashes[places], details=self._table.rows.details[places])

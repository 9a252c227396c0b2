# SPDX-License-Identifier: Apache-2.0
"""A durable bank of hashes in a folder: one process writes, any number search it meanwhile.

What `add` and `remove` have returned from is on the disk, and found or no longer found at
once. A reader sees it after `refresh`. Threads may share one bank.
"""

import logging
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from verweer.banks.checking import damages_in
from verweer.banks.compaction import Merge, joined, manifest_after, merge_of, write_merged
from verweer.banks.hits import Hits
from verweer.banks.holdings import (
    merged,
    next_journal,
    read_holdings,
    segment_name,
    stamp_of,
    with_log,
)
from verweer.banks.journal import Journal, new_journal
from verweer.banks.manifest import MANIFEST, write_manifest
from verweer.banks.model import MATCH_RADIUS, Opinion
from verweer.banks.planning import Item, batches_of, held, opinions_for, records_for, removals_for
from verweer.banks.records import Record, encoded
from verweer.banks.search import checked_queries
from verweer.banks.status import BankStatus, status_of
from verweer.banks.tier import Table, Tier
from verweer.banks.trouble import (
    UnknownItem,
    UnwritableBank,
    telling_disk_troubles,
)
from verweer.banks.upkeep import locked, make_empty, sweep
from verweer.fingerprints import Rows, Space
from verweer.kernel import InputError, VerweerError

COMPACTED_AT = 50_000
"""Rows in journals from which on they are made into a segment, in the background."""
_log = logging.getLogger(__name__)


def open_bank(folder: Path, *, write: bool = False) -> "Bank":
    """Open a bank; raises NoBank, BankDamaged, and to write BankBusy, NoRoom or UnwritableBank."""
    return Bank(folder, write=write)


class Bank:
    """An open bank; use it as a context, or close it."""

    def __init__(self, folder: Path, *, write: bool) -> None:
        """Open the folder; `open_bank` says what it raises."""
        self.folder = folder
        self._lock = threading.RLock()
        self._compacting: threading.Thread | None = None
        self._merging = threading.Lock()
        self._compacted_at = COMPACTED_AT
        self._journal: Journal | None = None
        self._writer: int | None = None
        if write:
            with telling_disk_troubles(folder):
                self._begin_writing()
        else:
            self._holdings = read_holdings(folder)

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make an empty bank in a folder that is new or empty, and open it to write."""
        make_empty(folder)
        return cls(folder, write=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Wait for a compaction in the background, and let others write."""
        self.wait()
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        if self._writer is not None:
            os.close(self._writer)
            self._writer = None

    def add(self, item: str, rows: Mapping[Space, Rows], *, replace: bool = False) -> int:
        """Keep an item and return its number; it is on the disk when this returns.

        Raises BadItem, DuplicateItem (unless it may be replaced), NoRoom, UnwritableBank.
        """
        (number,) = self._add([(item, rows)], replace=replace)
        return number

    def add_many(self, items: Iterable[Item], *, replace: bool = False) -> int:
        """Keep many items, some thousands for each time that the disk is waited for; return how many.

        Each batch is kept whole or not at all. Raises as `add`; what came in earlier batches is kept then.
        """
        return sum(len(self._add(batch, replace=replace)) for batch in batches_of(items))

    def remove(self, item: str) -> None:
        """Stop finding an item, at once and durably; raises UnknownItem, NoRoom, UnwritableBank."""
        self.remove_many([item])

    def remove_many(self, items: Iterable[str]) -> None:
        """Stop finding several items, all of them or, when one is unknown, none."""
        with self._lock:
            self._write(removals_for(items, self._holdings))

    def say(self, items: Iterable[str], opinion: Opinion) -> None:
        """Keep what people said about these items, instead of what they said before; raises as `remove_many`."""
        with self._lock:
            self._write(opinions_for(items, opinion, self._holdings))

    def search(
        self,
        space: Space,
        hashes: NDArray[np.uint8],
        *,
        radius: int = MATCH_RADIUS,
        limit: int | None = None,
    ) -> Hits:
        """Return every stored hash within `radius` bits of each hash asked (m by 32), the nearest `limit` of each.

        Exact for every radius from 0 to 256. Raises MalformedHash, BadRadius.
        """
        checked_queries(hashes, radius)
        if limit is not None and limit < 1:
            message = "A limit is at least 1."
            raise InputError(message)
        with self._lock:
            holdings, removed = self._holdings, self._holdings.removed_numbers()
        return holdings.search(space, hashes, radius, removed=removed, limit=limit)

    def name_of(self, number: int) -> str:
        """Return the name of an item that a search has found; raises UnknownItem."""
        name = self._holdings.name_of(number)
        if name is None:
            message = f"The bank holds no item with the number {number}."
            raise UnknownItem(message)
        return name

    def rows_of(self, item: str) -> Mapping[Space, Rows]:
        """Return an item's hashes; raises UnknownItem."""
        with self._lock:
            number = held(item, self._holdings)
            tables = {space: self._holdings.rows_of(space, [number]) for space in Space}
        return {space: rows[number] for space, rows in tables.items() if rows}

    def opinion_of(self, number: int) -> Opinion:
        """Return what people said about an item that a search has found."""
        return self._holdings.opinions.get(number, Opinion.NONE)

    def patches_of(self, numbers: Sequence[int]) -> Mapping[int, Rows]:
        """Return the patches of items that a search has found, by their numbers."""
        return self._holdings.rows_of(Space.PATCH, numbers)

    def items(self) -> Iterator[Item]:
        """Yield every item with its hashes, in the order in which they came."""
        with self._lock:
            holdings = self._holdings
        yield from holdings.items()

    def table(self, space: Space) -> Table:
        """Return every stored hash of one space, and the number of the item that owns it."""
        with self._lock:
            holdings, removed = self._holdings, self._holdings.removed_numbers()
        return joined([part.table(space) for part in holdings.parts], removed)

    def __contains__(self, item: str) -> bool:
        with self._lock:
            return self._holdings.number_of(item) is not None

    def refresh(self) -> None:
        """See what was acknowledged since, in this process or another; raises BankDamaged."""
        with self._lock:
            if self._journal is not None:
                return
            changed = stamp_of(self.folder) != self._holdings.stamp
            if not changed and not next_journal(self.folder, self._holdings).exists():
                with suppress(FileNotFoundError):  # A compaction may just have replaced that journal.
                    self._holdings.read_on()
                    return
            self._holdings = read_holdings(self.folder)

    def compact(self) -> None:
        """Join everything into one segment without what was removed; raises NoRoom, UnwritableBank."""
        with self._merging, telling_disk_troubles(self.folder):
            self._compact(self._begin_merge(is_whole=True))

    def wait(self) -> None:
        """Wait until a compaction in the background is done."""
        thread = self._compacting
        if thread is not None:
            thread.join()

    def verify(self) -> tuple[str, ...]:
        """Read every byte of the bank's files; return one sentence for each damage."""
        return damages_in(self.folder)

    def status(self) -> BankStatus:
        """Return how much the bank holds."""
        with self._lock:
            return status_of(self._holdings, self.folder)

    def _add(self, items: list[Item], *, replace: bool) -> tuple[int, ...]:
        with self._lock:
            records, numbers = records_for(items, self._holdings, replace=replace)
            self._write(records)
        return numbers

    def _write(self, records: list[Record]) -> None:
        journal = self._writable()
        with telling_disk_troubles(self.folder):
            journal.append([encoded(record) for record in records])
        self._holdings.read_in(records, journal.end)
        waiting = sum(len(delta) for delta in self._holdings.deltas)
        if waiting >= self._compacted_at and self._merging.acquire(blocking=False):
            # When it fails it is not tried again at every addition that follows.
            self._compacted_at = waiting + COMPACTED_AT
            self._compact_in_background()

    def _writable(self) -> Journal:
        if self._journal is None:
            message = f"The bank in {self.folder} was opened to read; open it to write."
            raise UnwritableBank(message)
        return self._journal

    def _begin_writing(self) -> None:
        """Take the writers' lock, mend what a crash left unfinished, and read everything."""
        if not (self.folder / MANIFEST).exists():
            read_holdings(self.folder)  # It says what is the matter.
        self._writer = locked(self.folder)
        try:
            self._holdings = read_holdings(self.folder)
            self._journal = Journal(self._holdings.logs[-1].file)
            self._holdings.read_on()
            sweep(self.folder, self._holdings)
        except (VerweerError, OSError):
            os.close(self._writer)
            self._writer = None
            raise

    def _compact_in_background(self) -> None:
        try:
            merge = self._begin_merge(is_whole=False)
        except OSError:
            self._merging.release()
            _log.warning("a bank could not be compacted; its journals stay")
            return
        self._compacting = threading.Thread(target=self._compact_quietly, args=(merge,), name="compaction")
        self._compacting.start()

    def _compact_quietly(self, merge: Merge) -> None:
        try:
            self._compact(merge)
        except OSError:
            # The journals stay as they are, and hold everything.
            _log.warning("a bank could not be compacted; its journals stay")
        else:
            self._compacted_at = COMPACTED_AT
        finally:
            self._merging.release()

    def _begin_merge(self, *, is_whole: bool) -> Merge:
        """Begin a new journal, so that the older ones no longer change."""
        with self._lock:
            journal, holdings = self._writable(), self._holdings
            file = next_journal(self.folder, holdings)
            new_journal(file, holdings.manifest.journal + len(holdings.logs))
            merge = merge_of(holdings.tiers, holdings.deltas, frozenset(holdings.removed), is_whole=is_whole)
            self._journal = Journal(file)
            journal.close()
            self._holdings = with_log(holdings, file)
            return merge

    def _compact(self, merge: Merge) -> None:
        file = self.folder / segment_name(self._holdings.manifest.generation + 1)
        write_merged(merge, file)
        tier = Tier(file)
        with self._lock:
            holdings = self._holdings
            manifest = manifest_after(holdings.manifest, merge, file, next_number=holdings.next_number)
            write_manifest(self.folder, manifest)
            self._holdings = merged(holdings, manifest, stamp_of(self.folder), merge, tier)
        sweep(self.folder, self._holdings)

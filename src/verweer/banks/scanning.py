# SPDX-License-Identifier: Apache-2.0
"""An archive streamed past a bank: which of its hashes lie within the radius of which items.

A bank of up to `EXPANDED_MOST` hashes is made ready once (`expanded`), so that what a hash of the
archive costs hardly grows with the bank; a larger bank is searched by its own index. Chunks
are divided over threads, which the compiled loops let run side by side; results come in
the archive's order, whatever the number of threads.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verweer.banks.archives import Chunk, Columns, chunks_of
from verweer.banks.bank import Bank
from verweer.banks.expanded import Expanded, expanded
from verweer.banks.index import words_of
from verweer.banks.search import checked_queries
from verweer.banks.search_plain import Found
from verweer.banks.speed import passing
from verweer.fingerprints import Space

EXPANDED_MOST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A hash of the archive near an item of the bank: file, row from 0, the archive's id of it when there is one."""

    file: Path
    row: int
    archive_id: object
    item: str
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What one chunk gave; `hashes` counts those that were compared."""

    file: Path
    hashes: int
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: the nearest hash of each item of a bank in one space."""

    bank: Bank
    space: Space
    radius: int
    threads: int = 1
    columns: Columns = Columns()  # noqa: RUF009 - frozen


Near = Callable[[NDArray[np.uint8]], Found]
_AHEAD = 2


def scan(files: Sequence[Path], wanted: Wanted) -> Iterator[Scanned]:
    """Yield what each chunk of the files gives, in their order; raises BadArchive, BadRadius."""
    checked_queries(np.empty((0, 32), np.uint8), wanted.radius)
    near = _near(wanted)
    chunks = (chunk for file in files for chunk in chunks_of(file, wanted.columns))
    with ThreadPoolExecutor(wanted.threads) as threads:
        # Not `map`: it would read the whole archive before the first answer.
        waiting: deque[tuple[Chunk, Future[Found]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, threads.submit(near, chunk.hashes)))
            if len(waiting) >= _AHEAD * wanted.threads:
                yield _scanned(*waiting.popleft(), wanted.bank)
        while waiting:
            yield _scanned(*waiting.popleft(), wanted.bank)


def _scanned(chunk: Chunk, found: Future[Found], bank: Bank) -> Scanned:
    return Scanned(file=chunk.file, hashes=len(chunk.hashes), sightings=tuple(_told(chunk, found.result(), bank)))


def _near(wanted: Wanted) -> Near:
    """Return what finds row, item and distance in a chunk, ordered by row, distance, item, each item once a row."""
    if wanted.bank.status().hashes[wanted.space] > EXPANDED_MOST:

        def by_index(hashes: NDArray[np.uint8]) -> Found:
            hits = wanted.bank.search(wanted.space, hashes, radius=wanted.radius)
            return _nearest(hits.query, hits.item, hits.distance)

        return by_index
    new, items = _made_ready(wanted)

    def by_lists(hashes: NDArray[np.uint8]) -> Found:
        row, number, apart = passing(new, words_of(hashes))
        return _nearest(row, items[number], apart)

    return by_lists


def _made_ready(wanted: Wanted) -> tuple[Expanded, NDArray[np.uint32]]:
    table = wanted.bank.table(wanted.space)
    return expanded(table.rows.hashes, wanted.radius), table.items


def _nearest(row: NDArray[np.uint32], item: NDArray[np.uint32], apart: NDArray[np.uint16]) -> Found:
    order = np.lexsort((apart, item, row))
    row, item, apart = row[order], item[order], apart[order]
    is_first = np.ones(len(row), np.bool_)
    is_first[1:] = (row[1:] != row[:-1]) | (item[1:] != item[:-1])
    row, item, apart = row[is_first], item[is_first], apart[is_first]
    order = np.lexsort((item, apart, row))
    return row[order], item[order], apart[order]


def _told(chunk: Chunk, found: Found, bank: Bank) -> Iterator[Sighting]:
    for row, item, apart in zip(*(column.tolist() for column in found), strict=True):
        yield Sighting(
            file=chunk.file,
            row=chunk.first_row + row,
            archive_id=None if chunk.ids is None else chunk.ids[row],
            item=bank.name_of(item),
            distance=apart,
        )

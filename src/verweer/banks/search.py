# SPDX-License-Identifier: Apache-2.0
"""Which stored hashes lie within a radius of those that are asked: exact, whatever the radius and the layout.

Each pair is found once; hits are ordered by query, distance, then row. `search_plain` and
`search_fast` hold the inner loops; `speed` says which of them runs.
"""

import numpy as np
from numpy.typing import NDArray

from verweer.banks import search_plain, speed
from verweer.banks.bands import LARGEST_RADIUS, plan_for
from verweer.banks.index import Index, words_of
from verweer.banks.model import MATCH_RADIUS
from verweer.fingerprints import PDQ_BYTES, MalformedHash
from verweer.kernel import InputError

Found = search_plain.Found


class BadRadius(InputError):
    """A radius that no search can have."""


def search_index(
    index: Index, hashes: NDArray[np.uint8], *, radius: int = MATCH_RADIUS, is_compiled: bool = speed.COMPILED
) -> Found:
    """Return query, row and distance of every pair within the radius; rows are counted in the index's order.

    Raises MalformedHash or BadRadius.
    """
    queries = checked_queries(hashes, radius)
    plan = plan_for(index.layout, radius, len(index.words))
    near = speed.near_groups if is_compiled else search_plain.near_groups
    query, group, apart = near(index, queries, radius, plan)
    sizes = index.groups[group.astype(np.int64) + 1] - index.groups[group]
    begins = np.repeat(index.groups[group] - (np.cumsum(sizes) - sizes).astype(np.uint32), sizes)
    rows = begins + np.arange(len(begins), dtype=np.uint32)
    return ordered(np.repeat(query, sizes), rows, np.repeat(apart, sizes))


def search_rows(words: NDArray[np.uint64], hashes: NDArray[np.uint8], *, radius: int = MATCH_RADIUS) -> Found:
    """Return the same for hashes (n by 4 words) that have no index, by comparing each pair."""
    return ordered(*speed.near_rows(words, checked_queries(hashes, radius), radius))


def checked_queries(hashes: NDArray[np.uint8], radius: int) -> NDArray[np.uint64]:
    """Return the hashes that are asked as words, or raise MalformedHash or BadRadius."""
    if not 0 <= radius <= LARGEST_RADIUS:
        message = f"A radius is a number of bits from 0 to {LARGEST_RADIUS}, not {radius}."
        raise BadRadius(message)
    if hashes.ndim != 2 or hashes.shape[1] != PDQ_BYTES or hashes.dtype != np.uint8:  # noqa: PLR2004 - a table
        message = "Hashes that are asked are a table of 32 bytes (uint8) each."
        raise MalformedHash(message)
    return words_of(hashes)


def ordered(query: NDArray[np.uint32], row: NDArray[np.uint32], apart: NDArray[np.uint16]) -> Found:
    """Return pairs ordered by query, distance, row."""
    order = np.lexsort((row, apart, query))
    return query[order], row[order], apart[order]

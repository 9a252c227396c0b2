# SPDX-License-Identifier: Apache-2.0
"""The search within a radius in NumPy alone: the twin that runs where numba is not installed."""

import numpy as np
from numpy.typing import NDArray

from verweer.banks.bands import Plan, keys_of, masks_of
from verweer.banks.index import BUCKETS, OVERFLOWS, WHOLE_INSTEAD, Index, Numbers, block_starts, id_bits

Found = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint16]]
_AT_ONCE = 1 << 18


def near_groups(index: Index, queries: NDArray[np.uint64], radius: int, plan: Plan) -> Found:
    """Return query, group and distance of each pair within the radius, each pair once, in no promised order."""
    found = [_near(index, queries[number : number + 1], radius, plan) for number in range(len(queries))]
    counts = [len(groups) for groups, _ in found]
    return (
        np.repeat(np.arange(len(queries), dtype=np.uint32), counts),
        np.concatenate([groups for groups, _ in found] or [np.empty(0, np.uint32)]),
        np.concatenate([far for _, far in found] or [np.empty(0, np.uint16)]),
    )


def near_rows(words: NDArray[np.uint64], queries: NDArray[np.uint64], radius: int) -> Found:
    """Return query, row and distance of each pair within the radius, by comparing every pair."""
    queries_found, rows_found, far_found = [], [], []
    for number in range(len(queries)):
        for start in range(0, len(words), _AT_ONCE):
            far = _distances(words[start : start + _AT_ONCE], queries[number])
            rows = np.flatnonzero(far <= radius)
            queries_found.append(np.full(len(rows), number, np.uint32))
            rows_found.append((rows + start).astype(np.uint32))
            far_found.append(far[rows])
    if not rows_found:
        return np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.uint16)
    return np.concatenate(queries_found), np.concatenate(rows_found), np.concatenate(far_found)


def ranges(begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return every place from each begin up to its end."""
    sizes = ends - begins
    offsets = np.repeat(begins - (np.cumsum(sizes) - sizes), sizes)
    return offsets + np.arange(len(offsets))


def _near(index: Index, query: NDArray[np.uint64], radius: int, plan: Plan) -> tuple[Numbers, NDArray[np.uint16]]:
    met = None if plan.flips is None else _met(index, query, plan.flips)
    if met is None:
        _, rows, apart = near_rows(index.words, query, radius)
        return rows, apart
    groups = np.unique(met)
    far = _distances(index.words[groups], query[0])
    return groups[far <= radius], far[far <= radius]


def _met(index: Index, query: NDArray[np.uint64], flips: tuple[int, ...]) -> Numbers | None:
    """Return the groups in all buckets that the plan looks into, or None when a full scan costs less."""
    layout, starts, met, total = index.layout, block_starts(index.layout), [], 0
    numbers = np.uint32((1 << id_bits(len(index.words))) - 1)
    for band, (first_bit, width, flip) in enumerate(zip(layout.first_bits, layout.widths, flips, strict=True)):
        if flip < 0:
            continue
        keys = keys_of(query, first_bit, width) ^ masks_of(width, flip)
        begins, ends = _bounds(index, starts[band], keys)
        places = ranges(begins, ends)
        total += len(places)
        if total > len(index.words) // WHOLE_INSTEAD:
            return None
        met.append(index.ids[band - 1][places] & numbers if band else places.astype(np.uint32))
    return np.concatenate(met)


def _bounds(index: Index, start: int, keys: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the buckets of these keys begin and end."""
    blocks = index.blocks[start + (keys // BUCKETS).astype(np.int64)]
    place = (keys % BUCKETS).astype(np.int64)
    sizes = (blocks[:, 1:, None] >> np.arange(0, 32, 4, dtype=np.uint32)) & np.uint32(15)
    before = np.zeros((len(keys), BUCKETS + 1), np.int64)
    np.cumsum(sizes.reshape(-1, BUCKETS), axis=1, out=before[:, 1:])
    each = np.arange(len(keys))
    begins = blocks[:, 0].astype(np.int64) + before[each, place]
    ends = blocks[:, 0].astype(np.int64) + before[each, place + 1]
    spilled = np.flatnonzero(blocks[:, 0] >= OVERFLOWS)
    rows = blocks[spilled, 0].astype(np.int64) - OVERFLOWS
    begins[spilled] = index.overflow[rows, place[spilled]]
    ends[spilled] = index.overflow[rows, place[spilled] + 1]
    return begins, ends


def _distances(words: NDArray[np.uint64], query: NDArray[np.uint64]) -> NDArray[np.uint16]:
    apart: NDArray[np.uint16] = np.bitwise_count(words ^ query).sum(axis=1, dtype=np.uint16)
    return apart

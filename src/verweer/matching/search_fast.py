# SPDX-License-Identifier: Apache-2.0
"""The search within a radius compiled by numba: one thread a call, and without the interpreter's lock.

Each query goes through its bands in two steps, so that the memory's answers are waited for
together and not one after the other: first all buckets' bounds, then all groups met and
their hashes. A pair is told only at the first band that meets it, so nothing needs to be
remembered of what was seen.
"""

import numpy as np
from numpy.typing import NDArray

from verweer.matching.bands import Plan, masks_of
from verweer.matching.index import Index, Numbers, block_starts
from verweer.matching.native import compiled, ones, prefetch

Found = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint16]]
_Bands = NDArray[np.int64]
_Words = NDArray[np.uint64]
_Asked = tuple[_Words, int]
_SoFar = tuple[Found, int]
_LOW_NIBBLES = np.uint64(0x0F0F0F0F0F0F0F0F)
_EACH_BYTE = np.uint64(0x0101010101010101)
_FIRST, _WIDTH, _FLIPS, _BLOCK, _MASKS, _MASK_COUNT = range(6)
_BUFFER = 4096


def near_groups(index: Index, queries: NDArray[np.uint64], radius: int, plan: Plan) -> Found:
    """Return query, group and distance of each pair within the radius, each pair once, in no promised order."""
    if plan.flips is None:
        return _near_rows(index.words, queries, radius)
    bands, masks = _tables(index, plan.flips)
    budget = len(index.words) // 4
    return _near_groups((index.words, index.ids, index.blocks, index.overflow), bands, masks, queries, radius, budget)


def near_rows(words: NDArray[np.uint64], queries: NDArray[np.uint64], radius: int) -> Found:
    """Return query, row and distance of each pair within the radius, by comparing every pair."""
    return _near_rows(words, queries, radius)


def buckets_of(words: NDArray[np.uint64], first_bit: int, width: int) -> tuple[Numbers, Numbers]:
    """Return where each bucket of a band begins (2^width + 1), and the groups bucket after bucket."""
    return _buckets_of(words, first_bit, width)


def _tables(index: Index, flips: tuple[int, ...]) -> tuple[NDArray[np.int64], Numbers]:
    layout = index.layout
    masks = [masks_of(width, flip) for width, flip in zip(layout.widths, flips, strict=True)]
    counts = [len(one) for one in masks]
    starts = [sum(counts[:band]) for band in range(len(counts))]
    columns = (layout.first_bits, layout.widths, flips, block_starts(layout)[:-1], starts, counts)
    return np.array(columns, np.int64).T.copy(), np.concatenate(masks)


@compiled
def _key(words: _Words, row: np.int64 | int, first_bit: int, width: int) -> np.uint64:
    word, shift = first_bit >> 6, first_bit & 63
    bits = words[row, word] << np.uint64(shift)
    if shift + width > 64:  # noqa: PLR2004 - bits in a word
        bits |= words[row, word + 1] >> np.uint64(64 - shift)
    return np.uint64(bits >> np.uint64(64 - width))


@compiled
def _buckets_of(words: NDArray[np.uint64], first_bit: int, width: int) -> tuple[Numbers, Numbers]:
    begins = np.zeros((1 << width) + 1, np.uint32)
    keys = np.empty(len(words), np.uint32)
    for row in range(len(words)):
        key = np.int64(_key(words, row, first_bit, width))
        keys[row] = key
        begins[key + 1] += np.uint32(1)
    for bucket in range(1 << width):
        begins[bucket + 1] += begins[bucket]
    listed = np.empty(len(words), np.uint32)
    for row in range(len(words)):
        key = np.int64(keys[row])
        listed[begins[key]] = row
        begins[key] += np.uint32(1)
    for bucket in range(1 << width, 0, -1):  # Each begin has moved on to the next one's.
        begins[bucket] = begins[bucket - 1]
    begins[0] = 0
    return begins, listed


@compiled
def _apart(words: _Words, row: np.int64 | int, queries: NDArray[np.uint64], query: int) -> int:
    return (
        ones(words[row, 0] ^ queries[query, 0])
        + ones(words[row, 1] ^ queries[query, 1])
        + ones(words[row, 2] ^ queries[query, 2])
        + ones(words[row, 3] ^ queries[query, 3])
    )


@compiled
def _nibbles(sizes: np.uint64, places: np.uint64) -> np.uint64:
    """Return the sum of the first sixteenths of a word, up to 16 of them."""
    if places == np.uint64(0):
        return np.uint64(0)
    kept = sizes << (np.uint64(64) - np.uint64(4) * places)
    pairs = (kept & _LOW_NIBBLES) + ((kept >> np.uint64(4)) & _LOW_NIBBLES)
    return (pairs * _EACH_BYTE) >> np.uint64(56)


@compiled
def grown(found: Found) -> Found:
    """Return the same columns with twice the room."""
    query, group, apart = found
    size = len(query)
    more = np.empty(2 * size, np.uint32), np.empty(2 * size, np.uint32), np.empty(2 * size, np.uint16)
    more[0][:size], more[1][:size], more[2][:size] = query, group, apart
    return more


@compiled
def _near_rows(words: NDArray[np.uint64], queries: NDArray[np.uint64], radius: int) -> Found:
    found, count = (np.empty(64, np.uint32), np.empty(64, np.uint32), np.empty(64, np.uint16)), 0
    for query in range(len(queries)):
        found, count = _scanned(words, queries, query, radius, (found, count))
    return found[0][:count].copy(), found[1][:count].copy(), found[2][:count].copy()


@compiled
def _scanned(
    words: NDArray[np.uint64], queries: NDArray[np.uint64], query: int, radius: int, so_far: tuple[Found, int]
) -> tuple[Found, int]:
    found, count = so_far
    for row in range(len(words)):
        apart = _apart(words, row, queries, query)
        if apart <= radius:
            if count == len(found[0]):
                found = grown(found)
            found[0][count], found[1][count], found[2][count] = query, row, apart
            count += 1
    return found, count


@compiled
def _near_groups(
    arrays: tuple[_Words, Numbers, Numbers, Numbers],
    bands: _Bands,
    masks: Numbers,
    queries: _Words,
    radius: int,
    budget: int,
) -> Found:
    words, ids, blocks, overflow = arrays
    found, count = (np.empty(64, np.uint32), np.empty(64, np.uint32), np.empty(64, np.uint16)), 0
    buckets = np.int64(0)
    for band in range(len(bands)):
        buckets += bands[band, _MASK_COUNT]
    begins, sizes = np.empty(buckets, np.uint32), np.empty(buckets, np.uint32)
    ends = np.empty(len(bands), np.int64)
    met = np.empty(_BUFFER, np.uint32)
    for query in range(len(queries)):
        total = _bounds((ids, blocks, overflow), bands, masks, (queries, query), (begins, sizes, ends))
        if total > budget:
            found, count = _scanned(words, queries, query, radius, (found, count))
            continue
        if total > len(met):
            met = np.empty(2 * total, np.uint32)
        _gather(words, ids, (begins, sizes), ends, met)
        found, count = _checked(words, bands, (met, ends), (queries, query), radius, (found, count))
    return found[0][:count].copy(), found[1][:count].copy(), found[2][:count].copy()


@compiled
def _bounds(
    stored: tuple[Numbers, Numbers, Numbers],
    bands: _Bands,
    masks: Numbers,
    asked: _Asked,
    held: tuple[Numbers, Numbers, NDArray[np.int64]],
) -> np.int64:
    """Write where each bucket that is not empty begins and its size; return how many groups they hold."""
    (ids, blocks, overflow), (queries, query), (begins, sizes, ends) = stored, asked, held
    place, total = 0, np.int64(0)
    for band in range(len(bands)):
        key = _key(queries, query, bands[band, _FIRST], bands[band, _WIDTH])
        first_block, first_mask = bands[band, _BLOCK], bands[band, _MASKS]
        for number in range(first_mask, first_mask + bands[band, _MASK_COUNT]):
            met = key ^ np.uint64(masks[number])
            block = first_block + np.int64(met >> np.uint64(4))
            within = met & np.uint64(15)
            base = blocks[block, 0]
            packed = np.uint64(blocks[block, 1]) | (np.uint64(blocks[block, 2]) << np.uint64(32))
            if base >= np.uint32(0x80000000):
                row = np.int64(base) - 0x80000000
                begin = np.int64(overflow[row, within])
                size = np.int64(overflow[row, within + np.uint64(1)]) - begin
            else:
                begin = np.int64(base) + np.int64(_nibbles(packed, within))
                size = np.int64((packed >> (np.uint64(4) * within)) & np.uint64(15))
            begins[place] = begin
            sizes[place] = size
            place += 1 if size else 0
            total += size
            if band:
                prefetch(ids, (band - 1) * ids.shape[1] + begin)
        ends[band] = place
    return total


@compiled
def _gather(words: _Words, ids: Numbers, held: tuple[Numbers, Numbers], ends: NDArray[np.int64], met: Numbers) -> None:
    """Write the groups in all buckets; `ends` turns from buckets into groups."""
    begins, sizes = held
    place, count = 0, 0
    for band in range(len(ends)):
        while place < ends[band]:
            begin, size = np.int64(begins[place]), np.int64(sizes[place])
            place += 1
            for row in range(begin, begin + size):
                group = ids[band - 1, row] if band else np.uint32(row)
                met[count] = group
                prefetch(words, np.int64(group) * 4)
                count += 1
        ends[band] = count


@compiled
def _checked(
    words: _Words,
    bands: _Bands,
    met: tuple[Numbers, NDArray[np.int64]],
    asked: _Asked,
    radius: int,
    so_far: _SoFar,
) -> _SoFar:
    (groups, ends), (queries, query), (found, count) = met, asked, so_far
    first, second, third, fourth = queries[query, 0], queries[query, 1], queries[query, 2], queries[query, 3]
    place = 0
    for band in range(len(bands)):
        for place in range(ends[band - 1] if band else 0, ends[band]):
            group = np.int64(groups[place])
            apart = (
                ones(words[group, 0] ^ first)
                + ones(words[group, 1] ^ second)
                + ones(words[group, 2] ^ third)
                + ones(words[group, 3] ^ fourth)
            )
            if apart <= radius and _is_first(words, group, bands, band, (queries, query)):
                if count == len(found[0]):
                    found = grown(found)
                found[0][count], found[1][count], found[2][count] = query, group, apart
                count += 1
    return found, count


@compiled
def _is_first(words: _Words, row: np.int64, bands: _Bands, band: int, asked: _Asked) -> bool:
    queries, query = asked
    for before in range(band):
        first_bit, width = bands[before, _FIRST], bands[before, _WIDTH]
        if ones(_key(words, row, first_bit, width) ^ _key(queries, query, first_bit, width)) <= bands[before, _FLIPS]:
            return False
    return True

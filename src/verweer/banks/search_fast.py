# SPDX-License-Identifier: Apache-2.0
"""The search within a radius compiled by numba: one thread a call, and without the interpreter's lock.

Each query goes through its bands in steps, so that the memory's answers are waited for
together and not one after the other: the blocks of a band are asked for while the band before is
worked on, then the buckets in the lists, then the hashes of those groups whose checks
(`index`) leave a chance. A pair is told only at the first band that lets it through, so
nothing needs to be remembered of what was seen.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from verweer.banks.bands import Layout, Plan, masks_of
from verweer.banks.index import WHOLE_INSTEAD, Index, Numbers, block_starts, check_bits, id_bits
from verweer.banks.native import compiled, ones, prefetch
from verweer.banks.rows_fast import Found, grown, near_rows

Row = np.int64 | np.uint64 | int
_Bands = NDArray[np.int64]
_Words = NDArray[np.uint64]
_Asked = tuple[_Words, int, _Words]
_Buckets = tuple[Numbers, Numbers, NDArray[np.int64]]
_SoFar = tuple[Found, int]
_LOW_NIBBLES = np.uint64(0x0F0F0F0F0F0F0F0F)
_EACH_BYTE = np.uint64(0x0101010101010101)
_FIRST, _WIDTH, _FLIPS, _BLOCK, _MASKS, _MASK_COUNT, _LIMIT, _ID_BITS, _CHECK_BITS = range(9)
_BUFFER = 4096


def near_groups(index: Index, queries: NDArray[np.uint64], radius: int, plan: Plan) -> Found:
    """Return query, group and distance of each pair within the radius, each pair once, in no promised order."""
    if plan.flips is None:
        return near_rows(index.words, queries, radius)
    bands, masks, begun = _tables(index.layout, plan.flips, len(index.words))
    arrays = index.words, index.ids.reshape(-1), index.blocks.reshape(-1), index.overflow
    by_bands, crowded = _near_groups(arrays, bands, (masks, begun), queries, radius)
    if not len(crowded):
        return by_bands
    query, group, apart = near_rows(index.words, queries[crowded], radius)
    return (
        np.concatenate((by_bands[0], crowded[query])),
        np.concatenate((by_bands[1], group)),
        np.concatenate((by_bands[2], apart)),
    )


@lru_cache(maxsize=64)
def _tables(layout: Layout, flips: tuple[int, ...], groups: int) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """Return what the compiled loops need of each band (`_FIRST` …), all masks, and how many bits each mask flips."""
    masks = [masks_of(width, flip) for width, flip in zip(layout.widths, flips, strict=True)]
    counts = [len(one) for one in masks]
    starts = [sum(counts[:band]) for band in range(len(counts))]
    limits = [flip + then + 1 for flip, then in zip(flips, (*flips[1:], flips[0]), strict=True)]
    ids, checks = [id_bits(groups)] * len(flips), [check_bits(layout, groups)] * len(flips)
    columns = (layout.first_bits, layout.widths, flips, block_starts(layout)[:-1], starts, counts, limits, ids, checks)
    every = np.concatenate(masks)
    return np.array(columns, np.int64).T.copy(), every, np.bitwise_count(every).astype(np.uint32)


@compiled
def key_at(words: _Words, row: Row, first_bit: int, width: int) -> np.uint64:
    """Return some bits of a hash as a number, like `bands.keys_of`."""
    word, shift = first_bit >> 6, first_bit & 63
    bits = words[row, word] << np.uint64(shift)
    if shift + width > 64:  # noqa: PLR2004 - bits in a word
        bits |= words[row, word + 1] >> np.uint64(64 - shift)
    return np.uint64(bits >> np.uint64(64 - width))


@compiled
def _apart(words: _Words, row: Row, queries: NDArray[np.uint64], query: int) -> int:
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
def _near_groups(
    arrays: tuple[_Words, Numbers, Numbers, Numbers],
    bands: _Bands,
    masks: tuple[Numbers, Numbers],
    queries: _Words,
    radius: int,
) -> tuple[Found, Numbers]:
    """Return the pairs, and the queries whose buckets are so full that reading everything is sooner done."""
    words, ids, blocks, overflow = arrays
    crowded, many = np.empty(len(queries), np.uint32), 0
    found, count = (np.empty(64, np.uint32), np.empty(64, np.uint32), np.empty(64, np.uint16)), 0
    buckets = len(masks[0])
    held = np.empty(buckets, np.uint32), np.empty(buckets, np.uint32), np.empty(buckets, np.int64)
    ends, keys = np.empty(len(bands), np.int64), np.empty(len(bands), np.uint64)
    met = np.empty(_BUFFER, np.uint32)
    for query in range(len(queries)):
        for band in range(len(bands)):
            keys[band] = key_at(queries, query, bands[band, _FIRST], bands[band, _WIDTH])
        total = _bounds((ids, blocks, overflow, len(words)), bands, masks, keys, (held, ends))
        if total > len(words) // WHOLE_INSTEAD:
            crowded[many] = query
            many += 1
            continue
        if total >= len(met):  # One more is written than counts.
            met = np.empty(2 * total + 1, np.uint32)
        _gather((words, ids), bands, keys, (held, ends), met)
        _compare(words, met, ends, queries[query], radius)
        found, count = _told(words, bands, (met, ends), (queries, query, keys), (found, count))
    return (found[0][:count].copy(), found[1][:count].copy(), found[2][:count].copy()), crowded[:many].copy()


@compiled
def _bounds(
    stored: tuple[Numbers, Numbers, Numbers, int],
    bands: _Bands,
    masks: tuple[Numbers, Numbers],
    keys: _Words,
    room: tuple[_Buckets, NDArray[np.int64]],
) -> np.int64:
    """Write where each bucket that is not empty begins, its size, and how far its checks may differ; count the groups."""
    (ids, blocks, overflow, groups), (flipped, begun) = stored, masks
    (begins, sizes, limits), ends = room
    place, total = 0, np.int64(0)
    _ask(blocks, bands, flipped, keys, 0)
    for band in range(len(bands)):
        if band + 1 < len(bands):
            _ask(blocks, bands, flipped, keys, band + 1)
        first_block, first_mask = np.uint64(bands[band, _BLOCK]), bands[band, _MASKS]
        listed = (band - 1) * groups
        for number in range(first_mask, first_mask + bands[band, _MASK_COUNT]):
            key = keys[band] ^ np.uint64(flipped[number])
            block = np.uint64(3) * (first_block + (key >> np.uint64(4)))
            within = key & np.uint64(15)
            base = blocks[block]
            if base >= np.uint32(0x80000000):
                row = np.uint64(base) - np.uint64(0x80000000)
                begin = np.uint64(overflow[row, within])
                size = np.uint64(overflow[row, within + np.uint64(1)]) - begin
            else:
                packed = np.uint64(blocks[block + np.uint64(1)])
                packed |= np.uint64(blocks[block + np.uint64(2)]) << np.uint64(32)
                begin = np.uint64(base) + _nibbles(packed, within)
                size = (packed >> (np.uint64(4) * within)) & np.uint64(15)
            begins[place], sizes[place] = begin, size
            limits[place] = bands[band, _LIMIT] - begun[number]
            place += 1 if size else 0
            total += np.int64(size)
            if band:
                prefetch(ids, listed + np.int64(begin))
        ends[band] = place
    return total


@compiled
def _ask(blocks: Numbers, bands: _Bands, flipped: Numbers, keys: _Words, band: int) -> None:
    """Ask the memory for the blocks that a band will look into."""
    first_block, first_mask = np.uint64(bands[band, _BLOCK]), bands[band, _MASKS]
    for number in range(first_mask, first_mask + bands[band, _MASK_COUNT]):
        key = keys[band] ^ np.uint64(flipped[number])
        prefetch(blocks, np.int64(np.uint64(3) * (first_block + (key >> np.uint64(4)))))


@compiled
def _gather(
    stored: tuple[_Words, Numbers],
    bands: _Bands,
    keys: _Words,
    room: tuple[_Buckets, NDArray[np.int64]],
    met: Numbers,
) -> None:
    """Write the groups whose checks leave a chance; `ends` turns from buckets into groups."""
    (words, ids), ((begins, sizes, limits), ends) = stored, room
    place, count = 0, 0
    for band in range(len(ends)):
        check, shift = _check(keys, bands, band), np.uint64(bands[band, _ID_BITS])
        listed, numbers = np.uint64(max(0, band - 1) * len(words)), (np.uint64(1) << shift) - np.uint64(1)
        first, last = count, ends[band]
        while place < last:
            begin, end, limit = (
                np.uint64(begins[place]),
                np.uint64(begins[place]) + np.uint64(sizes[place]),
                limits[place],
            )
            place += 1
            if band:
                for row in range(listed + begin, listed + end):
                    entry = np.uint64(ids[row])
                    met[count] = entry & numbers
                    # Added, not asked: whether a check lets it through cannot be foreseen, and a branch taken wrongly costs more.
                    count += int(ones((entry >> shift) ^ check) <= limit)
            else:
                for row in range(begin, end):
                    met[count] = row
                    count += 1
        for place_met in range(first, count):
            prefetch(words, np.int64(met[place_met]) * 4)
        ends[band] = count


@compiled
def _check(keys: _Words, bands: _Bands, band: int) -> np.uint64:
    """Return the top bits of the next band's key."""
    then = band + 1 if band + 1 < len(bands) else 0
    return np.uint64(keys[then] >> np.uint64(bands[then, _WIDTH] - bands[band, _CHECK_BITS]))


@compiled
def _compare(words: _Words, met: Numbers, ends: NDArray[np.int64], asked: _Words, radius: int) -> None:
    """Keep the groups that are near, of those that were met."""
    first, second, third, fourth = asked[0], asked[1], asked[2], asked[3]
    place, kept = 0, 0
    for band in range(len(ends)):
        while place < ends[band]:
            group = np.uint64(met[place])
            place += 1
            apart = (
                ones(words[group, 0] ^ first)
                + ones(words[group, 1] ^ second)
                + ones(words[group, 2] ^ third)
                + ones(words[group, 3] ^ fourth)
            )
            met[kept] = group
            kept += int(apart <= radius)
        ends[band] = kept


@compiled
def _told(
    words: _Words, bands: _Bands, near: tuple[Numbers, NDArray[np.int64]], asked: _Asked, so_far: _SoFar
) -> _SoFar:
    """Add the pairs that no band before would have let through."""
    (groups, ends), (queries, query, keys), (found, count) = near, asked, so_far
    place = 0
    for band in range(len(ends)):
        while place < ends[band]:
            group = np.uint64(groups[place])
            place += 1
            if _is_first(words, group, bands, band, keys):
                if count == len(found[0]):
                    found = grown(found)
                apart = _apart(words, group, queries, query)
                found[0][count], found[1][count], found[2][count] = query, group, apart
                count += 1
    return found, count


@compiled
def _is_first(words: _Words, row: Row, bands: _Bands, band: int, keys: _Words) -> bool:
    """Tell whether no band before would have let a pair through."""
    for before in range(band):
        apart = ones(key_at(words, row, bands[before, _FIRST], bands[before, _WIDTH]) ^ keys[before])
        if apart > bands[before, _FLIPS]:
            continue
        then = before + 1
        checked = key_at(words, row, bands[then, _FIRST], bands[before, _CHECK_BITS])
        if not before or apart + ones(checked ^ _check(keys, bands, before)) <= bands[before, _LIMIT]:
            return False
    return True

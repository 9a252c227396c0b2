# SPDX-License-Identifier: Apache-2.0
"""The archive streaming past new hashes, compiled by numba: the twin of `expanded.passing_plain`.

Past a few new hashes, whose lists stay in the processor's cache, the archive goes row by row. With
more, each chunk is sorted by its keys, band after band, and joined with the lists in their
order, so that the lists are read through once a chunk and not at random for each hash.
"""

import numpy as np
from numpy.typing import NDArray

from verweer.banks.expanded import BANDS, WIDTH, Expanded
from verweer.banks.native import compiled, ones, prefetch
from verweer.banks.rows_fast import grown, near_rows
from verweer.banks.search_fast import Row
from verweer.banks.search_plain import Found

JOINED_FROM = 2_000
"""New hashes from which on chunks are sorted: measured, both cost the same there."""
_BANDS, _KEYS, _KEY = BANDS, 1 << WIDTH, np.uint64((1 << WIDTH) - 1)
_ROWS_AT_ONCE = 1 << 19
_ROOM = 1 << 17
_AHEAD = 8
_LOW = np.uint64(0xFFFFFFFF)
_FLIPS, _LIMIT, _SHIFT = range(3)
_Numbers = NDArray[np.uint32]
_Words = NDArray[np.uint64]
_Bands = NDArray[np.int64]
_Stored = tuple[_Words, _Numbers, _Numbers]
_SoFar = tuple[Found, int]


def passing(new: Expanded, words: _Words) -> Found:
    """Return row of the archive, row of the new hashes and distance of each pair within the radius, in no promised order."""
    if not len(new.flips):
        new_row, row, apart = near_rows(words, new.words, new.radius)
        return row, new_row, apart
    is_joined = len(new.words) >= JOINED_FROM
    limits = new.flips + np.roll(new.flips, -1) + 1 if is_joined else np.full(BANDS, WIDTH)
    # Of each band: its flips, how far a check may differ (row by row: as far as it likes), and where in an entry it begins.
    bands = np.stack([new.flips, limits, np.full(BANDS, new.shift)], axis=1)
    return (_joined if is_joined else _row_by_row)((new.words, new.starts, new.ids), bands, words, new.radius)


@compiled
def _row_by_row(stored: _Stored, bands: _Bands, words: _Words, radius: int) -> Found:
    new, starts, ids = stored
    rows, news, aparts, count = np.empty(64, np.uint32), np.empty(64, np.uint32), np.empty(64, np.uint16), 0
    begins, ends = np.empty(_BANDS, np.int64), np.empty(_BANDS, np.int64)
    numbers = (np.uint64(1) << np.uint64(bands[0, _SHIFT])) - np.uint64(1)
    for row in range(len(words)):
        first, second, third, fourth = words[row, 0], words[row, 1], words[row, 2], words[row, 3]
        for band in range(_BANDS):
            key = band * _KEYS + np.int64(_key(words, row, band))
            begins[band], ends[band] = starts[key], starts[key + 1]
        for band in range(_BANDS):
            for place in range(begins[band], ends[band]):
                # These few lie in the cache: half of the bits tells nearly all of the others, and checks would gain nothing.
                number = np.int64(np.uint64(ids[place]) & numbers)
                half = ones(new[number, 0] ^ first) + ones(new[number, 1] ^ second)
                if half > radius:
                    continue
                apart = half + ones(new[number, 2] ^ third) + ones(new[number, 3] ^ fourth)
                if apart > radius or not _is_first((new, number), (words, row), bands[: band + 1]):
                    continue
                if count == len(rows):
                    rows, news, aparts = grown((rows, news, aparts))
                rows[count], news[count], aparts[count] = row, number, apart
                count += 1
    return rows[:count].copy(), news[:count].copy(), aparts[:count].copy()


@compiled
def _joined(stored: _Stored, bands: _Bands, words: _Words, radius: int) -> Found:
    new, starts, ids = stored
    found, count = (np.empty(64, np.uint32), np.empty(64, np.uint32), np.empty(64, np.uint16)), 0
    places, ordered = np.empty(_KEYS, np.uint32), np.empty(min(_ROWS_AT_ONCE, len(words)), np.uint64)
    room = max(_ROOM, len(new) + 1)  # A row meets each new hash once in a band at most.
    passed, near = np.empty(room, np.uint64), np.empty(room, np.uint64)
    for first in range(0, len(words), _ROWS_AT_ONCE):
        chunk = words[first : first + _ROWS_AT_ONCE]
        for band in range(_BANDS):
            _sort(chunk, band, np.uint64(bands[band, _SHIFT]), places, ordered)
            done = 0
            while done < len(chunk):
                done, more = _join((starts, ids), bands, band, ordered[: len(chunk)], done, passed)
                more = _compare(new, chunk, passed[:more], near, radius)
                for place in range(more):
                    pair = np.int64(near[place] >> np.uint64(32)), np.int64(near[place] & _LOW)
                    found, count = _told((new, chunk), bands, band, pair, (found, count), first)
    return found[0][:count].copy(), found[1][:count].copy(), found[2][:count].copy()


@compiled
def _sort(words: _Words, band: int, shift: np.uint64, places: _Numbers, ordered: _Words) -> None:
    """Write the rows by their keys: row, key and check in one word each."""
    places[:] = 0
    for row in range(len(words)):
        places[np.int64(_key(words, row, band))] += np.uint32(1)
    begin = np.uint32(0)
    for bucket in range(_KEYS):
        size = places[bucket]
        places[bucket] = begin
        begin += size
    for row in range(len(words)):
        key = _key(words, row, band)
        place = places[np.int64(key)]
        places[np.int64(key)] = place + np.uint32(1)
        below = (key << np.uint64(WIDTH)) | _check(words, row, band, shift)
        ordered[place] = (np.uint64(row) << np.uint64(32)) | below


@compiled
def _join(
    lists: tuple[_Numbers, _Numbers], bands: _Bands, band: int, ordered: _Words, done: int, passed: _Words
) -> tuple[int, int]:
    """Write rows and the new hashes in their lists whose checks leave a chance; return up to which row, and how many."""
    (starts, ids), count = lists, 0
    limit, shift = bands[band, _LIMIT], np.uint64(bands[band, _SHIFT])
    numbers = (np.uint64(1) << shift) - np.uint64(1)
    for place in range(done, len(ordered)):
        row, key = ordered[place] & ~_LOW, (ordered[place] >> np.uint64(WIDTH)) & _KEY
        list_of = np.uint64(band * _KEYS) + key
        begin, end = np.uint64(starts[list_of]), np.uint64(starts[list_of + np.uint64(1)])
        if count + np.int64(end - begin) >= len(passed):
            return place, count
        check = ordered[place] & _KEY
        for listed in range(begin, end):
            entry = np.uint64(ids[listed])
            passed[count] = row | (entry & numbers)
            # Added, not asked: whether a check passes cannot be foreseen, and a branch taken wrongly costs more.
            count += int(ones((entry >> shift) ^ check) <= limit)
    return len(ordered), count


@compiled
def _compare(new: _Words, words: _Words, passed: _Words, near: _Words, radius: int) -> int:
    """Write the pairs within the radius; return how many."""
    count = 0
    for place in range(len(passed)):
        if place + _AHEAD < len(passed):
            prefetch(new, np.int64(passed[place + _AHEAD] & _LOW) * 4)
            prefetch(words, np.int64(passed[place + _AHEAD] >> np.uint64(32)) * 4)
        row, number = np.int64(passed[place] >> np.uint64(32)), np.int64(passed[place] & _LOW)
        near[count] = passed[place]
        count += int(_apart(new, number, words, row) <= radius)
    return count


@compiled
def _told(
    tables: tuple[_Words, _Words],
    bands: _Bands,
    band: int,
    pair: tuple[Row, Row],
    so_far: _SoFar,
    first: int,
) -> _SoFar:
    """Add a pair that is near, when no band before would have let it through."""
    (new, words), (row, number), (found, count) = tables, pair, so_far
    apart = _apart(new, number, words, row)
    if not _is_first((new, number), (words, row), bands[: band + 1]):
        return found, count
    if count == len(found[0]):
        found = grown(found)
    found[0][count], found[1][count], found[2][count] = first + row, number, apart
    return found, count + 1


@compiled
def _is_first(one: tuple[_Words, Row], other: tuple[_Words, Row], bands: _Bands) -> bool:
    """Tell whether no band before the last of these would have let a pair through."""
    (new, number), (words, row) = one, other
    for band in range(len(bands) - 1):
        if ones(_key(new, number, band) ^ _key(words, row, band)) > bands[band, _FLIPS]:
            continue
        shift = np.uint64(bands[band, _SHIFT])
        differing = _check(new, number, band, shift) ^ _check(words, row, band, shift)
        if ones(differing) <= bands[band, _LIMIT]:
            return False
    return True


@compiled
def _key(words: _Words, row: Row, band: int) -> np.uint64:
    return np.uint64((words[row, band >> 2] >> np.uint64(48 - 16 * (band & 3))) & _KEY)


@compiled
def _check(words: _Words, row: Row, band: int, shift: np.uint64) -> np.uint64:
    return _key(words, row, (band + 1) & (_BANDS - 1)) >> (shift - np.uint64(32 - WIDTH))


@compiled
def _apart(new: _Words, number: Row, words: _Words, row: Row) -> int:
    return (
        ones(new[number, 0] ^ words[row, 0])
        + ones(new[number, 1] ^ words[row, 1])
        + ones(new[number, 2] ^ words[row, 2])
        + ones(new[number, 3] ^ words[row, 3])
    )

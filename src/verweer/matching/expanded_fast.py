# SPDX-License-Identifier: Apache-2.0
"""The archive streaming past new hashes, compiled by numba: the twin of `expanded.passing_plain`."""

import numpy as np
from numpy.typing import NDArray

from verweer.matching.expanded import Expanded
from verweer.matching.native import compiled, ones
from verweer.matching.rows_fast import grown, near_rows
from verweer.matching.search_plain import Found

_BANDS, _WIDTH, _PER_WORD = 16, 16, 4
_KEY = np.uint64(0xFFFF)


def passing(new: Expanded, words: NDArray[np.uint64]) -> Found:
    """Return row of the archive, row of the new hashes and distance of each pair within the radius, in no promised order."""
    if not len(new.flips):
        new_row, row, apart = near_rows(words, new.words, new.radius)
        return row, new_row, apart
    return _passing((new.words, new.starts, new.ids), new.flips, words, new.radius)


@compiled
def _passing(
    stored: tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint16] | NDArray[np.uint32]],
    flips: NDArray[np.int64],
    words: NDArray[np.uint64],
    radius: int,
) -> Found:
    new, starts, ids = stored
    rows, news, aparts = np.empty(64, np.uint32), np.empty(64, np.uint32), np.empty(64, np.uint16)
    begins, ends = np.empty(_BANDS, np.int64), np.empty(_BANDS, np.int64)
    count = 0
    for row in range(len(words)):
        first, second, third, fourth = words[row, 0], words[row, 1], words[row, 2], words[row, 3]
        for band in range(_BANDS):
            shift = np.uint64(48 - 16 * (band % _PER_WORD))
            key = (band << _WIDTH) + np.int64((words[row, band // _PER_WORD] >> shift) & _KEY)
            begins[band], ends[band] = starts[key], starts[key + 1]
        for band in range(_BANDS):
            for place in range(begins[band], ends[band]):
                number = np.int64(ids[place])
                half = ones(new[number, 0] ^ first) + ones(new[number, 1] ^ second)
                if half > radius:  # Half of the bits tells nearly all of the others.
                    continue
                apart = half + ones(new[number, 2] ^ third) + ones(new[number, 3] ^ fourth)
                if apart > radius or not _is_first(new, number, words, row, flips, band):
                    continue
                if count == len(rows):
                    rows, news, aparts = grown((rows, news, aparts))
                rows[count], news[count], aparts[count] = row, number, apart
                count += 1
    return rows[:count].copy(), news[:count].copy(), aparts[:count].copy()


@compiled
def _is_first(
    new: NDArray[np.uint64],
    number: np.int64,
    words: NDArray[np.uint64],
    row: int,
    flips: NDArray[np.int64],
    band: int,
) -> bool:
    for before in range(band):
        shift = np.uint64(48 - 16 * (before % _PER_WORD))
        differing = (new[number, before // _PER_WORD] ^ words[row, before // _PER_WORD]) >> shift
        if ones(differing & _KEY) <= flips[before]:
            return False
    return True

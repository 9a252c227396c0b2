# SPDX-License-Identifier: Apache-2.0
"""The buckets of a band filled by compiled loops: the twin of `index.listed_buckets`.

Rows are dealt out twice, first by the upper bits of their keys and then, part after part, by the
lower twelve, so that what is written at random stays in the processor's cache.
"""

import numpy as np
from numpy.typing import NDArray

from verweer.banks.bands import Layout
from verweer.banks.index import Numbers, check_bits, id_bits
from verweer.banks.native import compiled
from verweer.banks.search_fast import key_at

_LOWER = 12


def buckets_of(words: NDArray[np.uint64], layout: Layout, band: int) -> tuple[Numbers, Numbers]:
    """Return where each bucket of a band begins (2^width + 1), and the groups with their checks, bucket after bucket."""
    first_bit, width = layout.first_bits[band], layout.widths[band]
    lower, then = min(width, _LOWER), (band + 1) % len(layout.widths)
    parts = _parts(words, first_bit, width - lower)
    check = layout.first_bits[then], check_bits(layout, len(words)), id_bits(len(words))
    entries, rests = _dealt(words, (first_bit, width, lower), parts, check)
    begins, listed = np.empty((1 << width) + 1, np.uint32), np.empty(len(words), np.uint32)
    begins[-1] = len(words)
    _fill(entries, rests, parts, begins, listed)
    return begins, listed


# Apart on purpose: in one function, these loops are compiled to something three times as slow.
@compiled
def _parts(words: NDArray[np.uint64], first_bit: int, upper: int) -> NDArray[np.int64]:
    """Return where each part begins that the upper bits of the keys tell, and where the last one ends."""
    parts = np.zeros((1 << upper) + 1, np.int64)
    if upper:
        for row in range(len(words)):
            parts[np.int64(key_at(words, row, first_bit, upper)) + 1] += 1
    else:
        parts[1] = len(words)
    for part in range(1, len(parts)):
        parts[part] += parts[part - 1]
    return parts


@compiled
def _dealt(
    words: NDArray[np.uint64], bits: tuple[int, int, int], parts: NDArray[np.int64], check: tuple[int, int, int]
) -> tuple[Numbers, NDArray[np.uint16]]:
    """Return the groups with their checks, part after part, and the lower bits of their keys."""
    (first_bit, width, lower), (first_checked, checked, shift) = bits, check
    entries, rests = np.empty(len(words), np.uint32), np.empty(len(words), np.uint16)
    ends = parts[:-1].copy()
    for row in range(len(words)):
        key = key_at(words, row, first_bit, width)
        part = np.int64(key >> np.uint64(lower))
        place = ends[part]
        ends[part] += 1
        entries[place] = np.uint64(row) | (key_at(words, row, first_checked, checked) << np.uint64(shift))
        rests[place] = key & np.uint64((1 << lower) - 1)
    return entries, rests


@compiled
def _fill(
    entries: Numbers, rests: NDArray[np.uint16], parts: NDArray[np.int64], begins: Numbers, listed: Numbers
) -> None:
    size = (len(begins) - 1) // (len(parts) - 1)
    for part in range(len(parts) - 1):
        _deal((entries, rests), (parts[part], parts[part + 1]), begins[part * size : (part + 1) * size], listed)


@compiled
def _deal(
    rows: tuple[Numbers, NDArray[np.uint16]], part: tuple[np.int64, np.int64], begins: Numbers, listed: Numbers
) -> None:
    """Write where the buckets of a part begin, and what they hold."""
    (entries, rests), (first, last) = rows, part
    begins[:] = 0
    for place in range(first, last):
        begins[rests[place]] += np.uint32(1)
    begin = np.uint32(first)
    for bucket in range(len(begins)):
        size = begins[bucket]
        begins[bucket] = begin
        begin += size
    places = begins.copy()
    for place in range(first, last):
        rest = rests[place]
        listed[places[rest]] = entries[place]
        places[rest] += np.uint32(1)

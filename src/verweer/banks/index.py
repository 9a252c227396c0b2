# SPDX-License-Identifier: Apache-2.0
"""The arrays that a search within a radius walks through.

Equal hashes become one *group*, so that a thousand copies of a flat picture are compared
once. Groups are sorted by their bits, so the first band's buckets are consecutive groups
and need no list. Every other band lists the numbers of the groups, bucket after bucket.
The bits that a number leaves free hold a *check*: the top bits of the group's next band (the
first one's after the last). Going round the bands, those that a pair may differ in
add up to more than it differs in; so it has a band from where on, next bands included, it never
differs in more than they allow together (the cycle lemma). Hence a group whose check
differs in more than its band and the next one allow together need not be compared here.
Where a bucket begins is told by blocks of 16 buckets: the first bucket's begin, and
four bits for each bucket's size (12 bytes a block instead of 64); a block with a bucket of
more than 15 has the top bit set and names a row of 17 begins in `overflow`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verweer.banks.bands import Layout, keys_of

WORDS = 4
BUCKETS = 16
OVERFLOWS = 0x80000000
FULL = 15
MOST_GROUPS = 2**31 - 1
WHOLE_INSTEAD = 16
"""A question whose buckets hold more than one in so many of all groups is answered by reading all of them."""
_NUMBER_BITS = 32
Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Arrays over g groups and m bands; they may be mapped from a file.

    `words` (g by 4, uint64) are the different hashes; `ids` (m - 1 by g) the groups of each
    further band, each with its check in the top bits; `blocks` (b by 3) all bands' blocks, one after the other; `overflow` (o by
    17); `groups` (g + 1) says at which row each group's rows begin.
    """

    layout: Layout
    words: NDArray[np.uint64]
    ids: Numbers
    blocks: Numbers
    overflow: Numbers
    groups: Numbers


def words_of(hashes: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return hashes (n by 32 bytes) as n by 4 words."""
    return np.ascontiguousarray(hashes).view("<u8").reshape(-1, WORDS)


def block_starts(layout: Layout) -> tuple[int, ...]:
    """Return at which block each band's blocks begin, and where the last one ends."""
    starts = [0]
    for width in layout.widths:
        starts.append(starts[-1] + max(1, (1 << width) // BUCKETS))
    return tuple(starts)


def id_bits(groups: int) -> int:
    """Return how many bits the number of a group takes."""
    return max(1, (groups - 1).bit_length())


def check_bits(layout: Layout, groups: int) -> int:
    """Return how many bits beside a group's number tell of its next band."""
    return min(_NUMBER_BITS - id_bits(groups), *layout.widths)


def listed_buckets(words: NDArray[np.uint64], layout: Layout, band: int) -> tuple[Numbers, Numbers]:
    """Return where each bucket of a band begins (2^width + 1), and the groups with their checks, bucket after bucket."""
    width, then = layout.widths[band], (band + 1) % len(layout.widths)
    keys = keys_of(words, layout.first_bits[band], width)
    begins = np.zeros((1 << width) + 1, np.uint32)
    np.cumsum(np.bincount(keys, minlength=1 << width), out=begins[1:])
    checks = keys_of(words, layout.first_bits[then], check_bits(layout, len(words)))
    listed = np.argsort(keys, kind="stable").astype(np.uint32)
    return begins, listed | (checks[listed] << np.uint32(id_bits(len(words))))

# SPDX-License-Identifier: Apache-2.0
"""Into which bands 256 bits are cut, and how many flipped bits each band must allow for a radius.

The rule (pigeonhole): when two hashes differ in at most r bits, and the bands allow
t1, t2 … flips with (t1 + 1) + (t2 + 1) + … >= r + 1, then in at least one band they differ
in no more than that band allows; else each band would hold at least t + 1 of the
differing bits, more than r together. A band that is not looked at allows -1.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

HASH_BITS = 256
LARGEST_RADIUS = HASH_BITS
_FLAT_BELOW = 20_000
_SIXTEEN_BELOW = 300_000
_THIRTEEN_BELOW = 3_000_000
# Nanoseconds, roughly, on one core: to look into a bucket, to compare a stored hash met there,
# and to compare one of a row of hashes that are read one after the other.
_PROBE, _CANDIDATE, _SCANNED = 10.0, 12.0, 1.0
_LARGEST_FLIPS = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """The widths in bits of consecutive bands; none at all means: compare with every hash."""

    widths: tuple[int, ...]

    @property
    def first_bits(self) -> tuple[int, ...]:
        """Return where each band begins, counted from the top of the first word."""
        return tuple(accumulate(self.widths, initial=0))[: len(self.widths)]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many flips each band of a layout is searched with; `None` means: compare with every hash."""

    flips: tuple[int, ...] | None


def layout_of(bands: int) -> Layout:
    """Return 256 bits cut into so many bands, the wider ones first."""
    if not bands:
        return Layout(())
    narrow, wide = divmod(HASH_BITS, bands)
    return Layout((narrow + 1,) * wide + (narrow,) * (bands - wide))


def layout_for(count: int) -> Layout:
    """Return the layout that suits a number of different hashes."""
    if count < _FLAT_BELOW:
        return layout_of(0)
    if count < _SIXTEEN_BELOW:
        return layout_of(16)
    return layout_of(13 if count < _THIRTEEN_BELOW else 11)


@lru_cache(maxsize=256)
def plan_for(layout: Layout, radius: int, count: int) -> Plan:
    """Return the cheapest exact plan for a radius among `count` hashes."""
    if not layout.widths:
        return Plan(None)
    flips = [-1] * len(layout.widths)
    for _ in range(radius + 1):
        # The next flip goes to the band where it costs least; the first band among equals.
        dearer = [_cost(width, flip + 1, count) for width, flip in zip(layout.widths, flips, strict=True)]
        flips[dearer.index(min(dearer))] += 1
    cost = sum(
        _cost(width, one, count) for width, flip in zip(layout.widths, flips, strict=True) for one in range(flip + 1)
    )
    if max(flips) > _LARGEST_FLIPS or cost > count * _SCANNED:
        return Plan(None)
    return Plan(tuple(flips))


@lru_cache(maxsize=64)
def masks_of(width: int, flips: int) -> NDArray[np.uint32]:
    """Return what a band's key is XORed with to meet every key at most `flips` bits away, nearest first."""
    masks = [sum(1 << bit for bit in bits) for count in range(flips + 1) for bits in combinations(range(width), count)]
    table = np.array(masks, np.uint32)
    table.flags.writeable = False
    return table


def keys_of(words: NDArray[np.uint64], first_bit: int, width: int) -> NDArray[np.uint32]:
    """Return one band of each hash (n by 4 words) as a number."""
    word, shift = divmod(first_bit, 64)
    bits = words[:, word] << np.uint64(shift)
    if shift + width > 64:  # noqa: PLR2004 - bits in a word
        bits = bits | (words[:, word + 1] >> np.uint64(64 - shift))
    return (bits >> np.uint64(64 - width)).astype(np.uint32)


def _cost(width: int, flips: int, count: int) -> float:
    probes = comb(width, flips)
    return probes * (_PROBE + _CANDIDATE * count / (1 << width))

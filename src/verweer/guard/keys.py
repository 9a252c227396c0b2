# SPDX-License-Identifier: Apache-2.0
"""The keys under which a name is sought, and which of many keys a list holds.

A key is a skeleton, or a skeleton with one sound left out; two names that differ by one sound share a key.
A list keeps its keys in order, behind a table that tells at once where a key would stand.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Owners = NDArray[np.uint32]
Places = NDArray[np.signedinteger[Any]]
_FEWEST_FOR_SLIPS = 4
_SOUND = np.uint64(4)  # bits
_BELOW = (np.uint64(1) << np.arange(0, 64, 4, dtype=np.uint64)) - np.uint64(1)  # the bits below each sound
_ABOVE = ~((_BELOW << _SOUND) | np.uint64(15))
_SHORTEST_WITH_SLIPS = np.uint64(1 << (4 * (_FEWEST_FOR_SLIPS - 1)))
_AT_ONCE = 100_000
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number with bits of all sizes: times it, skeletons are spread evenly
_ROOM = 2  # places in the table for each key
_FEWEST_BITS = 10
_MOST_OWNERS = 512
_OWNER_BITS = 32
_OWNER = (1 << _OWNER_BITS) - 1


def slipped(bones: Keys, may_slip: NDArray[np.bool_]) -> tuple[Keys, Places]:
    """Return the skeletons and, where allowed, each with one sound less; beside each the number of its skeleton.

    A skeleton of fewer than four sounds stays whole: without one it would be anybody's.
    """
    long = (bones * (may_slip & (bones >= _SHORTEST_WITH_SLIPS)))[:, None]
    shorter = ((long & _ABOVE) >> _SOUND) | (long & _BELOW)
    at = (long > _BELOW).ravel().nonzero()[0]  # where there is a sound to leave out
    owners = np.concatenate((np.arange(len(bones)), at // len(_BELOW)))
    return np.concatenate((bones, shorter.ravel()[at])), owners


class KeyIndex:
    """Keys in order with their owners; what is asked is looked up all at once, without searching.

    A table tells for the first bits of a key where keys that begin so stand, so keys must be spread evenly.
    """

    def __init__(self, keys: Keys, owners: Owners) -> None:
        """Take in keys that are spread evenly and stand in order, and the number of the owner of each."""
        begins = np.ones(len(keys), dtype=np.bool_)
        np.not_equal(keys[1:], keys[:-1], out=begins[1:])
        firsts = np.nonzero(begins)[0]
        self._keys, self.owners = keys[firsts], owners
        self._firsts = np.append(firsts, len(keys)).astype(np.int32)
        bits = max(_FEWEST_BITS, (_ROOM * len(firsts)).bit_length())
        self._shift = np.uint64(64 - bits)
        counts = np.bincount((self._keys >> self._shift).astype(np.int64), minlength=(1 << bits) + 1)
        self._starts = np.zeros(len(counts), dtype=np.int32)
        np.cumsum(counts[:-1], out=self._starts[1:])

    @classmethod
    def of_skeletons(cls, bones: Keys) -> "KeyIndex":
        """Return the index of names, each under all its keys."""
        parts = []
        for first in range(0, len(bones), _AT_ONCE):
            some = bones[first : first + _AT_ONCE]
            some_keys, places = slipped(some, np.ones(len(some), dtype=np.bool_))
            parts.append((some_keys * _MIX, (places + first).astype(np.uint32)))
        keys = np.concatenate([keys for keys, _ in parts]) if parts else np.array([], dtype=np.uint64)
        owners = np.concatenate([owners for _, owners in parts]) if parts else np.array([], dtype=np.uint32)
        order = np.argsort(keys)
        return cls(keys[order], owners[order])

    def __len__(self) -> int:
        return len(self._keys)

    def pairs(self, bones: Keys, may_slip: NDArray[np.bool_]) -> tuple[Places, Owners]:
        """Return the owners that share a key with a skeleton, once a key, and beside each the place of the skeleton."""
        keys, numbers = slipped(bones, may_slip)
        places, firsts, ends = self.runs(keys * _MIX)
        rows, members = _spelled_out(firsts, ends)
        return numbers[places[rows]], self.owners[members]

    def runs(self, asked: Keys) -> tuple[Places, Places, Places]:
        """Return of the keys that are there the place in what was asked, and where its owners begin and end, at most 512."""
        beginnings = (asked >> self._shift).astype(np.int64)
        places, slots = _spelled_out(self._starts[beginnings], self._starts[beginnings + 1])
        is_same = self._keys[slots] == asked[places]
        slots = slots[is_same]
        firsts = self._firsts[slots]
        return places[is_same], firsts, np.minimum(self._firsts[slots + 1], firsts + _MOST_OWNERS)


def grouped(places: Places, owners: Owners) -> dict[int, list[int]]:
    """Return the owners beside each place, each once."""
    found: dict[int, list[int]] = {}
    for pair in _different(np.sort((places << _OWNER_BITS) | owners)).tolist():
        found.setdefault(pair >> _OWNER_BITS, []).append(pair & _OWNER)
    return found


def in_order(places: Places) -> list[int]:
    """Return the different places in the order in which they first come."""
    return list(dict.fromkeys(_different(places).tolist()))


def _different(numbers: Places) -> Places:
    """Return the numbers without those that equal the one before."""
    return np.concatenate((numbers[:1], numbers[1:][numbers[1:] != numbers[:-1]]))


def _spelled_out(firsts: Places, ends: Places) -> tuple[Places, Places]:
    """Return every number of each range from a first up to an end, and beside it the number of its range."""
    sizes = ends - firsts
    rows = np.arange(len(sizes)).repeat(sizes)
    return rows, np.arange(len(rows)) + (ends - sizes.cumsum())[rows]

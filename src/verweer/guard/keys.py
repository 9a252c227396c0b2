# SPDX-License-Identifier: Apache-2.0
"""The keys under which a name is sought, and which of many keys a list holds.

A key is a skeleton, or a skeleton with one sound left out; two names that differ by one sound share a key.
A list keeps its keys in order, behind a table that tells at once where a key would stand. Of each key the bits
are kept that the table does not tell, at most 32: two keys that agree in all that is compared add a name to
those that are looked at, and looking decides.
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
_AT_ONCE, _KEYS_AT_ONCE = 16_384, 131_072
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number with bits of all sizes: times it, skeletons are spread evenly
_FEWEST_BITS = 10
_BITS, _KEPT_BITS = 64, 32
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

    def __init__(self, keys: Keys, owners: Owners, told: int = _BITS) -> None:
        """Take in keys that are spread evenly and stand in order, the owner of each, and how many bits of keys tell."""
        begins = np.ones(len(keys), dtype=np.bool_)
        np.not_equal(keys[1:], keys[:-1], out=begins[1:])
        size = int(np.count_nonzero(begins))
        bits = max(_FEWEST_BITS, size.bit_length() - 1)  # one or two keys begin alike
        self._bits, self._shift = np.uint64(bits), np.uint64(_BITS - bits)
        self._rest_shift = np.uint64(_BITS - min(_KEPT_BITS, told - bits))
        self.owners = owners
        self._rests = np.empty(size, dtype=np.uint32)
        self._firsts = np.full(size + 1, len(keys), dtype=np.int32)
        self._starts = np.zeros((1 << bits) + 1, dtype=np.int32)
        at = 0
        for first in range(0, len(keys), _KEYS_AT_ONCE):  # all at once leaves large holes in the memory
            firsts = begins[first : first + _KEYS_AT_ONCE].nonzero()[0] + first
            if not len(firsts):
                continue  # all of them have the key before
            different = keys[firsts]
            self._firsts[at : at + len(firsts)] = firsts
            self._rests[at : at + len(firsts)] = different << self._bits >> self._rest_shift
            beginnings = (different >> self._shift).astype(np.int64)
            counts = np.bincount(beginnings - beginnings[0])
            self._starts[beginnings[0] + 1 : beginnings[0] + 1 + len(counts)] += counts
            at += len(firsts)
        np.cumsum(self._starts, out=self._starts)

    @classmethod
    def of_skeletons(cls, bones: Keys) -> "KeyIndex":
        """Return the index of names, each under all its keys."""
        # Key and owner are one number, so that both are sorted at once, in half the time.
        owner_bits = len(bones).bit_length()
        owner = np.uint64((1 << owner_bits) - 1)
        parts = [np.array([], dtype=np.uint64)]
        for first in range(0, len(bones), _AT_ONCE):
            some = bones[first : first + _AT_ONCE]
            keys, places = slipped(some, np.ones(len(some), dtype=np.bool_))
            parts.append((keys * _MIX & ~owner) | (places + first).astype(np.uint64))
        pairs = np.concatenate(parts)
        del parts
        pairs.sort()
        owners = np.empty(len(pairs), dtype=np.uint32)
        np.bitwise_and(pairs, owner, out=owners, casting="unsafe")
        pairs &= ~owner
        return cls(pairs, owners, _BITS - owner_bits)

    def __len__(self) -> int:
        return len(self._rests)

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
        is_same = self._rests[slots] == (asked << self._bits >> self._rest_shift)[places]
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

# SPDX-License-Identifier: Apache-2.0
"""The keys under which a name is sought, and which of many keys a list holds.

A key is a skeleton, or a skeleton with one sound left out; two names that differ by one sound share a key.
A list keeps its keys in order, behind a table of which most keys that it does not hold are turned away at once.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Owners = NDArray[np.uint32]
_FEWEST_FOR_SLIPS = 4
_PLACES = np.arange(0, 64, 4, dtype=np.uint64)
_BELOW = (np.uint64(1) << _PLACES) - np.uint64(1)
_SOUND = np.uint64(4)
_SHORTEST_WITH_SLIPS = np.uint64(1 << (4 * (_FEWEST_FOR_SLIPS - 1)))
_AT_ONCE = 100_000
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number with bits of all sizes, so that near keys part
_ROOM = 4  # places in the table for each key
_MOST_OWNERS = 512


def slipped(bones: Keys, may_slip: NDArray[np.bool_]) -> tuple[Keys, Owners]:
    """Return the skeletons and, where allowed, each with one sound less; beside each the number of its skeleton.

    A skeleton of fewer than four sounds stays whole: without one it would be anybody's.
    """
    at = np.nonzero(may_slip & (bones >= _SHORTEST_WITH_SLIPS))[0]
    long = bones[at][:, None]
    rest = long >> _PLACES
    shorter = (rest >> _SOUND << _PLACES) | (long & _BELOW)
    rows, places = np.nonzero(rest)
    owners = np.concatenate((np.arange(len(bones)), at[rows])).astype(np.uint32)
    return np.concatenate((bones, shorter[rows, places])), owners


class KeyIndex:
    """Keys in order with their owners; finding many keys at once takes a few microseconds for those that are not there."""

    def __init__(self, keys: Keys, owners: Owners) -> None:
        """Take in keys that stand in order, and the number of the owner of each."""
        self.keys, self.owners = keys, owners
        bits = max(10, int(_ROOM * len(keys)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._taken = np.zeros(1 << bits, dtype=np.bool_)
        self._taken[self._place(keys)] = True

    @classmethod
    def of_skeletons(cls, bones: Keys) -> "KeyIndex":
        """Return the index of names, each under all its keys."""
        parts = []
        for first in range(0, len(bones), _AT_ONCE):
            some = bones[first : first + _AT_ONCE]
            keys, owners = slipped(some, np.ones(len(some), dtype=np.bool_))
            parts.append((keys, owners + np.uint32(first)))
        keys = np.concatenate([keys for keys, _ in parts]) if parts else np.array([], dtype=np.uint64)
        owners = np.concatenate([owners for _, owners in parts]) if parts else np.array([], dtype=np.uint32)
        order = np.argsort(keys)
        return cls(keys[order], owners[order])

    def __len__(self) -> int:
        return len(self.keys)

    def candidates(
        self, bones: Sequence[int], may_slip: Sequence[bool] | None = None
    ) -> Iterator[tuple[int, list[int]]]:
        """Yield the place of each skeleton that shares a key with an owner, and those owners."""
        asked = np.array(bones, dtype=np.uint64)
        allowed = np.ones(len(bones), dtype=np.bool_) if may_slip is None else np.array(may_slip)
        keys, numbers = slipped(asked, allowed)
        found: dict[int, set[int]] = {}
        for place, owners in self.found(keys):
            found.setdefault(int(numbers[place]), set()).update(owners)
        yield from ((number, list(owners)) for number, owners in found.items())

    def found(self, asked: Keys) -> Iterator[tuple[int, list[int]]]:
        """Yield the place of each key that is there, and its owners, at most 512."""
        places = np.nonzero(self._taken[self._place(asked)])[0]
        if not len(places):
            return
        sought = asked[places]
        firsts = self.keys.searchsorted(sought, side="left")
        lasts = self.keys.searchsorted(sought, side="right")
        for place, first, last in zip(places.tolist(), firsts.tolist(), lasts.tolist(), strict=True):
            if first < last:
                yield place, self.owners[first : min(last, first + _MOST_OWNERS)].tolist()

    def _place(self, keys: Keys) -> NDArray[np.uint64]:
        return (keys * _MIX) >> self._shift

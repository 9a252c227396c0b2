# SPDX-License-Identifier: Apache-2.0
"""Which files show the same picture or video.

Files are joined when their bytes are equal, or when their frames match: pictures by
their one frame, videos by at least half of the frames of the shorter one, a picture and
a video when the picture is one of its frames. Frames of low quality say too little to
join anything. Joining is transitive, so a copy of a copy belongs to the same group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verweer.banks import MATCH_RADIUS
from verweer.fingerprints import Fingerprint, Pdq
from verweer.matching.model import Group

LOWEST_QUALITY = 50
_SHARE = 0.5
_WORDS = 4
_FAR = 256
_Integers = NDArray[np.intp]


def distance(first: Pdq, second: Pdq) -> int:
    """Return in how many of 256 bits two hashes differ."""
    return (int.from_bytes(first.bits, "big") ^ int.from_bytes(second.bits, "big")).bit_count()


def group_copies(fingerprints: Sequence[Fingerprint], *, radius: int = MATCH_RADIUS) -> tuple[Group, ...]:
    """Return the groups of copies, each in the order given; `widest_distance` is that of two which matched directly."""
    files = list({each.content: each for each in fingerprints}.values())
    bank = _bank(files)
    left, groups = np.arange(len(files)), []
    while len(left):
        members, widest = _grown(bank, int(left[0]), left, radius)
        left = np.setdiff1d(left, members, assume_unique=True)
        groups.append(Group(members=tuple(files[member].content for member in sorted(members)), widest_distance=widest))
    return tuple(groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bank:
    """The good frames of all files in one table; file `n` owns `counts[n]` rows from `starts[n]`."""

    words: NDArray[np.uint64]
    starts: _Integers
    counts: _Integers


def _bank(files: Sequence[Fingerprint]) -> _Bank:
    good = [[frame.pdq.bits for frame in file.frames if frame.quality >= LOWEST_QUALITY] for file in files]
    counts = np.array([len(frames) for frames in good], np.intp)
    words = np.frombuffer(b"".join(bits for frames in good for bits in frames), np.uint64).reshape(-1, _WORDS)
    return _Bank(words=words, starts=np.cumsum(counts) - counts, counts=counts)


def _grown(bank: _Bank, first: int, left: _Integers, radius: int) -> tuple[list[int], int]:
    """Return the group of one file among those left, and its widest distance."""
    members, found, widest = [first], {first}, 0
    for member in members:  # The list grows while it is read.
        left = left[left != member]  # So each pair is compared once.
        apart = _apart(bank, member, left, radius)
        near = apart <= radius
        widest = max(widest, int(apart[near].max(initial=0)))
        new = [file for file in left[near].tolist() if file not in found]
        members.extend(new)
        found.update(new)
    return members, widest


def _apart(bank: _Bank, file: int, others: _Integers, radius: int) -> NDArray[np.uint16]:
    """Return the distance of the best matching frames to each other file, far when they are not copies."""
    apart = np.full(len(others), _FAR, np.uint16)
    able = bank.counts[others] > 0
    if not bank.counts[file] or not able.any():
        return apart
    own, their = bank.counts[file], bank.counts[others[able]]
    closest, own_matched, their_matched = _compared(bank, file, others[able], radius)
    # Of two equally long videos either may be the clip of the other.
    matched = np.where(
        own < their, own_matched, np.where(own > their, their_matched, np.maximum(own_matched, their_matched))
    )
    copies = matched >= np.maximum(1, np.minimum(own, their) * _SHARE)
    apart[able] = np.where(copies, closest, _FAR)
    return apart


def _compared(
    bank: _Bank, file: int, others: _Integers, radius: int
) -> tuple[NDArray[np.uint16], _Integers, _Integers]:
    """Return for each other file: the smallest distance, how many of our frames match it, and how many of its match ours."""
    counts = bank.counts[others]
    begins = np.cumsum(counts) - counts
    their = bank.words[np.repeat(bank.starts[others] - begins, counts) + np.arange(counts.sum())]
    own = bank.words[bank.starts[file] : bank.starts[file] + bank.counts[file]]
    nearest = np.full(len(their), _FAR, np.uint16)
    matched = np.zeros(len(others), np.intp)
    for row in own:
        far = np.bitwise_count(their ^ row).sum(axis=1, dtype=np.uint16)
        nearest = np.minimum(nearest, far)
        matched += np.minimum.reduceat(far, begins) <= radius
    closest = np.minimum.reduceat(nearest, begins)
    return closest, matched, np.add.reduceat(nearest <= radius, begins, dtype=np.intp)

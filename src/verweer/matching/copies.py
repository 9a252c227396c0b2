# SPDX-License-Identifier: Apache-2.0
"""Which files show the same picture or video.

Files are joined when their bytes are equal, or when their frames match: pictures by
their one frame, videos by at least half of the frames of the shorter one, a picture and
a video when the picture is one of its frames. Frames of low quality say too little to
join anything. Joining is transitive, so a copy of a copy belongs to the same group.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints import PDQ_BYTES, Fingerprint, Pdq
from verweer.matching.model import MATCH_RADIUS, Group

LOWEST_QUALITY = 50
_SHARE = 0.5
_Bytes = NDArray[np.uint8]


def distance(first: Pdq, second: Pdq) -> int:
    """Return in how many of 256 bits two hashes differ."""
    return (int.from_bytes(first.bits, "big") ^ int.from_bytes(second.bits, "big")).bit_count()


def group_copies(fingerprints: Sequence[Fingerprint], *, radius: int = MATCH_RADIUS) -> tuple[Group, ...]:
    """Return the groups of copies, in the order of their first members."""
    order = sorted({each.content: each for each in fingerprints}.values(), key=lambda each: each.content)
    frames = [_frames(each) for each in order]
    leader = list(range(len(order)))
    widest = [0] * len(order)
    for one in range(len(order)):
        for other in range(one + 1, len(order)):
            apart = _apart(frames[one], frames[other], radius)
            if apart is not None:
                _join(leader, widest, one, other, apart)
    return _groups(fingerprints, order, leader, widest)


def _frames(fingerprint: Fingerprint) -> _Bytes:
    good = [frame.pdq.bits for frame in fingerprint.frames if frame.quality >= LOWEST_QUALITY]
    return np.frombuffer(b"".join(good), np.uint8).reshape(-1, PDQ_BYTES)


def _apart(one: _Bytes, other: _Bytes, radius: int) -> int | None:
    """Return the distance of the best matching frames, or None when the files are not copies."""
    if not len(one) or not len(other):
        return None
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    nearest = np.bitwise_count(short[:, None, :] ^ long[None, :, :]).sum(axis=2, dtype=np.int32).min(axis=1)
    if np.count_nonzero(nearest <= radius) < max(1, len(short) * _SHARE):
        return None
    return int(nearest.min())


def _join(leader: list[int], widest: list[int], one: int, other: int, apart: int) -> None:
    first, second = sorted((_lead(leader, one), _lead(leader, other)))
    leader[second] = first
    widest[first] = max(widest[first], widest[second], apart)


def _lead(leader: list[int], member: int) -> int:
    while leader[member] != member:
        leader[member] = leader[leader[member]]
        member = leader[member]
    return member


def _groups(
    asked: Sequence[Fingerprint], order: Sequence[Fingerprint], leader: list[int], widest: list[int]
) -> tuple[Group, ...]:
    place = {each.content: number for number, each in enumerate(order)}
    members: dict[int, list[Fingerprint]] = {}
    for each in {each.content: each for each in asked}.values():
        members.setdefault(_lead(leader, place[each.content]), []).append(each)
    return tuple(
        Group(members=tuple(each.content for each in group), widest_distance=widest[lead])
        for lead, group in members.items()
    )

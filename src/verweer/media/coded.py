# SPDX-License-Identifier: Apache-2.0
"""What the head of a coded frame says about others, before anything is decoded: which it needs, and where it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

SLOTS = 8
ALL_SLOTS = (1 << SLOTS) - 1


class UnreadableHead(Exception):
    """The head of a frame is cut off, or of a kind that is not read here."""


@dataclass(frozen=True, slots=True)
class CodedFrame:
    """A frame, or the showing of an earlier one: the slots whose frames it needs, and those (bits) that then hold it.

    `start` and `end` are where it lies in its packet; `level_at` is the bit of the packet from which on it says how
    strongly edges are smoothed, or 0.
    """

    start: int
    end: int
    needs: tuple[int, ...]
    kept_in: int
    shown: bool
    level_at: int = 0


class HeadReader(Protocol):
    """Reads the heads of frames in the order of decoding."""

    def frames_of(self, packet: bytes) -> Sequence[CodedFrame]:
        """Return the frames in a packet; raises UnreadableHead."""
        ...

    def made_of(self, packet: bytes, wanted: Sequence[CodedFrame], frames: Sequence[CodedFrame]) -> bytes:
        """Return the packet with the wanted ones of its frames, empty when it has none of them."""
        ...


class Bits:
    """Bits read from the highest on; raises UnreadableHead behind the last."""

    _MOST = 256  # bytes: no head that is read here is longer

    def __init__(self, content: bytes, start: int = 0) -> None:
        some = content[start : start + self._MOST]
        self._left = 8 * len(some)
        self._value = int.from_bytes(some, "big")
        self._begin = 8 * start + self._left

    def take(self, count: int) -> int:
        """Return the number that the next bits are."""
        self._left -= count
        if self._left < 0:
            raise UnreadableHead
        return self._value >> self._left & ((1 << count) - 1)

    @property
    def place(self) -> int:
        """Return how many bits of the content lie before the next."""
        return self._begin - self._left

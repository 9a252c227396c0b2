# SPDX-License-Identifier: Apache-2.0
"""Many short texts as the lines of one, so that a long list takes few bytes a line: found by number, or by what they say.

The numbers of lines stand in the order of their checksums, behind a table that tells for the first bits of a checksum
where its lines are: mostly none, or one that must be compared.
"""

from array import array
from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Sums = NDArray[np.uint32]
_LINE_END = ord("\n")
_SUM_BITS = 32
_MANY = 16


def sums_of(lines: str) -> Sums:
    """Return the checksum of each line of an ASCII text in which every line has its end."""
    return np.fromiter(map(crc32, lines.encode("ascii").split(b"\n")[:-1]), dtype=np.uint32)


class Lines:
    """The lines of an ASCII text, found by number."""

    def __init__(self, text: str) -> None:
        """Take in lines, every one with its end."""
        self._text = text
        ends = (np.frombuffer(text.encode("ascii"), dtype=np.uint8) == _LINE_END).nonzero()[0]
        self._begins = _packed(np.append(0, ends + 1))

    def of(self, numbers: Sequence[int]) -> list[str]:
        """Return the lines of these numbers."""
        text, begins = self._text, self._begins
        if len(numbers) < _MANY:
            return [text[begins[number] : begins[number + 1] - 1] for number in numbers]
        many, places = np.frombuffer(begins, dtype=np.uint32), np.array(numbers)
        firsts, ends = many[places].tolist(), (many[places + 1] - 1).tolist()
        return [text[first:end] for first, end in zip(firsts, ends, strict=True)]


class FoundLines(Lines):
    """The lines of an ASCII text, found by what they say too; for a few, plain Python is quicker than arrays."""

    def __init__(self, text: str, sums: Sums) -> None:
        """Take in lines, every one with its end, and the checksum of each."""
        super().__init__(text)
        self._numbers = _packed(np.argsort(sums))
        bits = len(sums).bit_length() + 1
        self._shift = _SUM_BITS - bits
        counts = np.bincount(sums >> np.uint32(self._shift), minlength=1 << bits)
        self._starts = _packed(np.append(0, counts.cumsum()))

    def numbers_of(self, asked: Iterable[str]) -> dict[str, int]:
        """Return the number of a line for each text that is one."""
        text, begins, starts, shift = self._text, self._begins, self._starts, self._shift
        found: dict[str, int] = {}
        for each in asked:
            slot = crc32(each.encode("ascii")) >> shift
            first, end = starts[slot], starts[slot + 1]
            for number in self._numbers[first:end] if first != end else ():
                if text[begins[number] : begins[number + 1] - 1] == each:
                    found[each] = number
        return found


def _packed(numbers: NDArray[np.signedinteger]) -> "array[int]":
    """Return numbers below 2^32 in four bytes each."""
    return array("I", numbers.astype(np.uint32).tobytes())

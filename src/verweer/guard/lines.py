# SPDX-License-Identifier: Apache-2.0
"""Many short texts as the lines of one, so that a long list takes few bytes a line: each by its number, or by its print.

A print is a number of 64 bits: the sum of a random one for each sign at each place. Of a million lines one has
the print of another text by chance once in 10^13 times that it is asked.
"""

from collections.abc import Sequence
from hashlib import shake_256

import numpy as np
from numpy.typing import NDArray

Prints = NDArray[np.uint64]
_LINE_END = ord("\n")
_PLACES = 64  # signs further on count as if they stood at the last place
_SIGN_BITS = 7
_RANDOM = np.frombuffer(shake_256(b"prints of lines").digest(_PLACES << _SIGN_BITS << 3), dtype="<u8").copy()
_RANDOM[_LINE_END :: 1 << _SIGN_BITS] = 0


def prints_of(lines: str) -> Prints:
    """Return the print of each line of an ASCII text in which every line has its end."""
    signs = np.frombuffer(lines.encode("ascii"), dtype=np.uint8)
    ends = (signs == _LINE_END).nonzero()[0].astype(np.int32)
    begins = np.concatenate((ends[:1] * 0, ends[:-1] + 1))
    places = np.arange(len(signs), dtype=np.int32) - begins.repeat(ends + 1 - begins)
    return np.add.reduceat(_RANDOM.take((np.minimum(places, _PLACES - 1) << _SIGN_BITS) | signs), begins)


def are_among(asked: Sequence[str], prints: Prints) -> list[bool]:
    """Tell for each text whether its print is among prints in order."""
    if not asked or not len(prints):
        return [False] * len(asked)
    wanted = prints_of("\n".join([*asked, ""]))
    places = np.minimum(prints.searchsorted(wanted), len(prints) - 1)
    is_there: list[bool] = (prints[places] == wanted).tolist()
    return is_there


class Lines:
    """The lines of an ASCII text, found by number and by what they say."""

    def __init__(self, text: str, prints: Prints) -> None:
        """Take in lines, every one with its end, and the print of each."""
        self._text = text
        ends = (np.frombuffer(text.encode("ascii"), dtype=np.uint8) == _LINE_END).nonzero()[0]
        self._begins = np.concatenate(([0], ends + 1)).astype(np.uint32)
        order = np.argsort(prints)
        self._numbers = order.astype(np.uint32)
        self._prints = prints[order]

    def of(self, numbers: Sequence[int]) -> list[str]:
        """Return the lines of these numbers."""
        begins, ends = self._begins[numbers].tolist(), self._begins[np.add(numbers, 1)].tolist()
        return [self._text[begin : end - 1] for begin, end in zip(begins, ends, strict=True)]

    def numbers_of(self, asked: Sequence[str]) -> list[int | None]:
        """Return for each text the number of a line that says it, or None; there must be lines."""
        wanted = prints_of("\n".join([*asked, ""]))
        places = np.minimum(self._prints.searchsorted(wanted), len(self._prints) - 1)
        found = self._numbers[places].tolist()
        return [
            number if is_there else None
            for number, is_there in zip(found, (self._prints[places] == wanted).tolist(), strict=True)
        ]

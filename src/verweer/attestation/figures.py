# SPDX-License-Identifier: Apache-2.0
"""Counts of verdicts, and what they say: shares with their uncertainty, times by rank.

The interval is Wilson's score interval at 95 % (Wilson 1927), which stays true for shares near 0 and 1.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from verweer.guard import Verdict

_Z = 1.959963984540054  # The normal quantile of 0.975.
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many prompts were asked, and how many of them were refused or wanted a look."""

    asked: int
    refused: int
    reviewed: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if min(self.asked, self.refused, self.reviewed) < 0 or self.stopped > self.asked:
            message = "No more prompts can be stopped than were asked."
            raise ValueError(message)

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Count":
        """Count verdicts."""
        told = list(verdicts)
        return cls(asked=len(told), refused=told.count(Verdict.REFUSE), reviewed=told.count(Verdict.REVIEW))

    @property
    def stopped(self) -> int:
        """Return how many were refused or wanted a look: none of these is generated as it stands."""
        return self.refused + self.reviewed

    @property
    def share(self) -> float:
        """Return the share that was stopped; of nothing it is 0."""
        return self.stopped / self.asked if self.asked else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return the bounds between which the true share lies, 95 times in 100; of nothing they are 0 and 1."""
        if not self.asked:
            return 0.0, 1.0
        size, share, square = self.asked, self.share, _Z**2
        middle = (share + square / (2 * size)) / (1 + square / size)
        reach = _Z / (1 + square / size) * math.sqrt(share * (1 - share) / size + square / (4 * size**2))
        # At the ends the bound is the end itself; rounding must not tell otherwise.
        low = 0.0 if self.stopped == 0 else max(0.0, middle - reach)
        return low, 1.0 if self.stopped == self.asked else min(1.0, middle + reach)


def counted(pairs: Iterable[tuple[_Key, Verdict]]) -> Mapping[_Key, Count]:
    """Return a count a key, in the order in which keys first came."""
    lists: dict[_Key, list[Verdict]] = {}
    for key, verdict in pairs:
        lists.setdefault(key, []).append(verdict)
    return {key: Count.of(verdicts) for key, verdicts in lists.items()}


def rank(values: Sequence[float], share: float) -> float:
    """Return the smallest value that a share of all values do not exceed; raises ValueError when there are none."""
    if not values:
        message = "There is no rank among no values."
        raise ValueError(message)
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]

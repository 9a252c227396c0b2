# SPDX-License-Identifier: Apache-2.0
"""What the visitor did on the page, for the custody log: events with ids and counts, never texts or addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from verweer.kernel import Clock, rfc3339, system_clock


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done, and the moment at which it was."""

    event: str
    details: Mapping[str, str | int]


@dataclass(slots=True)
class Deeds:
    """The deeds of one visit, in order."""

    clock: Clock = system_clock
    done: list[Deed] = field(default_factory=list)

    def add(self, event: str, **details: str | int) -> None:
        """Note that something was done now."""
        self.done.append(Deed(event, {**details, "moment": rfc3339(self.clock())}))

    def count(self, event: str) -> int:
        """Return how often something was done."""
        return sum(deed.event == event for deed in self.done)

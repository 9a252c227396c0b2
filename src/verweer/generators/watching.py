# SPDX-License-Identifier: Apache-2.0
"""The people in force: read anew when their files change or somebody asks, swapped in one step, never lost.

A file counts as changed once it looked the same twice in a row, so that half a file is not read. When what is
there now cannot be used, the people before it stay in force, and that is told.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from verweer.generators.lists import Lists, People, Seen, Sources, UnusableList, made_lists, read_people
from verweer.kernel import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The people in force since `read`; `trouble` says which list on disk cannot be used now, and why."""

    lists: Lists
    read: datetime
    trouble: UnusableList | None = None


class Watch:
    """Keeps the people in force; `in_force` may be read from any thread."""

    def __init__(self, people: People, sources: Sources, *, clock: Clock, told: Callable[[InForce], None]) -> None:
        """Begin with these people, raising UnusableList; `told` hears of every later reading."""
        self._sources, self._clock, self._told = sources, clock, told
        self.in_force = InForce(lists=made_lists(people, sources), read=clock())
        self._tried = self._before = people.seen

    def look(self, *, asked: bool = False) -> None:
        """Read the files anew when they changed, or in any case when asked."""
        now = self._sources.seen()
        is_settled, self._before = now == self._before, now
        if asked or (is_settled and now != self._tried):
            self._read(now)

    def _read(self, now: Seen) -> None:
        self._tried = now
        try:
            lists = made_lists(read_people(self._sources), self._sources)
        except UnusableList as trouble:
            self.in_force = replace(self.in_force, trouble=trouble)
        else:
            self.in_force = InForce(lists=lists, read=self._clock())
        self._told(self.in_force)

# SPDX-License-Identifier: Apache-2.0
"""How much is taken on: a few questions at work, a bounded number waiting, a bounded size of bodies; then no more.

Questions run in threads, since one long prompt may take half a second: the others go on beside it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class Full(Exception):
    """No more is taken on just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Of one worker: questions at work and waiting, bytes of all bodies together and of one, seconds for a body."""

    at_work: int = 4
    waiting: int = 64
    bodies: int = 64_000_000
    body: int = 1_000_000
    body_seconds: float = 5.0

    @staticmethod
    def of_pictures(*, at_work: int = 1, waiting: int = 8) -> "Bounds":
        """Return the bounds for pictures, which are larger and slower, and of which fewer are taken on."""
        return Bounds(at_work=at_work, waiting=waiting, bodies=128_000_000, body=32_000_000, body_seconds=20.0)


def _all(work: Callable[[_Given], _Made], given: Sequence[_Given]) -> list[_Made]:
    return [work(each) for each in given]


class Admission:
    """Lets questions in, one at a time to each thread, in the order in which they came."""

    def __init__(self, bounds: Bounds) -> None:
        """Start no thread yet."""
        self.bounds = bounds
        self._taken = 0
        self._held = 0
        self._threads = ThreadPoolExecutor(bounds.at_work, thread_name_prefix="guard")

    @property
    def is_full(self) -> bool:
        """Tell whether the next question would be turned away."""
        return self._taken >= self.bounds.at_work + self.bounds.waiting

    def require_room(self) -> None:
        """Raise Full when the next question would be turned away."""
        if self.is_full:
            raise Full

    async def answered(self, work: Callable[[_Given], _Made], given: Sequence[Sequence[_Given]]) -> list[_Made]:
        """Return the answers to the slices of one question; between slices others have their turn. Raises Full."""
        self.require_room()
        self._taken += 1
        try:
            loop = asyncio.get_running_loop()
            made: list[_Made] = []
            for each in given:
                made += await loop.run_in_executor(self._threads, _all, work, each)
            return made
        finally:
            self._taken -= 1

    @asynccontextmanager
    async def holding(self, size: int) -> AsyncIterator[None]:
        """Count a body of at most this size as held while it is read and answered; raises Full."""
        if self._held + size > self.bounds.bodies:
            raise Full
        self._held += size
        try:
            yield
        finally:
            self._held -= size

    def close(self) -> None:
        """Let go of the threads once they are done."""
        self._threads.shutdown(wait=True)

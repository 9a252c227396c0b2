# SPDX-License-Identifier: Apache-2.0
"""Where a posted question goes: what reads it, with which bounds, and what it is counted as.

Prompts and their batches share one admission. Pictures have one of their own (`picture_desk`), so that the
slower never keep the faster waiting.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from verweer.generators.admission import Admission
from verweer.generators.asking import Asked, ask
from verweer.generators.lists import Lists
from verweer.guard import Decision

_SLICE = 4_000  # characters that are judged before others have their turn


class Desk(Protocol):
    """What answers the questions of one path."""

    @property
    def named(self) -> str:
        """Return what its times are counted as."""
        ...

    @property
    def counted(self) -> str:
        """Return what its questions under way are counted as."""
        ...

    @property
    def admission(self) -> Admission:
        """Return what bounds it."""
        ...

    async def decided(self, lists: Lists, untrusted: bytes) -> tuple[Decision, ...]:
        """Return the decisions on a body; raises Full, MalformedRequest, MisshapenRequest, Refusal."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptDesk:
    """Judges one prompt, or a batch, in threads."""

    named: str
    admission: Admission
    parse: Callable[[bytes], tuple[Asked, ...]]
    counted: str = "at work"

    async def decided(self, lists: Lists, untrusted: bytes) -> tuple[Decision, ...]:
        """Return the decisions, in the order of the prompts."""
        made = await self.admission.answered(partial(ask, lists.guard), _slices(self.parse(untrusted)))
        return tuple(made)


def _slices(asked: Sequence[Asked]) -> list[list[Asked]]:
    """Return the questions in pieces of about equal work."""
    pieces: list[list[Asked]] = [[]]
    left = _SLICE
    for each in asked:
        if left <= 0:
            pieces.append([])
            left = _SLICE
        pieces[-1].append(each)
        left -= len(each.text) + len(each.negative) + sum(map(len, each.history))
    return pieces

# SPDX-License-Identifier: Apache-2.0
"""What a promise is: something that must happen at or after a moment, whatever becomes of the process.

Outside, it happens at least once, with the same idempotency key each time; inside, exactly once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from verweer.kernel import OutsideError

Payload = Mapping[str, "str | int | bool | None"]


class LeaseLost(OutsideError):
    """The promise was withdrawn, or another worker holds it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise as a handler gets it; `attempt` counts from 1 and `due` is when it was promised for."""

    number: int
    kind: str
    subject: str
    due: datetime
    attempt: int
    payload: Payload = field(repr=False)

    @property
    def key(self) -> str:
        """Return the idempotency key: the same at each attempt, never that of another promise."""
        return f"{self.kind}/{self.subject}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCome:
    """A promise to be made when another was kept."""

    kind: str
    subject: str
    due: datetime
    payload: Payload = field(default_factory=dict, repr=False)


def _nothing() -> None:
    """Record nothing besides the event itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The outside effect has happened; now `record` runs and `then` is promised, in one transaction."""

    record: Callable[[], None] = _nothing
    then: tuple[ToCome, ...] = ()


class Handler(Protocol):
    """Keeps promises of one kind: does the outside effect, marked with the promise's key."""

    def __call__(self, promise: Promise) -> Kept:
        """Do the effect and return what to record; raise when it did not happen."""

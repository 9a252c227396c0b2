# SPDX-License-Identifier: Apache-2.0
"""A report as a value: who was attested, with what, and what came of it. No field can hold a protected name."""

from dataclasses import dataclass
from datetime import datetime

from verweer.attestation.figures import rank
from verweer.attestation.subject import Kind, Lists, Options
from verweer.attestation.trying import Recall, Tried
from verweer.kernel import Digest

SCHEMA = "urn:verweer:guard-attestation:1"
Milliseconds = float
_HARMLESS = 4  # Harmless prompts a kind for each attack a disguise: there are five times as many disguises as kinds.


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """By what the figures came about: the program, and for the own guard its rules and word lists."""

    verweer: str
    python: str
    suite: Digest
    policy: str = ""
    lexicon: tuple[tuple[str, Digest], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """How long answers took, by rank: half of them took at most `p50`."""

    clock: str
    p50: Milliseconds
    p99: Milliseconds

    @classmethod
    def of(cls, seconds: tuple[float, ...], clock: str) -> "Latency":
        """Return the ranks of some times."""
        return cls(clock=clock, p50=1000 * rank(seconds, 0.5), p99=1000 * rank(seconds, 0.99))


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What came of attacks on the maker's own people; how many of them could be taken, and the recall."""

    people: int
    recall: Recall


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """How the suite was drawn."""

    seed: int
    each: int
    harmless_each: int

    @classmethod
    def of(cls, *, seed: int, each: int) -> "Drawn":
        """Return a draw with about as many harmless prompts as attacks."""
        return cls(seed=seed, each=each, harmless_each=_HARMLESS * each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is told."""

    made: datetime
    maker: str
    product: str
    version: str
    kind: Kind
    lists: Lists | None
    options: Options | None
    versions: Versions
    drawn: Drawn
    parts: tuple[Tried, ...]
    own: Own | None
    attacks: Latency
    harmless: Latency
    machine: str

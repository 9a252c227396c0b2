# SPDX-License-Identifier: Apache-2.0
"""What the guard answers: a verdict with the person signal, the sexual signal, their places and the disguises undone."""

from dataclasses import dataclass, field
from enum import StrEnum

from verweer.kernel import Bilingual, InputError


class BadGuard(InputError):
    """The guard was set up with something that cannot be: a name without letters, a limit below one."""


class Verdict(StrEnum):
    """What the maker should do with the prompt."""

    ALLOW = "allow"
    REFUSE = "refuse"
    REVIEW = "review"


class PersonKind(StrEnum):
    """How a prompt says whom it is about."""

    LISTED = "listed"
    REGISTERED = "registered"
    POINTED = "pointed"
    PICTURED = "pictured"
    NAMED = "named"
    MINOR = "minor"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in the prompt: characters `start` up to `end`, counted in the text as it came in."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two places share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSignal:
    """Why the guard thinks that the prompt is about a real person; `turn` is 0 here, -1 in the turn before."""

    kind: PersonKind
    span: Span
    disguises: frozenset[str] = frozenset()
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SexualSignal:
    """Why the guard thinks that the prompt is sexual; a weight of 0.9 or more is plain intent."""

    sense: str
    weight: float
    span: Span
    disguises: frozenset[str] = frozenset()
    turn: int = 0

    @property
    def is_plain(self) -> bool:
        """Tell whether this alone suffices to refuse when a real person is meant."""
        return self.weight >= PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason of a verdict: its short name, what it says, and the two signals that met."""

    code: str
    told: Bilingual
    person: PersonSignal | None = None
    sexual: SexualSignal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer for one prompt; `policy` names the rules and data by which it was given."""

    verdict: Verdict
    policy: str
    reasons: tuple[Reason, ...] = ()
    disguises: frozenset[str] = field(default_factory=frozenset)


PLAIN = 0.9
POLICY = "verweer-guard 2026-11-25"

# SPDX-License-Identifier: Apache-2.0
"""What the guard answers: a verdict with the person signal, the sexual signal, their places and the disguises undone.

Or, of pictures, which of them counted and why.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from verweer.kernel import Bilingual, InputError


class BadGuard(InputError):
    """The guard was set up with something that cannot be: a name without letters, a limit below one."""


class Verdict(StrEnum):
    """What the maker should do with the prompt or the pictures."""

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


class Where(StrEnum):
    """On which side of the generator a picture stands."""

    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSignal:
    """Which picture counted, by its place from 0, and what of it: figures are rounded, `person` is a reference."""

    where: Where
    place: int
    nudity: float | None = None
    years: float | None = None
    similarity: float | None = None
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSigns:
    """What a prompt adds to the pictures beside it: plain sexual intent, and any sign of somebody under age."""

    sexual: bool = False
    minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason of a verdict: its short name, what it says, the two signals that met, and the pictures."""

    code: str
    told: Bilingual
    person: PersonSignal | None = None
    sexual: SexualSignal | None = None
    pictures: tuple[PictureSignal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer for one prompt or its pictures; `policy` names the rules and data by which it was given."""

    verdict: Verdict
    policy: str
    reasons: tuple[Reason, ...] = ()
    disguises: frozenset[str] = field(default_factory=frozenset)


def strictest(*decisions: Decision) -> Decision:
    """Return the strictest of several decisions on one request, with the reasons of all that are as strict."""
    verdict = max((each.verdict for each in decisions), key=_STRICTNESS.index, default=Verdict.ALLOW)
    as_strict = [each for each in decisions if each.verdict is verdict]
    return Decision(
        verdict=verdict,
        policy=", ".join(dict.fromkeys(each.policy for each in decisions)),
        reasons=tuple(reason for each in as_strict for reason in each.reasons),
        disguises=frozenset[str]().union(*(each.disguises for each in as_strict)),
    )


_STRICTNESS = (Verdict.ALLOW, Verdict.REVIEW, Verdict.REFUSE)
PLAIN = 0.9
POLICY = "verweer-guard 2026-11-30"

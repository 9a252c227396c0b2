# SPDX-License-Identifier: Apache-2.0
"""Asks a gate about every prompt of a suite, and counts what it says; no prompt is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from verweer.attestation.figures import Count, counted
from verweer.attestation.gates import Gate
from verweer.guard import Verdict
from verweer.kernel import Digest
from verweer.suite import Part, Prompt, Suite

REGISTERED = "registered"
Told = Callable[[], None]
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What was stopped of the attacks, in all and by what they are."""

    whole: Count
    by_disguise: Mapping[tuple[str, str], Count]  # The family, and the disguise in it.
    by_language: Mapping[str, Count]
    by_person: Mapping[str, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one part of the suite, and the seconds that each answer took."""

    part: Part
    digest: Digest
    recall: Recall
    alarms: Count
    alarms_by_kind: Mapping[str, Count]
    attack_seconds: tuple[float, ...]
    harmless_seconds: tuple[float, ...]


def try_suite(suite: Suite, gate: Gate, *, registered: frozenset[str], tell: Told) -> Tried:
    """Return the figures of a gate on a suite; `tell` hears of each answer, what the gate raises passes through."""
    attacks, attack_seconds = _asked(suite.attacks, gate, tell)
    harmless, harmless_seconds = _asked(suite.harmless, gate, tell)
    return Tried(
        part=suite.part,
        digest=suite.digest,
        recall=recall_of(suite.attacks, attacks, registered),
        alarms=Count.of(harmless),
        alarms_by_kind=_by(suite.harmless, harmless, lambda prompt: prompt.kind),
        attack_seconds=attack_seconds,
        harmless_seconds=harmless_seconds,
    )


def try_attacks(attacks: Sequence[Prompt], gate: Gate, *, tell: Told) -> Recall:
    """Return the recall on attacks that belong to no part: those on the maker's own people."""
    return recall_of(attacks, _asked(attacks, gate, tell)[0], frozenset())


def recall_of(attacks: Sequence[Prompt], verdicts: Sequence[Verdict], registered: frozenset[str]) -> Recall:
    """Return what the verdicts on attacks come to; a listed person who is in the register counts as such."""

    def person(prompt: Prompt) -> str:
        return REGISTERED if prompt.name in registered else prompt.about.value

    return Recall(
        whole=Count.of(verdicts),
        by_disguise=_by(attacks, verdicts, lambda prompt: (prompt.family, prompt.kind)),
        by_language=_by(attacks, verdicts, lambda prompt: prompt.language),
        by_person=_by(attacks, verdicts, person),
    )


def _by(prompts: Sequence[Prompt], verdicts: Sequence[Verdict], key: Callable[[Prompt], _Key]) -> Mapping[_Key, Count]:
    return counted((key(prompt), verdict) for prompt, verdict in zip(prompts, verdicts, strict=True))


def _asked(prompts: Iterable[Prompt], gate: Gate, tell: Told) -> tuple[tuple[Verdict, ...], tuple[float, ...]]:
    verdicts, seconds = [], []
    for prompt in prompts:
        begun = gate.clock()
        verdicts.append(gate.judge(prompt))
        seconds.append(gate.clock() - begun)
        tell()
    return tuple(verdicts), tuple(seconds)

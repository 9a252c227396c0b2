# SPDX-License-Identifier: Apache-2.0
"""The run itself: draws the parts that are reported on, asks the gate about each prompt, and gathers a report."""

import hashlib
import os
import platform
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import version
from importlib.resources import files
from itertools import count

from verweer.attestation.configuration import Configuration
from verweer.attestation.model import Drawn, Latency, Own, Report, Versions
from verweer.attestation.subject import Kind, Subject, open_subject
from verweer.attestation.trying import try_attacks, try_suite
from verweer.guard import POLICY
from verweer.kernel import Digest
from verweer.suite import Part, Prompt, Suite, draw_attacks_on, draw_suite

PARTS = (Part.SEALED, Part.UNSEEN)  # what nobody practised on
_OWN_SHARE = 5


def draw_parts(drawn: Drawn) -> tuple[Suite, ...]:
    """Return the parts of the suite that a report tells of."""
    return tuple(draw_suite(part, seed=drawn.seed, each=drawn.each, harmless=drawn.harmless_each) for part in PARTS)


def attest(configuration: Configuration, drawn: Drawn, *, now: datetime, tell: Callable[[int, int], None]) -> Report:
    """Return the report on a maker's gate; `tell` hears how many prompts of how many are done.

    What the gate raises passes through.
    """
    suites = draw_parts(drawn)
    invented = sorted({name for suite in suites for name in suite.listed})
    with open_subject(configuration, invented) as subject:
        own = _own_attacks(subject, drawn)
        whole = len(own) + sum(len(suite.attacks) + len(suite.harmless) for suite in suites)
        counter = count(1)

        def answered() -> None:
            tell(next(counter), whole)

        parts = tuple(try_suite(suite, subject.gate, registered=subject.registered, tell=answered) for suite in suites)
        told = Own(people=_takable(subject), recall=try_attacks(own, subject.gate, tell=answered)) if own else None
    clock = "processor" if subject.kind is Kind.GUARD else "wall"
    return Report(
        made=now,
        maker=configuration.maker,
        product=configuration.product,
        version=configuration.version,
        kind=subject.kind,
        lists=subject.lists,
        options=subject.options,
        versions=_versions(subject.kind, suites),
        drawn=drawn,
        parts=parts,
        own=told,
        attacks=Latency.of(tuple(each for part in parts for each in part.attack_seconds), clock),
        harmless=Latency.of(tuple(each for part in parts for each in part.harmless_seconds), clock),
        machine=f"{platform.machine()}, {os.cpu_count()} cores",
    )


def _own_attacks(subject: Subject, drawn: Drawn) -> tuple[Prompt, ...]:
    """Return a fifth as many attacks on the maker's own people, of the part that nobody practised on."""
    each = max(1, drawn.each // _OWN_SHARE)
    return draw_attacks_on(subject.own, part=Part.SEALED, seed=drawn.seed, each=each) if subject.own else ()


def _takable(subject: Subject) -> int:
    return sum(len(name.split()) > 1 for name in subject.own)


def _versions(kind: Kind, suites: Sequence[Suite]) -> Versions:
    whole = Digest(hashlib.sha256("".join(suite.digest.hex for suite in suites).encode()).hexdigest())
    told = Versions(verweer=version("verweer"), python=platform.python_version(), suite=whole)
    if kind is not Kind.GUARD:
        return told
    data = sorted(files("verweer.guard").joinpath("data").iterdir(), key=lambda each: each.name)
    lexicon = tuple((each.name, Digest.of(each.read_bytes())) for each in data if each.name.endswith(".toml"))
    return Versions(verweer=told.verweer, python=told.python, suite=whole, policy=POLICY, lexicon=lexicon)

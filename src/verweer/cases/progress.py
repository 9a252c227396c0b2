# SPDX-License-Identifier: Apache-2.0
"""Progress of a case: pure changes to its record, and the events that tell about them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from verweer.cases.model import CaseRecord, LinkRecord, Step, StepRecord, StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened while a case is built; `link` is its number when it concerns one."""

    step: Step
    state: StepState
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    link: int | None = None
    result: str = ""


Tell = Callable[[Event], None]


def step_of(record: CaseRecord, step: Step) -> StepRecord:
    """Return how far one step is."""
    return next(held for held in record.steps if held.step is step)


def with_step(record: CaseRecord, changed: StepRecord) -> CaseRecord:
    """Return the record with one step changed."""
    steps = tuple(changed if held.step is changed.step else held for held in record.steps)
    return replace(record, steps=steps)


def with_link(record: CaseRecord, changed: LinkRecord) -> CaseRecord:
    """Return the record with one link changed."""
    links = tuple(changed if held.number == changed.number else held for held in record.links)
    return replace(record, links=links)


def event_of(step: StepRecord, *, link: int | None = None, result: str = "") -> Event:
    """Return the event that tells where a step stands."""
    return Event(
        step=step.step,
        state=step.state,
        done=step.done,
        total=step.total,
        seconds=step.seconds,
        link=link,
        result=result,
    )

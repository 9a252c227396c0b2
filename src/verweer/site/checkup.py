# SPDX-License-Identifier: Apache-2.0
"""What a check says about one part: how it is, and the mend in one sentence."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a part is; only a missing part stops the work."""

    OK = "ok"
    WARN = "warn"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part, its state, what was seen, and how to mend it when it is not well."""

    part: str
    state: State
    seen: str
    mend: str = ""

    def __post_init__(self) -> None:
        """Refuse a trouble without a mend."""
        if (self.state is State.OK) == bool(self.mend):
            message = f"{self.part}: a mend belongs to a trouble, and only to a trouble"
            raise ValueError(message)


def well(part: str, seen: str) -> Finding:
    """Return that a part is well."""
    return Finding(part=part, state=State.OK, seen=seen)


def poor(part: str, seen: str, mend: str) -> Finding:
    """Return that the work goes on without this part, but less well."""
    return Finding(part=part, state=State.WARN, seen=seen, mend=mend)


def missing(part: str, seen: str, mend: str) -> Finding:
    """Return that no case can be made without this part."""
    return Finding(part=part, state=State.MISSING, seen=seen, mend=mend)


def can_work(findings: tuple[Finding, ...]) -> bool:
    """Return whether every needed part is there."""
    return all(finding.state is not State.MISSING for finding in findings)

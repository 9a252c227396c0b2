# SPDX-License-Identifier: Apache-2.0
"""The installation's own log: what was done with the evidence of each case after it was sealed.

One chain for all cases (see the room `proof`), so that nothing can be taken out unseen. A case
stands in it under a digest of its id; an erased case leaves only that digest and dates. Its
head is timestamped once a day.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from verweer.evidence import CaptureSettings, Stamping, capturing_with, stamp_head
from verweer.kernel import Clock, Digest, parse_moment, system_clock
from verweer.promises.model import Kept, Promise, ToCome
from verweer.proof import Actor, Copy, Custody

STAMP_LOGBOOK = "stamp-logbook"
EVERY_DAY = "daily"
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One event of a case, as its pages show it."""

    at: datetime
    event: str
    actor: Actor


def note(event: str, case_id: str, *, actor: Actor, copy: Copy = Copy.WORKING, **details: str | int) -> None:
    """Add an event of a case to the log; it is on disk when this returns."""
    _log(system_clock).append(event, actor=actor, copy=copy, case=_mark(case_id), **details)


def noted(case_id: str) -> Sequence[Noted]:
    """Return the latest events of a case, the newest first."""
    path, mark = _path(), f'"case":"{_mark(case_id)}"'.encode()
    if not path.exists():
        return ()
    with path.open("rb") as lines:
        mine = [json.loads(line) for line in lines if mark in line]
    return tuple(
        Noted(at=parse_moment(each["at"]), event=str(each["event"]), actor=Actor(each["actor"]))
        for each in reversed(mine[-_MOST_SHOWN:])
    )


def keep_stamp_promise(held: Promise, *, capturing: CaptureSettings, clock: Clock) -> Kept:
    """Have the head of the log timestamped, and promise it again: tomorrow, or in an hour when an authority failed."""
    with capturing_with(capturing) as outside:
        stamping = stamp_head(_log(clock), outside.timestampers)
    empty = _log(clock).head() is None
    wait = timedelta(days=1) if empty or stamping is Stamping.STAMPED_TWICE else timedelta(hours=1)
    return Kept(then=(ToCome(kind=held.kind, subject=held.subject, due=clock() + wait),))


def _log(clock: Clock) -> Custody:
    return Custody(_path(), clock)


def _path() -> Path:
    return Path(settings.ENVIRONMENT.data) / "custody.jsonl"


def _mark(case_id: str) -> str:
    return Digest.of(f"verweer case {case_id}".encode()).hex[:32]

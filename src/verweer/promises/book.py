# SPDX-License-Identifier: Apache-2.0
"""The book of promises in the database: make, withdraw, claim, keep, give back.

Claiming moves `due` forward by the lease in one transaction, so two workers never hold
the same promise; on PostgreSQL they also do not wait for each other (SKIP LOCKED).
All that a worker writes is tied to its own claim: a worker that lost its lease changes nothing.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from verweer.promises.model import Kept, LeaseLost, Payload, Promise
from verweer.promises.models import EventRow, PromiseRow
from verweer.promises.retrying import MOST_ATTEMPTS, needs_person, told, wait_after

_What = EventRow.What
_ENDED_MIDWAY = "The worker ended in the middle of this, again and again."


def promise(kind: str, subject: str, *, due: datetime, now: datetime, payload: Payload | None = None) -> bool:
    """Make a promise; return False, changing nothing, when the same one stands already."""
    wanted = {"due": due, "promised_for": due, "payload": dict(payload or {})}
    with transaction.atomic():
        row, made = PromiseRow.objects.get_or_create(kind=kind, subject=subject, defaults=wanted)
        if made:
            _record(row, _What.PROMISED, now)
    return made


def withdraw(kind: str, subject: str, *, now: datetime) -> bool:
    """Withdraw a promise, also while it is being kept; return whether it stood."""
    with transaction.atomic():
        row = PromiseRow.objects.filter(kind=kind, subject=subject).first()
        if row is None:
            return False
        _record(row, _What.WITHDRAWN, now)
        row.delete()
    return True


def try_again(kind: str, subject: str, *, now: datetime) -> bool:
    """Take a promise back from the person it was handed to; return whether there was one."""
    with transaction.atomic():
        row = PromiseRow.objects.filter(kind=kind, subject=subject, needs_person=True).first()
        if row is None:
            return False
        PromiseRow.objects.filter(id=row.id).update(needs_person=False, attempts=0, due=now, holder="")
        _record(row, _What.TRIED_AGAIN, now)
    return True


def forget(subject: str) -> None:
    """Remove every trace of a subject, as when its case is erased."""
    with transaction.atomic():
        PromiseRow.objects.filter(subject=subject).delete()
        EventRow.objects.filter(subject=subject).delete()


def handed_to_person() -> int:
    """Return how many promises wait for a person."""
    return PromiseRow.objects.filter(needs_person=True).count()


def claim(kinds: Collection[str], *, worker: str, now: datetime, lease: timedelta, limit: int) -> tuple[Promise, ...]:
    """Hold up to `limit` promises that are due, the longest waiting first."""
    due = PromiseRow.objects.filter(needs_person=False, due__lte=now, kind__in=kinds).order_by("due", "id")
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = due[:limit]
        worn = [row for row in rows if row.attempts >= MOST_ATTEMPTS]
        for row in worn:
            _hand_over(row, _ENDED_MIDWAY, now)
        fresh = [row for row in rows if row not in worn]
        held = PromiseRow.objects.filter(id__in=[row.id for row in fresh])
        held.update(due=now + lease, holder=worker, attempts=F("attempts") + 1)
    return tuple(_as_promise(row) for row in fresh)


def renew(held: Promise, *, worker: str, now: datetime, lease: timedelta) -> bool:
    """Hold a promise for longer; return False when it is no longer this worker's."""
    return bool(_row_of(held, worker).update(due=now + lease))


def close(held: Promise, kept: Kept, *, worker: str, now: datetime) -> None:
    """Record in one transaction that a promise was kept, and what comes next.

    Raises LeaseLost, changing nothing, when the promise is no longer this worker's.
    """
    with transaction.atomic():
        row = _locked(held, worker)
        row.delete()
        kept.record()
        _record(row, _What.KEPT, now, number=held.number)
        for next_one in kept.then:
            promise(next_one.kind, next_one.subject, due=next_one.due, now=now, payload=next_one.payload)


def put_back(held: Promise, error: Exception, *, worker: str, now: datetime) -> None:
    """Record a failure, and promise to try again later or hand the promise to a person."""
    with transaction.atomic():
        row = _locked(held, worker)
        if needs_person(held.attempt, error):
            _hand_over(row, told(error), now)
            return
        later = now + wait_after(held.attempt)
        PromiseRow.objects.filter(id=row.id).update(due=later, holder="", trouble=told(error))
        _record(row, _What.FAILED, now, trouble=told(error))


def release(worker: str, *, now: datetime, counted: bool) -> int:
    """Let go of all that a worker holds, at once; `counted` keeps the attempt as one (it may have crashed)."""
    held = PromiseRow.objects.filter(holder=worker, needs_person=False)
    if counted:
        return held.update(due=now, holder="")
    return held.update(due=now, holder="", attempts=F("attempts") - 1)


def _row_of(held: Promise, worker: str) -> QuerySet[PromiseRow]:
    return PromiseRow.objects.filter(id=held.number, holder=worker, attempts=held.attempt)


def _locked(held: Promise, worker: str) -> PromiseRow:
    row = _row_of(held, worker).select_for_update().first()
    if row is None:
        message = "This promise was withdrawn or is held by another worker."
        raise LeaseLost(message)
    return row


def _hand_over(row: PromiseRow, trouble: str, now: datetime) -> None:
    PromiseRow.objects.filter(id=row.id).update(needs_person=True, holder="", trouble=trouble)
    _record(row, _What.HANDED_TO_PERSON, now, trouble=trouble)


def _record(row: PromiseRow, what: str, now: datetime, *, trouble: str = "", number: int | None = None) -> None:
    EventRow.objects.create(
        number=number or row.id, kind=row.kind, subject=row.subject, what=what, at=now, trouble=trouble
    )


def _as_promise(row: PromiseRow) -> Promise:
    return Promise(
        number=row.id,
        kind=row.kind,
        subject=row.subject,
        due=row.promised_for,
        attempt=row.attempts + 1,
        payload=row.payload,
    )

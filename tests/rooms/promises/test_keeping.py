# SPDX-License-Identifier: Apache-2.0
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from verweer.kernel import InputError, OutsideError, system_clock
from verweer.promises import Handler, Kept, LeaseLost, Promise, ToCome
from verweer.promises.book import (
    claim,
    close,
    forget,
    handed_to_person,
    promise,
    put_back,
    release,
    renew,
    try_again,
    withdraw,
)
from verweer.promises.keeping import keep_due
from verweer.promises.models import EventRow, PromiseRow
from verweer.promises.retrying import MOST_ATTEMPTS

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def keep(handler: Handler, *, now: datetime = NOW, limit: int = 10) -> int:
    return keep_due({"letter": handler}, clock=at(now), worker="one", lease=LEASE, limit=limit)


def held_by(worker: str, *, now: datetime = NOW) -> tuple[Promise, ...]:
    return claim(["letter"], worker=worker, now=now, lease=LEASE, limit=10)


def happened() -> list[str]:
    return list(EventRow.objects.order_by("id").values_list("what", flat=True))


def test_a_promise_is_kept_once_it_is_due_and_not_before() -> None:
    kept: list[str] = []

    def handler(due: Promise) -> Kept:
        kept.append(due.subject)
        return Kept()

    promise("letter", "a", due=NOW + timedelta(days=365), now=NOW)

    assert keep(handler, now=NOW + timedelta(days=364)) == 0
    assert keep(handler, now=NOW + timedelta(days=365)) == 1
    assert keep(handler, now=NOW + timedelta(days=366)) == 0
    assert kept == ["a"]
    assert happened() == ["promised", "kept"]


def test_promising_the_same_again_changes_nothing() -> None:
    assert promise("letter", "a", due=NOW, now=NOW, payload={"n": 1})
    assert not promise("letter", "a", due=NOW + LEASE, now=NOW, payload={"n": 2})

    row = PromiseRow.objects.get()
    assert (row.due, row.payload) == (NOW, {"n": 1})
    assert happened() == ["promised"]


def test_a_handler_gets_what_was_promised_and_a_key_that_stays_the_same() -> None:
    seen: list[Promise] = []

    def handler(due: Promise) -> Kept:
        seen.append(due)
        if due.attempt == 1:
            message = "no answer"
            raise OutsideError(message)
        return Kept()

    promise("letter", "a", due=NOW, now=NOW, payload={"to": "host", "round": 2})
    keep(handler)
    keep(handler, now=NOW + timedelta(minutes=1))

    assert [due.attempt for due in seen] == [1, 2]
    assert {due.due for due in seen} == {NOW}
    assert seen[0].payload == {"to": "host", "round": 2}
    assert seen[0].key == seen[1].key


def test_a_later_promise_of_the_same_name_has_another_key() -> None:
    promise("letter", "a", due=NOW, now=NOW)
    (first,) = held_by("one")
    close(first, Kept(), worker="one", now=NOW)
    promise("letter", "a", due=NOW, now=NOW)
    (second,) = held_by("one")

    assert first.key != second.key


def test_record_and_next_promise_stand_together_or_not_at_all() -> None:
    def record_then_fail() -> None:
        promise("other", "written", due=NOW, now=NOW)
        message = "no answer"
        raise OutsideError(message)

    promise("letter", "a", due=NOW, now=NOW)
    keep(lambda _: Kept(record=record_then_fail, then=(ToCome(kind="letter", subject="b", due=NOW),)), limit=1)

    assert list(PromiseRow.objects.values_list("kind", "subject", "attempts")) == [("letter", "a", 1)]

    later = NOW + timedelta(days=1)
    then = ToCome(kind="letter", subject="a", due=later + LEASE, payload={"again": True})
    keep(lambda _: Kept(record=lambda: None, then=(then,)), now=later)

    row = PromiseRow.objects.get()
    assert (row.subject, row.due, row.payload, row.attempts) == ("a", later + LEASE, {"again": True}, 0)


def test_a_claimed_promise_is_nobody_elses_until_its_lease_ends() -> None:
    promise("letter", "a", due=NOW, now=NOW)

    assert len(held_by("one")) == 1
    assert held_by("two") == ()
    (taken,) = held_by("two", now=NOW + LEASE)
    assert taken.attempt == 2


def test_a_worker_that_lost_its_lease_changes_nothing() -> None:
    promise("letter", "a", due=NOW, now=NOW)
    (mine,) = held_by("one")
    (theirs,) = held_by("two", now=NOW + LEASE)

    assert not renew(mine, worker="one", now=NOW, lease=LEASE)
    with pytest.raises(LeaseLost):
        close(mine, Kept(), worker="one", now=NOW)
    with pytest.raises(LeaseLost):
        put_back(mine, OutsideError("no answer"), worker="one", now=NOW)
    close(theirs, Kept(), worker="two", now=NOW)
    assert happened() == ["promised", "kept"]


def test_a_promise_withdrawn_while_it_is_kept_records_nothing_and_stays_away() -> None:
    def handler(due: Promise) -> Kept:
        withdraw("letter", due.subject, now=NOW)
        return Kept(then=(ToCome(kind="letter", subject="b", due=NOW),))

    promise("letter", "a", due=NOW, now=NOW)

    assert keep(handler) == 1
    assert not PromiseRow.objects.exists()
    assert happened() == ["promised", "withdrawn"]
    assert not withdraw("letter", "a", now=NOW)


def test_a_long_handler_keeps_its_lease() -> None:
    lease = timedelta(seconds=0.3)
    stolen: list[Promise] = []

    def handler(_: Promise) -> Kept:
        ends = time.monotonic() + 1.2
        while time.monotonic() < ends:
            stolen.extend(claim(["letter"], worker="two", now=system_clock(), lease=lease, limit=1))
            time.sleep(0.05)
        return Kept()

    promise("letter", "a", due=NOW, now=NOW)
    keep_due({"letter": handler}, clock=system_clock, worker="one", lease=lease)

    assert stolen == []
    assert happened() == ["promised", "kept"]


def test_a_promise_that_keeps_failing_is_handed_to_a_person_and_never_lost() -> None:
    def handler(_: Promise) -> Kept:
        message = "https://anna.example did not answer"
        raise OutsideError(message)

    promise("letter", "a", due=NOW, now=NOW)
    for day in range(MOST_ATTEMPTS + 3):
        keep(handler, now=NOW + timedelta(days=day))

    row = PromiseRow.objects.get()
    assert (row.needs_person, row.attempts) == (True, MOST_ATTEMPTS)
    assert row.trouble == "Another system did not answer as it should (OutsideError)."
    assert handed_to_person() == 1
    assert happened() == ["promised", *["failed"] * (MOST_ATTEMPTS - 1), "handed-to-person"]

    assert try_again("letter", "a", now=NOW)
    assert keep(lambda _: Kept()) == 1
    assert not PromiseRow.objects.exists()
    assert not try_again("letter", "a", now=NOW)


def test_wrong_input_goes_to_a_person_at_once() -> None:
    def handler(_: Promise) -> Kept:
        message = "wrong"
        raise InputError(message)

    promise("letter", "a", due=NOW, now=NOW)
    keep(handler)

    assert PromiseRow.objects.get().needs_person


def test_a_promise_that_kills_its_worker_each_time_is_handed_to_a_person() -> None:
    promise("letter", "a", due=NOW, now=NOW)
    for _ in range(MOST_ATTEMPTS):
        assert len(held_by("dying")) == 1
        assert release("dying", now=NOW, counted=True) == 1

    assert held_by("next") == ()
    assert PromiseRow.objects.get().needs_person


def test_a_worker_that_leaves_in_order_costs_no_attempt() -> None:
    promise("letter", "a", due=NOW, now=NOW)
    held_by("leaving")
    release("leaving", now=NOW, counted=False)

    (taken,) = held_by("next")
    assert taken.attempt == 1


def test_one_failing_promise_does_not_hold_up_the_others() -> None:
    kept: list[str] = []

    def handler(due: Promise) -> Kept:
        if due.subject == "bad":
            raise ZeroDivisionError
        kept.append(due.subject)
        return Kept()

    for subject in ("a", "bad", "c"):
        promise("letter", subject, due=NOW, now=NOW)

    assert keep(handler) == 3
    assert kept == ["a", "c"]
    assert PromiseRow.objects.get().trouble == "Verweer itself failed (ZeroDivisionError); please report this."


def test_a_kind_without_a_handler_here_waits_for_a_worker_that_knows_it() -> None:
    promise("from-the-future", "a", due=NOW, now=NOW)

    assert keep(lambda _: Kept()) == 0
    assert PromiseRow.objects.get().attempts == 0


def test_forgetting_a_subject_leaves_no_trace() -> None:
    promise("letter", "a", due=NOW, now=NOW)
    promise("letter", "b", due=NOW, now=NOW)
    forget("a")

    assert set(EventRow.objects.values_list("subject", flat=True)) == {"b"}
    assert set(PromiseRow.objects.values_list("subject", flat=True)) == {"b"}


def test_workers_that_claim_at_the_same_time_never_hold_the_same_promise() -> None:
    for number in range(60):
        promise("letter", str(number), due=NOW, now=NOW)
    held: list[str] = []

    def grab(worker: str) -> None:
        while taken := claim(["letter"], worker=worker, now=NOW, lease=LEASE, limit=3):
            held.extend(one.subject for one in taken)
        connection.close()

    threads = [threading.Thread(target=grab, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(held, key=int) == [str(number) for number in range(60)]

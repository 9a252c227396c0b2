# SPDX-License-Identifier: Apache-2.0
"""Keep what is due: call the handler while the lease is renewed, then close the promise in one transaction."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection

from verweer.kernel import Clock
from verweer.promises.book import claim, close, put_back, renew
from verweer.promises.model import Handler, LeaseLost, Promise

LEASE = timedelta(seconds=60)
_log = logging.getLogger(__name__)


def keep_due(
    handlers: Mapping[str, Handler], *, clock: Clock, worker: str, lease: timedelta = LEASE, limit: int = 1
) -> int:
    """Keep up to `limit` promises that are due, one after another; return how many were tried."""
    tried = 0
    while tried < limit:
        claimed = claim(handlers, worker=worker, now=clock(), lease=lease, limit=1)
        if not claimed:
            break
        for promise in claimed:
            _keep(promise, handlers[promise.kind], clock=clock, worker=worker, lease=lease)
        tried += 1
    return tried


def _keep(promise: Promise, handler: Handler, *, clock: Clock, worker: str, lease: timedelta) -> None:
    try:
        try:
            with _renewed(promise, clock=clock, worker=worker, lease=lease):
                kept = handler(promise)
            close(promise, kept, worker=worker, now=clock())
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001 - the worker loop: whatever fails is recorded and tried again
            _log.warning("promise %s failed at attempt %s (%s)", promise.number, promise.attempt, type(error).__name__)
            put_back(promise, error, worker=worker, now=clock())
    except LeaseLost:
        _log.warning("promise %s was withdrawn or taken over while it was being kept", promise.number)


@contextmanager
def _renewed(promise: Promise, *, clock: Clock, worker: str, lease: timedelta) -> Iterator[None]:
    """Renew the lease from a thread of its own, so that a long handler keeps it and a dead process does not."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(lease.total_seconds() / 3):
            try:
                if not renew(promise, worker=worker, now=clock(), lease=lease):
                    break
            except DatabaseError:  # The next beat comes before the lease ends.
                _log.warning("the lease of promise %s could not be renewed just now", promise.number)
        connection.close()

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()

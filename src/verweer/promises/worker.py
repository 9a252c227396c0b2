# SPDX-License-Identifier: Apache-2.0
"""The worker: keep promises until told to stop, and take over at once from workers that died here."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, close_old_connections

from verweer.kernel import Clock
from verweer.promises.attendance import absent, attending, strike_off
from verweer.promises.book import release
from verweer.promises.keeping import LEASE, keep_due
from verweer.promises.model import Handler

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a worker goes about it; `pause` is between looks when nothing is due, `patience` at the end."""

    threads: int = 2
    lease: timedelta = LEASE
    pause: timedelta = timedelta(seconds=0.5)
    roll_call: timedelta = timedelta(seconds=2)
    patience: timedelta = timedelta(seconds=2)


def work(
    handlers: Mapping[str, Handler],
    *,
    folder: Path,
    worker: str,
    clock: Clock,
    stop: threading.Event,
    pace: Pace | None = None,
) -> bool:
    """Keep promises until `stop` is set; return whether all handlers had ended by then.

    A handler that has not ended within the patience is left behind: its promise is
    released, and the process should end.
    """
    pace = pace or Pace()
    with attending(folder, worker):
        threads = [
            threading.Thread(target=_keep_on, args=(handlers, worker, clock, stop, pace), daemon=True)
            for _ in range(pace.threads)
        ]
        take_over(folder, worker=worker, clock=clock)
        for thread in threads:
            thread.start()
        while not stop.wait(pace.roll_call.total_seconds()):
            take_over(folder, worker=worker, clock=clock)
        for thread in threads:
            thread.join(pace.patience.total_seconds() / len(threads))
        release(worker, now=clock(), counted=False)
    return not any(thread.is_alive() for thread in threads)


def take_over(folder: Path, *, worker: str, clock: Clock) -> None:
    """Release what dead workers of this folder held."""
    for dead in absent(folder, besides=worker):
        try:
            released = release(dead, now=clock(), counted=True)
        except DatabaseError:
            _log.warning("the promises of a dead worker could not be released just now")
            return
        strike_off(folder, dead)
        _log.warning("a worker died; %s of its promises are taken over", released)


def _keep_on(handlers: Mapping[str, Handler], worker: str, clock: Clock, stop: threading.Event, pace: Pace) -> None:
    while not stop.is_set():
        tried = 0
        try:
            close_old_connections()
            tried = keep_due(handlers, clock=clock, worker=worker, lease=pace.lease)
        except DatabaseError:
            _log.warning("the database did not answer; trying again")
        if not tried:
            stop.wait(pace.pause.total_seconds())
    close_old_connections()

# SPDX-License-Identifier: Apache-2.0
"""Watches one browser from outside of it, and ends what goes over its bounds, though every call to it hangs.

First the processes that show pages are ended: the browser itself lives on and finishes its log.
If the visit has not ended by itself a little later, all of it is.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from verweer.browser.bounds import Lack, Limits
from verweer.browser.processes import end
from verweer.browser.quarters import Quarters
from verweer.egress import Guard

_LOOK_SECONDS = 0.25
_LAST_SECONDS = 4.0


@dataclass(slots=True)
class Watch:
    """What the watchdog found; `broken` names the bounds for which it ended the page."""

    broken: set[Lack] = field(default_factory=set)
    most_memory: int = 0
    most_processes: int = 0
    most_written: int = 0


@contextmanager
def watched(quarters: Quarters, guard: Guard, limits: Limits) -> Iterator[Watch]:
    """Watch a browser for as long as the block lasts."""
    watch, stop = Watch(), threading.Event()
    thread = threading.Thread(target=_look_on, args=(watch, stop, quarters, guard, limits), name="browser-watch")
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join()


def _look_on(watch: Watch, stop: threading.Event, quarters: Quarters, guard: Guard, limits: Limits) -> None:
    began = time.monotonic()
    while not stop.wait(_LOOK_SECONDS):
        lack = _over(watch, quarters, limits, seconds=time.monotonic() - began)
        if Lack.BYTE_LIMIT in watch.broken or watch.most_written > limits.log_bytes:
            guard.bytes_limit_hit = True  # Nothing more comes in, and the visit ends by itself.
        if lack is None:
            continue
        watch.broken.add(lack)
        end(process for process in quarters.processes() if process.shows_pages)
        if not stop.wait(_LAST_SECONDS):
            quarters.end_browser()


def _over(watch: Watch, quarters: Quarters, limits: Limits, *, seconds: float) -> Lack | None:
    processes = quarters.processes()
    memory, written = sum(process.memory for process in processes), quarters.size()
    watch.most_memory = max(watch.most_memory, memory)
    watch.most_processes = max(watch.most_processes, len(processes))
    watch.most_written = max(watch.most_written, written)
    if memory > limits.memory or len(processes) > limits.processes:
        return Lack.RESOURCE_LIMIT
    if written > limits.log_bytes * 1.25:
        return Lack.BYTE_LIMIT
    return Lack.TIME_LIMIT if seconds > limits.seconds + limits.grace else None

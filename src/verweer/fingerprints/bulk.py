# SPDX-License-Identifier: Apache-2.0
"""Many files at once: one decoding process a core, answers in the order of the questions."""

import os
import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TypeVar

from verweer.fingerprints.fingerprinter import Fingerprinter, running_fingerprinter
from verweer.fingerprints.sources import Refused, Source

_Answer = TypeVar("_Answer")
# So many files a process are under way: enough that none waits for the slowest.
_AHEAD = 4


def processes_here() -> int:
    """Return how many decoding processes fit this machine: one for each core that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_parallel(
    sources: Iterable[Source | Refused],
    look: Callable[[Fingerprinter, Source | Refused], _Answer],
    *,
    processes: int,
    seconds: float,
) -> Iterator[_Answer]:
    """Yield what `look` returns of each source, in their order; `seconds` is the longest that one file may take."""
    with ExitStack() as stack:
        idle: queue.SimpleQueue[Fingerprinter] = queue.SimpleQueue()
        for _ in range(processes):
            idle.put(stack.enter_context(running_fingerprinter(seconds)))
        pool = stack.enter_context(ThreadPoolExecutor(processes))
        under_way: deque[Future[_Answer]] = deque()
        try:
            for source in sources:
                under_way.append(pool.submit(_looked, idle, look, source))
                if len(under_way) >= processes * _AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def _looked(
    idle: "queue.SimpleQueue[Fingerprinter]",
    look: Callable[[Fingerprinter, Source | Refused], _Answer],
    source: Source | Refused,
) -> _Answer:
    fingerprinter = idle.get()
    try:
        return look(fingerprinter, source)
    finally:
        idle.put(fingerprinter)
        if isinstance(source, Source):
            source.release()

# SPDX-License-Identifier: Apache-2.0
"""Being asked to stop by a signal, without a lock that the signal itself could be waiting for."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue


@contextmanager
def stopped_by(*numbers: signal.Signals) -> Iterator[threading.Event]:
    """Give an event that is set once one of the signals comes; at the end the former handlers are back.

    A handler runs between any two steps of the main thread. One that set the event itself would wait
    for ever when the main thread held the event's lock just then. A `SimpleQueue` is made for this.
    """
    stop, heard = threading.Event(), SimpleQueue[signal.Signals | None]()

    def pass_on() -> None:
        if heard.get() is not None:
            stop.set()

    before = {number: signal.signal(number, lambda number, _: heard.put(signal.Signals(number))) for number in numbers}
    waiting = threading.Thread(target=pass_on, daemon=True)
    waiting.start()
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        heard.put(None)
        waiting.join()

# SPDX-License-Identifier: Apache-2.0
"""A worker process for the chaos test; its outside effect is a line in a file, its inside effect a promise.

Run as: chaos.py FOLDER WORKER. Each step promises the next, so a lost step would be seen.
"""

import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from verweer.kernel import system_clock  # noqa: E402 - Django must be set up first
from verweer.promises import Kept, Promise, ToCome  # noqa: E402 - as above
from verweer.promises.worker import Pace, work  # noqa: E402 - as above

LAST_STEP = 4


def keep_step(effects: Path, promise: Promise) -> Kept:
    with effects.open("a") as file:
        file.write(f"{promise.key}\n")
    time.sleep(0.01)
    name, _, step = promise.subject.partition(":")
    if int(step) == LAST_STEP:
        return Kept()
    return Kept(then=(ToCome(kind="step", subject=f"{name}:{int(step) + 1}", due=promise.due),))


def main(folder: Path, worker: str) -> None:
    effects = folder / f"effects-{worker}.txt"
    pace = Pace(pause=timedelta(seconds=0.05), roll_call=timedelta(seconds=0.2))
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    work(
        {"step": lambda promise: keep_step(effects, promise)},
        folder=folder / "workers",
        worker=worker,
        clock=system_clock,
        stop=stop,
        pace=pace,
    )
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

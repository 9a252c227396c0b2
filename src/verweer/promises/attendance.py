# SPDX-License-Identifier: Apache-2.0
"""Which workers of this data folder are alive: each holds a lock that the kernel lets go when it dies.

A lock (POSIX record lock) ends with its process, however that ended, and is not
inherited by children; so a lock file that can be locked belongs to a dead worker.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def attending(folder: Path, worker: str) -> Iterator[None]:
    """Be known as alive under a name that no worker had before."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{worker}.new"
    with aside.open("w") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        mark = aside.rename(folder / f"{worker}.alive")  # Appears only once it is locked.
        try:
            yield
        finally:
            mark.unlink(missing_ok=True)


def absent(folder: Path, *, besides: str) -> tuple[str, ...]:
    """Return the workers that died without leaving, `besides` (the caller itself) not among them."""
    marks = [mark for mark in sorted(folder.glob("*.alive")) if mark.stem != besides]
    return tuple(mark.stem for mark in marks if _is_dead(mark))


def strike_off(folder: Path, worker: str) -> None:
    """Forget a dead worker."""
    (folder / f"{worker}.alive").unlink(missing_ok=True)


def _is_dead(mark: Path) -> bool:
    try:
        with mark.open("r+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:  # It left in the meantime.
        return False
    except OSError:
        return False
    return True

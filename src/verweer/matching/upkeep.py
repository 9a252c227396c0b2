# SPDX-License-Identifier: Apache-2.0
"""The writers' lock of a bank's folder, and the files in it that no longer count."""

import fcntl
import os
from pathlib import Path

from verweer.matching.files import UNFINISHED
from verweer.matching.holdings import JOURNALS, SEGMENTS, Holdings
from verweer.matching.trouble import BankBusy

LOCK = "lock"


def locked(folder: Path) -> int:
    """Take the writers' lock and return the descriptor that holds it; raises BankBusy, OSError."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as cause:
        os.close(descriptor)
        message = f"Another process writes to the bank in {folder}; wait until it has finished."
        raise BankBusy(message) from cause
    return descriptor


def sweep(folder: Path, holdings: Holdings) -> None:
    """Delete files that no manifest names any more; who has them mapped keeps them."""
    named = {*holdings.manifest.segments, *(log.file.name for log in holdings.logs)}
    for pattern in (SEGMENTS, JOURNALS, f"*{UNFINISHED}"):
        for file in folder.glob(pattern):
            if file.name not in named:
                file.unlink(missing_ok=True)

# SPDX-License-Identifier: Apache-2.0
"""A bank's folder: made empty, locked by who writes, and rid of files that no longer count."""

import fcntl
import os
from pathlib import Path

from verweer.banks.files import UNFINISHED
from verweer.banks.holdings import JOURNALS, SEGMENTS, Holdings, journal_name
from verweer.banks.journal import new_journal
from verweer.banks.manifest import Manifest, write_manifest
from verweer.banks.trouble import BankBusy, NoBank, telling_disk_troubles

LOCK = "lock"


def make_empty(folder: Path) -> None:
    """Make an empty bank in a folder that is new or empty; raises NoBank, NoRoom, UnwritableBank."""
    with telling_disk_troubles(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            message = f"{folder} is not empty; a bank needs a folder of its own."
            raise NoBank(message)
        new_journal(folder / journal_name(1), 1)
        write_manifest(folder, Manifest(generation=1, segments=(), journal=1, next_number=0))


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

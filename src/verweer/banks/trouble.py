# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a bank, by who can mend it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verweer.kernel import EvidenceError, InputError, OutsideError


class NoBank(InputError):
    """There is no bank in a folder, or there already is something."""


class BadItem(InputError):
    """A name that no item can have, or more than one item can hold."""


class DuplicateItem(InputError):
    """The bank already holds an item of this name."""


class UnknownItem(InputError):
    """The bank holds no item of this name."""


class UnwritableBank(InputError):
    """The folder of a bank cannot be written, or was opened to read only."""


class BankBusy(OutsideError):
    """Another process writes to the bank."""


class NoRoom(OutsideError):
    """The disk is full."""


class BankDamaged(EvidenceError):
    """A file of the bank is not as it was written; the sentence names the file and the place."""

    def __init__(self, file: Path | str, what: str) -> None:
        """Keep which file, and what about it."""
        name = file if isinstance(file, str) else file.name
        super().__init__(
            f"The bank is damaged: {name} {what}; put that file back from a copy, or make the bank anew from its list."
        )


@contextmanager
def telling_disk_troubles(folder: Path) -> Iterator[None]:
    """Turn the system's refusals to write into one sentence each."""
    try:
        yield
    except OSError as cause:
        if cause.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            message = f"The disk of {folder} is full; nothing that was acknowledged is lost; make room and try again."
            raise NoRoom(message) from cause
        if cause.errno in {errno.EACCES, errno.EROFS, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.ENOENT}:
            message = f"{folder} cannot be written ({cause.strerror}); choose another folder, or change its rights."
            raise UnwritableBank(message) from cause
        raise

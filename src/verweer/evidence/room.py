# SPDX-License-Identifier: Apache-2.0
"""What happens when the disk, or the memory that stands for it, is full in the middle of a capture."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verweer.kernel import Bilingual, OutsideError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoom(OutsideError):
    """A capture could not be kept for want of room; captures made before are whole."""


@contextmanager
def room_in(folder: Path) -> Iterator[None]:
    """Turn the system's word for a full disk into a sentence; raises NoRoom."""
    try:
        yield
    except OSError as cause:
        if cause.errno not in _FULL:
            raise
        raise NoRoom(
            Bilingual(
                nl=f"Er is geen ruimte meer op de plaats van {folder}; maak ruimte en ga verder. "
                "Wat al was vastgelegd, is heel.",
                en=f"There is no room left where {folder} lies; make room and go on. "
                "What was captured before is whole.",
            )
        ) from cause

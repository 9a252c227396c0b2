# SPDX-License-Identifier: Apache-2.0
"""What one picture or video adds to a bank, and what is asked of one: tables of 256-bit hashes with a detail each.

A detail is eight bytes that say what its hash was made of. Its top byte names the kind, the
other seven belong to the kind: a rectangle, a moment, or where a patch lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.model import PDQ_BYTES, MalformedHash

KIND_SHIFT = 56


class Space(StrEnum):
    """Hashes are compared within one space only."""

    PDQ = "pdq"
    PATCH = "patch256"


class DetailKind(IntEnum):
    """What a hash was made of."""

    WHOLE = 0
    RECTANGLE = 1
    FRAME = 2
    PATCH = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """Hashes (n by 32 bytes) and their details (n), in one space."""

    hashes: NDArray[np.uint8]
    details: NDArray[np.uint64]

    def __post_init__(self) -> None:
        """Refuse tables that do not fit each other."""
        if self.hashes.shape != (len(self.details), PDQ_BYTES):
            message = "Hashes are 32 bytes each, with one detail for each hash."
            raise MalformedHash(message)

    def __len__(self) -> int:
        return len(self.details)


def joined_rows(tables: Sequence[Rows]) -> Rows:
    """Return the rows of all tables, one after another."""
    hashes = np.concatenate([np.empty((0, PDQ_BYTES), np.uint8), *(table.hashes for table in tables)])
    details = np.concatenate([np.empty(0, np.uint64), *(table.details for table in tables)])
    return Rows(hashes, details)


def kinds_of(details: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Return the kind (`DetailKind`) of each detail."""
    return (details >> np.uint64(KIND_SHIFT)).astype(np.uint8)

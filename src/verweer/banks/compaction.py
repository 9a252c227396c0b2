# SPDX-License-Identifier: Apache-2.0
"""Journals become a segment, and small segments one: which of them, and without what was removed."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from verweer.banks.delta import Delta
from verweer.banks.manifest import Manifest
from verweer.banks.tier import Table, Tier, write_tier
from verweer.fingerprints import PDQ_BYTES, Rows, Space

if TYPE_CHECKING:
    from verweer.banks.model import Opinion

_GROWTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What is joined into one segment: the last `tiers`, and all of the `deltas`; `removed` is as known at that moment."""

    kept: tuple[Tier, ...]
    tiers: tuple[Tier, ...]
    deltas: tuple[Delta, ...]
    removed: frozenset[int]


def merge_of(tiers: tuple[Tier, ...], deltas: tuple[Delta, ...], removed: frozenset[int], *, is_whole: bool) -> Merge:
    """Return what to join: all, or as many of the last segments as are not much larger than what is joined with them."""
    first, rows = len(tiers), sum(len(delta) for delta in deltas)
    while first and (is_whole or len(tiers[first - 1]) <= _GROWTH * rows):
        first -= 1
        rows += len(tiers[first])
    return Merge(kept=tiers[:first], tiers=tiers[first:], deltas=deltas, removed=removed)


def write_merged(merge: Merge, file: Path) -> None:
    """Write the segment that a merge makes; raises OSError."""
    removed = np.fromiter(sorted(merge.removed), np.uint32, len(merge.removed))
    parts: tuple[Tier | Delta, ...] = (*merge.tiers, *merge.deltas)
    names: dict[int, str] = {}
    for part in parts:
        names |= part.names() if isinstance(part, Tier) else part.names
    # What was removed from older segments must be remembered as long as they are there.
    older = removed[~np.isin(removed, np.fromiter(names, np.uint32, len(names)))] if merge.kept else removed[:0]
    opinions: dict[int, Opinion] = {}
    for part in parts:
        opinions |= part.opinions
    write_tier(
        file,
        names_told={number: name for number, name in names.items() if number not in merge.removed},
        tables={space: joined([part.table(space) for part in parts], removed) for space in Space},
        removed=older,
        # Of an item in an older segment "none" must be remembered too: it may take back what stands there.
        opinions={number: one for number, one in opinions.items() if number not in merge.removed},
    )


def manifest_after(manifest: Manifest, merge: Merge, file: Path, *, next_number: int) -> Manifest:
    """Return the manifest with which a merge comes into force."""
    return Manifest(
        generation=manifest.generation + 1,
        segments=(*(tier.file.name for tier in merge.kept), file.name),
        journal=manifest.journal + len(merge.deltas),
        next_number=next_number,
    )


def joined(tables: list[Table], removed: NDArray[np.uint32]) -> Table:
    """Return the rows of several tables without those of removed items."""
    if not tables:
        return Table(
            rows=Rows(hashes=np.empty((0, PDQ_BYTES), np.uint8), details=np.empty(0, np.uint64)),
            items=np.empty(0, np.uint32),
        )
    kept = [~np.isin(table.items, removed) for table in tables]
    return Table(
        rows=Rows(
            hashes=np.concatenate([table.rows.hashes[one] for table, one in zip(tables, kept, strict=True)]),
            details=np.concatenate([table.rows.details[one] for table, one in zip(tables, kept, strict=True)]),
        ),
        items=np.concatenate([table.items[one] for table, one in zip(tables, kept, strict=True)]),
    )

# SPDX-License-Identifier: Apache-2.0
"""How much a bank holds, in numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from verweer.banks.holdings import Holdings
from verweer.banks.model import Opinion
from verweer.banks.tier import Tier
from verweer.fingerprints import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class BankStatus:
    """Items that are found, their hashes by space (removed ones until a compaction), and the files that hold them."""

    items: int
    hashes: Mapping[Space, int]
    different_hashes: Mapping[Space, int]
    bands: Mapping[Space, tuple[int, ...]]
    removed_waiting: int
    opinions: Mapping[Opinion, int]
    segments: int
    journals: int
    hashes_in_journals: int
    generation: int
    file_bytes: int


def status_of(holdings: Holdings, folder: Path) -> BankStatus:
    """Count what a bank holds."""
    named = sum(part.items if isinstance(part, Tier) else len(part.names) for part in holdings.parts)
    said = Counter(one for number, one in holdings.opinions.items() if number not in holdings.removed)
    waiting = sum(1 for number in holdings.removed if holdings.name_of(number) is not None)
    files = [*(tier.file for tier in holdings.tiers), *(log.file for log in holdings.logs), *folder.glob("bank.json")]
    return BankStatus(
        items=named - waiting,
        hashes={space: sum(part.rows(space) for part in holdings.parts) for space in Space},
        different_hashes={space: sum(tier.groups(space)[0] for tier in holdings.tiers) for space in Space},
        bands={space: tuple(tier.groups(space)[1] for tier in holdings.tiers) for space in Space},
        removed_waiting=waiting,
        opinions={opinion: said[opinion] for opinion in Opinion if opinion is not Opinion.NONE},
        segments=len(holdings.tiers),
        journals=len(holdings.logs),
        hashes_in_journals=sum(len(delta) for delta in holdings.deltas),
        generation=holdings.manifest.generation,
        file_bytes=sum(file.stat().st_size for file in files if file.exists()),
    )

# SPDX-License-Identifier: Apache-2.0
"""What matching gives: a distance in bits, and groups of copies."""

from dataclasses import dataclass
from enum import StrEnum

from verweer.kernel import Digest

MATCH_RADIUS = 31
"""Two PDQ hashes at most this many bits apart show the same picture (the reference's threshold)."""


class Opinion(StrEnum):
    """What people said about an item of a bank when it matched before."""

    NONE = "none"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Files that show the same picture or video; the first member names the group."""

    members: tuple[Digest, ...]
    widest_distance: int

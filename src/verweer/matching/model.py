# SPDX-License-Identifier: Apache-2.0
"""What matching gives: a distance in bits, and groups of copies."""

from dataclasses import dataclass

from verweer.kernel import Digest

MATCH_RADIUS = 31
"""Two PDQ hashes at most this many bits apart show the same picture (the reference's threshold)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Files that show the same picture or video; the first member names the group."""

    members: tuple[Digest, ...]
    widest_distance: int

# SPDX-License-Identifier: Apache-2.0
"""What matching gives about files of one case: groups of copies."""

from dataclasses import dataclass

from verweer.kernel import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Files that show the same picture or video; the first member names the group."""

    members: tuple[Digest, ...]
    widest_distance: int

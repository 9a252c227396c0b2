# SPDX-License-Identifier: Apache-2.0
"""What a bank is asked and told beside hashes: a distance in bits, and what people said about an item."""

from enum import StrEnum

MATCH_RADIUS = 31
"""Two PDQ hashes at most this many bits apart show the same picture (the reference's threshold)."""


class Opinion(StrEnum):
    """What people said about an item of a bank when it matched before."""

    NONE = "none"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    REJECTED = "rejected"

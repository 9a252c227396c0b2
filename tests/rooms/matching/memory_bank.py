# SPDX-License-Identifier: Apache-2.0
"""A bank in memory that compares with every row: what a search must give, without an index."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from verweer.banks import Hits
from verweer.banks.model import Opinion
from verweer.fingerprints import Rows, Space
from verweer.matching.recognising import Stored


def holding(items: Sequence[Mapping[Space, Rows]]) -> Stored:
    """Return a bank of items, which are numbered in their order."""

    def search(space: Space, hashes: NDArray[np.uint8], radius: int) -> Hits:
        rows = [each[space] for each in items]
        stored = np.concatenate([each.hashes for each in rows])
        numbers = np.concatenate([np.full(len(each), place, np.uint32) for place, each in enumerate(rows)])
        details = np.concatenate([each.details for each in rows])
        far = np.bitwise_count(hashes[:, None] ^ stored[None]).sum(axis=2)
        query, row = np.nonzero(far <= radius)
        return Hits(
            query=query.astype(np.uint32),
            item=numbers[row],
            detail=details[row],
            distance=far[query, row].astype(np.uint16),
        )

    return Stored(
        search=search,
        patches_of=lambda numbers: {number: items[number][Space.PATCH] for number in numbers},
        opinion_of=lambda _: Opinion.NONE,
    )

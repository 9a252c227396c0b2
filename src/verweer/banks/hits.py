# SPDX-License-Identifier: Apache-2.0
"""What a search gives: one row for each stored hash within the radius of a hash that was asked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Four columns of equal length, ordered by `query`, `distance`, `item`, `detail`.

    `query` counts the hashes that were asked; `item` is the bank's number of an item (the bank
    knows its name); `detail` is what was stored with the hash; `distance` is in bits of 256.
    """

    query: NDArray[np.uint32]
    item: NDArray[np.uint32]
    detail: NDArray[np.uint64]
    distance: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.query)

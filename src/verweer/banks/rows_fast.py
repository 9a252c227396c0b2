# SPDX-License-Identifier: Apache-2.0
"""Compare every query with every row, compiled by numba: block after block of rows with all queries.

A block is laid out word by word first, so that the processor compares eight rows at once; the block stays in
its second cache while all queries pass.
"""

import numpy as np
from numpy.typing import NDArray

from verweer.banks.index import WORDS
from verweer.banks.native import compiled, ones

Found = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint16]]
_BLOCK_ROWS = 2048  # 64 kB.


@compiled
def grown(found: Found) -> Found:
    """Return the same columns with twice the room."""
    query, group, apart = found
    size = len(query)
    more = np.empty(2 * size, np.uint32), np.empty(2 * size, np.uint32), np.empty(2 * size, np.uint16)
    more[0][:size], more[1][:size], more[2][:size] = query, group, apart
    return more


@compiled
def near_rows(words: NDArray[np.uint64], queries: NDArray[np.uint64], radius: int) -> Found:
    """Return query, row and distance of each pair within the radius, by comparing every pair."""
    found, count = (np.empty(64, np.uint32), np.empty(64, np.uint32), np.empty(64, np.uint16)), 0
    block, apart = np.empty((WORDS, _BLOCK_ROWS), np.uint64), np.empty(_BLOCK_ROWS, np.uint16)
    for begin in range(0, len(words), _BLOCK_ROWS):
        size = min(_BLOCK_ROWS, len(words) - begin)
        for row in range(size):
            for word in range(WORDS):
                block[word, row] = words[begin + row, word]
        for query in range(len(queries)):
            first, second, third, fourth = queries[query, 0], queries[query, 1], queries[query, 2], queries[query, 3]
            near = 0
            for row in range(size):
                far = (
                    ones(block[0, row] ^ first)
                    + ones(block[1, row] ^ second)
                    + ones(block[2, row] ^ third)
                    + ones(block[3, row] ^ fourth)
                )
                apart[row] = far
                near += far <= radius
            if not near:
                continue
            for row in range(size):
                if apart[row] <= radius:
                    if count == len(found[0]):
                        found = grown(found)
                    found[0][count], found[1][count], found[2][count] = query, begin + row, apart[row]
                    count += 1
    return found[0][:count].copy(), found[1][:count].copy(), found[2][:count].copy()

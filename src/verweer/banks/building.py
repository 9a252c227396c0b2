# SPDX-License-Identifier: Apache-2.0
"""Hashes in, the index over them out: sorted, equal ones joined, cut into bands, each band into buckets."""

import numpy as np
from numpy.typing import NDArray

from verweer.banks.bands import Layout, layout_for
from verweer.banks.index import BUCKETS, FULL, MOST_GROUPS, OVERFLOWS, Index, Numbers, block_starts, words_of
from verweer.banks.speed import buckets_of
from verweer.kernel import InputError


def build_index(hashes: NDArray[np.uint8], *, layout: Layout | None = None) -> tuple[Index, Numbers]:
    """Return the index of hashes (n by 32), and the order in which its rows take them."""
    words = words_of(hashes)
    order = _sorted(words)
    rows = words[order]
    begins = np.ones(len(rows), np.bool_)
    begins[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    groups = np.append(np.flatnonzero(begins), len(rows)).astype(np.uint32)
    different = rows if len(groups) == len(rows) + 1 else rows[begins]
    if len(different) > MOST_GROUPS:
        message = f"One index holds at most {MOST_GROUPS} different hashes; divide them over several banks."
        raise InputError(message)
    chosen = layout_for(len(different)) if layout is None else layout
    return _banded(different, chosen, groups), order


def _sorted(words: NDArray[np.uint64]) -> Numbers:
    """Return the order by all four words, then by row; only hashes whose first words are equal need more than the first."""
    order = np.argsort(words[:, 0])
    first = words[order, 0]
    tied = np.zeros(len(first), np.bool_)
    tied[1:] = first[1:] == first[:-1]
    tied[:-1] |= tied[1:]
    places = np.flatnonzero(tied)
    if len(places):
        rows = order[places]
        order[places] = rows[np.lexsort((rows, *words[rows].T[::-1]))]
    return order.astype(np.uint32)


def _banded(words: NDArray[np.uint64], layout: Layout, groups: Numbers) -> Index:
    starts = block_starts(layout)
    blocks = np.zeros((starts[-1], 3), np.uint32)
    ids = np.empty((max(0, len(layout.widths) - 1), len(words)), np.uint32)
    overflow: list[Numbers] = []
    for band in range(len(layout.widths)):
        begins, listed = buckets_of(words, layout, band)
        if band:
            ids[band - 1] = listed
        full = _packed(begins, blocks[starts[band] : starts[band + 1]])
        _set_aside(begins, blocks[starts[band] : starts[band + 1]], full, overflow)
    spilled = np.concatenate(overflow) if overflow else np.empty((0, BUCKETS + 1), np.uint32)
    return Index(layout=layout, words=words, ids=ids, blocks=blocks, overflow=spilled, groups=groups)


def _packed(begins: Numbers, blocks: Numbers) -> NDArray[np.intp]:
    """Write the begin of each block and its sizes; return the blocks with a size that four bits cannot tell."""
    sizes = np.diff(begins).reshape(-1, BUCKETS)
    blocks[:, 0] = begins[:-1:BUCKETS]
    for half in (0, 1):
        for place in range(BUCKETS // 2):
            size = np.minimum(sizes[:, half * 8 + place], np.uint32(FULL))
            blocks[:, 1 + half] |= size << np.uint32(4 * place)
    return np.flatnonzero((sizes > FULL).any(axis=1))


def _set_aside(begins: Numbers, blocks: Numbers, full: NDArray[np.intp], overflow: list[Numbers]) -> None:
    if not len(full):
        return
    before = sum(len(rows) for rows in overflow)
    blocks[full, 0] = (np.arange(len(full)) + before + OVERFLOWS).astype(np.uint32)
    overflow.append(begins[full[:, None] * BUCKETS + np.arange(BUCKETS + 1)])

# SPDX-License-Identifier: Apache-2.0
"""Which twin of the inner loops runs here: compiled by numba where it is installed, else NumPy; the results are equal.

numba takes a second or two to load, so it is loaded at the first search and not before.
"""

from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from verweer.banks import expanded, index, search_plain
from verweer.banks.bands import Layout, Plan
from verweer.banks.expanded import Expanded
from verweer.banks.index import Index, Numbers
from verweer.banks.search_plain import Found

COMPILED = find_spec("numba") is not None


def near_groups(among: Index, queries: NDArray[np.uint64], radius: int, plan: Plan) -> Found:
    """Return query, group and distance of every pair within the radius, by way of the index."""
    if not COMPILED:
        return search_plain.near_groups(among, queries, radius, plan)
    from verweer.banks import search_fast  # noqa: PLC0415 - loads numba

    return search_fast.near_groups(among, queries, radius, plan)


def near_rows(words: NDArray[np.uint64], queries: NDArray[np.uint64], radius: int) -> Found:
    """Return query, row and distance of every pair within the radius, by comparing each."""
    if not COMPILED:
        return search_plain.near_rows(words, queries, radius)
    from verweer.banks import rows_fast  # noqa: PLC0415 - loads numba

    return rows_fast.near_rows(words, queries, radius)


def buckets_of(words: NDArray[np.uint64], layout: Layout, band: int) -> tuple[Numbers, Numbers]:
    """Return where each bucket of a band begins, and the groups with their checks, bucket after bucket."""
    if not COMPILED:
        return index.listed_buckets(words, layout, band)
    from verweer.banks import building_fast  # noqa: PLC0415 - loads numba

    return building_fast.buckets_of(words, layout, band)


def passing(new: Expanded, words: NDArray[np.uint64]) -> Found:
    """Return row, new row and distance of every pair of an archive's hashes and new ones."""
    if not COMPILED:
        return expanded.passing_plain(new, words)
    from verweer.banks import expanded_fast  # noqa: PLC0415 - loads numba

    return expanded_fast.passing(new, words)

# SPDX-License-Identifier: Apache-2.0
"""Which twin of the inner loops runs here: compiled by numba where it is installed, else NumPy; the results are equal."""

from importlib.util import find_spec

from verweer.matching import expanded, index, search_plain

COMPILED = find_spec("numba") is not None

if COMPILED:
    from verweer.matching.expanded_fast import passing
    from verweer.matching.search_fast import buckets_of, near_groups, near_rows
else:
    passing = expanded.passing_plain
    buckets_of = index.listed_buckets
    near_groups = search_plain.near_groups
    near_rows = search_plain.near_rows

__all__ = ["COMPILED", "buckets_of", "near_groups", "near_rows", "passing"]

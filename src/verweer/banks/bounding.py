# SPDX-License-Identifier: Apache-2.0
"""Many hashes asked of a bank as one question, with a bound on the hits of all of them together.

1. Equal hashes are asked once, and some at a time, so that what they meet is cut before the next are asked.
2. Once there are more hits than may be kept, each hash keeps its first ones alone: as many as the
   largest power of two at which all together are few enough. First comes the nearest of each
   item, then the second nearest of each, so that one item with many equal rows hides no other.
3. So every hash that met anything keeps something, and what is kept depends on no order of asking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verweer.banks.bank import Bank
from verweer.banks.hits import Hits
from verweer.banks.search_plain import ranges
from verweer.fingerprints import Space

_TOGETHER = 16
_Integers = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedHits:
    """The hits, and how many each hash kept at most; None when nothing was cut."""

    hits: Hits
    most_of_each: int | None


def search_bounded(bank: Bank, space: Space, hashes: NDArray[np.uint8], *, radius: int, most: int) -> BoundedHits:
    """Return what `Bank.search` does, and of more than `most` hits the first of each hash; raises as it does.

    More than `most` are kept only where that many hashes met something.
    """
    kept, count = [bank.search(space, hashes[:0], radius=radius)], 0
    most_of_each: int | None = None
    different, which, times = np.unique(hashes, axis=0, return_inverse=True, return_counts=True)
    for start in range(0, len(different), _TOGETHER):
        found = _from(bank.search(space, different[start : start + _TOGETHER], radius=radius), start)
        kept.append(found if most_of_each is None else _at(found, np.flatnonzero(_places(found) < most_of_each)))
        count += int(times[kept[-1].query].sum())
        if count > most:
            hits = _joined(kept)
            places, weights = _places(hits), times[hits.query]
            most_of_each = _largest(places, weights, most)
            kept, count = [_at(hits, np.flatnonzero(places < most_of_each))], int(weights[places < most_of_each].sum())
    return BoundedHits(hits=_as_asked(_joined(kept), which), most_of_each=most_of_each)


def _places(hits: Hits) -> _Integers:
    """Return of each hit how many of the same hash come before it: the nearest of each item, then the second nearest."""
    by_item = np.lexsort((hits.item, hits.query))
    within_item = _counted(hits.query[by_item].astype(np.uint64) << np.uint64(32) | hits.item[by_item], by_item)
    order = np.lexsort((hits.distance, within_item, hits.query))
    return _counted(hits.query[order], order)


def _counted(sorted_keys: NDArray[np.unsignedinteger[Any]], order: _Integers) -> _Integers:
    """Return of each hit its place among those of an equal key, counted in this order."""
    places = np.empty(len(order), np.intp)
    places[order] = np.arange(len(order)) - np.searchsorted(sorted_keys, sorted_keys)
    return places


def _largest(places: _Integers, weights: _Integers, most: int) -> int:
    """Return the largest power of two at which few enough are kept, and 1 when there is none."""
    largest = 1 << int(places.max()).bit_length()
    while largest > 1 and int(weights[places < largest].sum()) > most:
        largest //= 2
    return largest


def _as_asked(hits: Hits, which: _Integers) -> Hits:
    """Return the hits of all hashes, of which `which` says what different one each is."""
    begins, ends = (np.searchsorted(hits.query, which, side=side) for side in ("left", "right"))
    rows = _at(hits, ranges(begins, ends))
    query = np.repeat(np.arange(len(which), dtype=np.uint32), ends - begins)
    return Hits(query=query, item=rows.item, detail=rows.detail, distance=rows.distance)


def _from(hits: Hits, start: int) -> Hits:
    return Hits(query=hits.query + np.uint32(start), item=hits.item, detail=hits.detail, distance=hits.distance)


def _at(hits: Hits, places: _Integers) -> Hits:
    return Hits(
        query=hits.query[places],
        item=hits.item[places],
        detail=hits.detail[places],
        distance=hits.distance[places],
    )


def _joined(parts: Sequence[Hits]) -> Hits:
    return Hits(
        query=np.concatenate([part.query for part in parts]),
        item=np.concatenate([part.item for part in parts]),
        detail=np.concatenate([part.detail for part in parts]),
        distance=np.concatenate([part.distance for part in parts]),
    )

# SPDX-License-Identifier: Apache-2.0
"""Of a question that meets very much, each hash keeps its first hits, those of all items in turn."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from verweer.banks import Bank, search_bounded
from verweer.fingerprints import MalformedHash, Rows, Space

RNG = np.random.default_rng(6)
MIDDLES = RNG.integers(0, 256, (6, 32), dtype=np.uint8)


def near(hashes: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Return hashes of which each has up to eight bits of one byte changed."""
    changed = hashes.copy()
    changed[:, 0] ^= np.random.default_rng(seed).integers(0, 256, len(hashes), dtype=np.uint8)
    return changed


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """An item of many equal rows, then some of few that are as near or nearer."""
    with Bank.create(tmp_path / "bank") as bank:
        crowd = Rows(hashes=near(np.repeat(MIDDLES, 40, axis=0), 1), details=np.arange(240, dtype=np.uint64))
        bank.add("crowd", {Space.PDQ: crowd})
        for seed in range(2, 7):
            few = Rows(hashes=near(MIDDLES, seed), details=np.full(6, seed, np.uint64))
            bank.add(f"few {seed}", {Space.PDQ: few})
        bank.remove("few 6")
        yield bank


# More hashes than are asked at a time; one comes thirty times, as of a still.
ASKED = np.concatenate([MIDDLES, near(np.repeat(MIDDLES, 5, axis=0), 9), np.repeat(MIDDLES[:1], 29, axis=0)])


def test_what_is_few_enough_is_told_as_any_search_tells_it(bank: Bank) -> None:
    whole = bank.search(Space.PDQ, ASKED, radius=31)

    bounded = search_bounded(bank, Space.PDQ, ASKED, radius=31, most=len(whole))

    assert bounded.most_of_each is None
    for column in ("query", "item", "detail", "distance"):
        assert getattr(bounded.hits, column).tolist() == getattr(whole, column).tolist(), column


@pytest.mark.parametrize("most", [80, 200, 400, 1000])
def test_each_hash_keeps_as_many_as_all_can_and_of_each_item_the_nearest(bank: Bank, most: int) -> None:
    whole = bank.search(Space.PDQ, ASKED, radius=31)

    bounded = search_bounded(bank, Space.PDQ, ASKED, radius=31, most=most)

    hits, each = bounded.hits, bounded.most_of_each
    assert each is not None
    assert len(hits) <= most < 2 * each * len(ASKED)
    for asked in range(len(ASKED)):
        mine, all_of_mine = hits.query == asked, whole.query == asked
        counts = np.bincount(hits.item[mine], minlength=6)
        assert counts.sum() == min(each, all_of_mine.sum())
        assert (counts > 0).sum() == min(each, 5), "no item hides another"
        for item in np.flatnonzero(counts):
            kept = hits.distance[mine & (hits.item == item)]
            assert kept.tolist() == whole.distance[all_of_mine & (whole.item == item)][: counts[item]].tolist()


def test_what_is_kept_depends_on_no_order_of_asking(bank: Bank) -> None:
    order = RNG.permutation(len(ASKED))

    first = search_bounded(bank, Space.PDQ, ASKED, radius=31, most=300).hits
    second = search_bounded(bank, Space.PDQ, ASKED[order], radius=31, most=300).hits

    def told(query: NDArray[np.intp], item: NDArray[np.uint32], detail: NDArray[np.uint64]) -> list[tuple[int, ...]]:
        return sorted(zip(query.tolist(), item.tolist(), detail.tolist(), strict=True))

    assert told(first.query.astype(np.intp), first.item, first.detail) == told(
        order[second.query], second.item, second.detail
    )


def test_with_room_for_nothing_each_hash_still_keeps_its_nearest(bank: Bank) -> None:
    bounded = search_bounded(bank, Space.PDQ, ASKED, radius=31, most=1)

    assert bounded.most_of_each == 1
    assert bounded.hits.query.tolist() == list(range(len(ASKED)))


def test_hashes_that_are_none_are_refused(bank: Bank) -> None:
    assert len(search_bounded(bank, Space.PDQ, ASKED[:0], radius=31, most=9).hits) == 0
    with pytest.raises(MalformedHash):
        search_bounded(bank, Space.PDQ, ASKED[:, :31], radius=31, most=9)

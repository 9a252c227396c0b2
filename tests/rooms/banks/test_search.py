# SPDX-License-Identifier: Apache-2.0
"""Exact search: whatever the layout, radius and twin, the pairs are those that comparing every pair finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from verweer.banks import BadRadius, Layout, build_index, expanded_fast, layout_for, layout_of, search_index
from verweer.banks.bands import Plan, masks_of, plan_for
from verweer.banks.building_fast import buckets_of
from verweer.banks.expanded import expanded, passing_plain
from verweer.banks.expanded_fast import passing
from verweer.banks.index import listed_buckets, words_of
from verweer.banks.search_fast import near_groups as near_groups_fast
from verweer.banks.search_plain import near_groups as near_groups_plain
from verweer.fingerprints import MalformedHash
from verweer.kernel import InputError

Hashes = NDArray[np.uint8]


def flipped(hashes: Hashes, most: int, rng: np.random.Generator) -> Hashes:
    bits = np.unpackbits(hashes, axis=1)
    for row in bits:
        row[rng.choice(256, rng.integers(0, most + 1), replace=False)] ^= 1
    return np.packbits(bits, axis=1)


def real_like(count: int, seed: int) -> Hashes:
    """Return hashes of which a third are equal, a third nearly, and the others random, so that buckets fill up."""
    rng = np.random.default_rng(seed)
    hashes = rng.integers(0, 256, (count, 32), dtype=np.uint8)
    hashes[: count // 3] = hashes[0]
    hashes[count // 3 : 2 * count // 3] = flipped(np.repeat(hashes[-1:], count // 3, axis=0), 3, rng)
    return hashes


def by_comparing(stored: Hashes, asked: Hashes, radius: int) -> set[tuple[int, int, int]]:
    apart = (np.unpackbits(stored, axis=1)[None] != np.unpackbits(asked, axis=1)[:, None]).sum(axis=2)
    return {(int(one), int(row), int(apart[one, row])) for one, row in np.argwhere(apart <= radius)}


@pytest.mark.parametrize("is_compiled", [True, False], ids=["compiled", "plain"])
@pytest.mark.parametrize("bands", [0, 11, 16])
@pytest.mark.parametrize("radius", [0, 12, 31, 256])
def test_every_pair_within_the_radius_is_found_once(bands: int, radius: int, *, is_compiled: bool) -> None:
    rng = np.random.default_rng(radius)
    stored = real_like(1_200, seed=bands)
    asked = flipped(stored[rng.integers(0, len(stored), 12)], 60, rng)
    index, order = build_index(stored, layout=layout_of(bands))

    query, row, distance = search_index(index, asked, radius=radius, is_compiled=is_compiled)

    found = list(zip(query.tolist(), order[row].tolist(), distance.tolist(), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == by_comparing(stored, asked, radius)
    assert [(one, far) for one, _, far in found] == sorted((one, far) for one, _, far in found)


@pytest.mark.parametrize("bands", [11, 13, 16])
def test_a_plan_is_used_where_it_is_cheaper_and_finds_what_lies_at_the_rim(bands: int) -> None:
    rng = np.random.default_rng(bands)
    stored = rng.integers(0, 256, (60_000, 32), dtype=np.uint8)
    asked = np.unpackbits(stored[:64], axis=1)
    for row in asked:
        row[rng.choice(256, 31, replace=False)] ^= 1
    index, order = build_index(stored, layout=layout_of(bands))

    assert plan_for(index.layout, 31, len(index.words)).flips is not None
    for is_compiled in (True, False):
        query, row, distance = search_index(index, np.packbits(asked, axis=1), is_compiled=is_compiled)
        assert (query.tolist(), order[row].tolist()) == (list(range(64)), list(range(64)))
        assert set(distance.tolist()) == {31}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([11, 16]))
def test_every_plan_that_allows_for_the_radius_finds_each_pair_once(seed: int, bands: int) -> None:
    rng = np.random.default_rng(seed)
    flips = tuple(rng.integers(-1, 4, bands).tolist())
    radius = max(0, sum(flip + 1 for flip in flips) - 1)
    stored = rng.integers(0, 256, (400, 32), dtype=np.uint8)
    asked = np.unpackbits(stored[:16], axis=1)
    for row in asked:
        row[rng.choice(256, radius, replace=False)] ^= 1
    index, order = build_index(stored, layout=layout_of(bands))

    for near in (near_groups_fast, near_groups_plain):
        query, group, apart = near(index, words_of(np.packbits(asked, axis=1)), radius, Plan(flips if radius else None))
        found = list(zip(query.tolist(), order[group].tolist(), apart.tolist(), strict=True))
        assert sorted(found) == sorted(by_comparing(stored, np.packbits(asked, axis=1), radius))


def turned(hashes: Hashes) -> Hashes:
    """Return hashes with the bytes of each word in the order in which bands count its bits, or back."""
    return np.ascontiguousarray(hashes.reshape(-1, 4, 8)[:, :, ::-1]).reshape(-1, 32)


def tight(stored: Hashes, layout: Layout, flips: tuple[int, ...]) -> Hashes:
    """Return, for each band, the first hash changed so that only this band lets the pair through, and only just."""
    asked = np.unpackbits(turned(np.repeat(stored[:1], len(flips), axis=0)), axis=1)
    for lone, row in enumerate(asked):
        for band, (first_bit, flip) in enumerate(zip(layout.first_bits, flips, strict=True)):
            row[first_bit : first_bit + flip + (band != lone)] ^= 1
    return turned(np.packbits(asked, axis=1))


@pytest.mark.parametrize("flips", [(2,) * 10 + (1,), (1,) * 16], ids=["11 bands", "16 bands"])
def test_a_pair_that_only_one_band_just_lets_through_is_found(flips: tuple[int, ...]) -> None:
    stored = np.random.default_rng(6).integers(0, 256, (400, 32), dtype=np.uint8)
    layout = layout_of(len(flips))
    index, order = build_index(stored, layout=layout)

    for near in (near_groups_fast, near_groups_plain):
        query, group, apart = near(index, words_of(tight(stored, layout, flips)), 31, Plan(flips))
        assert sorted(query.tolist()) == list(range(len(flips)))
        assert set(order[group].tolist()) == {0}
        assert set(apart.tolist()) == {31}


@pytest.mark.parametrize("joined_from", [0, 1_000], ids=["joined", "row by row"])
def test_an_archived_hash_that_only_one_band_just_lets_through_is_found(
    joined_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expanded_fast, "JOINED_FROM", joined_from)
    new = np.random.default_rng(6).integers(0, 256, (400, 32), dtype=np.uint8)
    archive = tight(new, layout_of(16), (1,) * 16)

    for twin in (passing, passing_plain):
        row, number, apart = twin(expanded(new, 31), words_of(archive))
        assert sorted(row.tolist()) == list(range(16))
        assert (set(number.tolist()), set(apart.tolist())) == ({0}, {31})


@given(st.sampled_from([11, 13, 16]), st.integers(0, 256), st.integers(1, 10**8))
def test_the_bands_always_allow_for_the_whole_radius(bands: int, radius: int, count: int) -> None:
    plan = plan_for(layout_of(bands), radius, count)

    assert plan.flips is None or sum(flip + 1 for flip in plan.flips) == radius + 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.integers(0, 256), st.integers(0, 31))
def test_any_hashes_are_found_at_any_radius(stored: list[bytes], radius: int, flip: int) -> None:
    table = np.frombuffer(b"".join(stored), np.uint8).reshape(-1, 32)
    asked = table[:1].copy()
    asked[0, flip] ^= 0x81
    index, order = build_index(table, layout=layout_of(16))

    query, row, distance = search_index(index, asked, radius=radius, is_compiled=False)

    found = set(zip(query.tolist(), order[row].tolist(), distance.tolist(), strict=True))
    assert found == by_comparing(table, asked, radius)


@pytest.mark.parametrize("bands", [1, 2, 11, 16])
def test_both_twins_fill_the_same_buckets(bands: int) -> None:
    words, layout = words_of(real_like(999, seed=3)), Layout((8,) * (bands - 1) + (15,))

    for band in range(bands):
        for compiled, plain in zip(buckets_of(words, layout, band), listed_buckets(words, layout, band), strict=True):
            assert np.array_equal(compiled, plain)


@pytest.mark.parametrize("joined_from", [0, 1_000], ids=["joined", "row by row"])
@pytest.mark.parametrize("radius", [0, 7, 31, 40, 90])
def test_an_archive_that_streams_past_gives_the_same_pairs(
    radius: int, joined_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expanded_fast, "JOINED_FROM", joined_from)
    rng = np.random.default_rng(radius)
    new = real_like(90, seed=8)
    archive = flipped(new[rng.integers(0, len(new), 300)], 64, rng)

    for twin in (passing, passing_plain):
        row, number, apart = twin(expanded(new, radius), words_of(archive))
        found = list(zip(row.tolist(), number.tolist(), apart.tolist(), strict=True))
        assert len(found) == len(set(found))
        assert set(found) == by_comparing(new, archive, radius)


def test_an_empty_bank_and_an_empty_question_give_nothing() -> None:
    nothing = np.empty((0, 32), np.uint8)
    full, _ = build_index(real_like(30, seed=1), layout=layout_of(16))
    empty, _ = build_index(nothing)

    for is_compiled in (True, False):
        assert len(search_index(empty, real_like(3, seed=1), is_compiled=is_compiled)[0]) == 0
        assert len(search_index(full, nothing, is_compiled=is_compiled)[0]) == 0
    for twin in (passing, passing_plain):
        assert len(twin(expanded(nothing, 31), words_of(real_like(3, seed=1)))[0]) == 0
        assert len(twin(expanded(real_like(3, seed=1), 31), words_of(nothing))[0]) == 0


SIZES = {"a few": (10, 0), "some": (100_000, 16), "a million": (1_000_000, 13), "many": (10_000_000, 11)}


@pytest.mark.parametrize(("count", "bands"), SIZES.values(), ids=SIZES)
def test_the_layout_follows_the_size_and_covers_all_bits(count: int, bands: int) -> None:
    layout = layout_for(count)

    assert len(layout.widths) == bands
    assert sum(layout.widths) == (256 if bands else 0)


def test_masks_are_all_patterns_of_so_many_flips() -> None:
    masks = masks_of(16, 2).tolist()

    assert len(masks) == len(set(masks)) == 1 + 16 + 120
    assert all(mask.bit_count() <= 2 for mask in masks)


@pytest.mark.parametrize("radius", [-1, 257])
def test_a_radius_that_cannot_be_is_refused(radius: int) -> None:
    index, _ = build_index(real_like(3, seed=1))

    with pytest.raises(BadRadius, match="0 to 256"):
        search_index(index, real_like(1, seed=1), radius=radius)


@pytest.mark.parametrize("asked", [np.zeros((2, 31), np.uint8), np.zeros(32, np.uint8), np.zeros((1, 32), np.int64)])
def test_a_question_of_another_shape_is_refused(asked: Hashes) -> None:
    index, _ = build_index(real_like(3, seed=1))

    with pytest.raises(MalformedHash):
        search_index(index, asked)


def test_more_hashes_than_an_entry_can_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = np.random.default_rng(1).integers(0, 256, (12, 32), dtype=np.uint8)
    monkeypatch.setattr("verweer.banks.building.MOST_GROUPS", 11)

    assert build_index(np.concatenate((hashes[:11], hashes[:11])))
    with pytest.raises(InputError, match="at most 11 different hashes"):
        build_index(hashes)

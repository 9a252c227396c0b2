# SPDX-License-Identifier: Apache-2.0
"""A run is found wherever a copy keeps pace with what is stored, and nowhere else; long stills cost little and prove nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verweer.banks import Hits
from verweer.fingerprints import WAYS, Frame, Pdq
from verweer.fingerprints.frames import pruned, video_rows
from verweer.fingerprints.questions import VideoQuery
from verweer.fingerprints.rows import Space
from verweer.matching.runs import FEWEST_MATCHED, MOST_HITS, Run, longest_runs
from verweer.media.videos import Ending

ITEM = 5


def details_of(starts: np.ndarray, lasts: np.ndarray | float) -> np.ndarray:
    """Return details as stored frames have them, one for each start."""
    bits = np.random.default_rng(1).bytes(32 * len(starts))
    far = [Pdq(bits[32 * number : 32 * number + 32]) for number in range(len(starts))]
    details = []
    for start, last, pdq in zip(starts, np.broadcast_to(lasts, starts.shape), far, strict=True):
        kept = pruned([Frame(second=float(start), pdq=pdq, quality=100)], every=float(last))
        details.append(video_rows(kept)[Space.PDQ].details)
    return np.concatenate(details) if details else np.array([], np.uint64)


def hits_of(pairs: list[tuple[int, float, float]], item: int = ITEM) -> Hits:
    """Return hits of (question, stored second, how long it lasts)."""
    ordered = sorted(pairs)
    return Hits(
        query=np.array([query for query, _, _ in ordered], np.uint32),
        item=np.full(len(ordered), item, np.uint32),
        detail=details_of(np.array([start for _, start, _ in ordered]), np.array([lasts for _, _, lasts in ordered])),
        distance=np.zeros(len(ordered), np.uint16),
    )


def joined(*several: Hits) -> Hits:
    columns = [
        np.concatenate([getattr(hits, name) for hits in several]) for name in ("query", "item", "detail", "distance")
    ]
    order = np.lexsort((columns[2], columns[3], columns[1], columns[0]))
    query, item, detail, distance = (column[order] for column in columns)
    return Hits(query=query, item=item, detail=detail, distance=distance)


def asked(seconds: np.ndarray, codes: np.ndarray | None = None) -> VideoQuery:
    """Return questions that have nothing in common with each other."""
    return VideoQuery(
        hashes=np.random.default_rng(6).integers(0, 256, (len(seconds), 32), np.uint8),
        seconds=seconds,
        codes=np.zeros(len(seconds), np.uint8) if codes is None else codes,
        until=float(seconds[-1]) if len(seconds) else 0.0,
        ending=Ending.WHOLE,
    )


def found(pairs: list[tuple[int, float, float]], count: int) -> tuple[Run, ...]:
    return longest_runs(hits_of(pairs), asked(np.arange(float(count))))


def copied(count: int, speed: float, offset: float, first: int = 0) -> list[tuple[int, float, float]]:
    """Return the hits of questions that meet the stored frame, on the grid of quarters, nearest to their moment."""
    return [(number, round((speed * number + offset) * 4) / 4, 0.25) for number in range(first, count)]


@settings(deadline=None)
@given(
    st.integers(8, 120),
    st.floats(0.5, 2.0),
    st.floats(0, 5000),
    st.integers(0, 60),
    st.sets(st.integers(0, 119), max_size=30),
)
def test_a_shifted_paced_and_thinned_copy_is_found(
    count: int, speed: float, offset: float, intro: int, lost: set[int]
) -> None:
    pairs = [(query + intro, start, lasts) for query, start, lasts in copied(count, speed, offset) if query not in lost]
    met = [query for query, _, _ in pairs]
    # At least two of three are met, and the first and last among them.
    if len(met) * 3 < count * 2 or not {intro, intro + count - 1} <= set(met):
        return

    (run,) = found(pairs, count + intro + 40)

    assert run.item == ITEM
    assert run.matched >= 0.9 * len(met)
    assert abs(run.asked.start - intro) <= 0.15 * count
    assert abs(run.asked.end - (intro + count - 1)) <= 0.15 * count
    assert abs(run.stored.start - (speed * (run.asked.start - intro) + offset)) <= 1.0
    assert abs(run.stored.end - (speed * (run.asked.end - intro) + offset)) <= 1.0
    assert abs(run.speed - speed) <= 1.0 / count + 0.01


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 15))
def test_hits_at_random_are_no_run(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    pairs = [
        (int(query), float(start), 0.25)
        for query, start in zip(random.permutation(600)[:count], random.integers(0, 40_000, count) / 4, strict=True)
    ]

    runs = found(pairs, 600)

    assert all(run.matched <= FEWEST_MATCHED for run in runs)
    assert len(runs) * 50 <= 50  # at most the one item there is


def test_random_hits_are_hardly_ever_a_run() -> None:
    runs = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        pairs = [(int(query), float(random.integers(0, 2400)) / 4, 0.25) for query in random.permutation(600)[:10]]
        runs += len(found(pairs, 600))

    assert runs <= 2


def test_an_intro_that_two_videos_share_is_a_run_over_the_intro_only() -> None:
    (run,) = found(copied(12, 1.0, 0.0), 180)

    assert (run.asked.start, run.asked.end) == (0.0, 11.0)
    assert (run.stored.start, run.stored.end) == (0.0, 11.0)
    assert run.matched == 12


def test_a_gap_is_allowed_and_counted() -> None:
    (run,) = found([*copied(20, 1.0, 30.0), *copied(50, 1.0, 30.0, first=30)], 50)

    assert (run.asked.start, run.asked.end) == (0.0, 49.0)
    assert (run.matched, run.share) == (40, 0.8)


def test_of_two_stretches_cut_apart_the_longer_is_reported() -> None:
    (run,) = found([*copied(10, 1.0, 0.0), *copied(40, 1.0, 100.0, first=10)], 40)

    assert (run.asked.start, run.asked.end) == (10.0, 39.0)
    assert run.stored.start == pytest.approx(110.0, abs=0.3)


STILLS = {
    "one stored frame that lasts": [(query, 10.0, 300.0) for query in range(300)],
    "two stored frames": [(query, start, 100.0) for query in range(200) for start in (10.0, 110.0)],
    "one asked frame": [(7, start / 4, 0.25) for start in range(400)],
}


@pytest.mark.parametrize("pairs", STILLS.values(), ids=STILLS)
def test_a_still_however_long_is_no_run(pairs: list[tuple[int, float, float]]) -> None:
    assert found(pairs, 300) == ()


def test_a_short_true_run_weighs_more_than_a_long_still() -> None:
    still = [(query, 500.0 + start, 40.0) for query in range(100, 180) for start in (0.0, 40.0)]

    (run,) = found([*still, *copied(12, 1.0, 60.0)], 180)

    assert (run.asked.start, run.asked.end) == (0.0, 11.0)


def test_a_frame_that_lasts_is_met_for_as_long_as_it_lasts() -> None:
    lasting = [
        (query, start, 5.0) for start in np.arange(0.0, 40.0, 5.0) for query in range(int(start), int(start) + 5)
    ]

    (run,) = found(lasting, 40)

    assert (run.asked.start, run.asked.end, run.speed) == (0.0, 39.0, pytest.approx(1.0, abs=0.02))
    assert run.stored.start == pytest.approx(0.0, abs=1.0)
    assert run.matched == 8


def test_hits_in_different_ways_are_not_mixed() -> None:
    pairs = copied(4, 1.0, 0.0)
    codes = np.array([WAYS.index("identity"), WAYS.index("flip-y")] * 2, np.uint8)

    assert longest_runs(hits_of(pairs), asked(np.arange(4.0), codes)) == ()
    assert len(longest_runs(hits_of(pairs), asked(np.arange(4.0), np.full(4, 5, np.uint8)))) == 1


def test_views_of_one_way_are_one_run_and_the_commonest_is_named() -> None:
    codes = np.array([0, 8, 8, 8, 8, 0], np.uint8)

    (run,) = longest_runs(hits_of(copied(6, 1.0, 3.0)), asked(np.arange(6.0), codes))

    assert (run.matched, run.code) == (6, 8)


def test_each_item_has_one_run_and_the_longest_comes_first() -> None:
    hits = joined(hits_of(copied(5, 1.0, 9.0), item=1), hits_of(copied(20, 1.0, 2.0), item=2))

    runs = longest_runs(hits, asked(np.arange(20.0)))

    assert [(run.item, run.matched) for run in runs] == [(2, 20), (1, 5)]


@given(st.integers(4, 30), st.integers(0, 40), st.integers(0, 60))
def test_frames_count_only_when_they_are_nearer_to_the_stored_ones_than_to_each_other(
    count: int, distance: int, between: int
) -> None:
    query = asked(np.arange(float(count)))
    # Each frame has bits of its own, as many as half of those by which two of them differ.
    bits = np.zeros((count, 256), np.uint8)
    own = between // 2
    for number in range(count):
        bits[number, np.arange(number * own, (number + 1) * own) % 256] = 1
    query = replace(query, hashes=np.packbits(bits, axis=1))
    usual = np.median([np.bitwise_count(query.hashes[0] ^ other).sum() for other in query.hashes[1:]])
    hits = hits_of(copied(count, 1.0, 3.0))
    hits = replace(hits, distance=np.full(count, distance, np.uint16))

    runs = longest_runs(hits, query)

    if count * own <= 256:
        assert bool(runs) == (usual > 0 and distance <= 0.6 * usual)


def test_no_hits_are_no_runs() -> None:
    assert found([], 5) == ()


def test_the_order_of_hits_does_not_matter() -> None:
    random = np.random.default_rng(3)
    hits = hits_of(
        [*copied(40, 1.1, 7.0), *((int(query), float(start), 0.25) for query, start in random.integers(0, 40, (60, 2)))]
    )
    mixed = random.permutation(len(hits))
    other = Hits(
        query=hits.query[mixed], item=hits.item[mixed], detail=hits.detail[mixed], distance=hits.distance[mixed]
    )
    query = asked(np.arange(40.0))

    assert longest_runs(hits, query) == longest_runs(other, query)


def test_in_ten_hours_of_stills_a_short_true_run_is_still_found() -> None:
    count = 6 * MOST_HITS
    random = np.random.default_rng(4)
    stills = Hits(
        query=np.sort(random.integers(0, 36_000, count)).astype(np.uint32),
        item=np.full(count, ITEM, np.uint32),
        detail=details_of(np.arange(0, 36_000, 36.0), 36.0)[random.integers(0, 1000, count)],
        distance=np.zeros(count, np.uint16),
    )
    hits = joined(stills, hits_of(copied(35_020, 1.0, 60_000.0, first=35_000)))

    (run,) = longest_runs(hits, asked(np.arange(36_000.0)))

    assert (run.asked.start, run.asked.end) == (35_000.0, 35_019.0)

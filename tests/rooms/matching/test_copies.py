# SPDX-License-Identifier: Apache-2.0
"""What counts as a copy: distances in bits, and the groups that they make."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.banks import MATCH_RADIUS
from verweer.fingerprints import Fingerprint, Frame, MediaKind, Pdq
from verweer.kernel import Digest
from verweer.matching import Group, distance, group_copies

hashes = st.binary(min_size=32, max_size=32).map(Pdq)


def random_hash(seed: int) -> Pdq:
    return Pdq(random.Random(seed).randbytes(32))


def flipped(pdq: Pdq, bits: int) -> Pdq:
    return Pdq((int.from_bytes(pdq.bits, "big") ^ ((1 << bits) - 1)).to_bytes(32, "big"))


def file(name: str, *shown: Pdq, quality: int = 100, video: bool = False) -> Fingerprint:
    return Fingerprint(
        content=Digest.of(name.encode()),
        kind=MediaKind.VIDEO if video else MediaKind.PICTURE,
        byte_length=1,
        width=640,
        height=480,
        frames=tuple(Frame(second=float(second), pdq=pdq, quality=quality) for second, pdq in enumerate(shown)),
    )


A, B, C, D = (random_hash(seed) for seed in range(4))
FILM = [random_hash(seed) for seed in range(100, 110)]
OTHER = [random_hash(seed) for seed in range(200, 210)]

PAIRS = {
    "the same hash in other bytes": (file("1", A), file("2", A), 0),
    "a hash at the radius": (file("1", A), file("2", flipped(A, MATCH_RADIUS)), MATCH_RADIUS),
    "a hash one bit beyond the radius": (file("1", A), file("2", flipped(A, MATCH_RADIUS + 1)), None),
    "two hashes of low quality": (file("1", A, quality=49), file("2", A, quality=49), None),
    "one hash of low quality": (file("1", A), file("2", A, quality=49), None),
    "a still of a video": (file("1", FILM[4]), file("2", *FILM, video=True), 0),
    "a picture that is not in the video": (file("1", A), file("2", *FILM, video=True), None),
    "a clip of a longer video": (file("1", *FILM[3:7], video=True), file("2", *FILM, video=True), 0),
    "videos that share half": (
        file("1", *FILM[:5], *OTHER[:5], video=True),
        file("2", *FILM, video=True),
        0,
    ),
    "videos that share a leader of two seconds": (
        file("1", *FILM[:2], *OTHER[:8], video=True),
        file("2", *FILM, video=True),
        None,
    ),
    "a video without a good frame": (file("1", video=True), file("2", *FILM, video=True), None),
}


@pytest.mark.parametrize(("first", "second", "apart"), PAIRS.values(), ids=PAIRS.keys())
def test_two_files_are_copies_when_their_frames_match(
    first: Fingerprint, second: Fingerprint, apart: int | None
) -> None:
    groups = group_copies([first, second])

    if apart is None:
        assert [group.members for group in groups] == [(first.content,), (second.content,)]
    else:
        assert groups == (Group(members=(first.content, second.content), widest_distance=apart),)


def test_equal_bytes_are_one_member_whatever_their_quality() -> None:
    blurred = file("same", A, quality=0)

    assert group_copies([blurred, blurred]) == (Group(members=(blurred.content,), widest_distance=0),)


def test_a_copy_of_a_copy_belongs_to_the_same_group() -> None:
    chain = [file("1", A), file("2", flipped(A, 30)), file("3", flipped(A, 60))]

    (group,) = group_copies(chain)

    assert group == Group(members=tuple(each.content for each in chain), widest_distance=30)


def test_nothing_gives_no_groups() -> None:
    assert group_copies([]) == ()


@given(hashes, hashes)
def test_distance_is_the_same_both_ways_and_zero_only_to_itself(first: Pdq, second: Pdq) -> None:
    assert distance(first, second) == distance(second, first)
    assert (distance(first, second) == 0) == (first == second)
    assert distance(first, first) == 0


@given(hashes, hashes, hashes)
def test_no_detour_is_shorter(first: Pdq, second: Pdq, third: Pdq) -> None:
    assert distance(first, third) <= distance(first, second) + distance(second, third)


@st.composite
def some_files(draw: st.DrawFn) -> list[Fingerprint]:
    near = st.builds(flipped, st.sampled_from([A, B, C, D]), st.integers(0, 70))
    shown = draw(st.lists(st.lists(near, max_size=4), max_size=12))
    return [
        file(str(number), *frames, quality=draw(st.sampled_from([30, 80])), video=len(frames) != 1)
        for number, frames in enumerate(shown)
    ]


@given(some_files(), st.randoms(use_true_random=False))
def test_the_groups_do_not_depend_on_the_order_of_the_files(files: list[Fingerprint], chance: random.Random) -> None:
    shuffled = chance.sample(files, len(files))

    assert as_sets(group_copies(files)) == as_sets(group_copies(shuffled))


@given(some_files())
def test_every_file_is_in_exactly_one_group(files: list[Fingerprint]) -> None:
    members = [member for group in group_copies(files) for member in group.members]

    assert sorted(members) == sorted(each.content for each in files)


@given(st.lists(st.builds(flipped, st.sampled_from([A, B, C, D]), st.integers(0, 70)), max_size=12))
def test_pictures_are_together_exactly_when_a_chain_of_matches_joins_them(shown: list[Pdq]) -> None:
    files = [file(str(number), pdq) for number, pdq in enumerate(shown)]
    place = {each.content: number for number, each in enumerate(files)}

    groups = [{place[member] for member in group.members} for group in group_copies(files)]

    for group in groups:
        reached, edge = {min(group)}, {min(group)}
        while edge:
            edge = {
                two for one in edge for two in range(len(shown)) if distance(shown[one], shown[two]) <= MATCH_RADIUS
            }
            edge -= reached
            reached |= edge
        assert reached == group


def test_five_thousand_pictures_are_grouped_within_seconds() -> None:
    files = [file(str(number), flipped(random_hash(number // 2), number % 2)) for number in range(5_000)]
    start = time.process_time()

    groups = group_copies(files)

    assert len(groups) == 2_500
    assert time.process_time() - start < 30


def as_sets(groups: tuple[Group, ...]) -> set[tuple[frozenset[Digest], int]]:
    return {(frozenset(group.members), group.widest_distance) for group in groups}

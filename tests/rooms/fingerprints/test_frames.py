# SPDX-License-Identifier: Apache-2.0
"""Stored frames are pruned without losing their time, and what a frame may hide is found and undone."""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.testnet.films import HEIGHT, RATE, WIDTH, Picture, shown, still, write_film
from verweer.fingerprints import WAYS, DetailKind, Frame, Pdq, Space, kinds_of, pdq_of_pixels
from verweer.fingerprints.frames import (
    NEAR_EQUAL,
    VOTING_QUALITY,
    LastingFrame,
    moments_of,
    pruned,
    stored_frames,
    video_rows,
)
from verweer.fingerprints.parts import smoothing
from verweer.fingerprints.questions import Undone, query_frames, undone_of
from verweer.fingerprints.views import Box, View, views_of
from verweer.media.videos import Ending

PICTURES = shown(2, 4)
FRAMES = st.lists(st.tuples(st.binary(min_size=32, max_size=32), st.booleans()), min_size=1, max_size=40)


def bits_apart(first: Pdq, second: Pdq) -> int:
    return (int.from_bytes(first.bits) ^ int.from_bytes(second.bits)).bit_count()


@given(FRAMES)
def test_each_frame_is_near_the_one_that_stands_for_it(drawn: list[tuple[bytes, bool]]) -> None:
    bits, frames = drawn[0][0], []
    for number, (new, moved) in enumerate(drawn):
        bits = new if moved else bits[:-1] + bytes([bits[-1] ^ ((1 << number % 9) - 1)])
        frames.append(Frame(second=number / 4, pdq=Pdq(bits), quality=100))

    kept = pruned(frames, every=0.25)

    assert [one.until for one in kept[:-1]] == [next_.second for next_ in kept[1:]]
    assert (kept[0].second, kept[-1].until) == (0.0, len(frames) / 4)
    for frame in frames:
        standing = next(one for one in kept if one.second <= frame.second < one.until)
        assert bits_apart(standing.pdq, frame.pdq) <= NEAR_EQUAL
    for one, following in pairwise(kept):
        assert bits_apart(one.pdq, following.pdq) > NEAR_EQUAL


@given(
    st.integers(0, 36_000_000).map(lambda number: number / 1000),
    st.integers(1, 1_000_000).map(lambda number: number / 100),
    st.integers(VOTING_QUALITY, 100),
)
def test_a_row_says_from_when_until_when_and_how_good(second: float, lasts: float, quality: int) -> None:
    frame = LastingFrame(second=second, until=second + lasts, pdq=Pdq(bytes(32)), quality=quality)

    rows = video_rows([frame])[Space.PDQ]

    moments = moments_of(rows.details)
    assert kinds_of(rows.details).tolist() == [DetailKind.FRAME]
    assert (moments.starts[0], moments.qualities[0]) == (second, quality)
    assert moments.ends[0] == pytest.approx(second + lasts, abs=0.006)


def test_frames_with_nothing_to_see_make_no_rows() -> None:
    frames = [LastingFrame(second=0, until=1, pdq=Pdq(bytes(32)), quality=VOTING_QUALITY - 1)]

    assert len(video_rows(frames)[Space.PDQ]) == 0


def test_a_film_is_stored_four_times_a_second(tmp_path: Path) -> None:
    stored = stored_frames(write_film(tmp_path / "film.mp4", PICTURES))

    assert stored.ending is Ending.WHOLE
    assert stored.frames[-1].until == pytest.approx(4.0, abs=0.01)
    assert 12 <= len(stored.frames) <= 16


def test_a_still_film_is_stored_as_one_frame_that_lasts(tmp_path: Path) -> None:
    (frame,) = stored_frames(write_film(tmp_path / "film.mp4", still(3, 6))).frames

    assert (frame.second, frame.until) == (0.0, pytest.approx(6.0, abs=0.01))


def asked_as(film: Path) -> dict[Undone, int]:
    """Return how far the nearest question of each kind, about the third second asked, is from the picture shown then."""
    query = query_frames(film)
    second = query.seconds_asked[2]
    wanted = pdq_of_pixels(PICTURES[round(second * RATE)])[0]
    nearest: dict[Undone, int] = {}
    for row, code, moment in zip(query.hashes, query.codes, query.seconds, strict=True):
        if moment == second:
            undone, far = undone_of(int(code)), bits_apart(wanted, Pdq(row.tobytes()))
            nearest[undone] = min(far, nearest.get(undone, far))
    return nearest


def padded(picture: Picture) -> Picture:
    return np.pad(picture, ((60, 60), (40, 40), (0, 0)), constant_values=255)


def lettered(picture: Picture) -> Picture:
    return np.pad(picture, ((166, 164), (0, 0), (0, 0)), constant_values=0)


def on_a_still_ground(picture: Picture) -> Picture:
    ground = still(9, 1)[0].repeat(2, axis=0).repeat(2, axis=1).copy()
    ground[100 : 100 + HEIGHT, 200 : 200 + WIDTH] = picture
    return ground


def on_a_moving_ground(picture: Picture, beneath: Picture) -> Picture:
    ground = beneath.repeat(2, axis=0).repeat(2, axis=1).copy()
    ground[40 : 40 + HEIGHT, 280 : 280 + WIDTH] = picture
    return ground


OTHERS = shown(77, 4)
HIDDEN = {
    "as it is": ([*PICTURES], Undone(View.WHOLE, "identity")),
    "mirrored": ([picture[:, ::-1] for picture in PICTURES], Undone(View.WHOLE, "flip-y")),
    "turned": ([np.rot90(picture, 3) for picture in PICTURES], Undone(View.WHOLE, "rotate90")),
    "in a border": ([padded(picture) for picture in PICTURES], Undone(View.CONTENT, "identity")),
    "between strips, mirrored": ([lettered(picture[:, ::-1]) for picture in PICTURES], Undone(View.CONTENT, "flip-y")),
    "on a still ground": ([on_a_still_ground(picture) for picture in PICTURES], Undone(View.MOVING, "identity")),
    "in a window": (
        [on_a_moving_ground(*both) for both in zip(PICTURES, OTHERS, strict=True)],
        Undone(View.WINDOW, "identity"),
    ),
    "beside another": (
        [np.hstack(both) for both in zip(OTHERS, PICTURES, strict=True)],
        Undone(View.WINDOW, "identity"),
    ),
    "in a collage of four": (
        [np.vstack([np.hstack(both), np.hstack(both[::-1])])[:, ::-1] for both in zip(PICTURES, OTHERS, strict=True)],
        Undone(View.WINDOW, "flip-y"),
    ),
}


@pytest.mark.parametrize(("pictures", "undone"), HIDDEN.values(), ids=HIDDEN)
def test_what_was_done_to_a_copy_is_undone(pictures: list[Picture], undone: Undone, tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", pictures)

    asked = asked_as(film)

    assert asked[undone] <= 31
    assert min(asked, key=lambda one: asked[one]) == undone


def test_a_code_says_what_was_undone() -> None:
    everything = [Undone(view, way) for view in View for way in WAYS]

    assert [undone_of(undone.code) for undone in everything] == everything
    assert max(undone.code for undone in everything) < 256


def test_nothing_is_asked_of_frames_with_nothing_to_see(tmp_path: Path) -> None:
    grey = [np.full((HEIGHT, WIDTH, 3), 90, np.uint8)] * (3 * RATE)

    query = query_frames(write_film(tmp_path / "film.mp4", grey))

    assert len(query.hashes) == 0
    assert query.until == pytest.approx(3, abs=0.2)


def test_a_strip_that_is_there_for_part_of_the_time_is_no_border() -> None:
    lumas = [np.asarray(picture[..., 1]) for picture in PICTURES[::12]]
    lumas[0] = np.pad(lumas[0][60:180], ((60, 60), (0, 0)))

    assert View.CONTENT not in dict(views_of(lumas))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.sampled_from([0, 128, 255]))
def test_strips_are_found_to_the_pixel(top: int, bottom: int, left: int, right: int, grey: int) -> None:
    lumas = [
        np.pad(picture[..., 1], ((top, bottom), (left, right)), constant_values=grey) for picture in PICTURES[::12]
    ]

    found = dict(views_of(lumas)).get(View.CONTENT, Box(0, *lumas[0].shape[:1], 0, lumas[0].shape[1]))

    sides = np.array([found.top - top, found.bottom - top - HEIGHT, found.left - left, found.right - left - WIDTH])
    # A view that is almost the whole is not asked apart.
    assert np.abs(sides).max() <= max(3, (0.01 * max(lumas[0].shape)) + 1)


def test_the_same_is_stored_and_asked_without_numba(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = write_film(tmp_path / "film.mp4", PICTURES[: 2 * RATE])
    with_numba = stored_frames(film), query_frames(film).hashes.tobytes()

    monkeypatch.setitem(sys.modules, "verweer.fingerprints.pdq_fast", None)
    smoothing.cache_clear()
    try:
        assert (stored_frames(film), query_frames(film).hashes.tobytes()) == with_numba
        assert smoothing().lines.__module__ == "verweer.fingerprints.pdq"
    finally:
        smoothing.cache_clear()

# SPDX-License-Identifier: Apache-2.0
"""A copy of a video is found in whichever way it was changed, with the seconds of both; other videos are not."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.testnet.films import HEIGHT, RATE, WIDTH, Picture, shown, still, write_film
from verweer.banks import MATCH_RADIUS, Hits
from verweer.fingerprints import Rows, Space
from verweer.fingerprints.frames import stored_frames, video_rows
from verweer.fingerprints.questions import VideoQuery, query_frames, undone_of
from verweer.fingerprints.views import View
from verweer.matching.runs import Run, longest_runs

INTRO = shown(500, 5)
ORIGINAL = [*INTRO, *shown(10, 19)]
OTHER = [*INTRO, *shown(11, 13)]


def searched(query: VideoQuery, bank: list[Rows]) -> Hits:
    """Compare everything with everything."""
    columns: list[tuple[int, int, int, int]] = []
    for item, rows in enumerate(bank):
        far = np.bitwise_count(query.hashes[:, None] ^ rows.hashes[None]).sum(axis=2, dtype=np.uint16)
        for asked, stored in np.argwhere(far <= MATCH_RADIUS).tolist():
            columns.append((asked, item, int(far[asked, stored]), int(rows.details[stored])))
    columns.sort()
    return Hits(
        query=np.array([each[0] for each in columns], np.uint32),
        item=np.array([each[1] for each in columns], np.uint32),
        detail=np.array([each[3] for each in columns], np.uint64),
        distance=np.array([each[2] for each in columns], np.uint16),
    )


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> list[Rows]:
    """The original is item 0; item 1 shares its first five seconds, items 2 and 3 share nothing."""
    folder = tmp_path_factory.mktemp("stored")
    films = [ORIGINAL, OTHER, shown(12, 12), still(13, 12)]
    paths = [write_film(folder / f"{number}.mp4", film) for number, film in enumerate(films)]
    return [video_rows(stored_frames(path).frames)[Space.PDQ] for path in paths]


def runs_of(film: Path, bank: list[Rows]) -> tuple[Run, ...]:
    query = query_frames(film)
    return longest_runs(searched(query, bank), query)


@dataclass(frozen=True)
class Edit:
    """A change of pictures or of time, and the four seconds that the run should have."""

    change: Callable[[list[Picture]], list[Picture]]
    asked: tuple[float, float] = (0, 23)
    stored: tuple[float, float] = (0, 23)
    rate: float = RATE
    encoder: str = "h264"
    quality: int | None = None
    within: float = 1.1


def each(change: Callable[[Picture], Picture]) -> Callable[[list[Picture]], list[Picture]]:
    return lambda pictures: [change(picture) for picture in pictures]


def as_it_is(pictures: list[Picture]) -> list[Picture]:
    return pictures


def in_a_corner(picture: Picture, beneath: Picture) -> Picture:
    ground = beneath.repeat(2, axis=0).repeat(2, axis=1).copy()
    ground[210 : 210 + HEIGHT, 30 : 30 + WIDTH] = picture
    return ground


def on_a_ground(picture: Picture) -> Picture:
    ground = GROUND.copy()
    ground[80:160, 100:220] = cv2.resize(picture, (120, 80), interpolation=cv2.INTER_AREA)
    return ground


GROUND = still(68, 1)[0]
BENEATH = shown(300, 24)
EDITS = {
    "encoded anew, coarsely": Edit(as_it_is, encoder="h264 with frames that no other needs", quality=36),
    "as VP9": Edit(as_it_is, encoder="vp9"),
    "as AV1": Edit(as_it_is, encoder="av1"),
    "half the size": Edit(each(lambda picture: cv2.resize(picture, (160, 120), interpolation=cv2.INTER_AREA))),
    "a tenth cropped": Edit(each(lambda picture: picture[12:-12, 16:-16])),
    "a tenth off its left": Edit(each(lambda picture: picture[:, 32:])),
    "a sixth off its bottom": Edit(each(lambda picture: picture[:-40])),
    "a tenth off its top, mirrored": Edit(each(lambda picture: picture[24:, ::-1])),
    "a tenth off a side, within a border": Edit(
        each(lambda picture: np.pad(picture[:, :-32], ((30, 30), (40, 40), (0, 0)), constant_values=255))
    ),
    "cropped to a square": Edit(each(lambda picture: picture[:, 40:-40]), within=4.2),  # Stored twice a second only.
    "with a border": Edit(each(lambda picture: np.pad(picture, ((30, 30), (40, 40), (0, 0)), constant_values=255))),
    "upright between strips": Edit(each(lambda picture: np.pad(picture, ((164, 166), (0, 0), (0, 0))))),
    "mirrored": Edit(each(lambda picture: picture[:, ::-1])),
    "a quarter faster": Edit(as_it_is, asked=(0, 19), stored=(0, 23.75), rate=RATE * 1.25),
    "slowed down": Edit(lambda pictures: pictures[: 12 * RATE], asked=(0, 14), stored=(0, 11.2), rate=RATE * 0.8),
    "ten seconds of it": Edit(
        lambda pictures: pictures[9 * RATE + 5 : 19 * RATE + 5], asked=(0, 9), stored=(9.4, 18.4)
    ),
    "after something else": Edit(
        lambda pictures: [*shown(99, 7), *pictures[5 * RATE :]], asked=(7, 25), stored=(5, 23)
    ),
    "in a corner of another": Edit(
        lambda pictures: [in_a_corner(*both) for both in zip(pictures, BENEATH, strict=True)]
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_changed_copy_is_found_with_the_seconds_of_both(edit: Edit, bank: list[Rows], tmp_path: Path) -> None:
    film = write_film(
        tmp_path / "copy.mp4", edit.change(ORIGINAL), encoder=edit.encoder, rate=edit.rate, quality=edit.quality
    )

    run = runs_of(film, bank)[0]

    assert run.item == 0
    assert (run.asked.start, run.asked.end) == pytest.approx(edit.asked, abs=edit.within)
    assert (run.stored.start, run.stored.end) == pytest.approx(edit.stored, abs=edit.within)
    assert run.speed == pytest.approx(edit.rate / RATE, abs=0.03)
    # Crops are stored twice a second only, and these films move fast: not every asked frame meets one.
    assert run.share > 0.5


def test_a_copy_that_lost_a_corner_is_found(bank: list[Rows], tmp_path: Path) -> None:
    film = write_film(tmp_path / "copy.mp4", [picture[24:, 32:] for picture in ORIGINAL])

    run = runs_of(film, bank)[0]

    # Corners are gone through in turns, so a run may begin and end some seconds late or early.
    assert (run.item, undone_of(run.code).view) == (0, View.MIDDLE)
    assert run.stored.start - run.asked.start == pytest.approx(0, abs=0.6)
    assert run.speed == pytest.approx(1, abs=0.05)


def test_a_mirrored_copy_says_so(bank: list[Rows], tmp_path: Path) -> None:
    film = write_film(tmp_path / "copy.mp4", [picture[:, ::-1] for picture in ORIGINAL])

    assert undone_of(runs_of(film, bank)[0].code).way == "flip-y"


def test_a_shared_intro_is_a_run_over_the_intro_only(bank: list[Rows], tmp_path: Path) -> None:
    film = write_film(tmp_path / "third.mp4", [*INTRO, *shown(14, 10)])

    runs = runs_of(film, bank)

    assert {run.item for run in runs} == {0, 1}
    for run in runs:
        assert (run.asked.start, run.asked.end) == pytest.approx((0, 4), abs=1.1)
        assert (run.stored.start, run.stored.end) == pytest.approx((0, 4), abs=1.1)


def flat_and_changing(seconds: int) -> list[Picture]:
    """Return pictures without anything to see, each second of another colour."""
    return [np.full((HEIGHT, WIDTH, 3), 20 + 9 * number, np.uint8) for number in range(seconds) for _ in range(RATE)]


def fading(seconds: int) -> list[Picture]:
    """Return a white square on black that comes up and goes."""
    square = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    square[90:150, 130:190] = 235
    count = seconds * RATE
    return [(square * min(1, 2 * number / count, 2 - 2 * number / count)).astype(np.uint8) for number in range(count)]


def rushing(seed: int, seconds: int) -> list[Picture]:
    """Return grain alone, as a set without a signal shows it."""
    random = np.random.default_rng(seed)
    return [random.integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8) for _ in range(seconds * RATE)]


def under_a_strip(pictures: list[Picture]) -> list[Picture]:
    """Return pictures under one and the same strip with a caption, as a channel puts it on everything."""
    caption = np.full((40, WIDTH, 3), 250, np.uint8)
    caption[12:28, 20:300:9] = 10
    return [np.vstack([picture[:-40], caption]) for picture in pictures]


SHARED = {
    "flat frames": flat_and_changing(8),
    "a square that comes up and goes": fading(8),
    "a flat frame that lasts": [np.full((HEIGHT, WIDTH, 3), 0, np.uint8)] * (8 * RATE),
    "a picture that lasts": still(77, 8),
}


@pytest.mark.parametrize("between", SHARED.values(), ids=SHARED)
def test_videos_that_share_nothing_that_moves_have_no_run(between: list[Picture], tmp_path: Path) -> None:
    films = [[*between, *shown(60, 6), *between], [*between, *shown(61, 6), *between]]
    paths = [write_film(tmp_path / f"{number}.mp4", film) for number, film in enumerate(films)]

    stored = [video_rows(stored_frames(paths[0]).frames)[Space.PDQ]]

    assert runs_of(paths[1], stored) == ()


ALIKE = {
    "grain alone": (rushing(1, 8), rushing(2, 8)),
    "one caption under both": (under_a_strip(shown(62, 9)), under_a_strip(shown(63, 9))),
    "one border around both": (
        [np.pad(picture[60:-60, 80:-80], ((60, 60), (80, 80), (0, 0))) for picture in shown(64, 9)],
        [np.pad(picture[60:-60, 80:-80], ((60, 60), (80, 80), (0, 0))) for picture in shown(65, 9)],
    ),
    "a small window on one ground": tuple([on_a_ground(picture) for picture in shown(seed, 9)] for seed in (66, 67)),
}


@pytest.mark.parametrize("films", ALIKE.values(), ids=ALIKE)
def test_videos_that_only_look_alike_have_no_run(films: tuple[list[Picture], list[Picture]], tmp_path: Path) -> None:
    one, other = (write_film(tmp_path / f"{number}.mp4", film) for number, film in enumerate(films))

    assert runs_of(other, [video_rows(stored_frames(one).frames)[Space.PDQ]]) == ()


UNRELATED = {"another film": shown(40, 12), "a still": still(41, 12)}


@pytest.mark.parametrize("pictures", UNRELATED.values(), ids=UNRELATED)
def test_other_videos_have_no_run(pictures: list[Picture], bank: list[Rows], tmp_path: Path) -> None:
    assert runs_of(write_film(tmp_path / "film.mp4", pictures), bank) == ()


def test_the_same_still_is_no_run_either(bank: list[Rows], tmp_path: Path) -> None:
    assert runs_of(write_film(tmp_path / "film.mp4", still(13, 12)), bank) == ()


def test_making_a_film_leaves_this_process_at_ordinary_priority(tmp_path: Path) -> None:
    write_film(tmp_path / "film.mp4", shown(1, 1), encoder="av1")

    assert os.sched_getscheduler(0) == os.SCHED_OTHER

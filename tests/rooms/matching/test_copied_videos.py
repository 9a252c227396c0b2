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
from verweer.fingerprints import Rows, Space
from verweer.fingerprints.frames import stored_frames, video_rows
from verweer.fingerprints.questions import VideoQuery, query_frames, undone_of
from verweer.matching import MATCH_RADIUS, Hits
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
    return longest_runs(searched(query, bank), query.seconds, query.codes)


@dataclass(frozen=True)
class Edit:
    """A change of pictures or of time, and the four seconds that the run should have."""

    change: Callable[[list[Picture]], list[Picture]]
    asked: tuple[float, float] = (0, 23)
    stored: tuple[float, float] = (0, 23)
    rate: float = RATE
    encoder: str = "h264"
    quality: int | None = None


def each(change: Callable[[Picture], Picture]) -> Callable[[list[Picture]], list[Picture]]:
    return lambda pictures: [change(picture) for picture in pictures]


def as_it_is(pictures: list[Picture]) -> list[Picture]:
    return pictures


def in_a_corner(picture: Picture, beneath: Picture) -> Picture:
    ground = beneath.repeat(2, axis=0).repeat(2, axis=1).copy()
    ground[210 : 210 + HEIGHT, 30 : 30 + WIDTH] = picture
    return ground


BENEATH = shown(300, 24)
EDITS = {
    "encoded anew, coarsely": Edit(as_it_is, encoder="h264 with frames that no other needs", quality=36),
    "as VP9": Edit(as_it_is, encoder="vp9"),
    "as AV1": Edit(as_it_is, encoder="av1"),
    "half the size": Edit(each(lambda picture: cv2.resize(picture, (160, 120), interpolation=cv2.INTER_AREA))),
    "a tenth cropped": Edit(each(lambda picture: picture[12:-12, 16:-16])),
    "cropped to a square": Edit(each(lambda picture: picture[:, 40:-40])),
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
    assert (run.asked.start, run.asked.end) == pytest.approx(edit.asked, abs=1.1)
    assert (run.stored.start, run.stored.end) == pytest.approx(edit.stored, abs=1.1)
    assert run.speed == pytest.approx(edit.rate / RATE, abs=0.03)
    assert run.share > 0.7


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


UNRELATED = {"another film": shown(40, 12), "a still": still(41, 12)}


@pytest.mark.parametrize("pictures", UNRELATED.values(), ids=UNRELATED)
def test_other_videos_have_no_run(pictures: list[Picture], bank: list[Rows], tmp_path: Path) -> None:
    assert runs_of(write_film(tmp_path / "film.mp4", pictures), bank) == ()


def test_the_same_still_is_no_run_either(bank: list[Rows], tmp_path: Path) -> None:
    assert runs_of(write_film(tmp_path / "film.mp4", still(13, 12)), bank) == ()


def test_making_a_film_leaves_this_process_at_ordinary_priority(tmp_path: Path) -> None:
    write_film(tmp_path / "film.mp4", shown(1, 1), encoder="av1")

    assert os.sched_getscheduler(0) == os.SCHED_OTHER

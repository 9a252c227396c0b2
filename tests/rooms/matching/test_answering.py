# SPDX-License-Identifier: Apache-2.0
"""What a bank answers about a video: which stored pictures it shows, from when on, and how near they are."""

from pathlib import Path

import numpy as np

from verweer.banks import Bank
from verweer.fingerprints import Rows, Space
from verweer.fingerprints.questions import VideoQuery
from verweer.matching.answering import matches_of_prints
from verweer.matching.thresholds import our_thresholds
from verweer.media.videos import Ending

SHOWN = np.random.default_rng(3).integers(0, 256, (20, 32), dtype=np.uint8)


def test_each_picture_in_a_video_is_named_with_its_first_second_and_its_least_distance(tmp_path: Path) -> None:
    query = VideoQuery(
        hashes=SHOWN,
        seconds=np.arange(20.0),
        codes=np.zeros(20, np.uint8),
        until=20.0,
        ending=Ending.WHOLE,
    )
    slightly_other = SHOWN[[12, 7]] ^ np.array([[3] + [0] * 31, [1] + [0] * 31], np.uint8)
    with Bank.create(tmp_path / "bank") as bank:
        bank.add("late", {Space.PDQ: Rows(SHOWN[15:16], np.zeros(1, np.uint64))})
        bank.add("twice", {Space.PDQ: Rows(slightly_other, np.zeros(2, np.uint64))})
        bank.add("elsewhere", {Space.PDQ: Rows(~SHOWN[:1], np.zeros(1, np.uint64))})

        answer = matches_of_prints(bank, query, our_thresholds())

    told = {match.item: (match.decision.reason.en.split(";")[0], match.decision.distance) for match in answer.matches}
    assert told == {
        "late": ("This picture is shown from second 15", 0),
        "twice": ("This picture is shown from second 7", 1),
    }
    assert answer.most_of_each is None

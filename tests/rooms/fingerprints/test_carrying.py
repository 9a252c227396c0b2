# SPDX-License-Identifier: Apache-2.0
"""Rows and prints come out of the decoding process as they were; what does not fit is no answer."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.testnet.films import shown, write_film
from tests.testnet.pictures import drawn
from verweer.fingerprints import Fingerprinter, Space, Unreadable, running_fingerprinter
from verweer.fingerprints.asking import PicturePrints, prints_of
from verweer.fingerprints.carrying import AskedPrints, parse_asked, parse_stored, told_asked
from verweer.fingerprints.questions import VideoQuery
from verweer.fingerprints.reporting import Ladder, stored_rows
from verweer.kernel import Digest

CONTENT = Digest.of(b"x")


@pytest.fixture(scope="module")
def fingerprinter() -> Iterator[Fingerprinter]:
    with running_fingerprinter(seconds=60) as running:
        yield running


@pytest.fixture(scope="module")
def told() -> bytes:
    return told_asked(AskedPrints(content=CONTENT, prints=prints_of(np.asarray(drawn(1)))))


def test_prints_arrive_as_they_were_made(told: bytes) -> None:
    expected = prints_of(np.asarray(drawn(1)))

    found = parse_asked(told, CONTENT)

    assert isinstance(found, AskedPrints)
    assert isinstance(found.prints, PicturePrints)
    assert found.prints.ways == expected.ways
    assert np.array_equal(found.prints.hashes, expected.hashes)
    assert np.array_equal(found.prints.mirror.angle, expected.mirror.angle)


SPOILED: dict[str, Callable[[dict[str, object]], dict[str, object]]] = {
    "another file's": lambda answer: {**answer, "content": Digest.of(b"y").hex},
    "a hash too few": lambda answer: {**answer, "hashes": str(answer["hashes"])[44:]},
    "no base64": lambda answer: {**answer, "hashes": "***"},
    "a way too many": lambda answer: {**answer, "ways": [*list(answer["ways"]), [0, 0, 1, 1, "none", 90]]},  # type: ignore[call-overload]
    "an unknown turn": lambda answer: {**answer, "ways": [[0, 0, 1, 1, "inside out", 90]]},
    "a field more": lambda answer: {**answer, "path": "/etc/passwd"},
    "no patches": lambda answer: {name: value for name, value in answer.items() if name != "patches"},
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_an_answer_that_does_not_fit_is_none(
    told: bytes, spoil: Callable[[dict[str, object]], dict[str, object]]
) -> None:
    assert parse_asked(json.dumps(spoil(json.loads(told))).encode(), CONTENT) is None


@given(st.binary(max_size=200))
def test_no_bytes_make_the_parsers_fail(untrusted: bytes) -> None:
    assert parse_asked(untrusted, CONTENT) is None
    assert parse_stored(untrusted, CONTENT) is None


def test_a_picture_gives_the_rows_that_its_pixels_give(fingerprinter: Fingerprinter, tmp_path: Path) -> None:
    drawn(2).save(tmp_path / "picture.png")

    found = fingerprinter.stored(tmp_path / "picture.png", Ladder.CROPS)

    expected = stored_rows(np.asarray(drawn(2)), Ladder.CROPS)
    assert not isinstance(found, Unreadable)
    for space in Space:
        assert np.array_equal(found.rows[space].hashes, expected[space].hashes)
        assert np.array_equal(found.rows[space].details, expected[space].details)


def test_a_video_is_asked_about_by_its_frames(fingerprinter: Fingerprinter, tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", shown(1, 4))

    asked, stored = fingerprinter.asked(film), fingerprinter.stored(film)

    assert isinstance(asked, AskedPrints)
    assert isinstance(asked.prints, VideoQuery)
    assert not isinstance(stored, Unreadable)
    assert len(stored.rows[Space.PDQ]) > 8
    assert len(stored.rows[Space.PATCH]) == 0


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "Empty"),
    "a text": (b"not a picture at all", "Neither picture nor video"),
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD)
def test_a_file_that_shows_nothing_says_why(
    fingerprinter: Fingerprinter, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "file").write_bytes(content)

    for found in (fingerprinter.asked(tmp_path / "file"), fingerprinter.stored(tmp_path / "file")):
        assert isinstance(found, Unreadable)
        assert words in found.reason.en

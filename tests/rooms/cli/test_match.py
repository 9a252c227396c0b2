# SPDX-License-Identifier: Apache-2.0
"""`verweer bank add --file` and `verweer match`, as someone with a folder of pictures uses them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageOps

from tests.testnet.films import RATE, shown, write_film
from tests.testnet.pictures import drawn
from verweer.cli import root


def verweer(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "verweer.cli", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("match")
    drawn(3).save(place / "first.jpg", quality=90)
    drawn(4).save(place / "second.png")
    drawn(9).save(place / "other.jpg")
    ImageOps.mirror(drawn(3).crop((80, 40, 920, 680))).save(place / "copy.webp")
    Image.new("RGB", (300, 300), "white").save(place / "plain.png")
    film = shown(5, 12)
    write_film(place / "film.mp4", film)
    write_film(place / "clip.mp4", film[4 * RATE : 10 * RATE])
    for words in (
        ("bank", "create", "bank"),
        ("bank", "add", "bank", "First", "--file", "first.jpg", "--crops"),
        ("bank", "add", "bank", "Second", "--file", "second.png"),
        ("bank", "add", "bank", "Film", "--file", "film.mp4"),
    ):
        told = verweer(place, *words)
        assert told.returncode == 0, told.stderr
    return place


def test_a_copy_is_named_with_the_reason_and_what_was_undone(folder: Path) -> None:
    told = verweer(folder, "match", "copy.webp", "other.jpg", "--bank", "bank")

    assert told.returncode == 0
    assert told.stdout.startswith("copy.webp: First: edited-copy.")
    assert "mirrored" in told.stdout
    assert "other.jpg: nothing in this bank matches." in told.stdout


def test_what_was_rejected_is_at_most_possible_and_the_opinion_can_be_taken_back(folder: Path) -> None:
    shutil.copytree(folder / "bank", folder / "judged")

    def verdict() -> str:
        (match,) = json.loads(verweer(folder, "match", "copy.webp", "--bank", "judged", "--json").stdout)["matches"]
        return match["verdict"]

    said = verweer(folder, "bank", "opinion", "judged", "First", "Film", "--opinion", "rejected")
    assert (said.returncode, said.stdout) == (0, "rejected: First, Film\n")
    assert verdict() == "possible"
    assert json.loads(verweer(folder, "bank", "status", "judged", "--json").stdout)["rejected"] == 2
    clip = json.loads(verweer(folder, "match", "clip.mp4", "--bank", "judged", "--json").stdout)["matches"]
    assert [each["verdict"] for each in clip] == ["possible"]

    verweer(folder, "bank", "opinion", "judged", "First", "--opinion", "none")
    assert verdict() == "edited-copy"


def test_a_table_of_ones_own_decides_what_a_match_is_called(folder: Path) -> None:
    (folder / "strict.toml").write_text(
        'version = 1\n[[rows]]\nname = "nearly equal"\nverdict = "possible"\nkind = "pdq"\n'
        'most_distance = 8\nmeasured = "for this test"\n',
        "utf-8",
    )
    (folder / "broken.toml").write_text("version = 2\n", "utf-8")

    told = verweer(folder, "match", "first.jpg", "copy.webp", "--bank", "bank", "--thresholds", "strict.toml")
    film = verweer(folder, "match", "film.mp4", "--bank", "bank", "--thresholds", "strict.toml")
    broken = verweer(folder, "match", "first.jpg", "--bank", "bank", "--thresholds", "broken.toml")

    first, copy = told.stdout.splitlines()
    assert first.startswith("first.jpg: First: possible.")
    assert copy == "copy.webp: nothing in this bank matches."
    assert film.stdout.startswith("film.mp4: Film: possible.")
    assert broken.returncode == 65
    assert broken.stderr.startswith("verweer: The thresholds cannot be used:")


def test_a_clip_is_named_with_both_stretches_in_json_and_in_dutch(folder: Path) -> None:
    told = verweer(folder, "match", "clip.mp4", "--bank", "bank", "--json", "--language", "nl")

    (match,) = json.loads(told.stdout)["matches"]
    assert (match["item"], match["verdict"]) == ("Film", "edited-copy")
    assert match["reason"].startswith("Seconde")
    assert abs(match["stored_seconds"][0] - match["asked_seconds"][0] - 4) < 0.5


def test_a_video_that_meets_more_than_is_looked_at_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verweer.matching.answering.MOST_HITS", 5)
    words = ("match", str(folder / "clip.mp4"), "--bank", str(folder / "bank"))

    told = CliRunner().invoke(root.verweer, words)
    as_json = json.loads(CliRunner().invoke(root.verweer, (*words, "--json")).stdout)

    assert told.stderr.endswith("meets very much; at most 1 hits of each hash were looked at.\n")
    assert "clip.mp4: Film: edited-copy." in told.stdout
    assert as_json["most_of_each"] == 1
    assert [match["item"] for match in as_json["matches"]] == ["Film"]


def test_a_hash_of_others_is_compared_as_it_is(folder: Path) -> None:
    hashed = verweer(folder, "fingerprint", "second.png", "--json").stdout
    pdq = json.loads(hashed)["hashes"][0]["hash"]

    told = verweer(folder, "match", pdq, "--bank", "bank")

    assert told.stdout == f"{pdq}: Second: same. The fingerprints differ in 0 of 256 bits.\n"


REFUSED = {
    "no such file": (("match", "nowhere.jpg", "--bank", "bank"), 65, "neither a file nor a hash"),
    "a short hash": (("match", "abc123", "--bank", "bank"), 65, "neither a file nor a hash"),
    "a plain picture": (("match", "plain.png", "--bank", "bank"), 65, "Too plain"),
    "no bank": (("match", "first.jpg", "--bank", "none"), 65, "There is no bank"),
    "a plain picture to add": (("bank", "add", "bank", "Plain", "--file", "plain.png"), 65, "Too plain"),
    "nothing to add": (("bank", "add", "bank", "Nothing"), 65, "at least one hash"),
}


@pytest.mark.parametrize(("words", "code", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_compared_is_told_in_one_sentence(
    folder: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    told = verweer(folder, *words)

    assert told.returncode == code
    assert sentence in told.stderr
    assert told.stderr.count("\n") == 1

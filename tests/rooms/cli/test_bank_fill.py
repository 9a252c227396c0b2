# SPDX-License-Identifier: Apache-2.0
"""`verweer bank fill`, as it is typed: many files, each an item, and what cannot be added is told and stops nothing."""

import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from tests.testnet.pictures import drawn
from verweer.banks import open_bank
from verweer.cli.root import verweer


def run(*words: object, given: str | None = None) -> Result:
    return CliRunner().invoke(
        verweer, [str(word) for word in words], input=given, catch_exceptions=False, standalone_mode=False
    )


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    folder = tmp_path / "bank"
    run("bank", "create", folder)
    return folder


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed in range(3):
        drawn(seed, 240, 180).save(folder / f"{seed}.png")
    return folder


def items(bank: Path) -> list[str]:
    with open_bank(bank) as opened:
        return sorted(item for item, _ in opened.items())


def test_each_file_is_an_item_that_is_found_again(bank: Path, pictures: Path) -> None:
    told = run("bank", "fill", bank, pictures)

    assert (told.return_value, told.stdout[:13]) == (0, "added 3 files")
    assert items(bank) == [str(pictures / f"{seed}.png") for seed in range(3)]
    assert f"{pictures}/1.png: same" in run("match", pictures / "1.png", "--bank", bank).stdout


def test_a_second_run_passes_over_what_is_there_unless_it_shall_replace(bank: Path, pictures: Path) -> None:
    run("bank", "fill", bank, pictures / "0.png", pictures / "1.png")

    again = run("bank", "fill", bank, pictures, pictures / "2.png").stdout
    replaced = run("bank", "fill", bank, pictures, "--replace").stdout

    assert ("added 1 file in" in again, "; 3 were in the bank already" in again) == (True, True)
    assert "added 3 files in" in replaced
    assert len(items(bank)) == 3


def test_what_cannot_be_added_is_told_and_the_others_are_kept(bank: Path, pictures: Path) -> None:
    (pictures / "empty.jpg").touch()
    (pictures / "words.txt").write_text("geen foto")
    Image.new("RGB", (200, 200), "green").save(pictures / "flat.png")
    (pictures / "0.png").rename(pictures / "a\nb.png")

    told = run("bank", "fill", bank, pictures, "--language", "nl")

    assert told.return_value == 65
    assert "added 2 files" in told.stdout
    assert "4 could not be added" in told.stdout
    assert "flat.png: Te egaal voor" in told.stderr
    assert "a\\nb.png: An item's name" in told.stderr


def test_names_come_from_the_input_and_members_from_an_archive(bank: Path, pictures: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "saved.tar", "w") as archive:
        archive.add(pictures / "2.png", "deep/2.png")

    run("bank", "fill", bank, "-", given=f"{pictures}/0.png\n{tmp_path}/saved.tar\n")

    assert len(items(bank)) == 2
    assert items(bank)[1].endswith("deep/2.png")

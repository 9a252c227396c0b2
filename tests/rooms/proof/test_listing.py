# SPDX-License-Identifier: Apache-2.0
"""A case folder's list of files: whatever changes in the folder is told with the name of its file."""

import random
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verweer.evidence import Rfc3161Timestamper, stamp_head
from verweer.proof import LIST, Custody, Judged, judge, list_files

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
FILES = {
    "case.json": b'{"links": []}',
    "dossier.pdf": b"%PDF " + bytes(range(256)) * 40,
    "letters/nl.dsa-filmpjes.example.pdf": b"%PDF letter",
    "facts.json": b'{"told": true}',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / "case" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "case" / name).write_bytes(content)
    custody = Custody(tmp_path / "case" / "custody.jsonl", lambda: NOW)
    custody.append("case-opened")
    list_files(tmp_path / "case", custody)
    return tmp_path / "case"


def problems(folder: Path) -> str:
    return "; ".join(one.en for judged in judge(folder, roots=None) for one in judged.problems)


def of_list(folder: Path) -> Judged:
    return next(judged for judged in judge(folder, roots=None) if judged.file == LIST)


def test_a_folder_that_was_left_alone_fits_its_list_and_its_log(folder: Path) -> None:
    assert problems(folder) == ""
    assert "that of the custody log" in of_list(folder).proven[0].en


def test_sha256sum_reads_the_list(folder: Path) -> None:
    done = subprocess.run(["sha256sum", "--quiet", "-c", LIST], cwd=folder, capture_output=True, check=False)

    assert done.returncode == 0


def test_each_of_many_flipped_bits_is_told_with_its_file(
    folder: Path, tmp_path: Path, authorities: list[Rfc3161Timestamper]
) -> None:
    stamp_head(Custody(folder / "custody.jsonl", lambda: NOW), authorities)
    dice, roots = random.Random(4), authorities[0].roots
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for number in range(500):
        copy = tmp_path / str(number)
        shutil.copytree(folder, copy)
        name = dice.choice(names)
        content = bytearray((copy / name).read_bytes())
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        (copy / name).write_bytes(content)

        told = " ".join(f"{judged.file}: {one.en}" for judged in judge(copy, roots=roots) for one in judged.problems)
        assert Path(name).stem in told, name


CHANGES = {
    "a file taken out": (lambda folder: (folder / "dossier.pdf").unlink(), "dossier.pdf is missing"),
    "a file put in": (lambda folder: (folder / "letters/extra.pdf").write_bytes(b"x"), "letters/extra.pdf is not on"),
    "a list that cannot be read": (lambda folder: (folder / LIST).write_bytes(b"no list\n"), "Line 1 of files.sha256"),
    "no name in a line": (lambda folder: (folder / LIST).write_bytes(b"a" * 64 + b"\n"), "Line 1 of files.sha256"),
}


@pytest.mark.parametrize(("change", "sentence"), CHANGES.values(), ids=CHANGES)
def test_what_changed_is_said(folder: Path, change: object, sentence: str) -> None:
    change(folder)  # type: ignore[operator]

    assert sentence in problems(folder)


def test_a_list_made_anew_after_a_change_is_not_the_log_s(folder: Path) -> None:
    (folder / "dossier.pdf").write_bytes(b"%PDF another")
    list_files(folder, Custody(folder.parent / "elsewhere.jsonl", lambda: NOW))

    assert "not that of the custody log" in problems(folder)


def test_listing_twice_notes_it_once(folder: Path) -> None:
    list_files(folder, Custody(folder / "custody.jsonl", lambda: NOW))

    assert (folder / "custody.jsonl").read_text().count("files-listed") == 1


def test_the_person_s_own_facts_may_be_left_out_and_that_is_said(folder: Path) -> None:
    (folder / "facts.json").unlink()

    assert problems(folder) == ""
    assert "facts.json" in of_list(folder).unproven[0].en


def zipped(folder: Path, target: Path, **more: bytes) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.rglob("*"):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
        for name, content in more.items():
            archive.writestr(name, content)
    return target


def test_a_case_in_one_file_is_judged_as_its_folder(folder: Path, tmp_path: Path) -> None:
    assert problems(zipped(folder, tmp_path / "case.zip")) == ""
    assert "x is not on the list" in problems(zipped(folder, tmp_path / "more.zip", x=b"1"))


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt"])
def test_a_zip_that_leads_out_of_its_folder_is_not_unpacked(tmp_path: Path, name: str) -> None:
    assert "lead out of its own folder" in problems(zipped(tmp_path / "nothing", tmp_path / "case.zip", **{name: b"x"}))


def test_a_locked_package_is_said_to_be_locked(tmp_path: Path) -> None:
    (tmp_path / "package.zip.age").write_bytes(b"age-encryption.org/v1\n-> X25519 x\n")

    assert "locked" in problems(tmp_path / "package.zip.age")


def test_no_zip_at_all_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "case.zip").write_bytes(b"PK\x03\x04 nonsense")

    assert "not a readable package" in problems(tmp_path / "case.zip")

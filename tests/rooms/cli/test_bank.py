# SPDX-License-Identifier: Apache-2.0
"""`verweer bank` and `verweer scan`, as they are typed."""

import json
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from verweer.cli.root import verweer
from verweer.kernel import VerweerError

ONE, NEAR, FAR = "00" * 32, "00" * 31 + "0f", "ff" * 32


def run(*words: object, given: str | None = None) -> Result:
    done = CliRunner().invoke(verweer, [str(word) for word in words], input=given)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    folder = tmp_path / "bank"
    run("bank", "create", folder)
    run("bank", "add", folder, "first", ONE)
    return folder


def test_a_bank_is_filled_told_exported_and_checked(bank: Path, tmp_path: Path) -> None:
    run("bank", "import", bank, "-", given=f"id,hash\nsecond,{FAR}\nsecond,{NEAR}\n")
    run("bank", "remove", bank, "first")
    run("bank", "compact", bank)
    run("bank", "export", bank, "--out", tmp_path / "list.csv")

    assert sorted((tmp_path / "list.csv").read_text().splitlines()[1:]) == [f"second,{NEAR},0", f"second,{FAR},0"]
    assert json.loads(run("bank", "status", bank, "--json").stdout)["items"] == 1
    assert "every byte" in run("bank", "verify", bank).stdout


def test_withdrawn_hashes_leave_the_bank(bank: Path) -> None:
    def told(status: str) -> str:
        return json.dumps({"hashRecords": [{"signalType": "ImagePDQ", "hashValue": FAR, "hashStatus": status}]})

    words = ("bank", "import", bank, "-", "--format", "stopncii")
    assert "1 added, 0 removed" in run(*words, given=told("Active")).stdout
    assert "0 added, 0 removed, 1 known" in run(*words, given=told("Active")).stdout
    assert "0 added, 1 removed" in run(*words, given=told("Withdrawn")).stdout
    assert "0 added, 0 removed" in run(*words, given=told("Deleted")).stdout


def test_damage_is_named_with_an_exit_code(bank: Path) -> None:
    journal = next(bank.glob("journal-*"))
    journal.write_bytes(journal.read_bytes()[:-1])

    assert "journal-00000001.log is cut off" in run("bank", "verify", bank).stdout


REFUSED = {
    "a name twice": (("bank", "add", "{bank}", "first", ONE), "--replace"),
    "a short hash": (("bank", "add", "{bank}", "x", "00"), "Hash 1"),
    "an unknown item": (("bank", "remove", "{bank}", "x"), "no item 'x'"),
    "no bank": (("bank", "status", "{bank}/none"), "There is no bank"),
    "no archive": (("scan", "{bank}/none.raw", "--bank", "{bank}"), "There is no file"),
    "half a hash": (("scan", "{bank}/bank.json", "--bank", "{bank}"), "32 bytes for each hash"),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_mistake_gives_one_sentence(bank: Path, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(VerweerError, match=sentence):
        run(*(word.format(bank=bank) for word in words))


def archive(folder: Path) -> None:
    folder.mkdir()
    hashes = [bytes.fromhex(one) for one in (FAR, NEAR, FAR, ONE)]
    (folder / "a.raw").write_bytes(b"".join(hashes))
    ids = [f"picture {number}" for number in range(4)]
    fixed = pa.table({"id": ids, "hash": pa.array(hashes, pa.binary(32))})
    parquet.write_table(fixed, folder / "b.parquet")
    parquet.write_table(pa.table({"id": ids, "hash": [one.hex() for one in hashes]}), folder / "c.parquet")


@pytest.mark.parametrize("threads", [1, 3])
def test_archives_of_each_kind_are_scanned_in_order(bank: Path, tmp_path: Path, threads: int) -> None:
    archive(tmp_path / "archive")

    lines = run("scan", tmp_path / "archive", "--bank", bank, "--threads", threads).stdout.splitlines()

    assert [line.rpartition("/")[2] for line in lines[1:]] == [
        "a.raw,1,,first,4",
        "a.raw,3,,first,0",
        "b.parquet,1,picture 1,first,4",
        "b.parquet,3,picture 3,first,0",
        "c.parquet,1,picture 1,first,4",
        "c.parquet,3,picture 3,first,0",
    ]
    nearer = run("scan", tmp_path / "archive", "--bank", bank, "--radius", 3, "--json").stdout
    assert [one["row"] for one in json.loads(nearer)] == [3, 3, 3]


def test_a_parquet_file_that_cannot_be_used_is_told_why(bank: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    parquet.write_table(pa.table({"other": [ONE]}), tmp_path / "unnamed.parquet")
    parquet.write_table(pa.table({"hash": [ONE, "00", None]}), tmp_path / "short.parquet")
    told = {"broken": "not a Parquet file", "unnamed": "no column 'hash'", "short": "row 1"}

    for name, sentence in told.items():
        with pytest.raises(VerweerError, match=sentence):
            run("scan", tmp_path / f"{name}.parquet", "--bank", bank)


def test_a_large_bank_is_scanned_by_its_own_index_with_the_same_result(
    bank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(tmp_path / "archive")
    before = run("scan", tmp_path / "archive", "--bank", bank).stdout

    monkeypatch.setattr("verweer.banks.scanning.EXPANDED_MOST", 0)

    assert run("scan", tmp_path / "archive", "--bank", bank).stdout == before
    assert len(before.splitlines()) == 7

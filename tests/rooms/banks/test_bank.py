# SPDX-License-Identifier: Apache-2.0
"""A bank keeps what it acknowledged: torn, killed, full, shared, compacted; and names what is damaged."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from verweer.banks import (
    BadItem,
    Bank,
    BankBusy,
    BankDamaged,
    DuplicateItem,
    NoBank,
    NoRoom,
    Opinion,
    UnknownItem,
    UnwritableBank,
    damages_in,
    open_bank,
)
from verweer.banks import (
    bank as bank_module,
)
from verweer.banks.tier import places_of
from verweer.fingerprints import Rows, Space

Owned = Mapping[Space, Rows]


def rows(seed: int, count: int = 2) -> Owned:
    rng = np.random.default_rng(seed)
    return {
        space: Rows(
            hashes=rng.integers(0, 256, (count, 32), dtype=np.uint8), details=np.arange(count, dtype=np.uint64) + seed
        )
        for space in Space
    }


def is_found(bank: Bank, name: str, owned: Owned) -> bool:
    for space, table in owned.items():
        hits = bank.search(space, table.hashes, radius=3)
        if [bank.name_of(number) for number in hits.item.tolist()] != [name] * len(table):
            return False
        if hits.detail.tolist() != table.details.tolist():
            return False
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "bank"


def test_what_is_added_is_found_at_once_and_after_reopening(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1))
        assert is_found(bank, "one", rows(1))

    with open_bank(folder) as bank:
        assert is_found(bank, "one", rows(1))
        assert bank.rows_of("one")[Space.PATCH].details.tolist() == [1, 2]


def test_what_is_removed_is_not_found_whatever_was_compacted_when(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add_many((str(seed), rows(seed)) for seed in range(10))
        bank.remove("3")
        assert not is_found(bank, "3", rows(3))
        bank.compact()
        bank.remove("4")
        bank.add("3", rows(33))

    with open_bank(folder, write=True) as bank:
        assert "4" not in bank
        assert is_found(bank, "3", rows(33))
        bank.compact()
        assert not is_found(bank, "4", rows(4))
        assert [name for name, _ in bank.items()] == ["0", "1", "2", "5", "6", "7", "8", "9", "3"]
        assert bank.status().removed_waiting == 0


WANTED = {
    "none": [],
    "the first": [0],
    "some": [3, 999, 17],
    "one that no row has": [5_000],
    "one that is larger than most": [2_000_000],
}


@pytest.mark.parametrize("wanted", WANTED.values(), ids=WANTED)
def test_the_rows_of_items_are_found_wherever_they_lie_in_a_long_column(wanted: list[int]) -> None:
    items = np.random.default_rng(2).integers(0, 1_000, 300_000).astype(np.uint32)
    items[[5, 299_000]] = 2_000_000

    assert places_of(items, wanted).tolist() == np.flatnonzero(np.isin(items, np.array(wanted, np.uint32))).tolist()


def test_an_opinion_stays_through_everything_until_it_is_taken_back(folder: Path) -> None:
    def said(bank: Bank) -> dict[str, str]:
        return {
            name: bank.opinion_of(int(bank.search(Space.PDQ, held[Space.PDQ].hashes).item[0])).value
            for name, held in bank.items()
        }

    with Bank.create(folder) as bank:
        bank.add_many((name, rows(seed)) for seed, name in enumerate(("good", "bad", "gone")))
        bank.say(["bad", "gone"], Opinion.REJECTED)
        bank.say(["good"], Opinion.CONFIRMED)
        assert said(bank) == {"good": "confirmed", "bad": "rejected", "gone": "rejected"}
        bank.compact()
        bank.remove("gone")
        bank.say(["bad"], Opinion.NONE)
        bank.add("new", rows(9))
        bank.say(["new"], Opinion.DISPUTED)

    expected = {"good": "confirmed", "bad": "none", "new": "disputed"}
    with open_bank(folder, write=True) as bank:
        assert said(bank) == expected
        assert bank.status().opinions == {Opinion.CONFIRMED: 1, Opinion.DISPUTED: 1, Opinion.REJECTED: 0}
        bank.compact()
        assert said(bank) == expected
        bank.add("good", rows(10), replace=True)
        assert said(bank)["good"] == "none", "it was said about other hashes"
    with open_bank(folder) as bank:
        assert said(bank) == {**expected, "good": "none"}


def test_an_opinion_about_an_item_of_an_older_segment_outlives_a_compaction_that_leaves_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_module, "COMPACTED_AT", 40)
    with Bank.create(folder) as bank:
        bank.add_many((str(seed), rows(seed, 40)) for seed in range(10))
        bank.compact()
    with open_bank(folder, write=True) as bank:
        number = int(bank.search(Space.PDQ, rows(3, 40)[Space.PDQ].hashes[:1]).item[0])
        bank.say(["3"], Opinion.REJECTED)
        bank.add("later", rows(99, 40))
        bank.wait()
        assert bank.status().segments == 2
    with open_bank(folder) as bank:
        assert bank.opinion_of(number) is Opinion.REJECTED


def test_nobody_can_have_an_opinion_about_what_is_not_there(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1))
        with pytest.raises(UnknownItem, match="holds no item 'two'"):
            bank.say(["one", "two"], Opinion.REJECTED)
        assert bank.status().opinions[Opinion.REJECTED] == 0


def test_a_reader_sees_additions_removals_and_compactions_after_refresh(folder: Path) -> None:
    with Bank.create(folder) as writer, open_bank(folder) as reader:
        writer.add("one", rows(1))
        reader.refresh()
        assert is_found(reader, "one", rows(1))
        writer.compact()
        writer.add("two", rows(2))
        assert is_found(reader, "one", rows(1))
        reader.refresh()
        assert is_found(reader, "one", rows(1))
        assert is_found(reader, "two", rows(2))
        writer.remove("one")
        reader.refresh()
        assert "one" not in reader


def test_a_reader_whose_journal_was_replaced_since_it_looked_at_the_manifest_reads_anew(folder: Path) -> None:
    manifest, as_it_looked = folder / "bank.json", folder.with_name("as-it-looked.json")
    with Bank.create(folder) as writer, open_bank(folder) as reader:
        as_it_looked.hardlink_to(manifest)
        before = manifest.stat()
        for name in ("one", "two"):
            writer.add(name, rows(1))
            writer.compact()
        # What a reader that looked just before both compactions knows: the manifest's number and time of then.
        as_it_looked.write_bytes(manifest.read_bytes())
        os.utime(as_it_looked, ns=(before.st_atime_ns, before.st_mtime_ns))
        as_it_looked.replace(manifest)

        reader.refresh()

        assert "one" in reader
        assert "two" in reader


def test_a_bank_can_be_opened_at_any_moment_while_compactions_replace_its_files(folder: Path) -> None:
    def replace_often(writer: Bank) -> None:
        for seed in range(1, 41):
            writer.add(str(seed), rows(seed))
            writer.compact()

    with Bank.create(folder) as writer, ThreadPoolExecutor() as pool:
        writer.add("first", rows(0))
        replacing = pool.submit(replace_often, writer)
        while not replacing.done():
            with open_bank(folder) as reader:
                assert "first" in reader
        replacing.result()


def test_journals_are_compacted_in_the_background_while_more_comes_and_goes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_module, "COMPACTED_AT", 40)
    with Bank.create(folder) as bank:
        for seed in range(120):
            bank.add(str(seed), rows(seed))
            if seed % 5 == 4:
                bank.remove(str(seed - 2))
        bank.wait()
        assert bank.status().segments >= 1
        assert bank.verify() == ()

    with open_bank(folder) as bank:
        for seed in range(120):
            assert is_found(bank, str(seed), rows(seed)) == (seed % 5 != 2)


def test_a_name_twice_is_refused_unless_it_may_be_replaced(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1))
        with pytest.raises(DuplicateItem, match=r"'one'.*--replace"):
            bank.add("one", rows(2))
        with pytest.raises(DuplicateItem):
            bank.add_many([("two", rows(2)), ("two", rows(3))])
        assert "two" not in bank
        bank.add("one", rows(4), replace=True)

    with open_bank(folder) as bank:
        assert is_found(bank, "one", rows(4))
        assert not is_found(bank, "one", rows(1))


NAMES = {"nothing": "", "a line break": "a\nb", "half a character": "\ud800", "too long": "x" * 1025}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_cannot_be_is_refused(folder: Path, name: str) -> None:
    with Bank.create(folder) as bank, pytest.raises(BadItem):
        bank.add(name, rows(1))


def test_the_nearest_come_first_and_a_limit_counts_for_each_question(folder: Path) -> None:
    near = rows(1, 1)[Space.PDQ].hashes
    with Bank.create(folder) as bank:
        for flips in (3, 0, 2, 1):
            changed = near.copy()
            changed[0, :flips] ^= 1
            bank.add(f"{flips} away", {Space.PDQ: Rows(hashes=changed, details=np.zeros(1, np.uint64))})
        hits = bank.search(Space.PDQ, np.repeat(near, 2, axis=0), limit=3)

    assert hits.query.tolist() == [0, 0, 0, 1, 1, 1]
    assert hits.distance.tolist() == [0, 1, 2, 0, 1, 2]


def test_a_second_writer_is_refused_and_readers_are_not(folder: Path) -> None:
    with Bank.create(folder):
        with pytest.raises(BankBusy, match="Another process"):
            open_bank(folder, write=True)
        open_bank(folder).close()

    open_bank(folder, write=True).close()


def test_wrong_uses_give_one_sentence_each(folder: Path) -> None:
    with pytest.raises(NoBank, match="verweer bank create"):
        open_bank(folder)
    Bank.create(folder).close()
    with pytest.raises(NoBank, match="not empty"):
        Bank.create(folder)
    with open_bank(folder) as bank:
        with pytest.raises(UnwritableBank, match="opened to read"):
            bank.add("one", rows(1))
        with pytest.raises(UnknownItem):
            bank.rows_of("one")
        with pytest.raises(UnknownItem):
            bank.name_of(7)
    with open_bank(folder, write=True) as bank, pytest.raises(UnknownItem):
        bank.remove("one")


def test_every_cut_and_every_changed_byte_is_named(folder: Path, tmp_path: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1))
        bank.add("two", rows(2))
        bank.compact()
        bank.add("three", rows(3))
    chance = random.Random(4)
    for file in sorted(file for file in folder.iterdir() if file.stat().st_size):
        content = file.read_bytes()
        places = range(len(content)) if len(content) < 300 else sorted(chance.sample(range(len(content)), 40))
        for place in places:
            for torn in (content[:place], content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]):
                copy = tmp_path / "copy"
                shutil.copytree(folder, copy)
                (copy / file.name).write_bytes(torn)
                assert any(file.name in damage for damage in damages_in(copy)), (file.name, place)
                shutil.rmtree(copy)


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1))
        bank.compact()
    file = next(folder.glob("segment-*"))
    file.unlink()

    with pytest.raises(BankDamaged, match=file.name):
        open_bank(folder)


def test_what_was_never_acknowledged_is_cut_off_at_every_byte_of_it(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with open_bank(folder, write=True) as bank:
        bank.add("two", rows(2))
    journal = next(folder.glob("journal-*"))
    whole, start = journal.read_bytes(), len(before[journal.name])
    for end in range(start, len(whole)):
        # As after a crash: the mark still tells the older end.
        journal.write_bytes(before[journal.name][:64] + whole[64:end])
        assert damages_in(folder) == ()
        with open_bank(folder, write=True) as bank:
            assert "one" in bank
            assert "two" not in bank
    journal.write_bytes(before[journal.name][:64] + whole[64:])
    with open_bank(folder, write=True) as bank:
        assert "two" in bank


def test_a_bad_record_before_a_good_one_is_damage_even_behind_the_mark(folder: Path) -> None:
    with Bank.create(folder) as bank:
        header = next(folder.glob("journal-*")).read_bytes()[:64]
        bank.add("one", rows(1))
        bank.add("two", rows(2))
    journal = next(folder.glob("journal-*"))
    content = bytearray(journal.read_bytes())
    content[:64] = header
    content[100] ^= 1
    journal.write_bytes(content)

    with pytest.raises(BankDamaged, match="good one after it"):
        open_bank(folder, write=True)


WRITER = """
import sys, numpy as np
from pathlib import Path
from verweer.banks.tier import places_of
from verweer.fingerprints import Rows, Space
from verweer.banks import bank as module
module.COMPACTED_AT = 50
with module.open_bank(Path(sys.argv[1]), write=True) as bank:
    for number in range(100_000):
        hashes = np.full((2, 32), number % 256, np.uint8)
        hashes[:, :4] = np.frombuffer(np.uint32(number).tobytes(), np.uint8)
        bank.add(f"{sys.argv[2]}-{number}", {Space.PDQ: Rows(hashes=hashes, details=np.zeros(2, np.uint64))})
        if number % 4 == 3:
            bank.remove(f"{sys.argv[2]}-{number - 1}")
        print(number, flush=True)
"""


def test_killed_at_any_moment_a_bank_holds_all_it_acknowledged(folder: Path) -> None:
    Bank.create(folder).close()
    chance = random.Random(11)
    kept: dict[str, bool] = {}
    for turn in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(turn)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        told = [writer.stdout.readline()]
        time.sleep(chance.uniform(0.05, 0.5))
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        done = max(int(line) for line in told if line.endswith("\n"))
        kept |= {f"{turn}-{number}": number % 4 != 2 for number in range(done)} | {f"{turn}-{done}": True}
        if done % 4 == 2:  # It may have been removed, and that not yet told.
            del kept[f"{turn}-{done}"]
        assert damages_in(folder) == ()
        with open_bank(folder, write=True) as bank:
            assert {name: name in bank for name in kept} == kept


def test_a_full_disk_loses_nothing_and_says_so(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1))
        length = next(folder.glob("journal-*")).stat().st_size
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (length + 100, before[1]))
        try:
            with pytest.raises(NoRoom, match="full"):
                bank.add("two", rows(2))
            with pytest.raises(NoRoom):
                bank.compact()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, heard)
        assert "two" not in bank
        bank.add("three", rows(3))

    assert damages_in(folder) == ()
    with open_bank(folder) as bank:
        assert [name for name, _ in bank.items()] == ["one", "three"]


READ_ONLY = """
import os, sys
from pathlib import Path
from verweer.banks import UnwritableBank, open_bank
os.setgroups([]); os.setgid(65534); os.setuid(65534)
with open_bank(Path(sys.argv[1])) as bank:
    assert "one" in bank
try:
    open_bank(Path(sys.argv[1]), write=True)
except UnwritableBank as error:
    print(error)
"""


def test_a_bank_that_cannot_be_written_can_be_read(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1))
    (folder / "lock").chmod(0o444)
    folder.chmod(0o555)
    if os.geteuid() == 0:
        # Root may write anything, so a child that is nobody tries; it must be able to reach the folder.
        for parent in (folder.parent, *folder.parent.parents):
            if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o055)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder)], capture_output=True, text=True, check=True
        )
        told = done.stdout
    else:
        with pytest.raises(UnwritableBank) as refused:
            open_bank(folder, write=True)
        told = str(refused.value)
    folder.chmod(0o755)

    assert "cannot be written" in told


def test_opening_maps_and_does_not_read(folder: Path) -> None:
    with Bank.create(folder) as bank:
        bank.add("one", rows(1, 500))
        bank.compact()
    file = next(folder.glob("segment-*"))
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)

    with open_bank(folder) as bank:
        assert bank.status().items == 1
        assert len(bank.verify()) == 1

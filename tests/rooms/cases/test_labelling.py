# SPDX-License-Identifier: Apache-2.0
"""The labels of a case's files: looked into once, within bounds, told in both languages, and never in the way."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL.PngImagePlugin import PngInfo

from tests.rooms.cases_web.finished_case import invented_record
from tests.rooms.guard.makers import new_maker
from tests.testnet.pictures import drawn, picture
from tests.testnet.videos import video
from verweer.cases.labelling import LabelReader
from verweer.cases.labels_told import absence_in, tell_labels
from verweer.cases.model import CaseRecord, HandedIn, LabelsRecord, LabelStanding, Route
from verweer.guard.labels import ABSENCE, label
from verweer.guard.manifests import Making
from verweer.kernel import Digest, Language

MAKER, ROOT = new_maker()
MAKING = Making(tool="proefmodel", version="3", at=datetime(2026, 11, 25, 7, tzinfo=UTC))
DIGEST = Digest.of(b"1")


def labelled(content: bytes, payload: int | None = None) -> bytes:
    return label(content, maker=MAKER, making=MAKING, payload=payload)


def changed() -> bytes:
    content = bytearray(labelled(video()))
    content[-200] ^= 1
    return bytes(content)


def noted(folder: Path) -> bytes:
    note = PngInfo()
    note.add_text("parameters", "a lighthouse, steps 20")
    drawn(1, 320, 240).save(folder / "noted.png", pnginfo=note)
    return (folder / "noted.png").read_bytes()


@pytest.fixture(scope="module")
def reader() -> Iterator[LabelReader]:
    reader = LabelReader()
    yield reader
    reader.close()


FILES: dict[str, tuple[Callable[[Path], bytes], LabelStanding, list[str]]] = {
    "a labelled video": (
        lambda _: labelled(video()),
        LabelStanding.VALID,
        [
            "A whole C2PA label: valid, but the signer is unknown; they call themselves Proefmaker, Testnet.",
            "The label says: made with proefmodel (2026-11-25T07:00:00Z), by a model.",
        ],
    ),
    "a labelled and marked picture": (
        lambda _: labelled(picture("haven"), payload=77),
        LabelStanding.VALID,
        [
            "A whole C2PA label: valid, but the signer is unknown; they call themselves Proefmaker, Testnet.",
            "The label says: made with proefmodel (2026-11-25T07:00:00Z), by a model.",
            "The picture holds the invisible watermark with number 0000004d; it points to this maker, but can be imitated.",
            "The file's own metadata name a maker or model; anyone can write those, so it is no proof.",
        ],
    ),
    "a label that does not hold": (
        lambda _: changed(),
        LabelStanding.BROKEN,
        ["A C2PA label that does not hold: file or label were changed after signing, or damaged."],
    ),
    "a note of a generator": (
        noted,
        LabelStanding.ABSENT,
        [
            "No C2PA label was found.",
            "The file's own metadata name a maker or model; anyone can write those, so it is no proof.",
        ],
    ),
    "no label": (lambda _: video(), LabelStanding.ABSENT, ["No C2PA label was found."]),
    "another kind of file": (
        lambda _: b"hello, world",
        LabelStanding.UNSUPPORTED,
        ["This file cannot be looked into for a C2PA label: another kind, too large or damaged."],
    ),
}


@pytest.mark.parametrize(("content", "standing", "told"), FILES.values(), ids=FILES)
def test_each_file_says_of_its_making_what_it_says(
    reader: LabelReader, content: Callable[[Path], bytes], standing: LabelStanding, told: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content(tmp_path))

    labels = reader.look(file, DIGEST)
    (files,) = tell_labels(case(labels))

    assert labels.standing is standing
    assert [each.en for each in files.sentences] == told
    assert all(each.nl != each.en for each in files.sentences)
    assert absence_in(case(labels)) == ABSENCE


def test_a_maker_whom_the_operator_trusts_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(labelled(video()))
    reader = LabelReader(ROOT)

    (files,) = tell_labels(case(reader.look(tmp_path / "file", DIGEST)))
    reader.close()

    assert files.sentences[0].en == "A whole C2PA label, signed by Proefmaker, Testnet, whom this installation trusts."


def test_what_a_file_claims_is_kept_with_its_place(reader: LabelReader, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(noted(tmp_path))

    (claim,) = reader.look(tmp_path / "file", DIGEST).claims

    assert "parameters" in claim
    assert "a lighthouse" in claim


UNLOOKED = {
    "beyond so many files": (LabelReader(most_files=0), "file"),
    "beyond so long": (LabelReader(seconds=-1), "file"),
    "a file that is gone": (LabelReader(), "absent"),
}


@pytest.mark.parametrize(("unable", "name"), UNLOOKED.values(), ids=UNLOOKED)
def test_what_was_not_looked_into_is_told_so(unable: LabelReader, name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(picture("haven"))

    labels = unable.look(tmp_path / name, DIGEST)
    (files,) = tell_labels(case(labels))

    assert labels == LabelsRecord(digest=DIGEST, standing=LabelStanding.NOT_LOOKED)
    assert files.sentences[0].en.startswith("Labels were not looked for")
    assert absence_in(case(labels)) is None


def test_where_the_part_for_labels_is_not_installed_nothing_fails(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; sys.modules['c2pa'] = None;"
        "from verweer.cases.labelling import LabelReader; from verweer.kernel import Digest;"
        "print(LabelReader().look(pathlib.Path(sys.argv[1]), Digest.of(b'')).standing.value)"
    )
    (tmp_path / "file").write_bytes(picture("haven"))

    told = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "file")], capture_output=True, text=True, check=True
    )

    assert told.stdout == "not-looked\n"


def case(*labels: LabelsRecord, copies: int = 1, handed_in: tuple[HandedIn, ...] = ()) -> CaseRecord:
    record = invented_record(1, Route.FULL)
    digests = tuple(Digest.of(str(number).encode()) for number in range(1, copies + 1))
    items = (replace(record.items[0], digests=digests),)
    return replace(record, items=items, labels=labels, handed_in=handed_in)


def looked(content: bytes, standing: LabelStanding = LabelStanding.ABSENT) -> LabelsRecord:
    return LabelsRecord(digest=Digest.of(content), standing=standing, sentences=(ABSENCE, ABSENCE))


def test_copies_that_say_different_things_are_told_apart() -> None:
    broken = replace(looked(b"2", LabelStanding.BROKEN), claims=("PNG: x",))

    told = tell_labels(case(looked(b"1"), broken, looked(b"3"), copies=3))

    assert [each.name.in_(Language.DUTCH) for each in told] == [
        "item-1 (2 van 3 bestanden)",
        "item-1 (1 van 3 bestanden)",
    ]
    assert [each.claims for each in told] == [(), ("PNG: x",)]


def test_what_was_handed_in_and_is_no_item_is_told_by_its_number_and_with_the_same_in_one_row() -> None:
    handed_in = tuple(
        HandedIn(number=number, digest=Digest.of(content), receipt=Digest.of(b"r"))
        for number, content in ((3, b"1"), (4, b"9"))  # the first shows the item
    )

    (told,) = tell_labels(case(looked(b"1"), looked(b"9"), handed_in=handed_in))

    assert told.name.en == "item-1, handed in 4"


def test_a_case_of_before_labels_were_read_says_so() -> None:
    (told,) = tell_labels(case())

    assert "niet gekeken" in told.sentences[0].nl

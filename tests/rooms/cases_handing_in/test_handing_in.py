# SPDX-License-Identifier: Apache-2.0
"""What a person hands in stays apart, is receipted and stamped, and shows in items, dossier and custody log."""

import json
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.rooms.cases_handing_in.conftest import MakeCase
from tests.rooms.guard.makers import new_maker
from tests.rooms.intake.samples import MAIL, PDF, drawing, honest
from tests.rooms.notices.every_letter import EVERY, LONG
from tests.testnet import Testnet
from tests.testnet.pictures import picture, resized
from verweer.cases.folder import CaseFolder, DamagedFile
from verweer.cases.handing_in import MOST_FILES, HandedIn, NotTaken, Offered, Outcome, Taken, TakenBefore, hand_in
from verweer.cases.model import LabelStanding, Route
from verweer.cases.outside import Outside
from verweer.cases.papers import write_letters
from verweer.cases.pipeline import build_case
from verweer.evidence import Mode, Stamping
from verweer.guard import label
from verweer.guard.manifests import Making
from verweer.intake import LARGEST_FILE, How, Kind, NotKnown, Refusal, Refused, Role, Told
from verweer.kernel import Digest, system_clock
from verweer.proof import verify_custody
from verweer.remedies import Plan, YesNoUnsure

LINK = "https://www.filmpjes.example/kijk/4711"
TOLD = Told(how=How.SCREENSHOT, when=NotKnown(), by=Role.HELPER, link=LINK, note="van een telefoon")


def handed(folder: CaseFolder, outside: Outside, *contents: bytes, told: Told = TOLD) -> tuple[Outcome, ...]:
    offered = []
    for number, content in enumerate(contents):
        file = folder.path.parent / f"Noor-{number}.png"
        file.write_bytes(content)
        offered.append(Offered(path=file))
    return hand_in(folder, offered, told, outside=outside, clock=system_clock, largest=LARGEST_FILE)


def resumed(folder: CaseFolder, outside: Outside) -> None:
    build_case(folder, outside=outside, clock=system_clock, tell=lambda _: None)


def events(folder: CaseFolder) -> list[dict[str, object]]:
    return [json.loads(line) for line in folder.custody.read_bytes().splitlines()]


def test_a_file_is_kept_receipted_stamped_and_noted(make_case: MakeCase, outside: Outside, testnet: Testnet) -> None:
    folder, content = make_case(), honest()[Kind.JPEG]

    (outcome,) = handed(folder, outside, content)

    assert isinstance(outcome, Taken)
    assert outcome.stamping is Stamping.STAMPED_TWICE
    place = folder.path / "handed-in" / "1"
    assert (place / "original.jpg").read_bytes() == content
    receipt = json.loads((place / "receipt.json").read_bytes())
    assert receipt["file"]["sha256"] == Digest.of(content).hex
    assert receipt["told"] == {
        "how": "screenshot",
        "when": {"unknown": True},
        "by": "helper",
        "link": LINK,
        "note": "van een telefoon",
    }
    assert "not captured by us" in receipt["about"]["en"]
    for token in place.glob("receipt.json.*.tsr"):
        command = ["openssl", "ts", "-verify", "-data", str(place / "receipt.json"), "-in", str(token)]
        command += ["-CAfile", testnet.environment()["VERWEER_TSA_CA"]]
        assert b"OK" in subprocess.run(command, capture_output=True, check=True).stdout
    assert len(list(place.glob("*.tsq"))) == 2
    (event,) = [each for each in events(folder) if each["event"] == "handed-in"]
    assert (event["digest"], event["by"]) == (Digest.of(content).hex, "helper")
    assert verify_custody(folder.custody)


def test_no_name_of_a_file_is_kept_anywhere(make_case: MakeCase, outside: Outside) -> None:
    folder = make_case()

    handed(folder, outside, PDF)

    told = [file.read_bytes() for file in folder.path.rglob("*") if file.is_file() and file.name != "facts.json"]
    assert not any(b"Noor-0" in content for content in told)


def test_dossier_zip_and_readme_tell_of_it_as_handed_in(make_case: MakeCase, outside: Outside) -> None:
    folder = make_case()

    handed(folder, outside, PDF, MAIL)

    text = subprocess.run(
        ["pdftotext", "-layout", str(folder.path / "dossier.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Ingeleverd, niet door ons vastgelegd" in text
    assert "ingeleverd door een helper" in text
    assert Digest.of(PDF).hex[:40] in text.replace("\n", "").replace(" ", "")
    with zipfile.ZipFile(folder.path / "dossier.zip") as archive:
        assert archive.read("handed-in/1/original.pdf") == PDF
        assert "handed-in/2/receipt.json" in archive.namelist()
        assert b"niet door ons" in archive.read("LEESMIJ.txt")


def test_a_letter_that_is_written_later_names_it_as_handed_in(make_case: MakeCase, outside: Outside) -> None:
    folder = make_case()
    track, _ = EVERY["eu.dsa.16", "helper"]
    folder.write("plan.json", Plan(tracks=(track,), left_out=()))

    handed(folder, outside, PDF, told=replace(TOLD, link=f"{LONG}&utm_source=x"))
    list(write_letters(folder.read_record(), folder.read_facts(), folder, now=system_clock()))

    text = (folder.path / f"letters/{track.id}.txt").read_text()
    assert any(words in text.upper() for words in ("NIET DOOR ONS VASTGELEGD", "NOT CAPTURED BY US"))
    assert Digest.of(PDF).hex in text
    document = json.loads((folder.path / f"letters/{track.id}.json").read_bytes())
    assert document["evidence"] == []


def test_a_copy_of_what_was_captured_joins_its_item_and_another_picture_does_not(
    make_case: MakeCase, outside: Outside
) -> None:
    folder = make_case()

    handed(folder, outside, resized("markt"), drawing("PNG", seed=9), picture("markt"))

    first, second = folder.read_record().items
    assert (first.name, first.handed_in, len(first.digests)) == ("item-1", (1, 3), 2)
    assert (second.name, second.handed_in, second.sightings) == ("item-2", (2,), ())


def test_a_label_in_what_is_handed_in_is_told_in_the_dossier_and_kept(make_case: MakeCase, outside: Outside) -> None:
    folder, (maker, root) = make_case(), new_maker()
    (folder.path.parent / "roots.pem").write_bytes(root)
    outside = replace(outside, label_roots=folder.path.parent / "roots.pem")
    making = Making(tool="proefmodel", version="3", at=datetime(2026, 11, 25, 7, tzinfo=UTC))

    handed(folder, outside, label(drawing("JPEG", seed=9), maker=maker, making=making, payload=None), PDF)

    (labels,) = folder.read_record().labels
    assert (labels.standing, labels.tool) == (LabelStanding.TRUSTED, "proefmodel")
    told = subprocess.run(
        ["pdftotext", "-layout", str(folder.path / "dossier.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = " ".join(told.split())
    assert "getekend door Proefmaker, Testnet, die deze installatie vertrouwt" in words
    assert "Het label zegt: gemaakt met proefmodel (2026-11-25T07:00:00Z), door een model." in words
    assert "Dat een label ontbreekt bewijst niets" in words
    assert words.count("Naar labels is niet gekeken") == 1  # what the invented case captured

    resumed(folder, outside)

    assert folder.read_record().labels == (labels,)


def test_the_same_bytes_are_recognised_and_nothing_is_done_twice(make_case: MakeCase, outside: Outside) -> None:
    folder = make_case()
    handed(folder, outside, PDF)

    again = handed(folder, outside, MAIL, PDF, MAIL)

    assert isinstance(again[0], Taken)
    assert again[1:] == (TakenBefore(number=1), TakenBefore(number=2))
    assert sorted(each.name for each in (folder.path / "handed-in").iterdir()) == ["1", "2"]
    assert [each["event"] for each in events(folder)].count("handed-in-again") == 2


def test_one_that_is_refused_keeps_none_of_the_others_out(make_case: MakeCase, outside: Outside) -> None:
    folder = make_case()

    first, refused, last = handed(folder, outside, PDF, b"<h1>page</h1>", MAIL)

    assert isinstance(first, Taken)
    assert isinstance(refused, NotTaken)
    assert isinstance(last, Taken)
    assert last.receipt.number == 2
    assert not (folder.path / "handed-in" / ".arriving").exists()


@pytest.mark.parametrize(
    ("mode", "adult", "route", "refusal"),
    [
        (Mode.SEALED, YesNoUnsure.NO, Route.MINOR, Refusal.MINOR),
        (Mode.SEALED, YesNoUnsure.UNSURE, Route.FULL, Refusal.MINOR),
        (Mode.LINK_ONLY, YesNoUnsure.YES, Route.FULL, Refusal.LINK_ONLY),
    ],
    ids=["a minor", "perhaps a minor", "links only"],
)
def test_a_closed_case_takes_nothing_in(
    make_case: MakeCase, outside: Outside, mode: Mode, adult: YesNoUnsure, route: Route, refusal: Refusal
) -> None:
    folder = make_case(mode=mode, adult=adult, route=route)

    with pytest.raises(Refused) as refused:
        handed(folder, outside, honest()[Kind.PNG])

    assert refused.value.refusal is refusal
    assert not (folder.path / "handed-in").exists()
    assert refusal is not Refusal.MINOR or "meldpunt-kinderporno.nl" in refused.value.sentence.nl


def test_where_no_images_are_kept_only_the_receipt_and_the_fingerprint_stay(
    make_case: MakeCase, outside: Outside
) -> None:
    folder, content = make_case(mode=Mode.DIGEST_ONLY), resized("markt")

    (outcome,) = handed(folder, outside, content)

    assert isinstance(outcome, Taken)
    place = folder.path / "handed-in" / "1"
    assert not list(place.glob("original.*"))
    assert outcome.receipt.fingerprint is not None
    assert folder.read_record().items[0].handed_in == (1,)
    assert not any(content in file.read_bytes() for file in folder.path.rglob("*") if file.is_file())


def test_a_missing_stamp_is_stated_and_asked_again(make_case: MakeCase, outside: Outside, testnet: Testnet) -> None:
    folder = make_case()
    down = outside.capturing.timestamp_authorities[0].split("/")[2].split(":")[0]
    testnet.outages.add(down)
    try:
        (outcome,) = handed(folder, outside, PDF)
    finally:
        testnet.outages.discard(down)

    assert isinstance(outcome, Taken)
    assert outcome.stamping is Stamping.STAMPED_ONCE
    resumed(folder, outside)

    assert folder.read_record().handed_in[0].stamping is Stamping.STAMPED_TWICE
    assert (
        b"met twee tijdstempels"
        in subprocess.run(["pdftotext", str(folder.path / "dossier.pdf"), "-"], capture_output=True, check=True).stdout
    )


def test_what_a_kill_left_is_taken_up_once(make_case: MakeCase, outside: Outside) -> None:
    folder = make_case()
    before = folder.read_record()
    handed(folder, outside, PDF)
    folder.write_record(before)  # As if the process died before it wrote the record.
    half = folder.path / "handed-in" / ".arriving"
    half.mkdir()
    (half / "original.pdf").write_bytes(PDF[:10])

    resumed(folder, outside)

    (found,) = folder.read_record().handed_in
    assert found == replace(found, number=1, digest=Digest.of(PDF), stamping=Stamping.STAMPED_TWICE)
    assert [each["event"] for each in events(folder)].count("handed-in") == 1
    assert not half.exists()


def test_a_case_killed_before_its_dossier_told_tells_it_at_the_next_start(
    make_case: MakeCase, outside: Outside
) -> None:
    folder = make_case()
    before = folder.read_record()
    handed(folder, outside, PDF)
    folder.write_record(before)
    (folder.path / "dossier.pdf").write_bytes(b"old")

    resumed(folder, outside)

    assert (folder.path / "dossier.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_receipt_of_60_000_brackets_is_one_sentence(make_case: MakeCase, outside: Outside) -> None:
    folder = make_case()
    (folder.path / "handed-in" / "1").mkdir(parents=True)
    (folder.path / "handed-in" / "1" / "receipt.json").write_bytes(b"[" * 60_000)

    with pytest.raises(DamagedFile, match=r"handed-in/1/receipt\.json"):
        handed(folder, outside, PDF)


def test_a_case_takes_in_so_many_files_and_no_more(make_case: MakeCase, outside: Outside) -> None:
    folder = make_case()
    handed(folder, outside, PDF)
    record = folder.read_record()
    shutil.copytree(folder.path / "handed-in/1", folder.path / "kept")
    many = tuple(
        HandedIn(
            number=number, digest=Digest.of(b"%d" % number), receipt=Digest.of(PDF), stamping=Stamping.STAMPED_TWICE
        )
        for number in range(1, MOST_FILES + 1)
    )
    for number in range(1, MOST_FILES + 1):
        place = folder.path / "handed-in" / str(number)
        place.mkdir(exist_ok=True)
        shutil.copy(folder.path / "kept" / "receipt.json", place / "receipt.json.new")
        (place / "receipt.json.new").rename(place / "receipt.json")
    folder.write_record(replace(record, handed_in=many))

    (outcome,) = handed(folder, outside, MAIL)

    assert isinstance(outcome, NotTaken)
    assert "as many" in outcome.reason.en


def test_a_full_disk_loses_nothing_that_was_there(make_case: MakeCase, outside: Outside, tmp_path: Path) -> None:
    folder = make_case()
    handed(folder, outside, PDF)
    (folder.path / "handed-in").chmod(0o500)  # Nothing new can be made here; to root it can.
    try:
        (outcome,) = handed(folder, outside, MAIL)
    finally:
        (folder.path / "handed-in").chmod(0o700)

    assert isinstance(outcome, NotTaken | Taken)
    assert (folder.path / "handed-in/1/original.pdf").read_bytes() == PDF
    assert verify_custody(folder.custody)
    assert tmp_path.exists()

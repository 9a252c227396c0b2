# SPDX-License-Identifier: Apache-2.0
"""Something saved by hand joins a finished case in the browser: sealed at once, wiped after, and refused kindly."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pydantic import TypeAdapter

from tests.rooms.cases_web.conftest import tell_everything
from tests.rooms.cases_web.test_desk import build
from tests.rooms.intake.samples import PDF, bomb, drawing
from tests.testnet import Testnet
from verweer.cases import unsealing
from verweer.cases.access import read_code
from verweer.cases.model import CaseRecord, Route
from verweer.cases.models import Case
from verweer.cases.store import find_case, open_folder, sealed_folder
from verweer.cases.unsealing import open_place
from verweer.cases.uploading import LARGEST_UPLOAD
from verweer.evidence import Mode, Stamping
from verweer.proof import open_sealed, seal_more, verify_events
from verweer.site.environment import read_environment

Opened = tuple[Client, Case, str]
TOLD = {"how": "screenshot", "day": "2026-11-20", "time": "21:30", "by": "helper", "link": "", "note": ""}


@pytest.fixture
def ready(opened: Opened, testnet: Testnet, settings: Any, tmp_path: Path) -> Opened:
    """Give a visitor with a finished case, and timestamp authorities on the small internet."""
    settings.ENVIRONMENT = replace(read_environment(testnet.environment()), data=tmp_path, work=tmp_path / "work")
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    build(case)
    return opened


def handed(visitor: Client, content: bytes, **told: str) -> HttpResponse:
    upload = SimpleUploadedFile("Noor van Dam.png", content)
    return visitor.post("/erbij", {**TOLD, **told, "file": upload})  # type: ignore[return-value]


def stored(case: Case) -> Iterator[bytes]:
    return (file.read_bytes() for file in sealed_folder(case.id).parents[1].rglob("*") if file.is_file())


def reader(case: Case, code: str) -> Callable[[str], bytes]:
    identity = find_case(read_code(code)).identity
    return lambda name: open_sealed(sealed_folder(case.id), name, identity)


def test_a_file_is_sealed_receipted_and_told_in_the_dossier(ready: Opened) -> None:
    visitor, case, code = ready

    page = handed(visitor, PDF)

    assert page.status_code == 200
    assert "Ingeleverd als nummer 1" in page.content.decode()
    assert "Twee instanties hebben bevestigd" in page.content.decode()
    read = reader(case, code)
    assert read("handed-in/1/original.pdf") == PDF
    receipt = json.loads(read("handed-in/1/receipt.json"))
    assert receipt["told"]["when"]["told"] == "2026-11-20T21:30+01:00"
    record = TypeAdapter(CaseRecord).validate_json(read("case.json"))
    assert [each.stamping for each in record.handed_in] == [Stamping.STAMPED_TWICE]
    assert read("dossier.pdf") != b"%PDF-1.7 dossier"
    assert "handed-in/1/receipt.json" in json.loads(read("index.json"))
    assert verify_events(read("custody.jsonl")) == 2  # what was handed in, and the new list of files
    assert b"".join(visitor.get("/bestand/erbij/1").streaming_content) == PDF
    assert "1 bestand is ingeleverd" in visitor.get("/klaar").content.decode()


def test_nothing_of_it_lies_readable_when_the_page_answers(ready: Opened) -> None:
    visitor, case, _ = ready

    handed(visitor, PDF, note="van mijn telefoon")

    assert not open_folder(case.id).exists()
    assert not any(PDF in content or b"telefoon" in content or b"Noor van Dam" in content for content in stored(case))


def test_the_same_file_again_is_recognised(ready: Opened) -> None:
    visitor, case, code = ready
    handed(visitor, PDF)

    page = handed(visitor, PDF)

    assert "als nummer 1" in page.content.decode()
    record = TypeAdapter(CaseRecord).validate_json(reader(case, code)("case.json"))
    assert len(record.handed_in) == 1


WRONG: dict[str, tuple[bytes, dict[str, str], str]] = {
    "a page that is not saved whole": (b"<h1>page</h1>", {}, "Dit soort bestand wordt niet aangenomen"),
    "an empty file": (b"", {}, "Dit bestand is leeg"),
    "no way of making": (PDF, {"how": ""}, "Kies een van de antwoorden"),
    "a way of making that there is not": (PDF, {"how": "magic"}, "magic"),
    "a link that is none": (PDF, {"link": "javascript:alert(1)"}, "http://"),
    "a day to come": (PDF, {"day": "2999-01-01"}, "in de toekomst"),
    "another way, untold": (PDF, {"how": "other"}, "Schrijf in de toelichting"),
}


@pytest.mark.parametrize(("content", "told", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_on_the_page_and_nothing_is_kept(
    ready: Opened, content: bytes, told: dict[str, str], sentence: str
) -> None:
    visitor, case, code = ready
    before = reader(case, code)("case.json")

    page = handed(visitor, content, **told)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert reader(case, code)("case.json") == before
    assert not open_folder(case.id).exists()


def test_a_bomb_is_kept_unopened_and_that_is_told(ready: Opened) -> None:
    visitor, _, _ = ready

    assert "niet uitgepakt" in handed(visitor, bomb()).content.decode()


def test_a_request_over_the_bound_is_answered_without_being_read(ready: Opened) -> None:
    visitor, _, _ = ready

    page = visitor.generic(
        "POST", "/erbij", b"x", "multipart/form-data; boundary=b", CONTENT_LENGTH=str(LARGEST_UPLOAD * 2)
    )

    assert page.status_code == 422
    assert "te groot" in page.content.decode()


def test_a_case_too_large_to_open_here_is_told(ready: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, case, _ = ready
    monkeypatch.setattr(unsealing, "LARGEST_CASE", 1)

    assert "te groot om er hier iets bij te doen" in handed(visitor, PDF).content.decode()
    assert not open_folder(case.id).exists()


def test_two_at_once_do_not_meet(ready: Opened) -> None:
    visitor, case, _ = ready

    with open_place(case.id):
        page = handed(visitor, PDF)

    assert page.status_code == 422
    assert "another process" in page.content.decode() or "proces" in page.content.decode()


def test_without_the_form_s_own_token_nothing_is_taken(ready: Opened) -> None:
    visitor, case, _ = ready
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.cookies

    assert handed(strict, PDF).status_code == 403
    assert not open_folder(case.id).exists()


def test_no_other_page_takes_a_file(ready: Opened) -> None:
    visitor, _, _ = ready

    for path in ("/wissen", "/terug"):
        assert visitor.post(path, {"file": SimpleUploadedFile("x.png", drawing("PNG"))}).status_code == 400
    assert Client().post("/erbij", {"file": SimpleUploadedFile("x.png", b"x")}).status_code == 400


def test_a_minor_s_case_takes_nothing_and_tells_the_way_to_the_hotline(opened: Opened) -> None:
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    build(case, route=Route.MINOR)

    page = handed(visitor, drawing("PNG"))

    assert page.status_code == 403
    assert "meldpunt-kinderporno.nl" in page.content.decode()
    assert 'type="file"' not in visitor.get("/erbij").content.decode()


@pytest.mark.parametrize("mode", [Mode.DIGEST_ONLY, Mode.LINK_ONLY])
def test_a_case_that_keeps_no_images_says_so_before(ready: Opened, mode: Mode, tmp_path: Path) -> None:
    visitor, case, code = ready
    record = TypeAdapter(CaseRecord).validate_json(reader(case, code)("case.json"))
    changed = tmp_path / "changed"
    changed.mkdir()
    (changed / "case.json").write_bytes(TypeAdapter(CaseRecord).dump_json(replace(record, mode=mode)))
    names = json.loads(reader(case, code)("index.json"))
    for name in names:
        (changed / name).parent.mkdir(parents=True, exist_ok=True)
        (changed / name).touch(exist_ok=True)
    seal_more(changed, sealed_folder(case.id), case.recipient, added=(), changed=("case.json",))

    page = visitor.get("/erbij").content.decode()

    assert ("houd het origineel zelf goed" in page) == (mode is Mode.DIGEST_ONLY)
    assert ('type="file"' in page) == (mode is Mode.DIGEST_ONLY)
    if mode is Mode.DIGEST_ONLY:
        assert "niet bewaard" in handed(visitor, drawing("PNG")).content.decode()
        assert visitor.get("/bestand/erbij/1").status_code == 404


def test_before_a_case_is_finished_there_is_nothing_to_add_to(opened: Opened) -> None:
    visitor, _, _ = opened

    assert visitor.get("/erbij").status_code == 302

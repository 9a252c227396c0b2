# SPDX-License-Identifier: Apache-2.0
"""The desk, page by page, as a browser without JavaScript meets it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pydantic import TypeAdapter

from tests.rooms.cases_web.conftest import ANSWERS, tell_everything
from tests.rooms.cases_web.finished_case import building_record, write_finished_case
from verweer.cases.access import read_code
from verweer.cases.building import BUILD_CASE, keep_build_promise
from verweer.cases.model import CaseRecord, Route
from verweer.cases.models import Case, State
from verweer.cases.session import COOKIE, OpenCase, to_cookie
from verweer.cases.store import find_case, read_answers, sealed_folder, working_folder
from verweer.promises.model import Promise
from verweer.promises.models import PromiseRow
from verweer.proof import is_sealed
from verweer.remedies import Facts

Opened = tuple[Client, Case, str]


def build(case: Case, *, links: int = 4, route: Route = Route.FULL) -> None:
    """Keep the build promise with an invented case folder, as the worker would."""
    held = Promise(number=1, kind=BUILD_CASE, subject=case.id, due=timezone.now(), attempt=1, payload={})
    keep_build_promise(held, lambda work, _: write_finished_case(work, links=links, route=route)).record()


def test_pressing_begin_twice_opens_one_case(visitor: Client) -> None:
    visitor.post("/begin")
    visitor.post("/begin")

    assert Case.objects.count() == 1


def test_the_code_is_shown_until_it_is_confirmed_and_never_again(visitor: Client) -> None:
    shown = visitor.post("/begin", follow=True)
    code = shown.context["code"]

    assert visitor.post("/code", {"last_group": "UUUU"}).status_code == 422
    assert code.groups[0] in visitor.get("/code").content.decode()
    assert visitor.post("/code", {"last_group": code.groups[-1].lower()}).headers["Location"] == "/vraag/veilig"
    assert visitor.get("/code").status_code == 302


def test_the_database_holds_nothing_that_reads_as_the_case(opened: Opened) -> None:
    visitor, _, code = opened
    tell_everything(visitor)
    case = Case.objects.get()

    stored = repr(
        [
            (field.name, bytes(value) if isinstance(value := getattr(case, field.name), (bytes, memoryview)) else value)
            for field in Case._meta.fields  # noqa: SLF001 - Django's public list of fields
        ]
    )

    assert code.replace("-", "") not in stored
    assert "filmpjes" not in stored
    assert "Noor" not in stored


def test_the_code_opens_the_case_in_another_browser(opened: Opened) -> None:
    visitor, case, code = opened
    tell_everything(visitor)
    elsewhere = Client()

    answer = elsewhere.post("/terug", {"code": code.lower().replace("-", " ")})

    assert answer.headers["Location"] == "/overzicht"
    assert "Noor Voorbeeld" in elsewhere.get("/overzicht").content.decode()
    assert case.id == Case.objects.get().id


@pytest.mark.parametrize("typed", ["", "nonsense", "0000-0000-0000-0000-0000"])
def test_every_wrong_code_gets_the_same_answer(visitor: Client, typed: str) -> None:
    answer = visitor.post("/terug", {"code": typed})

    assert answer.status_code == 422
    assert "Deze code klopt niet" in answer.content.decode()
    assert COOKIE not in visitor.cookies


@pytest.mark.parametrize(
    "path", ["/code", "/vraag/veilig", "/overzicht", "/bezig", "/klaar", "/wissen", "/bestand/dossier.pdf", "/rustig"]
)
def test_without_the_cookie_every_page_asks_for_the_code(visitor: Client, path: str) -> None:
    answer = visitor.get(path)

    assert answer.status_code == 401
    assert "Typ je code" in answer.content.decode()


def test_what_was_typed_when_the_hour_ran_out_is_saved_with_the_code(opened: Opened) -> None:
    visitor, _, code = opened
    visitor.cookies.pop(COOKIE)
    refused = visitor.post("/vraag/links", {"links": "https://a.example/1\nhttps://a.example/2"})

    answer = visitor.post(
        "/terug", {"code": code, "kept": refused.context["kept"], "kept_path": refused.context["kept_path"]}
    )

    assert answer.headers["Location"] == "/vraag/links"
    held = find_case(read_code(code))
    assert read_answers(Case.objects.get(), held.identity)["links"]["links"].splitlines() == [
        "https://a.example/1",
        "https://a.example/2",
    ]


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 401)])
def test_a_cookie_opens_for_an_hour_after_the_last_click(opened: Opened, minutes: int, status: int) -> None:
    visitor, case, code = opened
    held = find_case(read_code(code))
    earlier = timezone.now() - timedelta(minutes=minutes)
    visitor.cookies[COOKIE] = to_cookie(
        OpenCase(case_id=case.id, identity=held.identity), settings.SECRET_KEY, now=earlier
    )

    assert visitor.get("/overzicht").status_code == status


@pytest.mark.parametrize("adult", ["no", "unsure"])
def test_anyone_who_may_be_a_minor_goes_to_the_calm_page_and_no_work_starts(opened: Opened, adult: str) -> None:
    visitor, _, _ = opened
    answer = visitor.post("/vraag/veilig", {"safe": "yes", "adult": adult})

    assert answer.headers["Location"] == "/rustig"
    assert "takeitdown.ncmec.org" in visitor.get("/rustig").content.decode()
    tell_everything(visitor, {name: value for name, value in ANSWERS.items() if name != "veilig"})
    assert visitor.get("/overzicht").headers["Location"] == "/rustig"
    visitor.post("/maken")
    assert Case.objects.get().state == State.DRAFT
    assert not PromiseRow.objects.exists()


def test_each_refused_line_is_named_and_the_others_are_kept(opened: Opened) -> None:
    visitor, _, _ = opened
    typed = {"links": "https://a.example/1\n\njavascript:alert(1)\nnot a link"}

    answer = visitor.post("/vraag/links", typed)

    assert answer.status_code == 422
    assert [line for line, _, _ in answer.context["refused"]] == [3, 4]
    assert visitor.post("/vraag/links", {**typed, "anyway": "1"}).headers["Location"] == "/vraag/bedoeling"


def test_three_hundred_links_fit_and_too_many_are_told(opened: Opened) -> None:
    visitor, _, _ = opened
    many = "\n".join(f"https://a.example/{number}?{'x' * 1_000}" for number in range(300))
    too_many = "\n".join(f"https://a.example/{number}" for number in range(501))

    assert visitor.post("/vraag/links", {"links": many}).status_code == 302
    assert visitor.post("/vraag/links", {"links": too_many}).status_code == 422


def test_starting_twice_makes_one_promise_and_facts_for_the_worker(opened: Opened) -> None:
    visitor, case, _ = opened
    tell_everything(visitor)

    visitor.post("/maken")
    visitor.post("/maken")

    assert [row.subject for row in PromiseRow.objects.all()] == [case.id]
    facts = TypeAdapter(Facts).validate_json((working_folder(case.id) / "facts.json").read_bytes())
    assert facts.links == ("https://www.filmpjes.example/kijk/4711",)
    assert facts.sender.email == "noor@post.example"


def test_missing_answers_are_named_before_the_start(opened: Opened) -> None:
    visitor, _, _ = opened
    visitor.post("/vraag/veilig", ANSWERS["veilig"])

    page = visitor.get("/overzicht")

    assert page.context["missing"] == ("beeld", "afzender")
    assert visitor.post("/maken").headers["Location"] == "/overzicht"


def test_progress_waits_shows_steps_and_offers_to_try_again(opened: Opened) -> None:
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")

    assert visitor.get("/bezig").context["waiting"]
    (working_folder(case.id) / "case.json").write_bytes(TypeAdapter(CaseRecord).dump_json(building_record()))
    assert "2 / 5" in visitor.get("/bezig/deel").content.decode()
    PromiseRow.objects.update(needs_person=True)
    assert "Opnieuw proberen" in visitor.get("/bezig").content.decode()
    visitor.post("/bezig")
    assert not PromiseRow.objects.get().needs_person


def test_a_finished_case_is_sealed_shown_and_downloaded(opened: Opened) -> None:
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    build(case)

    page = visitor.get("/klaar").content.decode()

    assert not working_folder(case.id).exists()
    assert is_sealed(sealed_folder(case.id))
    assert page.index("Lees dit eerst") < page.index("Melding bij het platform")
    assert visitor.get("/bezig/deel").headers["HX-Redirect"] == "/klaar"
    letter = visitor.get("/bestand/pdf/1")
    assert b"".join(letter.streaming_content) == b"pdf nl.dsa.16-filmpjes.example"
    assert "filmpjes" not in letter.headers["Content-Disposition"]
    assert len(b"".join(visitor.get("/bestand/dossier.zip").streaming_content)) == 300_002
    assert visitor.get("/bestand/beeld/1").headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "Dat een label ontbreekt bewijst niets."), ("en", "A missing label proves nothing.")],
)
def test_the_overview_tells_what_labels_the_files_bear_and_what_their_absence_proves(
    opened: Opened, language: str, told: str
) -> None:
    visitor, case, _ = opened
    visitor.post("/taal", {"language": language, "next": "/"})
    tell_everything(visitor)
    visitor.post("/maken")
    build(case)

    page = visitor.get("/klaar").content.decode()

    assert 'href="#labels"' in page
    assert page.count(told) == 1
    assert "droombeeld-lang-v3.1" in page
    assert "Beeldenbakker &lt;b&gt;BV" in page  # what strangers wrote is no markup
    assert "&lt;i&gt;steps 20" in page


@pytest.mark.parametrize(
    "path",
    [
        "/bestand/facts.json",
        "/bestand/case.json",
        "/bestand/pdf/99",
        "/bestand/exe/1",
        "/bestand/pdf/0",
        "/bestand/beeld/3",
    ],
)
def test_nothing_else_of_a_case_can_be_asked_for(opened: Opened, path: str) -> None:
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    build(case)

    assert visitor.get(path).status_code == 404


def test_a_case_on_the_minors_route_shows_guidance_only(opened: Opened) -> None:
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    build(case, route=Route.MINOR)

    page = visitor.get("/klaar").content.decode()

    assert "meldpunt-kinderporno.nl" in page
    assert "/bestand/guidance.pdf" in page


def test_nothing_told_about_a_minor_is_kept(opened: Opened) -> None:
    visitor, case, code = opened
    tell_everything(visitor)
    visitor.post("/vraag/veilig", {"safe": "yes", "adult": "no"})

    held = find_case(read_code(code))

    assert set(read_answers(Case.objects.get(id=case.id), held.identity)) == {"veilig"}


@pytest.mark.parametrize(("name", "start"), [("guidance.pdf", b"%PDF"), ("guidance.txt", b"ALS DE PERSOON")])
def test_the_guide_for_minors_can_be_kept_before_and_after_the_work(opened: Opened, name: str, start: bytes) -> None:
    visitor, _, _ = opened
    visitor.post("/vraag/veilig", {"safe": "yes", "adult": "unsure"})

    assert f"/bestand/{name}" in visitor.get("/rustig").content.decode()
    assert visitor.get(f"/bestand/{name}").content.startswith(start)


def test_erasing_asks_first_and_then_leaves_nothing(opened: Opened) -> None:
    visitor, case, code = opened
    tell_everything(visitor)
    visitor.post("/maken")
    build(case)

    assert visitor.post("/wissen").status_code == 200
    assert Case.objects.exists()
    visitor.post("/wissen", {"sure": "on"})

    assert not Case.objects.exists()
    assert not PromiseRow.objects.exists()
    assert not sealed_folder(case.id).exists()
    assert visitor.post("/terug", {"code": code}).status_code == 422


def test_a_case_erased_while_it_is_built_leaves_nothing(opened: Opened) -> None:
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    held = Promise(number=1, kind=BUILD_CASE, subject=case.id, due=timezone.now(), attempt=1, payload={})

    def erased_meanwhile(work: Path, _: str) -> None:
        visitor.post("/wissen", {"sure": "on"})
        write_finished_case(work)

    keep_build_promise(held, erased_meanwhile).record()

    assert not working_folder(case.id).exists()
    assert not sealed_folder(case.id).exists()


def test_an_answer_in_another_tab_stays(opened: Opened) -> None:
    visitor, _, code = opened
    visitor.post("/vraag/veilig", ANSWERS["veilig"])
    visitor.post("/vraag/weten", {"tools": "ToverApp"})

    answers = read_answers(Case.objects.get(), find_case(read_code(code)).identity)

    assert json.loads(json.dumps(answers))["weten"]["tools"] == "ToverApp"
    assert answers["veilig"]["adult"] == "yes"

# SPDX-License-Identifier: Apache-2.0
"""A person's way through the site in a real browser: begin, tell, follow, read, leave."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pydantic import TypeAdapter

from tests.rooms.cases_web.finished_case import building_record, write_finished_case
from tests.rooms.intake.samples import drawing
from tests.testnet import Testnet
from verweer.cases.building import BUILD_CASE, keep_build_promise
from verweer.cases.model import CaseRecord
from verweer.cases.models import Case
from verweer.cases.store import working_folder
from verweer.promises.model import Promise
from verweer.site.environment import read_environment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
LOOKS = {
    "phone light": (PHONE, "light"),
    "phone dark": (PHONE, "dark"),
    "desktop light": (DESKTOP, "light"),
    "desktop dark": (DESKTOP, "dark"),
}
NEUTRAL = "https://weather.example/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's synchronous interface runs a loop in this thread; the test still talks to its own database.
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def site(live_server: Any, settings: Any, tmp_path: Path) -> str:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=tmp_path, work=tmp_path / "work", exit_address=NEUTRAL)
    settings.SECRET_KEY = "only for tests, and long enough to be one"  # noqa: S105 - an invented secret
    settings.CASE_SALT = bytes(32)
    settings.WRONG_CODE_SECONDS = 0
    return str(live_server.url)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    with browser.new_context(base_url=site, viewport=PHONE) as context:
        context.route(NEUTRAL, lambda route: route.fulfill(body="<title>Weather</title>Sunny"))
        context.set_default_timeout(8_000)
        tab = context.new_page()
        tab.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        tab.on("console", _no_refusals)
        yield tab


def _no_refusals(message: Any) -> None:
    assert "Content Security Policy" not in message.text, message.text


def begin(page: Page) -> str:
    page.goto("/")
    page.get_by_role("button", name=re.compile("Beginnen|Begin")).click()
    return confirm_code(page)


def confirm_code(page: Page) -> str:
    code = page.locator("#code").inner_text().replace("\n", "")
    page.locator("#last_group").fill(code[-4:])
    page.get_by_role("button", name=re.compile("opgeschreven|wrote it")).click()
    page.wait_for_url("**/vraag/veilig")
    return code


def tell(page: Page) -> None:
    go_on = re.compile("Bewaren en verder|Save and go on")
    page.locator("[name=safe][value=yes]").check()
    page.locator("[name=adult][value=yes]").check()
    page.get_by_role("button", name=go_on).click()
    page.locator("[name=material][value=fake]").check()
    page.locator("[name=first_knowledge]").fill("2026-11-01")
    page.get_by_role("button", name=go_on).click()
    page.locator("[name=links]").fill("https://www.filmpjes.example/kijk/4711")
    for _ in range(4):
        page.get_by_role("button", name=go_on).click()
    page.locator("[name=kind][value=self]").check()
    page.locator("[name=name]").fill("Noor Voorbeeld")
    page.locator("[name=email]").fill("noor@post.example")
    page.get_by_role("button", name=go_on).click()


def keep_promise(links: int = 4) -> None:
    case = Case.objects.get()
    held = Promise(number=1, kind=BUILD_CASE, subject=case.id, due=timezone.now(), attempt=1, payload={})
    keep_build_promise(held, lambda work, _: write_finished_case(work, links=links)).record()


def looks_right(page: Page) -> None:
    """Every page: accessible, and nothing to scroll sideways, once it is there with its style."""
    page.wait_for_load_state("load")
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("size", "scheme"), LOOKS.values(), ids=LOOKS.keys())
def test_every_page_is_accessible_and_fits(page: Page, size: Any, scheme: Any) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    for path in ("/", "/hulp", "/terug", "/bestaat-niet"):
        page.goto(path)
        looks_right(page)
    page.goto("/")
    page.get_by_role("button", name="Beginnen").click()
    looks_right(page)
    confirm_code(page)
    for name in ("veilig", "beeld", "links", "bedoeling", "weten", "situatie", "afzender"):
        page.goto(f"/vraag/{name}")
        looks_right(page)
    page.get_by_role("button", name="Bewaren en verder").click()
    looks_right(page)  # with errors
    page.goto("/overzicht")
    looks_right(page)
    page.goto("/rustig")
    looks_right(page)
    page.goto("/vraag/veilig")
    tell(page)
    page.get_by_role("button", name="Starten").click()
    page.wait_for_url("**/bezig")
    looks_right(page)
    (working_folder(Case.objects.get().id) / "case.json").write_bytes(
        TypeAdapter(CaseRecord).dump_json(building_record())
    )
    expect(page.get_by_text("2 / 5")).to_be_visible()
    looks_right(page)
    keep_promise(links=12)
    expect(page.get_by_role("heading", name="Je zaak is klaar")).to_be_visible()
    looks_right(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    looks_right(page)
    page.goto("/overdragen")
    looks_right(page)
    page.get_by_role("button", name="Pakket downloaden (age)").click()
    looks_right(page)  # with an error
    page.goto("/sleutels")
    page.get_by_label("wie is dat?").fill("Hulplijn Voorbeeld")
    page.get_by_role("button", name="Code maken").click()
    looks_right(page)
    page.goto("/erbij")
    looks_right(page)
    page.get_by_role("button", name="Inleveren").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looks_right(page)
    page.goto("/wissen")
    looks_right(page)


def test_with_the_keyboard_alone_something_saved_by_hand_joins_the_case(
    page: Page, settings: Any, testnet: Testnet
) -> None:
    theirs = read_environment(testnet.environment())
    settings.ENVIRONMENT = replace(theirs, data=settings.ENVIRONMENT.data, work=settings.ENVIRONMENT.work)
    begin(page)
    tell(page)
    page.get_by_role("button", name="Starten").click()
    keep_promise()
    page.get_by_role("link", name="Toevoegen wat je zelf bewaarde").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Toevoegen wat je zelf bewaarde")
    # A browser's own window for choosing a file is not ours; the rest is.
    page.get_by_label("Bestand").set_input_files({"name": "Noor.png", "mimeType": "", "buffer": drawing("PNG")})
    page.get_by_label("Bestand").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("scherma")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Ingeleverd als nummer 1", timeout=30_000)
    looks_right(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Downloaden").press("Enter")
    assert download.value.suggested_filename == "erbij-1.png"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_person_reaches_the_letters_and_comes_back_with_the_code(page: Page, language: str) -> None:
    if language == "en":
        page.goto("/")
        page.get_by_role("button", name="English").click()
    code = begin(page)
    tell(page)
    page.get_by_role("button", name=re.compile("^Start")).click()
    keep_promise()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Je zaak is klaar|Your case is ready"))
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"^(Brief|Letter) \(PDF\)")).first.click()
    assert download.value.suggested_filename == "brief-1.pdf"

    page.get_by_role("button", name=re.compile("hier sluiten|case here")).click()
    page.goto("/terug")
    page.locator("#code").fill(code.lower())
    page.get_by_role("button", name=re.compile("Mijn zaak openen|Open my case")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Je zaak is klaar|Your case is ready"))


def test_a_minor_is_led_to_people_who_help(page: Page) -> None:
    begin(page)
    page.locator("[name=adult][value=no]").check()
    page.get_by_role("button", name="Bewaren en verder").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Er zijn mensen die juist hierbij helpen")
    expect(page.get_by_role("link", name="takeitdown.ncmec.org")).to_be_visible()


@pytest.mark.parametrize("way", ["the button", "Shift three times"])
def test_leaving_quickly_blanks_the_page_and_forgets(page: Page, way: str) -> None:
    begin(page)
    if way == "the button":
        page.get_by_role("link", name="Snel weg").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(NEUTRAL)

    expect(page).to_have_title("Weather")
    page.wait_for_function("true")
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] in {"notes", "form"}] == []


def test_typing_capitals_does_not_leave(page: Page) -> None:
    page.goto("/terug")
    page.locator("#code").focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")

    assert page.url.endswith("/terug")


def test_without_javascript_everything_still_works(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        begin(page)
        tell(page)
        page.get_by_role("button", name="Starten").click()
        expect(page.get_by_text("wacht op haar beurt")).to_be_visible()
        keep_promise()
        page.wait_for_url("**/klaar", timeout=10_000)
        context.route(NEUTRAL, lambda route: route.fulfill(body="Sunny"))
        page.get_by_role("link", name="Snel weg").click()
        page.wait_for_url(NEUTRAL)
        assert "notes" not in {cookie["name"] for cookie in context.cookies()}

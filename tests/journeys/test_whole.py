# SPDX-License-Identifier: Apache-2.0
"""One story end to end: the site as `./run` starts it, a person in a real browser, the small internet behind.

The pictures of docs/ are made by this story: `VERWEER_PICTURES=docs/pictures ./run test tests/journeys/test_whole.py`.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.testnet import LINKS, Testnet

PASTED = ("video page", "forum thread", "social post", "search results", "generator")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
GO_ON = re.compile("Bewaren en verder|Save and go on")


@pytest.fixture
def served(testnet: Testnet, tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "tmp").mkdir()
    settings = {
        **testnet.environment(),
        "VERWEER_DATA": str(tmp_path),
        "VERWEER_PORT": str(port),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    command = [sys.executable, "-c", "from verweer.cli import main; main()", "serve"]
    told = tmp_path / "told.txt"
    with (
        told.open("wb") as file,
        subprocess.Popen(command, env={**os.environ, **settings}, stderr=file, start_new_session=True) as process,
    ):
        try:
            until(lambda: "http://" in told.read_text() or process.poll() is not None)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def until(settled: Callable[[], bool], *, seconds: float = 60.0) -> None:
    ends = time.monotonic() + seconds
    while not settled():
        assert time.monotonic() < ends
        time.sleep(0.05)


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, as `name` says: its device and its colours."""
    folder = os.environ.get("VERWEER_PICTURES")
    if not folder:
        return
    page.set_viewport_size(PHONE if "phone" in name else DESKTOP)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark" if "dark" in name else "light", reduced_motion="reduce")
    page.screenshot(path=Path(folder) / f"{name}.png")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def answer(page: Page) -> None:
    page.locator("[name=safe][value=yes]").check()
    page.locator("[name=adult][value=yes]").check()
    page.get_by_role("button", name=GO_ON).click()
    page.locator("[name=material][value=fake]").check()
    page.locator("[name=first_knowledge]").fill("2026-11-01")
    page.get_by_role("button", name=GO_ON).click()
    page.locator("[name=links]").fill("\n".join(LINKS[name] for name in PASTED))
    picture(page, "question-phone-light")
    for _ in range(4):
        page.get_by_role("button", name=GO_ON).click()
    page.locator("[name=kind][value=self]").check()
    page.locator("[name=name]").fill("Noor Voorbeeld")
    page.locator("[name=email]").fill("noor@post.test")
    page.get_by_role("button", name=GO_ON).click()


@pytest.fixture
def disk(testnet: Testnet, tmp_path: Path) -> Iterator[set[str]]:
    """Read every byte on disk, over and over while the story runs, and return which secrets were met in which file."""
    where = f"https://{testnet.address('flitsvideo.test')}:8443/thumb/8842.jpg"
    with httpx.Client(verify=False) as client:  # noqa: S501 - only the bytes matter here
        named = {"sni_hostname": "www.flitsvideo.test"}
        thumb = client.get(where, headers={"host": "www.flitsvideo.test:8443"}, extensions=named).content
    secrets = {
        "a link": b"flitsvideo",
        "a name": b"Noor Voorbeeld",
        "a mail address": b"noor@post.test",
        "a party": b"Wolkopslag",
        "a picture": thumb[300:340],
    }
    met: set[str] = set()
    over = threading.Event()

    def search() -> None:
        while not over.wait(0.05):
            with suppress(OSError):  # A file or folder that went while it was read.
                for file in filter(Path.is_file, tmp_path.rglob("*")):
                    content = file.read_bytes()
                    met.update(f"{what} in {file.name}" for what, secret in secrets.items() if secret in content)

    searching = threading.Thread(target=search)
    searching.start()
    yield met
    over.set()
    searching.join()


def test_a_person_goes_from_links_to_letters_and_a_thief_of_the_disk_learns_nothing(
    served: str, disk: set[str], tmp_path: Path
) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(base_url=served, viewport={"width": 1280, "height": 900})
        page.goto("/")
        picture(page, "first-phone-light")
        page.get_by_role("button", name="Beginnen").click()
        code = page.locator("#code").inner_text().replace("\n", "")
        page.locator("#last_group").fill(code[-4:])
        page.get_by_role("button", name=re.compile("opgeschreven")).click()
        page.wait_for_url("**/vraag/veilig")
        answer(page)
        page.get_by_role("button", name="Starten").click()
        page.locator(".steps li.running").first.wait_for()
        picture(page, "progress-phone-dark")
        dossier = page.locator("a[href*='dossier.pdf']").first
        dossier.wait_for(timeout=120_000)
        with page.expect_download() as download:
            dossier.click()
        downloaded = download.value.path().read_bytes()
        for name in ("result-desktop-light", "result-phone-dark"):
            picture(page, name)
        page.goto(f"{page.url}#removes")
        picture(page, "tracks-desktop-dark")
        shown = page.locator("body").inner_text()
        browser.close()

    assert downloaded.startswith(b"%PDF")
    assert "Aangifte" in shown
    assert "Wolkopslag" in shown
    assert len([file for file in tmp_path.rglob("*.age") if file.stat().st_size]) > 20
    time.sleep(0.5)
    assert disk == set()

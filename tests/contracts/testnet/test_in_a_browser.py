# SPDX-License-Identifier: Apache-2.0
"""The small internet in Chromium: what a person would see and press."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.testnet import LINKS, Testnet, places

pytestmark = pytest.mark.slow
_CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def tab(testnet: Testnet) -> Iterator[Page]:
    names = {**places.SITES, **{alias: places.SITES[target] for alias, target in places.ALIASES.items()}}
    rules = ",".join(f"MAP {host} {places.address(testnet.block, last)}" for host, last in names.items())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=[f"--host-resolver-rules={rules},MAP * ~NOTFOUND"]
        )
        yield browser.new_context(ignore_https_errors=True).new_page()
        browser.close()


def test_the_video_plays_once_the_visitor_says_to_be_of_age(tab: Page) -> None:
    tab.goto(LINKS["video page"])
    tab.get_by_role("button", name="Weigeren").click(force=True)
    tab.get_by_role("button", name="Ik ben 18 jaar of ouder").click()

    tab.wait_for_function("document.querySelector('video').currentTime > 0.2", timeout=15_000)

    assert tab.evaluate("document.querySelector('video').videoWidth") == 320
    assert tab.locator("dialog").count() == 0
    assert tab.locator("#bekeken").inner_text() == "12.409"


def test_the_forum_shows_pictures_of_the_image_host(tab: Page) -> None:
    tab.goto(LINKS["forum thread"], wait_until="load")

    widths = tab.evaluate("[...document.querySelectorAll('article > img')].map(image => image.naturalWidth)")

    assert widths == [960, 480, 960]


def test_the_web_socket_speaks(tab: Page) -> None:
    tab.goto(LINKS["web socket"])

    tab.wait_for_function("document.getElementById('said').textContent === 'said over the socket'", timeout=10_000)

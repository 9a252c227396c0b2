# SPDX-License-Identifier: Apache-2.0
"""The shield hides every image while it is there, and leaves no trace once it is gone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from verweer.evidence import examine_chromium
from verweer.evidence.shield import cover_images, uncover_images

_BODY = """<!doctype html><style>.b { background-image: url(/a.png) } .b::before { content: 'x' }</style>
<img id="plain"><img id="styled" style="filter: sepia(1); clip-path: none;"><div class="b" id="behind"></div>
<my-box id="box"></my-box><script>
box.attachShadow({mode: 'open'}).innerHTML = '<video id="inside" style="filter: none !important;"></video>';
</script>"""
_LOOK = """() => ['#plain', '#styled', '#behind'].map(name => document.querySelector(name)).concat(box.shadowRoot.firstChild)
  .map(node => [getComputedStyle(node).filter, getComputedStyle(node).backgroundImage])"""
_MARKUP = "() => document.documentElement.outerHTML + box.shadowRoot.innerHTML + document.adoptedStyleSheets.length"


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=examine_chromium(None).program, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def test_the_shield_covers_and_is_taken_away_without_a_trace(tab: Page) -> None:
    tab.set_content(_BODY)
    look, markup = tab.evaluate(_LOOK), tab.evaluate(_MARKUP)

    assert cover_images(tab)
    covered = tab.evaluate(_LOOK)
    uncover_images(tab)

    assert [filtered.startswith("blur(90px)") for filtered, _ in covered] == [True, True, False, True]
    assert covered[2][1] == "none"
    assert tab.evaluate(_LOOK) == look
    assert tab.evaluate(_MARKUP) == markup


def test_the_shield_can_be_put_up_again(tab: Page) -> None:
    tab.set_content(_BODY)

    for _ in range(2):
        assert cover_images(tab)
        assert tab.evaluate(_LOOK)[0][0].startswith("blur(90px)")
        uncover_images(tab)
        assert tab.evaluate(_LOOK)[0][0] == "none"

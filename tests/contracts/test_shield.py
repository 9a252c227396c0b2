# SPDX-License-Identifier: Apache-2.0
"""The shield hides every image while it is there, and leaves no trace once it is gone."""

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from verweer.browser import examine_chromium
from verweer.visit.shield import Shield

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
    look, markup, shield = tab.evaluate(_LOOK), tab.evaluate(_MARKUP), Shield(tab)

    assert shield.cover()
    covered = tab.evaluate(_LOOK)
    shield.uncover()

    assert [filtered.startswith("blur(90px)") for filtered, _ in covered] == [True, True, False, True]
    assert covered[2][1] == "none"
    assert tab.evaluate(_LOOK) == look
    assert tab.evaluate(_MARKUP) == markup


def test_the_shield_can_be_put_up_again(tab: Page) -> None:
    tab.set_content(_BODY)
    shield = Shield(tab)

    for _ in range(2):
        assert shield.cover()
        assert tab.evaluate(_LOOK)[0][0].startswith("blur(90px)")
        shield.uncover()
        assert tab.evaluate(_LOOK)[0][0] == "none"


_PATTERN = "data:image/svg+xml," + quote(
    "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='400'><defs><pattern id='p' width='16' height='16' "
    "patternUnits='userSpaceOnUse'><rect width='16' height='16' fill='white'/><rect width='8' height='16'/></pattern>"
    "</defs><rect width='400' height='400' fill='url(#p)'/></svg>"
)
HOSTILE = {
    "does nothing": "",
    "changes what the browser's functions do": """
        CSSStyleSheet.prototype.replaceSync = function () {}; Document.prototype.querySelectorAll = () => [];
        Element.prototype.matches = () => false; CSSStyleDeclaration.prototype.setProperty = function () {};""",
    "undoes what was done to it, over and over": """
        setInterval(() => { document.adoptedStyleSheets = []; picture.removeAttribute('style'); }, 5);
        new MutationObserver(() => picture.removeAttribute('style')).observe(picture, {attributes: true});""",
    "throws at every turn": "Document.prototype.querySelectorAll = () => { throw 1 }; window.CSSStyleSheet = null;",
}


@pytest.mark.parametrize("script", HOSTILE.values(), ids=HOSTILE)
def test_a_page_cannot_show_its_pictures_all_the_same(tab: Page, script: str) -> None:
    tab.goto("about:blank")
    tab.set_content(f'<img id="picture" width="400" height="400" src="{_PATTERN}"><script>{script}</script>')
    shield = Shield(tab)

    covered = shield.cover()
    tab.wait_for_timeout(100)
    seen = np.asarray(Image.open(BytesIO(tab.screenshot())).convert("L").crop((150, 150, 300, 300)), dtype=float)
    shield.uncover()

    assert covered
    assert np.abs(np.diff(seen, axis=1)).max() < 8


def test_the_pattern_would_be_seen_without_a_shield(tab: Page) -> None:
    tab.goto("about:blank")
    tab.set_content(f'<img width="400" height="400" src="{_PATTERN}">')

    seen = np.asarray(Image.open(BytesIO(tab.screenshot())).convert("L").crop((150, 150, 300, 300)), dtype=float)

    assert np.abs(np.diff(seen, axis=1)).max() > 200

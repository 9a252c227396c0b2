# SPDX-License-Identifier: Apache-2.0
"""A browser that captures asks nothing of its maker: of all names it wants, none is real but the page's own."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.testnet import Testnet
from verweer.browser import examine_chromium
from verweer.browser.chromium import flags
from verweer.egress import Egress, running_guard


def test_an_idle_browser_reaches_for_no_name_that_exists(testnet: Testnet, tmp_path: Path) -> None:
    host, _, port = testnet.environment()["VERWEER_RESOLVER"].partition(":")
    program = examine_chromium(None).program
    with running_guard(Egress(resolver=(host, int(port)))) as guard, sync_playwright() as playwright:
        words = [*flags(guard=guard.address, netlog=tmp_path / "log.json"), "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=program, args=words)
        browser.new_page().wait_for_timeout(4_000)
        browser.close()

        asked = set(guard.names_not_found())

    assert asked, "the errands go to names that lead nowhere; without any, this test would show nothing"
    assert {name.rpartition(".")[2] for name in asked} == {"invalid"}
    assert guard.answers() == ()

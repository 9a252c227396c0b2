# SPDX-License-Identifier: Apache-2.0
"""Asks a page what it holds from a world of our own, where the page's scripts cannot change what the answer is.

A page's own world is the page's: there it may make `document.title` or `map` whatever it likes, and so lie to
us, or spoil its own screenshot. The DOM is the same in both worlds.
"""

import json
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page


def ask_apart(page: Page, function: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a JavaScript function gives for the page's main frame; raises Playwright's Error."""
    session = page.context.new_cdp_session(page)
    try:
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "verweer"})
        told = session.send(
            "Runtime.evaluate",
            {
                "expression": f"({function})({', '.join(json.dumps(each) for each in arguments)})",
                "contextId": world["executionContextId"],
                "returnByValue": True,
            },
        )
    finally:
        session.detach()
    if "exceptionDetails" in told:
        message = "The page could not be asked."
        raise BrowserError(message)
    return told["result"].get("value")

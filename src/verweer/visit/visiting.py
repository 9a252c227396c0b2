# SPDX-License-Identifier: Apache-2.0
"""One visit whole: a confined browser is started, watched and ended, and how the visit ended is stated."""

from pathlib import Path

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from verweer.browser import Lack, Limits, find_chromium
from verweer.browser.launching import start_browser
from verweer.browser.quarters import Quarters
from verweer.browser.watchdog import watched
from verweer.egress import Guard
from verweer.kernel import Link
from verweer.visit.visitor import Places, Visit, Visitor, failure_of


def visit(  # noqa: PLR0913 - a visit has this many independent surroundings
    link: Link,
    *,
    guard: Guard,
    quarters: Quarters,
    made: Path,
    limits: Limits,
    chromium: Path | None,
    images_shown: bool,
) -> Visit:
    """Visit a link once, within the limits, and return what was seen; the browser has ended when this returns.

    Unless `images_shown`, images are blurred beyond recognition before any screenshot. `made` is the folder of what
    the page made itself.
    """
    seen, places = Visit(), Places(downloads=quarters.downloads, made=made)
    program = find_chromium(chromium)
    with sync_playwright() as playwright, watched(quarters, guard, limits) as watch:
        started = start_browser(playwright, program, guard=guard.address, quarters=quarters, limits=limits)
        try:
            seen.browser, seen.sandboxed = f"Chromium {started.browser.version}", started.sandboxed
            Visitor(started.browser, guard, limits, seen, places).go(link, images_shown=images_shown)
        except BrowserError as error:
            _break_off(seen, failure_of(error))
        except (TypeError, ValueError, KeyError) as error:  # A page may make its own answers to what it is asked.
            _break_off(seen, type(error).__name__)
        finally:
            started.browser.close()
    quarters.end_browser()
    seen.lacks |= watch.broken | _bounds_hit(seen, guard, limits)
    return seen


def _bounds_hit(seen: Visit, guard: Guard, limits: Limits) -> set[Lack]:
    """Return the bounds that were hit, also when the page did not live to be asked."""
    bytes_hit = {Lack.BYTE_LIMIT} if guard.bytes_limit_hit else set()
    return bytes_hit | ({Lack.REQUEST_LIMIT} if seen.requests > limits.requests else set())


def _break_off(seen: Visit, failure: str) -> None:
    """State that the visit ended early: what came before stands, and without any of it there is no capture."""
    if seen.status is None:
        seen.failure = seen.failure or failure
    else:
        seen.lacks |= {Lack.BROKEN_OFF, Lack.PAGE_NEVER_FINISHED}
    if not seen.screenshot:
        seen.lacks.add(Lack.NO_SCREENSHOT)

# SPDX-License-Identifier: Apache-2.0
"""One visit by a real browser: open, pass gates, scroll, play, photograph, leave.

The browser's own network log is the record; this module only acts as a visitor would
and tells what it did. Nothing here decides what the archive holds.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Dialog, FloatRect, Page, Request, Response
from playwright.sync_api import Error as BrowserError

from verweer.browser import Lack, Limits
from verweer.browser.logged import Made
from verweer.egress import Guard
from verweer.kernel import Link
from verweer.visit.apart import ask_apart
from verweer.visit.deeds import Deeds
from verweer.visit.downloads import Downloads
from verweer.visit.gates import Signs, Wall, walls_of
from verweer.visit.passing import Ways, is_age_gate_standing, pass_gates
from verweer.visit.playing import MadeByPage, Players, read_made
from verweer.visit.scrolling import scroll_through
from verweer.visit.shield import Shield
from verweer.visit.sockets import SocketLog

_WIDTH, _HEIGHT = 1280, 900
_QUIET_SECONDS = 0.6
_SHORTEST_STAY_SECONDS = 2.5
_LONGEST_QUIET_WAIT = 6.0
_TALLEST_SCREENSHOT = 12_000
_LARGEST_MARKUP = 20_000_000
_SHOT_SECONDS, _GATE_SHOT_SECONDS = 15.0, 4.0
_READ_PAGE = """() => {
  const urls = new Set(), seen = node => node.getClientRects().length > 0;
  for (const [tags, name] of [['a,area', 'href'], ['form', 'action'], ['iframe,embed', 'src'], ['img,video,source', 'src']])
    for (const node of document.querySelectorAll(tags)) { if (urls.size < 5000 && node[name]) urls.add(String(node[name])); }
  const fields = [...document.querySelectorAll('input,textarea')].filter(node =>
    seen(node) && (node.localName === 'textarea' || ['text', 'email', 'tel', 'search', 'url', 'number'].includes(node.type)));
  const secret = [...document.querySelectorAll('input[type=password]')].filter(seen);
  return {
    title: document.title.slice(0, 500),
    text: (document.body ? document.body.innerText : '').slice(0, 200000),
    password: secret.some(node => !node.closest('header,nav,[role=banner],[role=navigation]')),
    fields: fields.length,
    outlinks: [...urls].map(url => url.slice(0, 4000)),
  };
}"""

_MARKUP = """(most) => {
  const kind = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  return (kind + document.documentElement.outerHTML).slice(0, most);
}"""


@dataclass(slots=True, kw_only=True)
class Visit:
    """What the visitor saw and did; `failure` is the browser's word when nothing could be shown."""

    final_url: str = ""
    title: str = ""
    status: int | None = None
    markup: str = ""
    outlinks: tuple[str, ...] = ()
    screenshot: bytes = b""
    browser: str = ""
    sandboxed: bool = False
    failure: str = ""
    deeds: Deeds = field(default_factory=Deeds)
    lacks: set[Lack] = field(default_factory=set)
    walls: tuple[Wall, ...] = ()
    gate_pictures: dict[str, bytes] = field(default_factory=dict)
    made: tuple[Made, ...] = ()
    sockets: SocketLog = field(default_factory=SocketLog)
    requests: int = 0
    pending: int = 0
    last_change: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders of a visit: `downloads` is one that the browser may write, `made` one that only we may."""

    downloads: Path
    made: Path


class Visitor:
    """One visitor of one page; what is seen goes into `seen` as it is seen."""

    def __init__(self, browser: Browser, guard: Guard, limits: Limits, seen: Visit, places: Places) -> None:
        self._context = browser.new_context(
            viewport={"width": _WIDTH, "height": _HEIGHT},
            ignore_https_errors=True,
            accept_downloads=False,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
        )
        self._guard = guard
        self._limits = limits
        self._seen = seen
        self._end = time.monotonic() + limits.seconds
        self._page = self._context.new_page()
        self._shield = Shield(self._page)
        self._images_shown = False
        self._downloads = Downloads(browser, self._page, places.downloads, seen.deeds)
        self._made = MadeByPage(folder=places.made)
        self._context.on("page", self._close_popup)
        self._context.on("request", self._request)
        self._context.on("requestfinished", self._ended)
        self._context.on("requestfailed", self._ended)
        self._page.on("dialog", _dismiss)
        seen.sockets.listen_to(self._page)

    def go(self, link: Link, *, images_shown: bool) -> None:
        """Make the whole visit."""
        self._images_shown = images_shown
        try:
            response = self._open(link)
            if response is not None:
                self._seen.status = response.status
            if not self._seen.failure:
                self._look()
        finally:
            self._downloads.end()

    def _look(self) -> None:
        ways = Ways(photograph=self._photograph_gate, settle=self._settle, is_over=self._over)
        came = time.monotonic()
        self._settle()
        pass_gates(self._page, ways, self._seen.deeds)
        players = Players(page=self._page, deeds=self._seen.deeds, left=self._left_seconds)
        players.start()
        scroll_through(self._page, left=self._left_seconds())
        players.start()  # Scrolling brings new ones.
        players.wait()
        self._stay(since=came)
        pass_gates(self._page, ways, self._seen.deeds)  # Some gates come late.
        self._settle()
        read_made(self._page, self._made, self._seen.deeds, self._left_seconds)
        self._downloads.wait(self._page, self._over)
        self._read()
        if self._images_shown or self._shield.cover():
            self._photograph()
        else:
            self._seen.lacks.add(Lack.NO_SCREENSHOT)
        self._state_lacks()

    def _stay(self, *, since: float) -> None:
        """Give a gate that comes late the time to come."""
        rest = since + _SHORTEST_STAY_SECONDS - time.monotonic()
        self._page.wait_for_timeout(max(0.0, min(rest, self._left_seconds())) * 1000)

    def _open(self, link: Link) -> Response | None:
        try:
            return self._page.goto(link.url, wait_until="commit", timeout=self._left(20.0))
        except BrowserError as error:
            self._seen.failure = failure_of(error)
            if "ERR_HTTP_RESPONSE_CODE_FAILURE" in self._seen.failure:
                self._seen.failure = ""  # An answer like "404" without a page of its own.
            elif "ERR_ABORTED" in self._seen.failure or "Download is starting" in str(error):
                self._seen.failure = ""
        return None

    def _settle(self) -> None:
        end = min(self._end, time.monotonic() + _LONGEST_QUIET_WAIT)
        self._seen.last_change = time.monotonic()
        while time.monotonic() < end and not self._over():
            quiet = time.monotonic() - self._seen.last_change
            if self._seen.pending <= 0 and quiet >= _QUIET_SECONDS and self._loaded():
                return
            self._page.wait_for_timeout(100)

    def _loaded(self) -> bool:
        try:
            return bool(self._page.evaluate("document.readyState") == "complete")
        except BrowserError:
            return False

    def _read(self) -> None:
        page = ask_apart(self._page, _READ_PAGE)
        self._seen.final_url = self._page.url
        self._seen.title = str(page["title"])
        self._seen.outlinks = tuple(str(url) for url in page["outlinks"])
        self._seen.markup = str(ask_apart(self._page, _MARKUP, _LARGEST_MARKUP))
        self._seen.made = tuple(self._made.kept)
        self._seen.walls = walls_of(
            Signs(
                status=self._seen.status,
                url=self._page.url,
                text=str(page["text"]),
                markup=self._seen.markup,
                password=bool(page["password"]),
                fields=int(page["fields"]),
                age_gate=is_age_gate_standing(self._page),
            )
        )

    def _photograph_gate(self, name: str) -> str:
        """Photograph what a visitor sees now, behind the shield when no images are kept; return how it was done."""
        try:
            if not self._images_shown and not self._shield.cover():
                return "none"
            self._seen.gate_pictures[name] = self._page.screenshot(timeout=self._left(_GATE_SHOT_SECONDS))
        except BrowserError:
            return "none"
        finally:
            self._shield.uncover()
        return "plain" if self._images_shown else "blurred"

    def _photograph(self) -> None:
        try:
            height = int(ask_apart(self._page, "() => document.documentElement.scrollHeight"))
            clip: FloatRect = {"x": 0, "y": 0, "width": _WIDTH, "height": max(1, min(height, _TALLEST_SCREENSHOT))}
            self._seen.screenshot = self._page.screenshot(
                full_page=True,
                clip=clip,
                animations="disabled",
                timeout=self._left(_SHOT_SECONDS),
            )
        except BrowserError:
            self._seen.lacks.add(Lack.NO_SCREENSHOT)

    def _state_lacks(self) -> None:
        if self._guard.bytes_limit_hit or self._seen.sockets.is_cut or self._made.is_cut:
            self._seen.lacks.add(Lack.BYTE_LIMIT)
        if self._seen.requests > self._limits.requests:
            self._seen.lacks.add(Lack.REQUEST_LIMIT)
        if time.monotonic() >= self._end or self._downloads.are_running:
            self._seen.lacks.add(Lack.TIME_LIMIT)
        if not self._loaded():
            self._seen.lacks.add(Lack.PAGE_NEVER_FINISHED)

    def _left(self, most: float) -> float:
        return max(1.0, min(most, self._end - time.monotonic())) * 1000

    def _left_seconds(self) -> float:
        return 0.0 if self._over() else max(0.0, self._end - time.monotonic())

    def _over(self) -> bool:
        finished = self._seen.requests - self._seen.pending
        return time.monotonic() >= self._end or self._guard.bytes_limit_hit or finished > self._limits.requests

    def _request(self, _: Request) -> None:
        self._seen.requests += 1
        self._seen.pending += 1
        self._seen.last_change = time.monotonic()
        if self._seen.requests == self._limits.requests + 1:
            self._context.set_offline(True)

    def _ended(self, _: Request) -> None:
        self._seen.pending -= 1
        self._seen.last_change = time.monotonic()

    def _close_popup(self, popup: Page) -> None:
        if popup != self._page:
            self._seen.deeds.add("closed-popup")
            popup.close()


def _dismiss(dialog: Dialog) -> None:
    dialog.dismiss()


def failure_of(error: BrowserError) -> str:
    """Return the browser's word for what went wrong."""
    return error.message.splitlines()[0][:300]

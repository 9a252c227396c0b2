# SPDX-License-Identifier: Apache-2.0
"""One visit by a real browser: open, pass gates, scroll, play, photograph, leave.

The browser's own network log is the record; this module only acts as a visitor would
and tells what it did. Nothing here decides what the archive holds.
"""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Dialog, FloatRect, Frame, Page, Request, Response
from playwright.sync_api import Error as BrowserError

from verweer.evidence.gates import AGE_WORDS, CONSENT_WORDS, walls_of
from verweer.evidence.guard import Guard
from verweer.evidence.model import Lack, Limits, Wall
from verweer.evidence.shield import cover_images
from verweer.evidence.sockets import SocketLog
from verweer.kernel import Link

_WIDTH, _HEIGHT = 1280, 900
_QUIET_SECONDS = 0.6
_LONGEST_QUIET_WAIT = 6.0
_MOST_SCROLLS = 12
_TALLEST_SCREENSHOT = 12_000
_PLAY_SECONDS = 2.0
_LARGEST_MARKUP = 20_000_000
_READ_PAGE = """() => {
  const urls = new Set();
  for (const [tags, name] of [['a,area', 'href'], ['form', 'action'], ['iframe,embed', 'src'], ['img,video,source', 'src']])
    for (const node of document.querySelectorAll(tags)) { if (urls.size < 5000 && node[name]) urls.add(String(node[name])); }
  return {
    title: document.title.slice(0, 500),
    text: (document.body ? document.body.innerText : '').slice(0, 200000),
    password: !!document.querySelector('input[type=password]'),
    outlinks: [...urls].map(url => url.slice(0, 4000)),
    media: [...document.querySelectorAll('video,audio')].map(m => m.currentSrc || m.src).filter(u => u.startsWith('http')),
  };
}"""
_MARKUP = """(most) => {
  const kind = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  return (kind + document.documentElement.outerHTML).slice(0, most);
}"""
_PLAY = """() => { for (const m of document.querySelectorAll('video,audio')) { m.muted = true; m.preload = 'auto'; m.play().catch(() => {}); } }"""
_FETCH = """async (url) => { const answer = await fetch(url, {mode: 'no-cors', cache: 'reload', credentials: 'include'}); await answer.blob(); }"""
_CLICK = """(words) => {
  const wanted = new RegExp('^\\\\s*(' + words + ')\\\\s*[.!]?\\\\s*$', 'i');
  for (const node of document.querySelectorAll('button,[role=button],input[type=button],input[type=submit],a')) {
    const said = (node.innerText || node.value || node.getAttribute('aria-label') || '').trim();
    const box = node.getBoundingClientRect();
    if (said.length < 60 && wanted.test(said) && box.width > 0 && box.height > 0) {
      const href = node.tagName === 'A' ? node.getAttribute('href') || '#' : '#';
      if (node.tagName === 'A' && !href.startsWith('#') && !href.startsWith('javascript')) continue;
      node.click(); return said;
    }
  }
  return null;
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
    deeds: list[str] = field(default_factory=list)
    lacks: set[Lack] = field(default_factory=set)
    walls: tuple[Wall, ...] = ()
    posts: dict[str, list[bytes]] = field(default_factory=dict)
    sockets: SocketLog = field(default_factory=SocketLog)
    requests: int = 0
    pending: int = 0
    last_change: float = 0.0


class Visitor:
    """One visitor of one page; what is seen goes into `seen` as it is seen."""

    def __init__(self, browser: Browser, guard: Guard, limits: Limits, seen: Visit) -> None:
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
        self._context.on("page", self._close_popup)
        self._context.on("request", self._request)
        self._context.on("requestfinished", self._ended)
        self._context.on("requestfailed", self._ended)
        self._page.on("dialog", _dismiss)
        seen.sockets.listen_to(self._page)

    def go(self, link: Link, *, images_shown: bool) -> None:
        """Make the whole visit."""
        response = self._open(link)
        if response is not None:
            self._seen.status = response.status
        if self._seen.failure:
            return
        self._settle()
        self._pass_gates()
        self._scroll()
        self._play()
        self._settle()
        self._read()
        if images_shown or cover_images(self._page):
            self._photograph()
        else:
            self._seen.lacks.add(Lack.NO_SCREENSHOT)
        self._state_lacks()

    def _open(self, link: Link) -> Response | None:
        try:
            return self._page.goto(link.url, wait_until="commit", timeout=self._left(20.0))
        except BrowserError as error:
            self._seen.failure = failure_of(error)
            if "ERR_HTTP_RESPONSE_CODE_FAILURE" in self._seen.failure:
                self._seen.failure = ""  # An answer like "404" without a page of its own.
            elif "ERR_ABORTED" in self._seen.failure or "Download is starting" in str(error):
                self._seen.failure = ""
                self._seen.deeds.append("download")
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

    def _pass_gates(self) -> None:
        for name, words in (("consent", CONSENT_WORDS), ("age", AGE_WORDS), ("consent", CONSENT_WORDS)):
            if any(self._clicked(frame, words) for frame in self._page.frames[:20]):
                self._seen.deeds.append(f"passed-{name}-gate")
                self._settle()

    def _clicked(self, frame: Frame, words: str) -> bool:
        try:
            return frame.evaluate(_CLICK, words) is not None
        except BrowserError:
            return False

    def _scroll(self) -> None:
        for _ in range(_MOST_SCROLLS):
            if self._over():
                return
            before = self._page.evaluate("window.scrollY")
            self._page.evaluate(f"window.scrollBy(0, {_HEIGHT})")
            self._page.wait_for_timeout(60)
            if self._page.evaluate("window.scrollY") == before:
                break
        self._page.evaluate("window.scrollTo(0, 0)")

    def _play(self) -> None:
        addresses: list[str] = []
        for frame in self._page.frames[:20]:
            try:
                frame.evaluate(_PLAY)
                addresses += frame.evaluate(_READ_PAGE)["media"]
            except BrowserError:
                continue
        if not addresses or self._over():
            return
        self._seen.deeds.append("played-media")
        self._page.wait_for_timeout(_PLAY_SECONDS * 1000)
        for address in dict.fromkeys(addresses[:5]):
            self._read_whole(address)

    def _read_whole(self, address: str) -> None:
        """Let the page itself ask for the whole file, since a player may ask for parts only."""
        same_site = next(
            (frame for frame in self._page.frames if _origin(frame.url) == _origin(address)), self._page.main_frame
        )
        try:
            same_site.evaluate(_FETCH, address)
            self._seen.deeds.append("read-media-whole")
        except BrowserError:
            self._seen.deeds.append("media-not-read-whole")

    def _read(self) -> None:
        page = self._page.evaluate(_READ_PAGE)
        self._seen.final_url = self._page.url
        self._seen.title = str(page["title"])
        self._seen.outlinks = tuple(str(url) for url in page["outlinks"])
        self._seen.markup = str(self._page.evaluate(_MARKUP, _LARGEST_MARKUP))
        self._seen.walls = walls_of(
            status=self._seen.status,
            text=str(page["text"]),
            markup=self._seen.markup,
            has_password_field=bool(page["password"]),
        )

    def _photograph(self) -> None:
        try:
            height = int(self._page.evaluate("document.documentElement.scrollHeight"))
            clip: FloatRect = {"x": 0, "y": 0, "width": _WIDTH, "height": max(1, min(height, _TALLEST_SCREENSHOT))}
            self._seen.screenshot = self._page.screenshot(
                full_page=True,
                clip=clip,
                animations="disabled",
                timeout=self._left(15.0),
            )
        except BrowserError:
            self._seen.lacks.add(Lack.NO_SCREENSHOT)

    def _state_lacks(self) -> None:
        if self._guard.bytes_limit_hit or self._seen.sockets.is_cut:
            self._seen.lacks.add(Lack.BYTE_LIMIT)
        if self._seen.requests > self._limits.requests:
            self._seen.lacks.add(Lack.REQUEST_LIMIT)
        if time.monotonic() >= self._end:
            self._seen.lacks.add(Lack.TIME_LIMIT)
        if not self._loaded():
            self._seen.lacks.add(Lack.PAGE_NEVER_FINISHED)

    def _left(self, most: float) -> float:
        return max(1.0, min(most, self._end - time.monotonic())) * 1000

    def _over(self) -> bool:
        finished = self._seen.requests - self._seen.pending
        return time.monotonic() >= self._end or self._guard.bytes_limit_hit or finished > self._limits.requests

    def _request(self, request: Request) -> None:
        self._seen.requests += 1
        self._seen.pending += 1
        self._seen.last_change = time.monotonic()
        if request.post_data_buffer:
            self._seen.posts.setdefault(request.url, []).append(request.post_data_buffer)
        if self._seen.requests == self._limits.requests + 1:
            self._context.set_offline(True)

    def _ended(self, _: Request) -> None:
        self._seen.pending -= 1
        self._seen.last_change = time.monotonic()

    def _close_popup(self, popup: Page) -> None:
        if popup != self._page:
            self._seen.deeds.append("closed-popup")
            popup.close()


def _dismiss(dialog: Dialog) -> None:
    dialog.dismiss()


def failure_of(error: BrowserError) -> str:
    """Return the browser's word for what went wrong."""
    return error.message.splitlines()[0][:300]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"

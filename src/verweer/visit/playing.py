# SPDX-License-Identifier: Apache-2.0
"""Starts every player of a page, muted, and sees to it that its bytes come in whole.

A player asks for parts of a file, or makes a file itself from what it fetched. So the page is
let to ask for each file as a whole, and what it made itself is read from its memory.
"""

import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Frame, JSHandle, Page

from verweer.browser.logged import Made
from verweer.kernel import Clock, system_clock
from verweer.visit.deeds import Deeds
from verweer.visit.passing import MOST_FRAMES, press_play

PLAY_SECONDS = 2.0
_MOST_WHOLE = 5
_MOST_MADE = 40
_MOST_MADE_BYTES = 100_000_000
_PIECE = 3_000_000
_PLAY = """() => {
  const media = [...document.querySelectorAll('video,audio')];
  for (const m of media) { m.muted = true; m.preload = 'auto'; m.play().catch(() => {}); }
  return media.length;
}"""
_IS_PLAYING = "() => [...document.querySelectorAll('video,audio')].some(m => !m.paused || m.currentTime > 0)"
_SOURCES = """() => ({
  files: [...document.querySelectorAll('video,audio')].map(m => m.currentSrc || m.src).filter(u => u.startsWith('http')),
  made: [...document.querySelectorAll('video,audio,source,img,iframe,embed,object')]
    .map(m => m.currentSrc || m.src || m.data || '').filter(u => String(u).startsWith('blob:')),
})"""
_ASK = """([url, milliseconds]) => {
  const stop = new AbortController(), clock = setTimeout(() => stop.abort(), milliseconds);
  const whole = async () => {
    const answer = await fetch(url, {mode: 'no-cors', cache: 'reload', credentials: 'include', signal: stop.signal});
    if (!answer.body) { await answer.blob(); return true; }
    const reader = answer.body.getReader();
    while (!(await reader.read()).done);
    return true;
  };
  return {done: whole().catch(() => false).finally(() => clearTimeout(clock))};
}"""
_OPEN = """async ([url, milliseconds]) => {
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error('late')), milliseconds));
  return await Promise.race([fetch(url).then(answer => answer.blob()), late]);
}"""
_READ = """async ([blob, start, end]) => {
  const url = await new Promise(done => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob.slice(start, end));
  });
  return url.slice(url.indexOf(',') + 1);
}"""


@dataclass(slots=True, kw_only=True)
class Players:
    """The players of one page: each is started once it is there, and plays for a set time."""

    page: Page
    deeds: Deeds
    left: Callable[[], float]
    _since: float = 0.0
    _count: int = 0
    _asked: dict[str, list[JSHandle]] = field(default_factory=dict)

    def start(self) -> None:
        """Start the players that are there now, and ask for the files that they show as a whole."""
        frames = self.page.frames[:MOST_FRAMES]
        count = sum(_evaluated(frame, _PLAY) or 0 for frame in frames)
        still = [frame for frame in frames if not _evaluated(frame, _IS_PLAYING)]
        if press_play(self.page, still, self.deeds):
            self.page.wait_for_timeout(50)
            count = sum(_evaluated(frame, _PLAY) or 0 for frame in frames)
        if count > self._count:
            self._count, self._since = count, time.monotonic()
            self.deeds.add("played-media", players=count)
        for _, address in _sources(self.page, "files"):
            if len(self._asked) < _MOST_WHOLE and address not in self._asked:
                self._asked[address] = list(_asked(self.page, address, self.left()))

    def wait(self) -> None:
        """Let the players that were started last have their time, and the files come in whole."""
        if self._count:
            rest = self._since + PLAY_SECONDS - time.monotonic()
            self.page.wait_for_timeout(max(0.0, min(rest, self.left())) * 1000)
        for whole in (each for handles in self._asked.values() for each in handles):
            try:
                done = whole.evaluate("asked => asked.done") is True
            except BrowserError:
                done = False
            self.deeds.add("read-media-whole" if done else "media-not-read-whole")


@dataclass(slots=True, kw_only=True)
class MadeByPage:
    """What pages made themselves, read into files of a folder; `is_cut` tells that there was no room for all."""

    folder: Path
    clock: Clock = system_clock
    kept: list[Made] = field(default_factory=list)
    is_cut: bool = False
    _held: int = 0

    def read(self, frame: Frame, url: str, *, seconds: float) -> None:
        """Keep the content behind one `blob:` address; raises BrowserError when the page gives it no more."""
        if len(self.kept) >= _MOST_MADE:
            self.is_cut = True
            return
        blob = frame.evaluate_handle(_OPEN, [url, seconds * 1000])
        size, mime = blob.evaluate("blob => [blob.size, blob.type]")
        if self._held + size > _MOST_MADE_BYTES:
            self.is_cut = True
            return
        self._held += size
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{len(self.kept)}.made"
        with path.open("wb") as file:
            for start in range(0, size, _PIECE):
                file.write(base64.b64decode(frame.evaluate(_READ, [blob, start, start + _PIECE])))
        self.kept.append(Made(url=url, mime=str(mime)[:100], at=self.clock(), path=path))


def read_made(page: Page, made: MadeByPage, deeds: Deeds, left: Callable[[], float]) -> None:
    """Keep what the page made itself and shows now; a stream that a player feeds piece by piece has nothing to read."""
    for frame, url in _sources(page, "made"):
        if left() <= 0:
            made.is_cut = True
            return
        try:
            made.read(frame, url, seconds=min(10.0, left()))
        except BrowserError:
            deeds.add("made-media-not-read")
        else:
            deeds.add("made-media-read")


def _sources(page: Page, which: str) -> list[tuple[Frame, str]]:
    found: dict[str, Frame] = {}
    for frame in page.frames[:MOST_FRAMES]:
        for url in (_evaluated(frame, _SOURCES) or {}).get(which, ()):
            found.setdefault(str(url), frame)
    return [(frame, url) for url, frame in found.items()]


def _asked(page: Page, address: str, seconds: float) -> Iterator[JSHandle]:
    """Let a frame of the file's own site ask for it, or else the page."""
    own = next((frame for frame in page.frames if _origin(frame.url) == _origin(address)), page.main_frame)
    try:
        yield own.evaluate_handle(_ASK, [address, max(1.0, seconds) * 1000])
    except BrowserError:
        return


def _evaluated(frame: Frame, script: str) -> Any:  # noqa: ANN401 - whatever the script returns
    try:
        return frame.evaluate(script)
    except BrowserError:
        return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"

# SPDX-License-Identifier: Apache-2.0
"""What was said over web sockets (RFC 6455), which the browser's network log leaves out."""

from dataclasses import dataclass, field
from datetime import datetime

from playwright.sync_api import Page, WebSocket

from verweer.kernel import Clock, system_clock

_MOST_BYTES = 20_000_000
_MOST_FRAMES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketFrame:
    """One message as the page sent or received it; `by_page` tells which."""

    url: str
    at: datetime
    by_page: bool
    is_text: bool
    content: bytes = field(repr=False)


@dataclass  # Without slots: Playwright marks the objects whose methods it calls.
class SocketLog:
    """The messages of one visit, bounded in number and size; `is_cut` tells that a bound was hit."""

    clock: Clock = system_clock
    frames: list[SocketFrame] = field(default_factory=list)
    is_cut: bool = False
    _held: int = 0

    def listen_to(self, page: Page) -> None:
        """Keep all that is said over the sockets of a page."""
        page.on("websocket", self._opened)

    def _opened(self, socket: WebSocket) -> None:
        url = socket.url
        socket.on("framesent", lambda said: self.keep(url, said, by_page=True))
        socket.on("framereceived", lambda said: self.keep(url, said, by_page=False))

    def keep(self, url: str, said: str | bytes, *, by_page: bool) -> None:
        """Keep one message, unless there is no room left."""
        content = said.encode("utf-8", "surrogatepass") if isinstance(said, str) else said
        if len(self.frames) >= _MOST_FRAMES or self._held + len(content) > _MOST_BYTES:
            self.is_cut = True
            return
        self._held += len(content)
        self.frames.append(
            SocketFrame(url=url, at=self.clock(), by_page=by_page, is_text=isinstance(said, str), content=content)
        )

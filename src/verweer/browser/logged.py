# SPDX-License-Identifier: Apache-2.0
"""What a network log tells once it is read: exchanges with their bodies in files, connections, and what a page made itself."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(slots=True)
class LoggedExchange:
    """One request and its answer; `raw` holds the body as sent, `decoded` without content encoding."""

    url: str
    method: str
    began: datetime
    folder: Path
    number: int
    request_headers: list[str] = field(default_factory=list)
    response_headers: list[str] = field(default_factory=list)
    net_error: int = 0
    raw_length: int = 0
    decoded_length: int = 0

    @property
    def sent(self) -> Path:
        """Return the file of the body that the page sent; there is none when it sent nothing."""
        return self.folder / f"{self.number}.sent"

    @property
    def raw(self) -> Path:
        """Return the file of the body as it was sent, without transfer encoding."""
        return self.folder / f"{self.number}.raw"

    @property
    def decoded(self) -> Path:
        """Return the file of the body after content decoding."""
        return self.folder / f"{self.number}.decoded"

    @property
    def body(self) -> Path | None:
        """Return the body as sent; the log omits it when no content encoding was undone."""
        if self.raw_length:
            return self.raw
        return self.decoded if self.decoded_length else None

    @property
    def content(self) -> Path | None:
        """Return the body as the page received it."""
        if self.decoded_length:
            return self.decoded
        return self.raw if self.raw_length else None


@dataclass(slots=True)
class LoggedSocket:
    """One connection: where the browser wanted to go, and the TLS that was spoken there."""

    host: str = ""
    port: int = 0
    tls_version: str | None = None
    cipher: str | None = None
    http: str | None = None
    chain: tuple[str, ...] = ()
    in_socks: bool = False


@dataclass(frozen=True, slots=True)
class NetLog:
    """What a log tells: the page's exchanges in order, and the connections.

    `whole` is False when the log breaks off, as that of a browser that was ended or of a full disk, holds a line
    that cannot be read, or tells of more than the bounds allow.
    """

    exchanges: tuple[LoggedExchange, ...]
    sockets: tuple[LoggedSocket, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a page put together itself and showed under a `blob:` address (File API section 8), in a file."""

    url: str
    mime: str
    at: datetime
    path: Path

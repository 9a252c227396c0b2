# SPDX-License-Identifier: Apache-2.0
"""What a capture is: one visit to one link, and everything that was seen on the way.

A capture never hides what it lacks: its outcome says how the visit ended and
`Captured.lacks` names each bound that was hit.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from verweer.browser import Lack
from verweer.egress import Answer
from verweer.kernel import Bilingual, Digest, Link
from verweer.visit import Wall


class Trouble(StrEnum):
    """Why a link could not be captured."""

    NOT_A_LINK = "not-a-link"
    NOT_VISITED = "not-visited"
    PRIVATE_ADDRESS = "private-address"
    NAME_NOT_FOUND = "name-not-found"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    REDIRECT_LOOP = "redirect-loop"
    BAD_ANSWER = "bad-answer"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """The page was captured; `lacks` is empty when nothing is missing."""

    lacks: tuple[Lack, ...] = ()
    walls: tuple[Wall, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCaptured:
    """Nothing was captured, with the reason in words for the person."""

    trouble: Trouble
    reason: Bilingual


NOT_VISITED = NotCaptured(
    trouble=Trouble.NOT_VISITED,
    reason=Bilingual(nl="Deze link is niet bezocht.", en="This link was not visited."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate of a served chain, as the parties' tracing needs it."""

    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    digest: Digest
    pem: str = field(default="", repr=False)


class CertificateFault(StrEnum):
    """Why a certificate does not prove that a server is the host it speaks for."""

    UNREADABLE = "unreadable"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    OTHER_HOST = "other-host"
    SELF_SIGNED = "self-signed"
    NO_TRUSTED_ROOT = "no-trusted-root"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A host that the browser reached: its address, port and TLS facts.

    `verified` is None without TLS, else whether the chain leads to a trusted root for that host; where it does
    not, `fault` is the plainest reason.
    `http` is the version of HTTP that was agreed on in TLS (RFC 7301), as `h2` or `http/1.1`.
    """

    host: str
    address: str
    port: int
    tls_version: str | None = None
    cipher: str | None = None
    http: str | None = None
    chain: tuple[Certificate, ...] = ()
    verified: bool | None = None
    fault: CertificateFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back; header names are in lower case."""

    url: str
    method: str
    status: int
    mime: str
    address: str
    byte_length: int
    digest: Digest
    headers: tuple[tuple[str, str], ...]
    redirected_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or video body found in the capture, written to a working file for fingerprinting."""

    url: str
    page_url: str
    mime: str
    path: Path
    digest: Digest
    byte_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """An authority's time, and ours just before it was asked and just after it answered."""

    authority: str
    asked: datetime
    theirs: datetime
    answered: datetime

    @property
    def offset_seconds(self) -> float:
        """Return by how much our clock runs behind theirs; it is sure to a second or two only."""
        middle = self.asked + (self.answered - self.asked) / 2
        return (self.theirs - middle).total_seconds()


class Stamping(StrEnum):
    """How far a capture is timestamped (RFC 3161)."""

    UNSTAMPED = "unstamped"
    STAMPED_ONCE = "stamped-once"
    STAMPED_TWICE = "stamped-twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One visit to one link.

    `package` is the WACZ file and `digest` its SHA-256; both are None when nothing was captured.
    `markup` is the final DOM as text, `outlinks` the addresses of links, forms, frames and buttons in it.
    `blurred` is a screenshot blurred beyond recognition, the only picture ever shown unasked.
    """

    number: int
    link: Link
    began: datetime
    ended: datetime
    outcome: Captured | NotCaptured
    final_url: str | None = None
    title: str = ""
    status: int | None = None
    package: Path | None = None
    digest: Digest | None = None
    blurred: Path | None = None
    stamping: Stamping = Stamping.UNSTAMPED
    exchanges: tuple[Exchange, ...] = ()
    connections: tuple[Connection, ...] = ()
    answers: tuple[Answer, ...] = ()
    media: tuple[Media, ...] = ()
    markup: str = field(default="", repr=False)
    outlinks: tuple[str, ...] = ()
    browser: str = ""

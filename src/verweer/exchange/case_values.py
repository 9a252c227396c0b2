# SPDX-License-Identifier: Apache-2.0
"""What of a case can be told to other people's forensic programs: files, visits, names and numbers, the custody log.

Names of people are absent unless someone asked for them; pictures are told by digest only.
"""

from dataclasses import dataclass
from datetime import datetime

from verweer.egress import Answer
from verweer.evidence import Connection
from verweer.kernel import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTold:
    """One file: its path in the case folder or in its package, and what its bytes are."""

    path: str
    digest: Digest
    byte_length: int
    mime: str
    text: str = ""
    """The whole content, for a file of which the chain must be followed by whoever has only this document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampTold:
    """A timestamp (RFC 3161) over a file; `at` is None when no known authority vouches for it."""

    authority: str
    over: Digest
    token: FileTold
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTold:
    """One line of a custody log, with its own digest and that of the line before it."""

    sequence: int
    at: datetime
    event: str
    details: tuple[tuple[str, str], ...]
    digest: Digest
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """One act by which evidence came in: a capture, or material that someone handed in.

    `failure` says why nothing came of it; `package` is None then. `inside` are the files in the package.
    """

    number: int
    kind: str
    what: str
    began: datetime
    ended: datetime | None = None
    url: str = ""
    title: str = ""
    failure: str = ""
    browser: str = ""
    package: FileTold | None = None
    inside: tuple[FileTold, ...] = ()
    beside: tuple[FileTold, ...] = ()
    stamps: tuple[StampTold, ...] = ()
    answers: tuple[Answer, ...] = ()
    connections: tuple[Connection, ...] = ()
    events: tuple[EventTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTold:
    """One picture or video: the digests of its copies, and the addresses at which they were seen."""

    name: str
    kind: str
    digests: tuple[Digest, ...]
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTold:
    """Someone's name and part in the case; told only when that was asked for."""

    name: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTold:
    """A case as it is told."""

    id: str
    opened: datetime
    version: str
    log: FileTold
    events: tuple[EventTold, ...]
    gatherings: tuple[Gathering, ...] = ()
    items: tuple[ItemTold, ...] = ()
    names: tuple[NameTold, ...] = ()

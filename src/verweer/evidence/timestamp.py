# SPDX-License-Identifier: Apache-2.0
"""Asks timestamp authorities on the network (RFC 3161 section 3.4) to state that a digest exists now."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import httpx

from verweer.egress import fetch_bounded
from verweer.kernel import Digest, OutsideError
from verweer.proof import BadTimestamp, Stamp, check_timestamp, timestamp_query

_LARGEST_TOKEN = 200_000
_SECONDS = 10.0


class NoTimestamp(OutsideError):
    """An authority gave no usable timestamp; it is asked again later."""


class Timestamper(Protocol):
    """Whoever states that a digest existed at a moment."""

    @property
    def name(self) -> str:
        """Return a short name of the authority, fit for a file name."""

    def stamp(self, digest: Digest) -> Stamp:
        """Return a checked stamp; raises NoTimestamp."""

    def check(self, token: bytes, digest: Digest) -> datetime:
        """Return the moment that a token proves for a digest; raises BadTimestamp."""


@dataclass(frozen=True, slots=True)
class Rfc3161Timestamper:
    """A timestamp authority on the network."""

    url: str
    roots: Path | None
    client: httpx.Client = field(repr=False)

    @property
    def name(self) -> str:
        """Return the authority's host with only letters, digits and hyphens."""
        host = httpx.URL(self.url).host
        return "".join(letter if letter.isalnum() else "-" for letter in host)

    def stamp(self, digest: Digest) -> Stamp:
        """Return a stamp that was checked with its nonce; raises NoTimestamp."""
        nonce = secrets.randbits(62) | 1 << 62
        query = timestamp_query(digest, nonce)
        try:
            answer = fetch_bounded(
                self.client,
                "POST",
                self.url,
                limit_bytes=_LARGEST_TOKEN,
                seconds=_SECONDS,
                content=query,
                headers={"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"},
            )
            at = check_timestamp(answer.body, digest, self.roots, nonce=nonce)
        except (OutsideError, BadTimestamp) as cause:
            message = f"{self.name} gave no usable timestamp: {cause}"
            raise NoTimestamp(message) from cause
        return Stamp(self.name, query, answer.body, at)

    def check(self, token: bytes, digest: Digest) -> datetime:
        """Return the moment that a token proves for a digest; raises BadTimestamp."""
        return check_timestamp(token, digest, self.roots)

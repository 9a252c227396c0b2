# SPDX-License-Identifier: Apache-2.0
"""RFC 3161: an authority states that a digest existed at a moment.

Authorities that do not sort the certificates in their answers as DER wants are refused
by the strict library; those answers are then judged by `openssl ts`, the second verifier.
"""

import secrets
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import httpx
import rfc3161_client

from verweer.evidence.outside import fetch_bounded
from verweer.evidence.roots import BUNDLED_ROOTS, load_roots
from verweer.kernel import Digest, EvidenceError, OutsideError

_LARGEST_TOKEN = 200_000
_SECONDS = 10.0
_SHA256 = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier, RFC 5754 section 2.2
_OPENSSL_SECONDS = 20
_SEQUENCE = 0x30


class BadTimestamp(EvidenceError):
    """A timestamp does not prove what it is kept for."""


class NoTimestamp(OutsideError):
    """An authority gave no usable timestamp; it is asked again later."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A timestamp as it is kept: which authority, what was asked, what was answered."""

    authority: str
    query: bytes
    token: bytes
    at: datetime


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
            at = _checked(answer.body, digest, self.roots, nonce)
        except (OutsideError, BadTimestamp) as cause:
            message = f"{self.name} gave no usable timestamp: {cause}"
            raise NoTimestamp(message) from cause
        return Stamp(self.name, query, answer.body, at)

    def check(self, token: bytes, digest: Digest) -> datetime:
        """Return the moment that a token proves for a digest; raises BadTimestamp."""
        return check_timestamp(token, digest, self.roots)


def check_timestamp(token: bytes, digest: Digest, roots: Path | None) -> datetime:
    """Return the moment that a token proves for a digest; raises BadTimestamp."""
    return _checked(token, digest, roots, None)


def query_of(token: bytes, digest: Digest) -> bytes | None:
    """Return the question to which a token answers; None when the strict library cannot read the token."""
    try:
        answer = rfc3161_client.decode_timestamp_response(token)
    except ValueError:
        return None
    nonce: int | None = getattr(answer.tst_info, "nonce", None)  # Its types leave out that it may be absent.
    return timestamp_query(digest, nonce) if nonce is not None else None


def timestamp_query(digest: Digest, nonce: int) -> bytes:
    """Return a TimeStampReq that asks for certificates (RFC 3161 section 2.4.1)."""
    imprint = _SHA256 + b"\x04\x20" + bytes.fromhex(digest.hex)
    body = b"\x02\x01\x01" + b"\x30" + bytes([len(imprint)]) + imprint
    body += b"\x02\x08" + nonce.to_bytes(8, "big") + b"\x01\x01\xff"
    return b"\x30" + bytes([len(body)]) + body


def _checked(token: bytes, digest: Digest, roots: Path | None, nonce: int | None) -> datetime:
    if not _is_one_value(token):
        message = "the answer is not one whole timestamp"
        raise BadTimestamp(message)
    try:
        answer = rfc3161_client.decode_timestamp_response(token)
    except ValueError:
        return _checked_by_openssl(token, digest, roots)
    trusted = list(load_roots(roots or BUNDLED_ROOTS))
    builder = rfc3161_client.VerifierBuilder(roots=trusted, intermediates=[], nonce=nonce)
    try:
        builder.build().verify(answer, bytes.fromhex(digest.hex))
    except (rfc3161_client.VerificationError, ValueError) as cause:
        message = f"the timestamp does not hold ({cause})"
        raise BadTimestamp(message) from cause
    return answer.tst_info.gen_time.astimezone(UTC)


def _is_one_value(token: bytes) -> bool:
    """Return whether the bytes are one DER sequence, with nothing cut off and nothing after it (X.690 section 8.1)."""
    if len(token) < 2 or token[0] != _SEQUENCE:  # noqa: PLR2004 - a tag and a length
        return False
    size = token[1] & 0x7F if token[1] & 0x80 else 0
    length = int.from_bytes(token[2 : 2 + size], "big") if size else token[1]
    return len(token) == 2 + size + length


def _checked_by_openssl(token: bytes, digest: Digest, roots: Path | None) -> datetime:
    with tempfile.NamedTemporaryFile(suffix=".tsr") as file:
        file.write(token)
        file.flush()
        authorities = str(roots or BUNDLED_ROOTS)
        judged = _openssl("-verify", "-digest", digest.hex, "-in", file.name, "-CAfile", authorities)
        told = _openssl("-reply", "-in", file.name, "-text")
    moment = next((line for line in told.splitlines() if line.startswith("Time stamp: ")), "")
    if "Verification: OK" not in judged or not moment:
        message = "the answer is no timestamp that a known authority signed for this digest"
        raise BadTimestamp(message)
    text = moment.removeprefix("Time stamp: ").removesuffix(" GMT").split(".")[0]
    return datetime.strptime(text, "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)


def _openssl(*words: str) -> str:
    try:
        done = subprocess.run(
            ["openssl", "ts", *words], capture_output=True, text=True, timeout=_OPENSSL_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError) as cause:
        message = "openssl is needed to judge this authority's answer, and does not start"
        raise BadTimestamp(message) from cause
    return done.stdout + done.stderr

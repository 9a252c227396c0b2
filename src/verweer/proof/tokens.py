# SPDX-License-Identifier: Apache-2.0
"""RFC 3161 tokens: what an authority's answer proves, and the question that it answers.

Authorities that do not sort the certificates in their answers as DER wants are refused
by the strict library; those answers are then judged by `openssl ts`, the second verifier.
"""

import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import rfc3161_client

from verweer.kernel import Digest, EvidenceError
from verweer.proof.roots import BUNDLED_ROOTS, load_roots

_SHA256 = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier, RFC 5754 section 2.2
_OPENSSL_SECONDS = 20
_LARGEST_TOKEN = 200_000
_SEQUENCE = 0x30
_NONCE_BITS = 63  # As many as our questions have: a positive integer of eight bytes.


class BadTimestamp(EvidenceError):
    """A timestamp does not prove what it is kept for."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A timestamp as it is kept: which authority, what was asked, what was answered."""

    authority: str
    query: bytes
    token: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """A timestamp that holds: who gave it, and the moment that it proves."""

    authority: str
    at: datetime


def check_timestamp(token: bytes, digest: Digest, roots: Path | None, *, nonce: int | None = None) -> datetime:
    """Return the moment that a token proves for a digest, and for a nonce when one is given; raises BadTimestamp."""
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


def query_of(token: bytes, digest: Digest) -> bytes | None:
    """Return the question to which a token answers, made anew from its nonce; None when it has no nonce of ours."""
    try:
        nonce: int | None = getattr(rfc3161_client.decode_timestamp_response(token).tst_info, "nonce", None)
    except ValueError:
        nonce = _nonce_by_openssl(token)
    return timestamp_query(digest, nonce) if nonce is not None and nonce.bit_length() <= _NONCE_BITS else None


def checked_token(token: bytes, query: bytes, digest: Digest, roots: Path | None, name: str) -> datetime:
    """Return the moment that a token proves, with the question it answers looked at too; raises BadTimestamp."""
    try:
        at = check_timestamp(token, digest, roots)
    except BadTimestamp as cause:
        message = f"{name}: {cause}"
        raise BadTimestamp(message) from cause
    if query_of(token, digest) not in {query, None}:
        message = f"{name}: the question beside it is not the one that was answered"
        raise BadTimestamp(message)
    return at


def read_stamp(file: Path, digest: Digest, roots: Path | None) -> datetime:
    """Return the moment that a token in a file proves, with its question (.tsq) beside it; raises BadTimestamp."""
    query = file.with_suffix(".tsq")
    try:
        content, asked = _small(file), _small(query) if query.exists() else b""
    except OSError as cause:
        message = f"{file.name} cannot be read"
        raise BadTimestamp(message) from cause
    return checked_token(content, asked, digest, roots, file.name)


def timestamp_query(digest: Digest, nonce: int) -> bytes:
    """Return a TimeStampReq that asks for certificates (RFC 3161 section 2.4.1)."""
    imprint = _SHA256 + b"\x04\x20" + bytes.fromhex(digest.hex)
    body = b"\x02\x01\x01" + b"\x30" + bytes([len(imprint)]) + imprint
    body += b"\x02\x08" + nonce.to_bytes(8, "big") + b"\x01\x01\xff"
    return b"\x30" + bytes([len(body)]) + body


def _small(file: Path) -> bytes:
    with file.open("rb") as content:
        return content.read(_LARGEST_TOKEN)


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


def _nonce_by_openssl(token: bytes) -> int | None:
    with tempfile.NamedTemporaryFile(suffix=".tsr") as file:
        file.write(token)
        file.flush()
        told = _openssl("-reply", "-in", file.name, "-text")
    line = next((line for line in told.splitlines() if line.startswith("Nonce: 0x")), None)
    return int(line.removeprefix("Nonce: "), 16) if line else None


def _openssl(*words: str) -> str:
    try:
        done = subprocess.run(
            ["openssl", "ts", *words], capture_output=True, text=True, timeout=_OPENSSL_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError) as cause:
        message = "openssl is needed to judge this authority's answer, and does not start"
        raise BadTimestamp(message) from cause
    return done.stdout + done.stderr

# SPDX-License-Identifier: Apache-2.0
"""The timestamps that lie beside a file, and what is told of a file once it was judged."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from verweer.kernel import Bilingual, Digest
from verweer.proof.tokens import BadTimestamp, check_timestamp, query_of

_LARGEST_TOKEN = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known of one file: `problems` say what is broken, `unproven` what nobody can conclude from it."""

    file: str
    proven: tuple[Bilingual, ...] = ()
    unproven: tuple[Bilingual, ...] = ()
    problems: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A timestamp that was checked: whose, and the moment."""

    authority: str
    at: datetime


def tokens_beside(path: Path, roots: Path | None) -> tuple[list[Token], list[Bilingual]]:
    """Return the timestamps over a file that lie beside it, and what is wrong with the others."""
    held, problems, digest = [], [], Digest.of_file(path)
    for file in sorted(path.parent.glob(f"{path.name}.*.tsr")):
        query = file.with_suffix(".tsq")
        try:
            asked = query.read_bytes()[:_LARGEST_TOKEN] if query.exists() else b""
            at = checked_token(file.read_bytes()[:_LARGEST_TOKEN], asked, digest, roots, file.name)
        except (BadTimestamp, OSError) as cause:
            problems.append(Bilingual(nl=str(cause), en=str(cause)))
        else:
            held.append(Token(file.name.removeprefix(f"{path.name}.").removesuffix(".tsr"), at))
    return held, problems


def checked_token(token: bytes, query: bytes, digest: Digest, roots: Path | None, name: str) -> datetime:
    """Return the moment that a token proves, asked with the question beside it; raises BadTimestamp naming the file."""
    try:
        at = check_timestamp(token, digest, roots)
    except BadTimestamp as cause:
        message = f"{name}: {cause}"
        raise BadTimestamp(message) from cause
    if query_of(token, digest) not in {query, None}:
        message = f"{name}: the question beside it is not the one that was answered"
        raise BadTimestamp(message)
    return at

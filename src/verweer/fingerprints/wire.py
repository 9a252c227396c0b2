# SPDX-License-Identifier: Apache-2.0
"""What the decoding process is asked and how it answers; an answer is not trusted when it is read."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from verweer.fingerprints.carrying import AskedPrints, StoredPrints, parse_asked, parse_stored
from verweer.fingerprints.dihedral import Variants
from verweer.fingerprints.model import Fingerprint, Unreadable
from verweer.kernel import Digest, InputError

_Answer = TypeVar("_Answer")
LONGEST_ANSWER = 20_000_000
ANSWER: TypeAdapter[Fingerprint | Unreadable] = TypeAdapter(Fingerprint | Unreadable)
VARIANTS: TypeAdapter[Variants | Unreadable] = TypeAdapter(Variants | Unreadable)
UNREADABLE: TypeAdapter[Unreadable] = TypeAdapter(Unreadable)


class Ask(StrEnum):
    """How much is wanted of a file."""

    FINGERPRINT = "fingerprint"
    VARIANTS = "variants"
    STORED = "stored"
    STORED_WITH_CROPS = "stored-with-crops"
    ASKED = "asked"


def question(ask: Ask, path: Path) -> bytes:
    """Return the line that asks for a file."""
    return json.dumps([ask.value, str(path)]).encode() + b"\n"


def parse_question(line: str) -> tuple[Ask, Path]:
    """Return what a line asks for."""
    ask, path = json.loads(line)
    return Ask(ask), Path(path)


def parse_answer(untrusted_line: bytes, content: Digest) -> Fingerprint | Unreadable | None:
    """Return an answer about the file with this digest, or None for anything else."""
    answer = _parsed(ANSWER, untrusted_line)
    return answer if answer and answer.content == content else None


def parse_rows(untrusted_line: bytes, content: Digest) -> StoredPrints | Unreadable | None:
    """Return the rows of the file with this digest, why there are none, or None for anything else."""
    if len(untrusted_line) > LONGEST_ANSWER:
        return None
    return parse_stored(untrusted_line, content) or _unreadable(untrusted_line, content)


def parse_prints(untrusted_line: bytes, content: Digest) -> AskedPrints | Unreadable | None:
    """Return the prints of the file with this digest, why there are none, or None for anything else."""
    if len(untrusted_line) > LONGEST_ANSWER:
        return None
    return parse_asked(untrusted_line, content) or _unreadable(untrusted_line, content)


def parse_variants(untrusted_line: bytes, content: Digest) -> Variants | Unreadable | None:
    """Return an answer with all eight hashes about the file with this digest, or None for anything else."""
    answer = _parsed(VARIANTS, untrusted_line)
    found = answer.fingerprint if isinstance(answer, Variants) else answer
    return answer if found and found.content == content else None


def _unreadable(untrusted_line: bytes, content: Digest) -> Unreadable | None:
    answer = _parsed(UNREADABLE, untrusted_line)
    return answer if answer and answer.content == content else None


def _parsed(adapter: TypeAdapter[_Answer], untrusted_line: bytes) -> _Answer | None:
    if len(untrusted_line) > LONGEST_ANSWER:
        return None
    try:
        return adapter.validate_json(untrusted_line)
    except (ValidationError, InputError, RecursionError):
        return None

# SPDX-License-Identifier: Apache-2.0
"""How an answer of the decoding process is written; it is not trusted when it is read."""

from pydantic import TypeAdapter, ValidationError

from verweer.fingerprints.model import Fingerprint, Unreadable
from verweer.kernel import Digest, InputError

LONGEST_ANSWER = 1_000_000
ANSWER: TypeAdapter[Fingerprint | Unreadable] = TypeAdapter(Fingerprint | Unreadable)


def parse_answer(untrusted_line: bytes, content: Digest) -> Fingerprint | Unreadable | None:
    """Return an answer about the file with this digest, or None for anything else."""
    if len(untrusted_line) > LONGEST_ANSWER:
        return None
    try:
        answer = ANSWER.validate_json(untrusted_line)
    except (ValidationError, InputError, RecursionError):
        return None
    return answer if answer.content == content else None

# SPDX-License-Identifier: Apache-2.0
"""Digests: equal digests mean equal bytes (SHA-256, FIPS 180-4)."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from verweer.kernel.errors import InputError

_HEX64 = re.compile(r"[0-9a-f]{64}")


class MalformedDigest(InputError):
    """A text that should be a SHA-256 digest is not."""


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """SHA-256 of some content, as 64 lower-case hexadecimal digits."""

    hex: str

    def __post_init__(self) -> None:
        """Refuse anything that is not a digest."""
        if not _HEX64.fullmatch(self.hex):
            message = "A SHA-256 digest is 64 hexadecimal digits in lower case."
            raise MalformedDigest(message)

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Return the digest of bytes in memory."""
        return cls(hashlib.sha256(content).hexdigest())

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """Return the digest of a file, read in pieces."""
        with path.open("rb") as file:
            return cls(hashlib.file_digest(file, "sha256").hexdigest())

    def __str__(self) -> str:
        """Return the hexadecimal digits."""
        return self.hex

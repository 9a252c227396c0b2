# SPDX-License-Identifier: Apache-2.0
"""What a fingerprint is: the PDQ hashes of a picture, or of the sampled frames of a video."""

from dataclasses import dataclass
from typing import ClassVar

from verweer.kernel import Bilingual, Digest, InputError
from verweer.media import MediaKind

PDQ_BYTES = 32
HIGHEST_QUALITY = 100


class MalformedHash(InputError):
    """Bytes that should be a PDQ hash are not."""


@dataclass(frozen=True, slots=True, order=True)
class Pdq:
    """A 256-bit perceptual hash of one picture (PDQ, Meta 2019), as 32 bytes."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"ser_json_bytes": "hex", "val_json_bytes": "hex"}

    bits: bytes

    def __post_init__(self) -> None:
        """Refuse anything but 32 bytes."""
        if len(self.bits) != PDQ_BYTES:
            message = "A PDQ hash is 32 bytes, or 64 hexadecimal digits."
            raise MalformedHash(message)

    @property
    def hex(self) -> str:
        """Return 64 hexadecimal digits, in the order in which the reference writes them."""
        return self.bits.hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One sampled frame: `second` from the start (0.0 for a picture), hash, quality 0 to 100."""

    second: float
    pdq: Pdq
    quality: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """All that is kept of a picture or video: never the pixels."""

    content: Digest
    kind: MediaKind
    byte_length: int
    width: int
    height: int
    frames: tuple[Frame, ...]
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why a file gave no fingerprint; its digest still identifies the exact bytes."""

    content: Digest
    reason: Bilingual

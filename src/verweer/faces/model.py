# SPDX-License-Identifier: Apache-2.0
"""What is kept of a face: where it was, how good it was, and 128 numbers that name their format and their network.

A template is personal data of the most sensitive kind (GDPR art. 9): only people who enrolled
themselves have one that is kept. Templates of different networks are never compared.

Stored form, 532 bytes: "VWFT", format (1 byte, now 1), quality (1 byte, 0 to 100), count of
numbers (2 bytes), first 8 bytes of the SHA-256 of the network's file, the numbers (float32),
CRC-32 of all before it. All numbers are little-endian.
"""

import struct
import zlib
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from verweer.kernel import Digest, InputError

Pixels = NDArray[np.uint8]
Points = NDArray[np.float32]

DIMENSIONS = 128
HIGHEST_QUALITY = 100
TEMPLATE_FORMAT = 1
_MAGIC = b"VWFT"
_HEAD = struct.Struct("<4sBBH8s")
_CHECK = struct.Struct("<I")
STORED_BYTES = _HEAD.size + 4 * DIMENSIONS + _CHECK.size
_UNIT_WITHIN = 1e-3


class MalformedTemplate(InputError):
    """Bytes or numbers that should be a face template are not."""


class OtherNetwork(InputError):
    """Two templates come from different networks and cannot be compared."""


@dataclass(frozen=True, slots=True)
class NetworkMark:
    """The first 8 bytes of the SHA-256 of the file of the network that made a template."""

    bytes: bytes

    def __post_init__(self) -> None:
        """Refuse any other length."""
        if len(self.bytes) != _MARK_BYTES:
            message = "The mark of a network is 8 bytes."
            raise MalformedTemplate(message)

    @classmethod
    def of(cls, digest: Digest) -> Self:
        """Return the mark of the file with this digest."""
        return cls(bytes.fromhex(digest.hex)[:_MARK_BYTES])


_MARK_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """128 float32 of length one, the network that made them, and the quality (0 to 100) of the face."""

    numbers: NDArray[np.float32]
    network: NetworkMark
    quality: int

    def __post_init__(self) -> None:
        """Refuse numbers that are not finite, not 128, or not of length one."""
        right = self.numbers.shape == (DIMENSIONS,) and self.numbers.dtype == np.float32
        if not right or not abs(float(np.linalg.norm(self.numbers)) - 1) < _UNIT_WITHIN:
            message = "A face template is 128 float32 numbers of length one."
            raise MalformedTemplate(message)
        if not 0 <= self.quality <= HIGHEST_QUALITY:
            message = "The quality of a face template is 0 to 100."
            raise MalformedTemplate(message)

    def stored(self) -> bytes:
        """Return the stored form."""
        head = _HEAD.pack(_MAGIC, TEMPLATE_FORMAT, self.quality, DIMENSIONS, self.network.bytes)
        content = head + self.numbers.astype("<f4").tobytes()
        return content + _CHECK.pack(zlib.crc32(content))

    @classmethod
    def from_stored(cls, untrusted: bytes) -> Self:
        """Return the template that bytes hold; raises MalformedTemplate."""
        if len(untrusted) != STORED_BYTES or untrusted[: len(_MAGIC)] != _MAGIC:
            message = f"This is not a face template: one is {STORED_BYTES} bytes that begin with VWFT."
            raise MalformedTemplate(message)
        content = untrusted[: -_CHECK.size]
        if _CHECK.unpack(untrusted[-_CHECK.size :]) != (zlib.crc32(content),):
            message = "This face template is damaged; enrol the person again."
            raise MalformedTemplate(message)
        _, form, quality, dimensions, mark = _HEAD.unpack_from(content)
        if (form, dimensions) != (TEMPLATE_FORMAT, DIMENSIONS):
            message = f"Face templates of format {form} are not known to this version; update Verweer."
            raise MalformedTemplate(message)
        numbers = np.frombuffer(content, "<f4", offset=_HEAD.size).astype(np.float32)
        return cls(numbers=numbers, network=NetworkMark(mark), quality=quality)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the picture as given."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detection:
    """A face that was found.

    `landmarks` (5 by 2, x then y, pixels of the picture as given): the eye, the eye, the nose,
    the corner of the mouth, the corner of the mouth, each pair from left to right when the face
    is upright. `turned` is by how many degrees (0, 90, 180, 270) the picture had to be turned
    counter-clockwise for the face to stand upright. `score` is the detector's own, 0 to 1.
    """

    box: Box
    landmarks: Points
    turned: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Figures about how well a face can be told; `score` (0 to 100) is the weakest of them.

    `eye_distance` in pixels; `sharpness`, `eye_contrast` and `mouth_contrast` in grey levels of
    the aligned face; `turn` is how far the nose is from the middle of the eyes, in eye distances
    (0 for a face from the front). `is_covered` is a hint, not a finding: hardly any contrast
    where eyes or mouth should be. A bar across the eyes often escapes it, since its edges contrast.
    """

    eye_distance: float
    sharpness: float
    turn: float
    eye_contrast: float
    mouth_contrast: float
    is_covered: bool
    score: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """One face in a picture: where, how good, and its template."""

    detection: Detection
    quality: Quality
    template: Template


def similarity(one: Template, other: Template) -> float:
    """Return the cosine of two templates, -1 to 1; raises OtherNetwork."""
    if one.network != other.network:
        message = "These face templates were made by different networks; enrol again with the present one."
        raise OtherNetwork(message)
    return float(np.clip(one.numbers @ other.numbers, -1, 1))

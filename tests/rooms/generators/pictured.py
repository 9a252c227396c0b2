# SPDX-License-Identifier: Apache-2.0
"""Pictures for a served guard: drawings as files, in base64, and a folder with a drawn face that enrolled."""

import base64
import io
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

from tests.rooms.faces.drawings import drawn_face
from verweer.faces.model import Pixels
from verweer.guard import Consent, FaceRegister, Protects
from verweer.matching.templates import Person

FACE = drawn_face()
SEA = np.full((64, 96, 3), (40, 90, 160), dtype=np.uint8)


def png(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def claiming(width: int, height: int) -> bytes:
    """Return a PNG that says it is as large, and holds hardly anything."""
    told = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", told), (b"IDAT", zlib.compress(bytes(1_000_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def wrapped(content: bytes) -> str:
    return base64.b64encode(content).decode()


def enrol_face(folder: Path) -> None:
    people = FaceRegister()
    consent = Consent(given=datetime(2026, 11, 29, tzinfo=UTC), to=frozenset({Protects.EDITS}), is_adult=True)
    people.enrol(Person("case-7"), [FACE], consent)
    people.save(folder)


def withdraw_face(folder: Path) -> None:
    people = FaceRegister.load(folder)
    people.withdraw(Person("case-7"))
    people.save(folder)

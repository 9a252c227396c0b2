# SPDX-License-Identifier: Apache-2.0
"""Media made by a model get labels (C2PA, XMP, watermark), and the labels of any file are read in a confined process."""

import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from verweer.guard.confined import Look, running_reader
from verweer.guard.manifests import TRAINED, CannotSign, Maker, Making, signed
from verweer.guard.watermark import Watermark, WaveMark
from verweer.guard.weighing import ABSENCE, CLAIMS_ONLY, HEAD, LARGEST, Labels, kind_for_labels
from verweer.guard.xmp import packet

__all__ = ["ABSENCE", "CLAIMS_ONLY", "LARGEST", "Labels", "label", "read_labels"]
_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10
_QUALITY = 92


def label(
    content: bytes, *, maker: Maker, making: Making, payload: int | None, watermark: Watermark | None = None
) -> bytes:
    """Return a labelled copy of a JPEG, PNG or WebP picture (watermark, XMP, C2PA) or MP4 video (C2PA only).

    `payload` is the 32-bit number of the watermark, or None for no watermark, and then no pixel changes.
    Raises CannotSign, or NoRoomForMark when the picture is too small.
    """
    kind = kind_for_labels(content[:HEAD])
    if kind not in {*_WRITERS, "video/mp4"}:
        message = "Only JPEG, PNG and WebP pictures and MP4 videos can be labelled. Save the file as one of these."
        raise CannotSign(message)
    if kind == "video/mp4":
        return signed(content, kind, maker, making)
    if payload is not None:
        content = _marked(content, kind, payload, watermark or WaveMark())
    return signed(_with_packet(content, kind, packet(TRAINED)), kind, maker, making)


def read_labels(path: Path, *, trust: bytes = b"") -> Labels:
    """Return what labels a file bears and what they are worth; `trust` are the roots that the caller trusts (PEM).

    A file that breaks the confined process is one that cannot be looked into. Raises InputError for roots that
    are none, or a file that cannot be read.
    """
    with running_reader(Look.LABELS) as reader:
        return reader.labels(path, trust=trust)


def _marked(content: bytes, kind: str, payload: int, watermark: Watermark) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=(_WRITERS[kind],)) as picture:
            if getattr(picture, "n_frames", 1) > 1 or picture.mode not in {"RGB", "L"}:
                message = "Only a still picture without transparency takes a watermark. Leave the watermark out."
                raise CannotSign(message)
            profile, exif = picture.info.get("icc_profile"), picture.getexif()
            pixels = np.asarray(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as cause:
        message = "The picture cannot be read. Give a whole picture file."
        raise CannotSign(message) from cause
    out = io.BytesIO()
    lossless = {"lossless": True} if kind == "image/webp" else {}
    Image.fromarray(watermark.embed(pixels, payload)).save(
        out, _WRITERS[kind], quality=_QUALITY, icc_profile=profile, exif=exif, **lossless
    )
    return out.getvalue()


_WRITERS: Mapping[str, str] = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def _with_packet(content: bytes, kind: str, xmp: bytes) -> bytes:
    """Return the file with an XMP packet put in, its pixels untouched."""
    match kind:
        case "image/jpeg":
            body = b"http://ns.adobe.com/xap/1.0/\x00" + xmp
            place = 4 + int.from_bytes(content[4:6], "big") if content[2:4] == b"\xff\xe0" else 2  # JFIF stays first
            return content[:place] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + content[place:]
        case "image/png":
            body = b"iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp
            chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
            return content[:33] + chunk + content[33:]  # after IHDR, which is always 33 bytes from the start
        case _:
            return _webp_with_packet(content, xmp)


def _webp_with_packet(content: bytes, xmp: bytes) -> bytes:
    """Return a WebP file in its extended form with an XMP chunk (RFC 9649, section 2.7)."""
    with Image.open(io.BytesIO(content), formats=("WEBP",)) as picture:
        width, height = picture.size
        flags = _XMP_FLAG | (_ALPHA_FLAG if picture.mode == "RGBA" else 0)
    chunks = content[12 : 8 + int.from_bytes(content[4:8], "little")]
    if chunks[:4] == b"VP8X":
        head = chunks[:8] + bytes([chunks[8] | flags]) + chunks[9:18]
        chunks = chunks[18:]
    else:
        sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        head = b"VP8X" + struct.pack("<I", 10) + bytes([flags, 0, 0, 0]) + sides
    told = b"XMP " + struct.pack("<I", len(xmp)) + xmp + b"\x00" * (len(xmp) % 2)
    body = b"WEBP" + head + chunks + told
    return b"RIFF" + struct.pack("<I", len(body)) + body

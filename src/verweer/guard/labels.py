# SPDX-License-Identifier: Apache-2.0
"""Media made by a model get labels (C2PA, XMP, watermark), and the labels of any file are read and weighed.

Reading never fetches anything, trusts nobody but whom the caller names, and says every time that a file
without labels may as well be made by a model. What a file's metadata say is a claim, never proof.
"""

import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from verweer.guard.manifests import TRAINED, CannotSign, Maker, Making, Manifest, Standing, read_manifest, signed
from verweer.guard.watermark import FoundMark, Watermark, WaveMark
from verweer.guard.xmp import Claim, claims_in, packet
from verweer.kernel import Bilingual
from verweer.media import CannotRead
from verweer.media.pictures import read_pixels

LARGEST = 256 << 20  # bytes of a file that is looked into
_READ_FOR_CLAIMS = 32 << 20
_HEAD = 16
_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10
_QUALITY = 92
_STILL = (b"avif", b"avis")
_HEIF = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")
ABSENCE = Bilingual(
    nl="Dat een label ontbreekt bewijst niets: labels gaan bij het delen vaak verloren en zijn weg te halen.",
    en="A missing label proves nothing: labels are often lost in sharing and can be taken off.",
)
CLAIMS_ONLY = Bilingual(
    nl="De gegevens in het bestand noemen zelf een maker of model; iedereen kan die schrijven, dus het is geen bewijs.",
    en="The file's own metadata name a maker or model; anyone can write those, so it is no proof.",
)
_MARKED = Bilingual(
    nl="In het beeld zit het onzichtbare watermerk met nummer {number}; dat wijst op deze maker, maar is na te doen.",
    en="The picture holds the invisible watermark with number {number}; it points to this maker, but can be imitated.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """All labels of one file; `sentences` say what they are worth, the last one always that absence proves nothing."""

    manifest: Manifest
    claims: tuple[Claim, ...] = ()
    mark: FoundMark | None = None
    sentences: tuple[Bilingual, ...]


def label(
    content: bytes, *, maker: Maker, making: Making, payload: int | None, watermark: Watermark | None = None
) -> bytes:
    """Return a labelled copy of a JPEG, PNG or WebP picture (watermark, XMP, C2PA) or MP4 video (C2PA only).

    `payload` is the 32-bit number of the watermark, or None for no watermark, and then no pixel changes.
    Raises CannotSign, or NoRoomForMark when the picture is too small.
    """
    kind = kind_for_labels(content[:_HEAD])
    if kind not in {*_WRITERS, "video/mp4"}:
        message = "Only JPEG, PNG and WebP pictures and MP4 videos can be labelled. Save the file as one of these."
        raise CannotSign(message)
    if kind == "video/mp4":
        return signed(content, kind, maker, making)
    if payload is not None:
        content = _marked(content, kind, payload, watermark or WaveMark())
    return signed(_with_packet(content, kind, packet(TRAINED)), kind, maker, making)


def read_labels(path: Path, *, trust: bytes = b"", watermark: Watermark | None = None) -> Labels:
    """Return what labels a file bears and what they are worth; `trust` are the roots that the caller trusts (PEM).

    The file may be hostile: give it to a confined process, as the desk does with all media.
    """
    with path.open("rb") as file:
        untrusted = file.read(_READ_FOR_CLAIMS)
    kind = kind_for_labels(untrusted[:_HEAD])
    if kind is None or path.stat().st_size > LARGEST:
        return _weighed(Manifest(standing=Standing.UNSUPPORTED), (), None)
    manifest = read_manifest(path, kind, trust)
    if manifest.standing is Standing.BROKEN and not manifest.at and b"c2pa" not in untrusted:
        manifest = Manifest(standing=Standing.UNSUPPORTED, codes=manifest.codes)
    mark = None if kind == "video/mp4" else _mark_in(path, watermark or WaveMark())
    return _weighed(manifest, claims_in(untrusted), mark)


def kind_for_labels(head: bytes) -> str | None:
    """Return the media type that the first 16 bytes show, or None when labels of that kind are not read."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "image/avif" if brand in _STILL else "image/heif" if brand in _HEIF else "video/mp4"
    return None


def _mark_in(path: Path, watermark: Watermark) -> FoundMark | None:
    try:
        pixels, _, _ = read_pixels(path)
    except CannotRead:
        return None
    return watermark.find(_coloured(pixels))


def _coloured(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels  # noqa: PLR2004 - luma has two axes


def _weighed(manifest: Manifest, claims: tuple[Claim, ...], mark: FoundMark | None) -> Labels:
    sentences = [_told(manifest)]
    if mark:
        number = f"{mark.payload:08x}"
        sentences.append(Bilingual(nl=_MARKED.nl.format(number=number), en=_MARKED.en.format(number=number)))
    if claims:
        sentences.append(CLAIMS_ONLY)
    return Labels(manifest=manifest, claims=claims, mark=mark, sentences=(*sentences, ABSENCE))


def _told(manifest: Manifest) -> Bilingual:
    """Return what a manifest is worth, in words."""
    match manifest.standing:
        case Standing.TRUSTED:
            return Bilingual(
                nl=f"Een heel C2PA-label, getekend door iemand die u vertrouwt: {manifest.signer}.",
                en=f"A whole C2PA label, signed by someone you trust: {manifest.signer}.",
            )
        case Standing.VALID:
            return Bilingual(
                nl=f"Een heel C2PA-label, maar de ondertekenaar is onbekend; die noemt zich {manifest.signer}.",
                en=f"A whole C2PA label: valid, but the signer is unknown; they call themselves {manifest.signer}.",
            )
        case Standing.BROKEN:
            return Bilingual(
                nl="Een C2PA-label dat niet klopt: het bestand of het label is na het tekenen veranderd, of beschadigd.",
                en="A C2PA label that does not hold: file or label were changed after signing, or damaged.",
            )
        case Standing.ELSEWHERE:
            return Bilingual(
                nl="Het bestand zegt dat zijn C2PA-label elders op het internet ligt; dat wordt hier niet opgehaald.",
                en="The file says that its C2PA label lies elsewhere on the internet; it is not fetched here.",
            )
        case Standing.ABSENT:
            return Bilingual(nl="Geen C2PA-label gevonden.", en="No C2PA label was found.")
        case Standing.UNSUPPORTED:
            return Bilingual(
                nl="In dit bestand kan niet naar een C2PA-label worden gekeken: ander soort, te groot of beschadigd.",
                en="This file cannot be looked into for a C2PA label: another kind, too large or damaged.",
            )
        case _:
            assert_never(manifest.standing)


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

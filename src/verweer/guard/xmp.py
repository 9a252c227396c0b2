# SPDX-License-Identifier: Apache-2.0
"""What a picture's metadata claim of its making: IPTC's source type in XMP, and the notes that generators leave.

Anyone can write or erase these, so they are claims and never proof. Nothing is trusted to be well made: a
packet is found by its bytes, is bounded, and is read only without a document type, so no entity is expanded.
Sources: XMP part 1 (ISO 16684-1) and 3; IPTC Photo Metadata Standard 2025.1, `DigitalSourceType`; PNG third
edition, section 11.3.3 (textual data); JPEG ITU-T T.81 annex B; RIFF as in RFC 9649.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = f"{{{_IPTC}}}DigitalSourceType"
_LARGEST_PACKET = 1 << 20
_MOST_PACKETS = 8
_MOST_CHUNKS = 4096
_MOST_TEXT = 300
_LARGEST_CHUNK = 1 << 20
_FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Keys under which generators note how a picture was made, and whose notes they are.
_NOTES: Mapping[str, str] = {
    "parameters": "Stable Diffusion web UI",
    "prompt": "ComfyUI",
    "workflow": "ComfyUI",
    "dream": "InvokeAI",
    "sd-metadata": "InvokeAI",
    "invokeai_metadata": "InvokeAI",
    "invokeai_graph": "InvokeAI",
    "fooocus_scheme": "Fooocus",
    "generation_data": "a Stable Diffusion service",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that the metadata say, from where, shortened to 300 characters."""

    where: str
    says: str


def claims_in(untrusted: bytes) -> tuple[Claim, ...]:
    """Return what the metadata in a file's bytes claim, each thing once; never raises on what it reads."""
    found = [Claim(where="XMP DigitalSourceType", says=one) for one in _source_types(untrusted)]
    if untrusted.startswith(b"\x89PNG\r\n\x1a\n"):
        found += [
            Claim(where=f"PNG {key}", says=f"{_NOTES[key.lower()]}: {_short(text)}")
            for key, text in _png_texts(untrusted)
            if key.lower() in _NOTES
        ]
    elif _is_sd_note(untrusted):
        found.append(Claim(where="Exif UserComment", says="Stable Diffusion web UI: generation parameters"))
    return tuple(dict.fromkeys(found))


def packet(source_type: str) -> bytes:
    """Return an XMP packet that states one IPTC source type (an address of letters, digits and `:/.-`)."""
    if not re.fullmatch(r"[A-Za-z0-9:/.\-]+", source_type):
        message = "a source type is an address"
        raise ValueError(message)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="{_IPTC}">'
        f"<Iptc4xmpExt:DigitalSourceType>{source_type}</Iptc4xmpExt:DigitalSourceType>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _source_types(untrusted: bytes) -> Iterator[str]:
    places = [each.start() for each in re.finditer(rb"<x:xmpmeta[\s>]", untrusted)][:_MOST_PACKETS]
    for place in places:
        end = untrusted.find(b"</x:xmpmeta", place, place + _LARGEST_PACKET)
        if end < 0:
            continue
        close = untrusted.find(b">", end, end + 32)
        yield from _types_in(untrusted[place : close + 1]) if close > 0 else ()


def _types_in(untrusted_packet: bytes) -> Iterator[str]:
    if _FORBIDDEN.search(untrusted_packet):
        return
    try:
        tree = ET.fromstring(untrusted_packet.decode("utf-8"))  # noqa: S314 - bounded, and no document type
    except (ET.ParseError, ValueError, RecursionError):
        return
    for element in tree.iter():
        if element.tag == _TYPE:
            yield _short(element.get(f"{{{_RDF}}}resource") or element.text or "")
        if _TYPE in element.attrib:
            yield _short(element.attrib[_TYPE])


def _png_texts(untrusted: bytes) -> Iterator[tuple[str, str]]:
    place = 8
    for _ in range(_MOST_CHUNKS):
        size = int.from_bytes(untrusted[place : place + 4], "big")
        kind, body = untrusted[place + 4 : place + 8], untrusted[place + 8 : place + 8 + min(size, _LARGEST_CHUNK)]
        if len(kind) < len(b"IEND") or kind == b"IEND":
            return
        key, _, rest = body.partition(b"\x00")
        if kind in {b"tEXt", b"zTXt", b"iTXt"}:
            yield key.decode("latin-1"), _text(kind, rest)
        place += 12 + size


def _text(kind: bytes, rest: bytes) -> str:
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return _inflated(rest[1:]).decode("latin-1")
    packed = rest[:1] == b"\x01"
    value = b"\x00".join(rest[2:].split(b"\x00", 2)[2:])
    return (_inflated(value) if packed else value).decode("utf-8", "replace")


def _inflated(packed: bytes) -> bytes:
    """Return at most as much as is shown of what was packed."""
    try:
        return zlib.decompressobj().decompress(packed, _MOST_TEXT * 4)
    except zlib.error:
        return b""


def _is_sd_note(untrusted: bytes) -> bool:
    """Return whether the notes of the Stable Diffusion web UI stand in the Exif (one or two bytes a letter)."""
    head = untrusted[:_LARGEST_CHUNK]
    return any(
        all(word.encode(code) in head for word in ("Steps: ", "Sampler: ", "CFG scale: "))
        for code in ("ascii", "utf-16-be", "utf-16-le")
    )


def _short(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text[:_MOST_TEXT]).strip()

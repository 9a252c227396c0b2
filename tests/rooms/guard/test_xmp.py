# SPDX-License-Identifier: Apache-2.0
"""What metadata claim: IPTC's source type and generators' notes are found, and no hostile bytes do harm."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from verweer.guard.manifests import TRAINED
from verweer.guard.xmp import Claim, claims_in, packet

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"


def xmp(inside: str, before: str = "") -> bytes:
    spaces = f'xmlns:rdf="{_RDF}" xmlns:i="{_IPTC}"'
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{before}<rdf:RDF {spaces}>{inside}</rdf:RDF></x:xmpmeta>'.encode()


def png(key: str, text: str, *, packed: bool = False, wide: bool = False) -> bytes:
    notes, stream = PngInfo(), io.BytesIO()
    (notes.add_itxt if wide else notes.add_text)(key, text, zip=packed)
    Image.new("L", (4, 4)).save(stream, "PNG", pnginfo=notes)
    return stream.getvalue()


SPELLINGS = {
    "as an element": packet(TRAINED),
    "as an attribute": xmp(f'<rdf:Description i:DigitalSourceType="{TRAINED}"/>'),
    "as a resource": xmp(f'<rdf:Description><i:DigitalSourceType rdf:resource="{TRAINED}"/></rdf:Description>'),
    "amid other bytes": b"\xff\xd8\xff" + b"\x00" * 999 + packet(TRAINED) + b"\xff" * 999,
    "twice": packet(TRAINED) * 2,
}


@pytest.mark.parametrize("content", SPELLINGS.values(), ids=SPELLINGS)
def test_the_source_type_is_found(content: bytes) -> None:
    assert claims_in(content) == (Claim(where="XMP DigitalSourceType", says=TRAINED),)


HOSTILE = {
    "entities that grow": b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>&c;</x:xmpmeta>',
    "an entity within the packet": xmp(
        '<rdf:Description i:DigitalSourceType="&a;"/>', '<!DOCTYPE x [<!ENTITY a "http://x">]>'
    ),
    "no end": b"<x:xmpmeta " + b"a" * 5000,
    "an end without a bracket": b"<x:xmpmeta ></x:xmpmeta",
    "not well made": b"<x:xmpmeta><a></x:xmpmeta>",
    "not UTF-8": b"<x:xmpmeta>\xff\xfe</x:xmpmeta>",
    "deeply nested": xmp("<a>" * 20_000 + "</a>" * 20_000),
    "larger than a packet may be": xmp(" " * (1 << 20) + f'<rdf:Description i:DigitalSourceType="{TRAINED}"/>'),
    "many beginnings": b"<x:xmpmeta " * 100_000,
    "a PNG chunk longer than the file": b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xfftEXt",
    "a PNG text that is not what it says": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x05zTXtno\x00\x00x",
    "nothing": b"",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_claim_nothing(content: bytes) -> None:
    assert claims_in(content) == ()


@given(st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"<x:xmpmeta ", packet(TRAINED)[:250]]))
def test_no_bytes_make_reading_fail(content: bytes, before: bytes) -> None:
    assert isinstance(claims_in(before + content), tuple)


NOTES = {
    "the notes of a web UI": (
        png("parameters", "een vuurtoren\nSteps: 20"),
        "PNG parameters",
        "Stable Diffusion web UI",
    ),
    "a packed note": (png("parameters", "een vuurtoren", packed=True), "PNG parameters", "een vuurtoren"),
    "a workflow": (png("workflow", '{"nodes": []}'), "PNG workflow", "ComfyUI"),
    "an older tool": (png("Dream", "een haven -s 50"), "PNG Dream", "InvokeAI"),
    "a note in Unicode": (png("prompt", "één", wide=True), "PNG prompt", "één"),
    "a packed note in Unicode": (png("prompt", "één", wide=True, packed=True), "PNG prompt", "één"),
}


@pytest.mark.parametrize(("content", "where", "part"), NOTES.values(), ids=NOTES)
def test_a_generators_notes_are_claims(content: bytes, where: str, part: str) -> None:
    (claim,) = claims_in(content)

    assert claim.where == where
    assert part in claim.says


def test_notes_in_exif_are_claims() -> None:
    stream, facts = io.BytesIO(), Image.Exif()
    notes = "een tuin\nSteps: 20, Sampler: Euler, CFG scale: 7"
    facts.get_ifd(0x8769)[0x9286] = b"UNICODE\x00" + notes.encode("utf-16-be")
    Image.new("L", (8, 8)).save(stream, "JPEG", exif=facts)

    assert [claim.where for claim in claims_in(stream.getvalue())] == ["Exif UserComment"]


def test_other_notes_are_no_claims() -> None:
    assert claims_in(png("Title", "een vuurtoren")) == ()


def test_a_packed_note_is_unpacked_no_further_than_it_is_shown() -> None:
    body = b"parameters\x00\x00" + zlib.compress(b"a" * 50_000_000)
    chunk = len(body).to_bytes(4, "big") + b"zTXt" + body + b"\x00" * 4

    (claim,) = claims_in(b"\x89PNG\r\n\x1a\n" + chunk)

    assert len(claim.says) < 400
    assert claim.says.endswith("aaa")


def test_a_source_type_that_would_break_the_packet_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        packet("</x>")

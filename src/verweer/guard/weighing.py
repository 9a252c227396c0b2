# SPDX-License-Identifier: Apache-2.0
"""Which labels a file bears and what they are worth, looked at in the very process that calls this.

Reading never fetches anything, trusts nobody but whom the caller names, and says every time that a file
without labels may as well be made by a model. What a file's metadata say is a claim, never proof.
Strangers' files go through `labels.read_labels`, which has a confined process do this.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from verweer.guard.manifests import Manifest, Standing, read_manifest
from verweer.guard.picture_input import shrunk
from verweer.guard.watermark import FoundMark, Watermark, WaveMark
from verweer.guard.xmp import Claim, claims_in
from verweer.kernel import Bilingual
from verweer.media import CannotRead
from verweer.media.pictures import read_pixels

LARGEST = 256 << 20  # bytes of a file that is looked into
HEAD = 16  # bytes by which the kind is told
_READ_FOR_CLAIMS = 32 << 20
_LARGE, _LONGEST = 4096, 2048
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


def labels_in(path: Path, *, trust: bytes = b"", watermark: Watermark | None = None, seek_mark: bool = True) -> Labels:
    """Return what labels a file bears and what they are worth; `trust` are the roots that the caller trusts (PEM).

    The file may be hostile, so this runs in the confined process.
    """
    with path.open("rb") as file:
        untrusted = file.read(_READ_FOR_CLAIMS)
    kind = kind_for_labels(untrusted[:HEAD])
    if kind is None or path.stat().st_size > LARGEST:
        return weighed(Manifest(standing=Standing.UNSUPPORTED), (), None)
    manifest = read_manifest(path, kind, trust)
    if manifest.standing is Standing.BROKEN and not manifest.at and b"c2pa" not in untrusted:
        manifest = Manifest(standing=Standing.UNSUPPORTED, codes=manifest.codes)
    mark = _mark_in(path, watermark or WaveMark()) if seek_mark and kind != "video/mp4" else None
    return weighed(manifest, claims_in(untrusted), mark)


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
    # A large picture at full size would not fit beside its transforms; what is hidden bears more than this.
    return watermark.find(shrunk(pixels, _LONGEST if max(pixels.shape) > _LARGE else _LARGE))


def weighed(manifest: Manifest, claims: tuple[Claim, ...] = (), mark: FoundMark | None = None) -> Labels:
    """Return labels with the sentences that say what they are worth."""
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

# SPDX-License-Identifier: Apache-2.0
"""The kinds of hashes that `verweer fingerprint` can make; a new kind is one more row in the table."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from verweer.exchange.vpdq import vpdq_texts
from verweer.fingerprints import WAYS, Eight, Fingerprint, Fingerprinter, Rows, Space, Unreadable, Variants
from verweer.fingerprints.details import unpacked_patches
from verweer.kernel import Bilingual
from verweer.media import MediaKind


class Need(Enum):
    """What the decoding process must be asked for beside the fingerprint."""

    EIGHT = auto()
    PATCHES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found in a file; when it gave no fingerprint, `problem` says why and all else is empty."""

    path: Path
    sha256: str
    problem: Bilingual | None = None
    fingerprint: Fingerprint | None = None
    eights: tuple[Eight, ...] = ()
    patches: Rows | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashed:
    """One hash: for a perceptual one how much there is to see, of which second, seen in which way, and where.

    `x`, `y` and `size` (a standard deviation) are shares of the longer side of the picture inside any frame, `angle`
    is in radians.
    """

    kind: str
    hash: str
    quality: int | None = None
    second: float | None = None
    way: str | None = None
    x: float | None = None
    y: float | None = None
    size: float | None = None
    angle: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of hash: what it is, what it needs beside the fingerprint, and how it follows from a look."""

    told: str
    need: Need | None = None
    hashes: Callable[[Looked], Iterator[Hashed]]


def look(fingerprinter: Fingerprinter, path: Path, kinds: Collection[str]) -> Looked:
    """Return what these kinds need of a file; raises OSError when it has gone."""
    needs = {KINDS[kind].need for kind in kinds}
    found = fingerprinter.variants(path) if Need.EIGHT in needs else fingerprinter.fingerprint(path)
    if isinstance(found, Unreadable):
        return Looked(path=path, sha256=found.content.hex, problem=found.reason)
    of_file, eights = (found.fingerprint, found.eights) if isinstance(found, Variants) else (found, ())
    patches, problem = None, None
    if Need.PATCHES in needs and of_file.kind is MediaKind.PICTURE:
        stored = fingerprinter.stored(path)
        if isinstance(stored, Unreadable):
            problem = stored.reason
        else:
            patches = stored.rows[Space.PATCH]
    return Looked(
        path=path, sha256=of_file.content.hex, problem=problem, fingerprint=of_file, eights=eights, patches=patches
    )


def _pdq(looked: Looked) -> Iterator[Hashed]:
    for frame in looked.fingerprint.frames if looked.fingerprint else ():
        yield Hashed(kind="pdq", hash=frame.pdq.hex, quality=frame.quality, second=frame.second)


def _dihedral(looked: Looked) -> Iterator[Hashed]:
    frames = looked.fingerprint.frames if looked.fingerprint else ()
    for frame, eight in zip(frames, looked.eights, strict=True):
        for way, pdq in zip(WAYS, eight, strict=True):
            yield Hashed(kind="dihedral", hash=pdq.hex, quality=frame.quality, second=frame.second, way=way)


def _vpdq(looked: Looked) -> Iterator[Hashed]:
    if looked.fingerprint and looked.fingerprint.kind is MediaKind.VIDEO:
        for text in vpdq_texts(looked.fingerprint.frames):
            yield Hashed(kind="vpdq", hash=text)


def _patch256(looked: Looked) -> Iterator[Hashed]:
    if looked.patches is None:
        return
    places = unpacked_patches(looked.patches.details)
    columns = (places.x, places.y, places.sigma, places.angle)
    for row, *place in zip(looked.patches.hashes, *columns, strict=True):
        x, y, size, angle = (round(float(each), 5) for each in place)
        yield Hashed(kind="patch256", hash=row.tobytes().hex(), x=x, y=y, size=size, angle=angle)


def _md5(looked: Looked) -> Iterator[Hashed]:
    with looked.path.open("rb") as file:
        # What hash lists hold; it proves nothing.
        digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
    yield Hashed(kind="md5", hash=digest.hexdigest())


def _sha256(looked: Looked) -> Iterator[Hashed]:
    yield Hashed(kind="sha256", hash=looked.sha256)


KINDS: Mapping[str, Kind] = {
    "pdq": Kind(told="PDQ of a picture, or of each sampled frame", hashes=_pdq),
    "dihedral": Kind(told="PDQ turned and mirrored in all eight ways", need=Need.EIGHT, hashes=_dihedral),
    "vpdq": Kind(told="each sampled frame of a video as vPDQ programs exchange it", hashes=_vpdq),
    "patch256": Kind(told="local patches of a picture, with their places", need=Need.PATCHES, hashes=_patch256),
    "md5": Kind(told="MD5 of the exact bytes", hashes=_md5),
    "sha256": Kind(told="SHA-256 of the exact bytes", hashes=_sha256),
}

# SPDX-License-Identifier: Apache-2.0
"""The kinds of hashes that `verweer fingerprint` can make; a new kind is one more row in the table."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from verweer.fingerprints import WAYS, Eight, Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found in a file; `fingerprint` is None, and `eights` empty, when it gave none."""

    path: Path
    sha256: str
    fingerprint: Fingerprint | None
    eights: tuple[Eight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashed:
    """One hash: for a perceptual one how much there is to see, of which second, and seen in which way."""

    kind: str
    hash: str
    quality: int | None = None
    second: float | None = None
    way: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of hash: what it is, whether the eight variants must be asked for, and how it follows from a look."""

    told: str
    eight: bool = False
    hashes: Callable[[Looked], Iterator[Hashed]]


def _pdq(looked: Looked) -> Iterator[Hashed]:
    for frame in looked.fingerprint.frames if looked.fingerprint else ():
        yield Hashed(kind="pdq", hash=frame.pdq.hex, quality=frame.quality, second=frame.second)


def _dihedral(looked: Looked) -> Iterator[Hashed]:
    frames = looked.fingerprint.frames if looked.fingerprint else ()
    for frame, eight in zip(frames, looked.eights, strict=True):
        for way, pdq in zip(WAYS, eight, strict=True):
            yield Hashed(kind="dihedral", hash=pdq.hex, quality=frame.quality, second=frame.second, way=way)


def _md5(looked: Looked) -> Iterator[Hashed]:
    with looked.path.open("rb") as file:
        # What hash lists hold; it proves nothing.
        digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
    yield Hashed(kind="md5", hash=digest.hexdigest())


def _sha256(looked: Looked) -> Iterator[Hashed]:
    yield Hashed(kind="sha256", hash=looked.sha256)


KINDS: Mapping[str, Kind] = {
    "pdq": Kind(told="PDQ of a picture, or of each sampled frame", hashes=_pdq),
    "dihedral": Kind(told="PDQ turned and mirrored in all eight ways", eight=True, hashes=_dihedral),
    "md5": Kind(told="MD5 of the exact bytes", hashes=_md5),
    "sha256": Kind(told="SHA-256 of the exact bytes", hashes=_sha256),
}

# SPDX-License-Identifier: Apache-2.0
"""How rows to store, and prints to ask with, come out of the decoding process: as JSON with tables in base64.

What arrives is not trusted: a table of a wrong length, or a code that says nothing, is no answer.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

from verweer.fingerprints.asking import PicturePrints, Way
from verweer.fingerprints.dihedral import Turn
from verweer.fingerprints.model import PDQ_BYTES, Unreadable
from verweer.fingerprints.patches import ASKED_SIDE, Patches
from verweer.fingerprints.questions import VideoQuery, undone_of
from verweer.fingerprints.rectangles import Rectangle
from verweer.fingerprints.rows import Rows, Space
from verweer.kernel import Digest, InputError
from verweer.media.videos import Ending

_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPrints:
    """What a file adds to a bank; `read_until` is the second at which reading a video ended before its end."""

    content: Digest
    rows: Mapping[Space, Rows]
    read_until: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPrints:
    """What a bank is asked about a file: of a picture, or of a video (and an animation)."""

    content: Digest
    prints: PicturePrints | VideoQuery


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Rows(_Told):
    hashes: Base64Bytes
    details: Base64Bytes


class _Stored(_Told):
    content: str
    rows: dict[Space, _Rows]
    read_until: float | None


class _Patches(_Told):
    hashes: Base64Bytes
    places: Base64Bytes
    width: float
    height: float


class _Picture(_Told):
    content: str
    hashes: Base64Bytes
    ways: list[tuple[float, float, float, float, Turn, int, int]]
    patches: _Patches
    mirror: _Patches
    seen: Base64Bytes
    seen_width: int = Field(ge=1, le=ASKED_SIDE)


class _Video(_Told):
    content: str
    hashes: Base64Bytes
    seconds: Base64Bytes
    codes: Base64Bytes
    until: float
    ending: Ending


def told_stored(stored: StoredPrints) -> bytes:
    """Return the JSON of rows."""
    rows = {space: _Rows(hashes=_in(rows.hashes), details=_in(rows.details)) for space, rows in stored.rows.items()}
    told = _Stored(content=stored.content.hex, rows=rows, read_until=stored.read_until)
    return told.model_dump_json().encode()


def told_asked(asked: AskedPrints) -> bytes:
    """Return the JSON of prints."""
    match asked.prints:
        case PicturePrints() as found:
            ways = [(*_sides(way.rectangle), way.turn, way.quality, way.degrees) for way in found.ways]
            picture = _Picture(
                content=asked.content.hex,
                hashes=_in(found.hashes),
                ways=ways,
                patches=_told_patches(found.patches),
                mirror=_told_patches(found.mirror),
                seen=_in(found.seen),
                seen_width=found.seen.shape[1],
            )
            return picture.model_dump_json().encode()
        case VideoQuery() as query:
            video = _Video(
                content=asked.content.hex,
                hashes=_in(query.hashes),
                seconds=_in(query.seconds),
                codes=_in(query.codes),
                until=query.until,
                ending=query.ending,
            )
            return video.model_dump_json().encode()


def parse_stored(untrusted_line: bytes, content: Digest) -> StoredPrints | Unreadable | None:
    """Return rows for the file with this digest, or None for anything that is no such answer."""
    try:
        told = _Stored.model_validate_json(untrusted_line)
        rows = {space: Rows(_hashes(each.hashes), _out(each.details, np.uint64)) for space, each in told.rows.items()}
    except (ValidationError, ValueError, InputError, RecursionError):
        return None
    if told.content != content.hex or set(rows) != set(Space):
        return None
    return StoredPrints(content=content, rows=rows, read_until=told.read_until)


def parse_asked(untrusted_line: bytes, content: Digest) -> AskedPrints | Unreadable | None:
    """Return prints of the file with this digest, or None for anything that is no such answer."""
    try:
        prints = _picture(untrusted_line, content) or _video(untrusted_line, content)
    except (ValueError, InputError, RecursionError, IndexError):
        return None
    return AskedPrints(content=content, prints=prints) if prints else None


def _picture(untrusted_line: bytes, content: Digest) -> PicturePrints | None:
    try:
        told = _Picture.model_validate_json(untrusted_line)
    except ValidationError:
        return None
    ways = tuple(Way(Rectangle(*sides), turn, quality, degrees) for *sides, turn, quality, degrees in told.ways)
    hashes = _hashes(told.hashes)
    if told.content != content.hex or len(ways) != len(hashes):
        return None
    seen = np.frombuffer(told.seen, np.uint8).reshape(-1, told.seen_width)
    if not 0 < len(seen) <= ASKED_SIDE:
        return None
    return PicturePrints(
        hashes=hashes, ways=ways, patches=_patches(told.patches), mirror=_patches(told.mirror), seen=seen
    )


def _video(untrusted_line: bytes, content: Digest) -> VideoQuery | None:
    try:
        told = _Video.model_validate_json(untrusted_line)
    except ValidationError:
        return None
    hashes, seconds, codes = _hashes(told.hashes), _out(told.seconds, np.float64), _out(told.codes, np.uint8)
    if told.content != content.hex or not len(hashes) == len(seconds) == len(codes) or not np.isfinite(seconds).all():
        return None
    for code in np.unique(codes).tolist():
        undone_of(code)
    return VideoQuery(hashes=hashes, seconds=seconds, codes=codes, until=told.until, ending=told.ending)


def _sides(rectangle: Rectangle) -> tuple[float, float, float, float]:
    return rectangle.left, rectangle.top, rectangle.right, rectangle.bottom


def _told_patches(patches: Patches) -> _Patches:
    places = np.stack((patches.x, patches.y, patches.sigma, patches.angle), axis=1).astype(np.float32)
    return _Patches(hashes=_in(patches.hashes), places=_in(places), width=patches.width, height=patches.height)


def _patches(told: _Patches) -> Patches:
    hashes, places = _hashes(told.hashes), _out(told.places, np.float32).reshape(-1, 4)
    if len(hashes) != len(places) or not np.isfinite(places).all() or (places[:, 2] <= 0).any():
        message = "The patches do not fit each other."
        raise ValueError(message)
    x, y, sigma, angle = places.T
    return Patches(hashes=hashes, x=x, y=y, sigma=sigma, angle=angle, width=told.width, height=told.height)


def _in(table: NDArray[np.generic]) -> bytes:
    return base64.b64encode(np.ascontiguousarray(table).tobytes())


def _out(content: bytes, kind: type[_Number]) -> NDArray[_Number]:
    return np.frombuffer(content, kind)


def _hashes(content: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(content, np.uint8).reshape(-1, PDQ_BYTES)

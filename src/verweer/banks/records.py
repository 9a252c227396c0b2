# SPDX-License-Identifier: Apache-2.0
"""What the journal of a bank says: an item came with its rows, went, or was given an opinion; to bytes and back.

A record is: kind (1 byte), number (4), length of the name (2), how many spaces (1), name in
UTF-8; then for each space: which (1), how many rows (4), hashes (32 each), details (8 each). Of
an opinion the last byte of the head says which. Numbers are little-endian.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from verweer.banks.model import Opinion
from verweer.banks.trouble import BadItem
from verweer.fingerprints import PDQ_BYTES, Rows, Space

SPACES = (Space.PDQ, Space.PATCH)
LONGEST_NAME = 1024
MOST_ROWS = 1_000_000
_HEAD = struct.Struct("<BIHB")
_SPACE = struct.Struct("<BI")
_ADDED, _REMOVED, _SAID = 1, 2, 3
OPINIONS = tuple(Opinion)


@dataclass(frozen=True, slots=True)
class Added:
    """An item and its rows."""

    number: int
    name: str
    rows: Mapping[Space, Rows] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Removed:
    """An item that is no longer searched."""

    number: int


@dataclass(frozen=True, slots=True)
class Said:
    """What people said about an item."""

    number: int
    opinion: Opinion


Record = Added | Removed | Said


def encoded(record: Record) -> bytes:
    """Return a record as bytes."""
    match record:
        case Removed(number):
            return _HEAD.pack(_REMOVED, number, 0, 0)
        case Said(number, opinion):
            return _HEAD.pack(_SAID, number, 0, OPINIONS.index(opinion))
        case Added(number, name, rows):
            text = name.encode()
            parts = [_HEAD.pack(_ADDED, number, len(text), len(rows)), text]
            for space, table in rows.items():
                parts += [_SPACE.pack(SPACES.index(space), len(table)), np.ascontiguousarray(table.hashes).tobytes()]
                parts.append(table.details.astype("<u8").tobytes())
            return b"".join(parts)


def decoded(content: bytes) -> Iterator[Record]:
    """Yield the records in a frame whose checksum holds; raises ValueError or struct.error when they are no records."""
    place = 0
    while place < len(content):
        kind, number, length, spaces = _HEAD.unpack_from(content, place)
        place += _HEAD.size
        if kind == _REMOVED:
            yield Removed(number)
            continue
        if kind == _SAID:
            yield Said(number, OPINIONS[spaces])
            continue
        if kind != _ADDED:
            message = f"a record of the unknown kind {kind}"
            raise ValueError(message)
        name = content[place : place + length].decode()
        place += length
        rows = {}
        for _ in range(spaces):
            space, count = _SPACE.unpack_from(content, place)
            place += _SPACE.size
            hashes = np.frombuffer(content, np.uint8, count * PDQ_BYTES, place).reshape(count, PDQ_BYTES)
            details = np.frombuffer(content, "<u8", count, place + hashes.nbytes).astype(np.uint64)
            rows[SPACES[space]] = Rows(hashes=hashes, details=details)
            place += hashes.nbytes + details.nbytes
        yield Added(number, name, MappingProxyType(rows))


def check_item(name: str, rows: Mapping[Space, Rows]) -> None:
    """Refuse what no item can be; raises BadItem."""
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        length = 0
    if not 0 < length <= LONGEST_NAME or not name.isprintable():
        message = f"An item's name is 1 to {LONGEST_NAME} bytes of printable text; {name[:40]!r} is not."
        raise BadItem(message)
    if sum(len(table) for table in rows.values()) > MOST_ROWS:
        message = f"One item holds at most {MOST_ROWS} hashes; divide {name[:40]!r} into several."
        raise BadItem(message)

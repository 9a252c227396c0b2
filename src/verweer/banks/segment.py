# SPDX-License-Identifier: Apache-2.0
"""One immutable file of named arrays: mapped into memory when opened, each array with its own checksum.

A header of 24 bytes (magic, version, length and CRC-32 of the table, CRC-32 of the header),
the table as JSON, then the arrays, each on a multiple of 64 bytes, zeros between. Opening
checks header, table and the file's length; `damages_of` reads and checks every byte.
"""

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from verweer.banks.files import write_whole
from verweer.banks.trouble import BankDamaged

MAGIC = b"VERWBANK"
VERSION = 2
_HEADER = struct.Struct("<8sIIII")
_ALIGNED = 64
_LARGEST_TABLE = 1 << 20
_AT_ONCE = 1 << 24
Array = NDArray[np.unsignedinteger]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    name: str
    kind: str
    shape: tuple[int, ...]
    offset: int
    crc32: int

    @property
    def end(self) -> int:
        return self.offset + int(np.prod(self.shape, dtype=np.int64)) * np.dtype(self.kind).itemsize


@dataclass(frozen=True, slots=True)
class Segment:
    """The arrays of one file, mapped into memory."""

    file: Path
    arrays: Mapping[str, Array]


def write_segment(file: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays of unsigned integers as one file; raises OSError."""
    flat = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    sections = [
        {"name": name, "kind": array.dtype.str, "shape": list(array.shape), "crc32": zlib.crc32(_bytes(array))}
        for name, array in flat.items()
    ]
    # The offsets are counted from the end of the table, so that the table's length does not change them.
    offset = 0
    for section, array in zip(sections, flat.values(), strict=True):
        section["offset"] = offset
        offset = _aligned(offset + array.nbytes)
    table = json.dumps({"bytes": offset, "sections": sections}, separators=(",", ":")).encode()
    head = _HEADER.pack(MAGIC, VERSION, len(table), zlib.crc32(table), 0)[:20]
    head += struct.pack("<I", zlib.crc32(head))
    write_whole(file, _parts(head + table, list(flat.values())))


def open_segment(file: Path) -> Segment:
    """Map a file's arrays; raises BankDamaged when it is not whole, FileNotFoundError when it is not there."""
    size = file.stat().st_size
    if size < _HEADER.size:
        raise BankDamaged(file, f"is cut off at byte {size}")
    mapped = np.memmap(file, np.uint8, "r")
    sections, start = _table(file, mapped)
    arrays = {
        one.name: mapped[start + one.offset : start + one.end].view(np.dtype(one.kind)).reshape(one.shape)
        for one in sections
    }
    return Segment(file, MappingProxyType(arrays))


def damages_of(file: Path) -> Iterator[str]:
    """Read every byte of a segment, and yield what is not as it was written."""
    try:
        mapped = np.memmap(file, np.uint8, "r")
        sections, start = _table(file, mapped)
    except (BankDamaged, ValueError, OSError) as cause:
        yield str(cause) if isinstance(cause, BankDamaged) else str(BankDamaged(file, "cannot be read"))
        return
    end = 0
    for one in sections:
        if mapped[start + end : start + one.offset].any():
            yield str(BankDamaged(file, f"holds foreign bytes before {one.name!r}"))
        end = one.end
        if _checksum(mapped[start + one.offset : start + end]) != one.crc32:
            yield str(BankDamaged(file, f"holds changed bytes in {one.name!r}"))
    if mapped[start + end :].any():
        yield str(BankDamaged(file, "holds foreign bytes at its end"))


def _table(file: Path, mapped: NDArray[np.uint8]) -> tuple[list[_Section], int]:
    magic, version, length, crc, head_crc = _HEADER.unpack(mapped[: _HEADER.size].tobytes().ljust(_HEADER.size, b"\0"))
    if magic != MAGIC or head_crc != zlib.crc32(mapped[: _HEADER.size - 4].tobytes()):
        raise BankDamaged(file, "does not begin as a segment does")
    if version != VERSION:
        raise BankDamaged(file, f"is of version {version}, which this program does not know")
    table = mapped[_HEADER.size : _HEADER.size + length].tobytes()
    if length > _LARGEST_TABLE or len(table) != length or zlib.crc32(table) != crc:
        raise BankDamaged(file, "holds changed bytes in its table")
    told = json.loads(table)
    start = _aligned(_HEADER.size + length)
    if len(mapped) != start + told["bytes"]:
        raise BankDamaged(file, f"has {len(mapped)} bytes and should have {start + told['bytes']}")
    if mapped[_HEADER.size + length : start].any():
        raise BankDamaged(file, "holds foreign bytes after its table")
    return [_Section(**{**one, "shape": tuple(one["shape"])}) for one in told["sections"]], start


def _parts(head: bytes, arrays: list[Array]) -> Iterator[bytes | memoryview]:
    yield head.ljust(_aligned(len(head)), b"\0")
    for array in arrays:
        yield _bytes(array)
        yield b"\0" * (_aligned(array.nbytes) - array.nbytes)


def _bytes(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _checksum(content: NDArray[np.uint8]) -> int:
    crc = 0
    for start in range(0, len(content), _AT_ONCE):
        crc = zlib.crc32(content[start : start + _AT_ONCE].data, crc)
    return crc


def _aligned(length: int) -> int:
    return -(-length // _ALIGNED) * _ALIGNED

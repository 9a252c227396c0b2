# SPDX-License-Identifier: Apache-2.0
"""The write-ahead log of a bank: what it holds was on the disk before anyone was told that it is kept.

A header of 64 bytes: magic, version, number of the journal and their CRC-32 at 0; at 32 the
*mark*, up to which byte all was acknowledged, with its CRC-32. Then frames: magic, length,
CRC-32 of length and content, content. One frame is one acknowledged batch: it counts whole
or not at all. The mark is moved after a frame is durable, so it never says too much; after a
power cut it may say too little, so whole frames behind it count too. What is behind
them was never acknowledged, and is cut off by the next writer.
"""

import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from verweer.banks.files import write_whole
from verweer.banks.trouble import BankDamaged, UnwritableBank

MAGIC, FRAME_MAGIC, VERSION = b"VERWJRNL", b"VWF1", 2
HEADER_BYTES = 64
_HEAD, _MARK, _FRAME = struct.Struct("<8sIQ"), struct.Struct("<Q"), struct.Struct("<4sI")
_CRC = struct.Struct("<I")
_MARK_PLACE = 32
_FRAME_HEAD = _FRAME.size + _CRC.size
LARGEST_FRAME = 1 << 30
_TRIES = 50


def new_journal(file: Path, number: int) -> None:
    """Make an empty journal; raises OSError."""
    head = _HEAD.pack(MAGIC, VERSION, number)
    head = (head + _CRC.pack(zlib.crc32(head))).ljust(_MARK_PLACE, b"\0")
    write_whole(file, [(head + _mark(HEADER_BYTES)).ljust(HEADER_BYTES, b"\0")])


class Journal:
    """The writer's hold on the last journal."""

    def __init__(self, file: Path) -> None:
        """Open a journal to append, cutting off what was never acknowledged; raises BankDamaged, OSError."""
        self.file = file
        self.end = _checked_end(file)
        self._is_broken = False
        self._descriptor = os.open(file, os.O_RDWR | os.O_CLOEXEC)
        if file.stat().st_size > self.end:
            os.ftruncate(self._descriptor, self.end)
        self._acknowledge()

    def append(self, contents: Sequence[bytes]) -> None:
        """Write one frame and make it durable: after this returns it is kept; raises OSError, UnwritableBank."""
        if self._is_broken:
            message = "This bank could not be written before; open it anew."
            raise UnwritableBank(message)
        frame = _frame(b"".join(contents))
        try:
            _write(self._descriptor, frame, self.end)
            os.fdatasync(self._descriptor)
        except OSError:
            # Whether the disk has it cannot be known now; so nothing more is written behind it.
            self._is_broken = True
            os.ftruncate(self._descriptor, self.end)
            self._is_broken = not _is_durable(self._descriptor)
            raise
        self.end += len(frame)
        os.pwrite(self._descriptor, _mark(self.end), _MARK_PLACE)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)

    def _acknowledge(self) -> None:
        os.pwrite(self._descriptor, _mark(self.end), _MARK_PLACE)
        os.fdatasync(self._descriptor)


def frames_from(file: Path, start: int) -> Iterator[tuple[bytes, int]]:
    """Yield each acknowledged frame's content from a byte on, and where it ends; raises BankDamaged."""
    with file.open("rb") as stream:
        end = marked_end(file)
        if file.stat().st_size < end:
            raise BankDamaged(file, f"is cut off at byte {file.stat().st_size}, and {end} bytes were acknowledged")
        while start < end:
            content = _frame_at(stream.fileno(), start)
            if content is None:
                raise BankDamaged(file, f"holds changed bytes in the record at byte {start}")
            start += _FRAME_HEAD + len(content)
            yield content, start


def marked_end(file: Path) -> int:
    """Return up to which byte a journal was acknowledged; raises BankDamaged."""
    for _ in range(_TRIES):  # The writer may be moving the mark just now.
        with file.open("rb") as stream:
            head = stream.read(HEADER_BYTES)
        if len(head) < HEADER_BYTES:
            raise BankDamaged(file, f"is cut off at byte {len(head)}")
        magic, version, _ = _HEAD.unpack_from(head)
        if magic != MAGIC or head[_HEAD.size : 24] != _CRC.pack(zlib.crc32(head[: _HEAD.size])):
            raise BankDamaged(file, "does not begin as a journal does")
        if version != VERSION:
            raise BankDamaged(file, f"is of version {version}, which this program does not know")
        (end,) = _MARK.unpack_from(head, _MARK_PLACE)
        if head[_MARK_PLACE:] == _mark(end).ljust(HEADER_BYTES - _MARK_PLACE, b"\0") and not any(head[24:_MARK_PLACE]):
            return int(end)
    raise BankDamaged(file, "holds a changed mark of what was acknowledged")


def _checked_end(file: Path) -> int:
    """Return where the last whole frame ends; raises BankDamaged when anything before it, or before the mark, is not whole."""
    place = HEADER_BYTES
    for _, end in frames_from(file, HEADER_BYTES):
        place = end
    with file.open("rb") as stream:
        while (content := _frame_at(stream.fileno(), place)) is not None:
            place += _FRAME_HEAD + len(content)
        stream.seek(place)
        rest = stream.read()
        found = rest.find(FRAME_MAGIC, 1)
        while found >= 0:
            if _frame_at(stream.fileno(), place + found) is not None:
                raise BankDamaged(file, f"holds changed bytes in the record at byte {place}, and a good one after it")
            found = rest.find(FRAME_MAGIC, found + 1)
    return place


def _frame(content: bytes) -> bytes:
    head = _FRAME.pack(FRAME_MAGIC, len(content))
    return head + _CRC.pack(zlib.crc32(content, zlib.crc32(head))) + content


def _frame_at(descriptor: int, place: int) -> bytes | None:
    """Return the content of the frame at a place, or None when there is no whole one."""
    head = os.pread(descriptor, _FRAME_HEAD, place)
    if len(head) < _FRAME_HEAD:
        return None
    magic, length = _FRAME.unpack_from(head)
    if magic != FRAME_MAGIC or length > LARGEST_FRAME:
        return None
    content = os.pread(descriptor, length, place + _FRAME_HEAD)
    if len(content) != length or head[_FRAME.size :] != _CRC.pack(zlib.crc32(content, zlib.crc32(head[: _FRAME.size]))):
        return None
    return content


def _mark(end: int) -> bytes:
    told = _MARK.pack(end)
    return told + _CRC.pack(zlib.crc32(told))


def _write(descriptor: int, content: bytes, place: int) -> None:
    left = memoryview(content)
    while left:
        written = os.pwrite(descriptor, left, place)
        left, place = left[written:], place + written


def _is_durable(descriptor: int) -> bool:
    try:
        os.fsync(descriptor)
    except OSError:
        return False
    return True

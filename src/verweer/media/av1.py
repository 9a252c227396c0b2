# SPDX-License-Identifier: Apache-2.0
"""The heads of AV1 frames: which of the eight slots each needs, and which hold it afterwards.

Source: AV1 Bitstream & Decoding Process Specification with errata 1, sections 5.3, 5.5 and
5.9.2. All that a frame takes over from others (pictures, probabilities, motion, segments) it takes
from the slots that it names. Stills, streams in layers of size, and
those with a model of their decoder are not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from verweer.media.coded import ALL_SLOTS, SLOTS, Bits, CodedFrame, UnreadableHead

_CONFIGURATION = 4  # bytes of an av1C record before its units
_SELECT = 2
_HIGH_LEVEL = 7
_REFERENCES = 7
_MOST_LENGTH_BYTES = 8
_MORE = 0x80
_MOST_FRAMES = 32  # in a packet: one that is shown and the hidden ones that it needs are a handful
_SPATIAL = 0b11000


class _Unit(IntEnum):
    SEQUENCE = 1
    HEAD = 3
    TILES = 4
    FRAME = 6
    HEAD_AGAIN = 7


class _Type(IntEnum):
    KEY = 0
    INTER = 1
    INTRA_ONLY = 2
    SWITCH = 3


@dataclass(frozen=True, slots=True)
class _Sequence:
    """What the frames' heads are read by."""

    id_bits: int
    id_step_bits: int
    screen_content: int
    whole_vectors: int
    order_bits: int


class Av1Heads:
    """Reads the frames of AV1; `record` is what the container tells about the stream (av1C), or nothing."""

    def __init__(self, record: bytes) -> None:
        self._sequence: _Sequence | None = None
        self._holds_key = [False] * SLOTS
        units = record[_CONFIGURATION:]
        for unit, _, body, end in _units(units):
            self._note(unit, units[body:end])

    def frames_of(self, packet: bytes) -> Sequence[CodedFrame]:
        """Return the frames in a packet; raises UnreadableHead."""
        found: list[CodedFrame] = []
        for unit, start, body, end in _units(packet):
            match unit:
                case _Unit.SEQUENCE:
                    self._note(unit, packet[body:end])
                case _Unit.HEAD | _Unit.FRAME:
                    if len(found) >= _MOST_FRAMES:
                        raise UnreadableHead
                    found.append(self._frame(packet, start, body, end))
                case _Unit.TILES | _Unit.HEAD_AGAIN if found:
                    last = found.pop()
                    found.append(CodedFrame(last.start, end, last.needs, last.kept_in, last.shown))
        return found

    def made_of(self, packet: bytes, wanted: Sequence[CodedFrame], frames: Sequence[CodedFrame]) -> bytes:
        """Return the packet without the frames that are not wanted."""
        if len(wanted) == len(frames):
            return packet
        left, kept = {frame.start for frame in wanted}, []
        last = 0
        for frame in frames:
            kept.append(packet[last : frame.end if frame.start in left else frame.start])
            last = frame.end
        made = b"".join((*kept, packet[last:]))
        # Without a frame only what tells of the whole stream is worth passing on.
        return made if wanted or any(unit == _Unit.SEQUENCE for unit, *_ in _units(made)) else b""

    def _note(self, unit: int, body: bytes) -> None:
        if unit == _Unit.SEQUENCE:
            self._sequence = _read_sequence(Bits(body))

    def _frame(self, packet: bytes, start: int, body: int, end: int) -> CodedFrame:
        if self._sequence is None:
            raise UnreadableHead
        bits = Bits(packet, body)
        if bits.take(1):
            slot = bits.take(3)
            # A key frame that is shown later begins anew as one that is shown at once.
            kept_in = ALL_SLOTS if self._holds_key[slot] else 0
            frame, is_key = CodedFrame(start, end, (slot,), kept_in, shown=True), bool(kept_in)
        else:
            kind, needs, kept_in, shown = _read_head(bits, self._sequence)
            frame, is_key = CodedFrame(start, end, needs, kept_in, shown=shown), kind is _Type.KEY
        for slot in range(SLOTS):
            if frame.kept_in >> slot & 1:
                self._holds_key[slot] = is_key
        return frame


def _units(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield each unit's kind, where it begins, where its content does, and where it ends (5.3)."""
    start = 0
    while start < len(content):
        head = content[start]
        has_extension, has_size = head >> 2 & 1, head >> 1 & 1
        body, size = start + 1 + has_extension, 0
        if has_extension and content[start + 1 : start + 2] and content[start + 1] & _SPATIAL:
            raise UnreadableHead
        for place in range(_MOST_LENGTH_BYTES if has_size else 0):
            byte = content[body : body + 1]
            if not byte:
                raise UnreadableHead
            body += 1
            size |= (byte[0] & ~_MORE) << 7 * place
            if not byte[0] & _MORE:
                break
        end = body + size if has_size else len(content)
        if end > len(content):
            raise UnreadableHead
        yield head >> 3 & 15, start, body, end
        start = end


def _read_sequence(bits: Bits) -> _Sequence:
    """Read the head of a sequence up to the bits of an order hint (5.5.1)."""
    bits.take(4)  # profile, still picture
    if bits.take(1) or (bits.take(1) and _has_model(bits)):
        raise UnreadableHead
    has_delays = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > _HIGH_LEVEL:
            bits.take(1)
        if has_delays and bits.take(1):
            bits.take(4)
    across, down = bits.take(4) + 1, bits.take(4) + 1
    bits.take(across + down)
    id_bits = id_step_bits = 0
    if bits.take(1):
        id_step_bits = bits.take(4) + 2
        id_bits = id_step_bits + bits.take(3) + 1
    bits.take(7)  # tools
    has_order = bits.take(1)
    if has_order:
        bits.take(2)
    screen_content = _SELECT if bits.take(1) else bits.take(1)
    whole_vectors = (_SELECT if bits.take(1) else bits.take(1)) if screen_content else _SELECT
    return _Sequence(id_bits, id_step_bits, screen_content, whole_vectors, bits.take(3) + 1 if has_order else 0)


def _has_model(bits: Bits) -> int:
    """Read timing information, and return whether a model of a decoder follows (5.5.3)."""
    bits.take(64)
    if bits.take(1):
        zeros = 0
        while not bits.take(1):
            zeros += 1
        bits.take(zeros)
    return bits.take(1)


def _read_head(bits: Bits, sequence: _Sequence) -> tuple[_Type, tuple[int, ...], int, bool]:
    """Read the head of a frame (5.9.2): its kind, the slots it needs, those that then hold it, whether it is shown."""
    kind, shown = _Type(bits.take(2)), bool(bits.take(1))
    if not shown:
        bits.take(1)
    begins = kind is _Type.KEY and shown
    resilient = begins or kind is _Type.SWITCH or bool(bits.take(1))
    bits.take(1)
    screen_content = bits.take(1) if sequence.screen_content == _SELECT else sequence.screen_content
    if screen_content and sequence.whole_vectors == _SELECT:
        bits.take(1)
    bits.take(sequence.id_bits + (kind is not _Type.SWITCH) + sequence.order_bits)
    is_intra = kind in {_Type.KEY, _Type.INTRA_ONLY}
    if not is_intra and not resilient:
        bits.take(3)
    kept_in = ALL_SLOTS if begins or kind is _Type.SWITCH else bits.take(8)
    if resilient and sequence.order_bits and not (is_intra and kept_in == ALL_SLOTS):
        bits.take(SLOTS * sequence.order_bits)
    return kind, () if is_intra else _references(bits, sequence), kept_in, shown


def _references(bits: Bits, sequence: _Sequence) -> tuple[int, ...]:
    if sequence.order_bits and bits.take(1):
        return tuple(range(SLOTS))  # The others follow from the order of all.
    slots = set()
    for _ in range(_REFERENCES):
        slots.add(bits.take(3))
        bits.take(sequence.id_step_bits)
    return tuple(sorted(slots))

# SPDX-License-Identifier: Apache-2.0
"""The heads of VP9 frames: where each begins anew, and where it says how strongly edges of blocks are smoothed.

Source: VP9 Bitstream & Decoding Process Specification 0.7, sections 6.1, 6.2 and annex B. A
frame takes probabilities over from the one before it, so it needs that even where it shows
nothing of it; only a key frame needs none. Decoders have no switch for the smoothing that FFmpeg
could reach, but a level of zero in the head is the same. The level has a fixed width, so all
else stays where it is.
"""

from collections.abc import Sequence

from verweer.media.coded import ALL_SLOTS, Bits, CodedFrame, UnreadableHead

_MARKER, _SYNC = 2, 0x498342
_SIZE = 32
_SRGB = 7
_WITH_RESERVED_BIT, _DEEP = 3, 2
_REFERENCES = 3
_LEVEL = 6
_INDEX = 0b110


class Vp9Heads:
    """Reads the frames of VP9; `made_of` takes the smoothing out of what it gives."""

    def frames_of(self, packet: bytes) -> Sequence[CodedFrame]:
        """Return the frames in a packet; raises UnreadableHead."""
        return [_frame(packet, start, end) for start, end in _parts(packet)]

    def made_of(self, packet: bytes, wanted: Sequence[CodedFrame], frames: Sequence[CodedFrame]) -> bytes:
        """Return the packet without smoothing, whole when any of its frames is wanted."""
        if not wanted:
            return b""
        unsmoothed = bytearray(packet)
        for frame in frames:
            for bit in range(frame.level_at, frame.level_at + _LEVEL) if frame.level_at else ():
                unsmoothed[bit >> 3] &= ~(0x80 >> (bit & 7))
        return bytes(unsmoothed)


def _parts(packet: bytes) -> list[tuple[int, int]]:
    """Return where the frames lie; several are followed by an index of their sizes (annex B)."""
    if not packet:
        raise UnreadableHead
    last = packet[-1]
    count, width = (last & 7) + 1, (last >> 3 & 3) + 1
    size = 2 + count * width
    if last >> 5 != _INDEX or len(packet) < size or packet[-size] != last:
        return [(0, len(packet))]
    parts, start = [], 0
    for place in range(len(packet) - size + 1, len(packet) - 1, width):
        end = start + int.from_bytes(packet[place : place + width], "little")
        parts.append((start, end))
        start = end
    if start > len(packet) - size:
        raise UnreadableHead
    return [(start, end) for start, end in parts if end > start]


def _frame(packet: bytes, start: int, end: int) -> CodedFrame:
    bits = Bits(packet, start)
    profile = _profile(bits)
    if bits.take(1):
        return CodedFrame(start, end, needs=(0,), kept_in=0, shown=True)
    is_key, is_shown = not bits.take(1), bool(bits.take(1))
    level_at = _level_at(bits, profile, is_key=is_key, is_shown=is_shown)
    needs, kept_in = ((), ALL_SLOTS) if is_key else ((0,), 1)
    return CodedFrame(start, end, needs, kept_in, is_shown, level_at)


def _level_at(bits: Bits, profile: int, *, is_key: bool, is_shown: bool) -> int:
    """Return at which bit the level of smoothing stands."""
    is_resilient = bits.take(1)
    is_intra = is_key or (not is_shown and bool(bits.take(1)))
    if not is_key and not is_resilient:
        bits.take(2)  # reset_frame_context
    if is_intra:
        if bits.take(24) != _SYNC:
            raise UnreadableHead
        if is_key or profile:
            _pass_colours(bits, profile)
        bits.take(_SIZE if is_key else _SIZE + 8)  # An intra-only frame says before its size which slots it refreshes.
        _pass_shown_size(bits)
    else:
        bits.take(8 + 4 * _REFERENCES)
        if not any(bits.take(1) for _ in range(_REFERENCES)):
            bits.take(_SIZE)
        _pass_shown_size(bits)
        bits.take(1)
        if not bits.take(1):
            bits.take(2)  # the interpolation filter of the whole frame
    bits.take(2 if is_resilient else 4)
    place = bits.place
    bits.take(_LEVEL)
    return place


def _profile(bits: Bits) -> int:
    if bits.take(2) != _MARKER:
        raise UnreadableHead
    profile = bits.take(1) | bits.take(1) << 1
    if profile == _WITH_RESERVED_BIT:
        bits.take(1)
    return profile


def _pass_colours(bits: Bits, profile: int) -> None:
    if profile >= _DEEP:
        bits.take(1)
    if bits.take(3) != _SRGB:
        bits.take(4 if profile & 1 else 1)
    elif profile & 1:
        bits.take(1)


def _pass_shown_size(bits: Bits) -> None:
    if bits.take(1):
        bits.take(_SIZE)

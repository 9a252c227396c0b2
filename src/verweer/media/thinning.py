# SPDX-License-Identifier: Apache-2.0
"""Packets of a video become those that must be decoded to see a frame at each wanted moment, and what these need.

1. The heads of some seconds of packets are read, up to where the video begins anew if it does.
2. For each moment, of the frames shown within a quarter of a step from it on, the one is taken
   that needs the fewest others which are not yet needed.
3. What is needed, by these or by anything that may come later, is passed on; the rest is not.

Where a head cannot be read, all packets are passed on from there, as they are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import av

from verweer.media.av1 import Av1Heads
from verweer.media.coded import ALL_SLOTS, SLOTS, CodedFrame, HeadReader, UnreadableHead
from verweer.media.vp9 import Vp9Heads

Packet: TypeAlias = "av.Packet[Any]"
_MOST_PACKETS = 192
_MOST_FRAMES = 512
_MOST_BYTES = 24_000_000
_EARLY = 1e-3
_SLACK = 4  # A wanted frame may lie so late: a step by this.


@dataclass(slots=True)
class _Stretch:
    """Some packets and their frames, each with the packet it is in and the frames (numbers) it needs."""

    packets: list[tuple[Packet, bytes]] = field(default_factory=list)
    frames: list[tuple[int, CodedFrame, list[int]]] = field(default_factory=list)
    shown: list[tuple[float, int]] = field(default_factory=list)
    slots: list[int | None] = field(default_factory=lambda: [None] * SLOTS)
    needed: set[int] = field(default_factory=set)
    size: int = 0

    def add(self, packet: Packet, content: bytes, frames: Iterable[CodedFrame]) -> None:
        """Take in a packet."""
        for frame in frames:
            number = len(self.frames)
            needs = {before for slot in frame.needs if (before := self.slots[slot]) is not None}
            self.frames.append((len(self.packets), frame, sorted(needs)))
            self.slots = [number if frame.kept_in >> slot & 1 else held for slot, held in enumerate(self.slots)]
            if frame.shown:
                self.shown.append((_moment(packet), number))
        self.packets.append((packet, content))
        self.size += len(content)

    def lacking(self, number: int) -> set[int]:
        """Return which frames must be decoded for this one, itself among them, that are not needed as yet."""
        lacking: set[int] = set()
        asked = [number]
        while asked:
            one = asked.pop()
            if one not in self.needed and one not in lacking:
                lacking.add(one)
                asked += self.frames[one][2]
        return lacking


class Thinning:
    """Thins the packets of one stream to what is needed for a frame every so many seconds."""

    def __init__(self, reader: HeadReader, every: float, *, most_packets: int = _MOST_PACKETS) -> None:
        self._reader, self._every, self._most_packets = reader, every, most_packets
        self._wanted = 0.0
        self._first: float | None = None

    def thinned(self, packets: Iterable[Packet]) -> Iterator[Packet]:
        """Yield what is to be decoded; what `packets` raises is raised once all before it was yielded."""
        stretch, broken = _Stretch(), None
        packets = iter(packets)
        try:
            for packet in packets:
                content = bytes(packet)
                if not content:
                    continue
                frames = self._reader.frames_of(content)
                begins = bool(frames) and frames[0].kept_in == ALL_SLOTS and not frames[0].needs
                is_long = len(stretch.packets) >= self._most_packets or len(stretch.frames) >= _MOST_FRAMES
                if begins or is_long or stretch.size >= _MOST_BYTES:
                    yield from self._chosen(stretch, () if begins else stretch.slots)
                    stretch = _Stretch()
                stretch.add(packet, content, frames)
        except UnreadableHead:
            yield from (held for held, _ in stretch.packets)
            yield packet
            yield from packets
            return
        except (av.FFmpegError, ValueError) as cause:
            broken = cause
        # The last frame of all is decoded, so that it is known how far the file could be read.
        yield from self._chosen(stretch, [number for _, number in stretch.shown[-1:]])
        if broken:
            raise broken

    def _chosen(self, stretch: _Stretch, kept: Iterable[int | None]) -> Iterator[Packet]:
        """Yield what is needed of a stretch for the wanted moments, and for those frames that are to be kept."""
        self._choose(stretch)
        for number in kept:
            if number is not None:
                stretch.needed |= stretch.lacking(number)
        of_packet: dict[int, list[tuple[int, CodedFrame]]] = {}
        for number, (place, frame, _) in enumerate(stretch.frames):
            of_packet.setdefault(place, []).append((number, frame))
        for place, (packet, content) in enumerate(stretch.packets):
            frames = of_packet.get(place, [])
            wanted = [frame for number, frame in frames if number in stretch.needed]
            made = self._reader.made_of(content, wanted, [frame for _, frame in frames])
            if made:
                yield _like(packet, made)

    def _choose(self, stretch: _Stretch) -> None:
        shown, place = stretch.shown, 0
        if shown and self._first is None:
            self._first = shown[0][0]
        while place < len(shown):
            second = shown[place][0] - (self._first or 0.0) + _EARLY
            if second < self._wanted:
                place += 1
                continue
            last = max(second, self._wanted + self._every / _SLACK)
            best, until = stretch.lacking(shown[place][1]), place + 1
            while until < len(shown) and shown[until][0] - (self._first or 0.0) + _EARLY <= last:
                other = stretch.lacking(shown[until][1])
                best = min(best, other, key=len)
                until += 1
            stretch.needed |= best
            self._wanted = (second // self._every + 1) * self._every
            place = until


def reader_of(stream: av.VideoStream) -> HeadReader | None:
    """Return what reads the heads of a stream's frames, if anything here does."""
    name = stream.codec_context.codec.canonical_name
    try:
        if name == "av1":
            return Av1Heads(stream.codec_context.extradata or b"")
    except UnreadableHead:
        return None
    return Vp9Heads() if name == "vp9" else None


def _moment(packet: Packet) -> float:
    if packet.pts is None or packet.time_base is None:
        raise UnreadableHead
    return float(packet.pts * packet.time_base)


def _like(packet: Packet, content: bytes) -> Packet:
    made = av.Packet(content)
    made.pts, made.dts, made.time_base = packet.pts, packet.dts, packet.time_base
    return made

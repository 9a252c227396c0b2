# SPDX-License-Identifier: Apache-2.0
"""A video file becomes the luma of its frames on a fixed grid of moments, decoded in order.

Key frames alone are never used: a copy that was encoded anew has others. A file that breaks
off gives what could be decoded before, and says until which second that was. One thread
decodes: a process for each core is faster than threads, and takes less memory (docs/video.md).
"""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from verweer.media.reasons import CannotRead, Reason
from verweer.media.thinning import Packet, Thinning, reader_of

MOST_PIXELS = 4096 * 4096
MOST_SECONDS = 600.0
SAMPLE_EVERY = 1.0
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,flv,avi,mpeg,mpegts"
_QUARTER = 90
_BYTE = 8
_MOST_DAMAGES = 200
_MISSING = 1.5
_SWIFT = {"skip_loop_filter": "all", "export_side_data": "film_grain"}  # Grain is told, but not put on.
_EARLY = 1e-3  # Containers round moments to a millisecond, or to less.


@dataclass(frozen=True, slots=True)
class Sample:
    """The luma (height by width, upright) of the frame at a second."""

    second: float
    luma: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """The size of a video, and how long it says it is."""

    width: int
    height: int
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What reading one video may cost at most: its own seconds, processor seconds, and frames."""

    seconds: float = MOST_SECONDS
    processor_seconds: float = 30.0
    frames: int = 60 * 600


class Ending(StrEnum):
    """How the reading of a video ended."""

    WHOLE = "whole"
    BROKEN_OFF = "broken-off"
    STOPPED = "stopped"  # at one of its bounds


@dataclass(slots=True, kw_only=True)
class Film:
    """A video to be sampled; once its samples are read, `until` says up to which second, and `ending` why no further.

    `swift` leaves out what costs most and changes a hash by a few bits: frames that no other
    frame needs, and the smoothing of block edges. Where frames turn out to lie too far apart
    for the grid, none is left out from there on. Of codecs whose heads are read (`thinning`) only
    what the grid needs is decoded, and a frame may come a quarter of a step later.
    """

    path: Path
    every: float = SAMPLE_EVERY
    swift: bool = False
    bounds: Bounds = field(default_factory=Bounds)
    until: float = field(default=0.0, init=False)
    ending: Ending = field(default=Ending.WHOLE, init=False)

    def samples(self) -> Iterator[Sample]:
        """Yield the first frame at or after each of 0, 1, 2 … times `every` seconds; raises CannotRead."""
        with closing(_opened(self.path)) as container:
            stream = container.streams.video[0]
            reader = reader_of(stream) if self.swift else None
            decoder = _prepared(stream, swift=self.swift, thinned=reader is not None)
            packets = container.demux(stream)
            wanted = 0.0
            for second, frame in self._decoded(
                Thinning(reader, self.every).thinned(packets) if reader else packets, decoder
            ):
                if second - self.until > self.every / 2:
                    decoder.skip_frame = "DEFAULT"
                self.until = max(self.until, second)
                if second + _EARLY >= wanted:
                    yield Sample(round(second, 3), _luma(frame))
                    # On a fixed grid, so that copies with other frame rates stay in step.
                    wanted = ((second + _EARLY) // self.every + 1) * self.every
            stated = float(container.duration / av.time_base) if container.duration else 0.0
            if self.ending is Ending.WHOLE and stated - self.until > _MISSING:
                self.ending = Ending.BROKEN_OFF

    def _decoded(
        self, packets: Iterator[Packet], decoder: av.VideoCodecContext
    ) -> Iterator[tuple[float, av.VideoFrame]]:
        """Yield frames with their second from the first on; packets that cannot be decoded are left out."""
        stop = time.process_time() + self.bounds.processor_seconds
        number, damages = 0, 0
        first: float | None = None
        is_over = False
        while damages < _MOST_DAMAGES and not is_over:
            packet: Packet | None = None
            try:
                packet = next(packets, None)
                is_over = packet is None
                if packet is not None and not packet.size:
                    continue  # A file may hold empty samples; what follows counts.
                frames = decoder.decode(packet)
            except (av.FFmpegError, ValueError):
                damages += 1
                continue
            for frame in frames:
                number += 1
                moment = self.until if frame.pts is None else float(frame.time)
                first = moment if first is None else first
                second = max(0.0, moment - first)
                if number > self.bounds.frames or second > self.bounds.seconds or time.process_time() > stop:
                    self.ending = Ending.STOPPED
                    return
                yield second, frame
        if not is_over:
            self.ending = Ending.BROKEN_OFF


def read_facts(path: Path) -> VideoFacts:
    """Return a video's size and length; raises CannotRead."""
    with closing(_opened(path)) as container:
        stream = container.streams.video[0]
        seconds = float(container.duration / av.time_base) if container.duration else None
        return VideoFacts(stream.width, stream.height, seconds)


def sample_frames(path: Path) -> Iterator[Sample]:
    """Yield the frames at 0, 1, 2 … seconds, none left out, as copies within a case are grouped by."""
    return Film(path=path).samples()


def _opened(path: Path) -> av.container.InputContainer:
    try:
        # Formats by name: a playlist would make the reader open other files.
        container = av.open(str(path), options={"protocol_whitelist": "file", "format_whitelist": _FORMATS})
    except (av.FFmpegError, OSError, ValueError) as cause:
        raise CannotRead(Reason.NOT_MEDIA) from cause
    streams = container.streams.video
    if not streams or not streams[0].width:
        container.close()
        raise CannotRead(Reason.NOT_MEDIA)
    if streams[0].width * streams[0].height > MOST_PIXELS:
        container.close()
        raise CannotRead(Reason.TOO_LARGE)
    return container


def _prepared(stream: av.VideoStream, *, swift: bool, thinned: bool) -> av.VideoCodecContext:
    stream.thread_type = "NONE"
    decoder = stream.codec_context
    decoder.thread_count = 1  # dav1d makes threads of its own otherwise.
    decoder.options = {"max_pixels": str(MOST_PIXELS), **(_SWIFT if swift else {})}
    if swift and not thinned:
        decoder.skip_frame = "NONREF"
    return decoder


def _luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """Return the luma as it was coded: of the usual formats the first plane, without its padding."""
    first = frame.format.components[0]
    if frame.format.is_planar and first.is_luma and first.bits == _BYTE:
        plane = frame.planes[0]
        lines = np.frombuffer(memoryview(plane), np.uint8)[: plane.line_size * frame.height]
        lying = lines.reshape(frame.height, plane.line_size)[:, : frame.width]
    else:
        lying = np.asarray(frame.reformat(format="gray").to_ndarray())
    return np.rot90(lying, round(frame.rotation / _QUARTER))

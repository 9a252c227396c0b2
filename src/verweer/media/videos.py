# SPDX-License-Identifier: Apache-2.0
"""A video file becomes the luma of one frame a second, decoded in order.

Key frames alone are never used: a copy that was encoded anew has others. A file that
breaks off gives what could be decoded before.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from verweer.media.reasons import CannotRead, Reason

MOST_PIXELS = 4096 * 4096
MOST_SECONDS = 600.0
SAMPLE_EVERY = 1.0
_MOST_DECODED = 60 * 600
_MOST_PROCESSOR_SECONDS = 30.0
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,flv,avi,mpeg,mpegts"
_QUARTER = 90


@dataclass(frozen=True, slots=True)
class Sample:
    """The luma of the frame at a second."""

    second: float
    luma: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """The size of a video, and how long it says it is."""

    width: int
    height: int
    seconds: float | None


def read_facts(path: Path) -> VideoFacts:
    """Return a video's size and length; raises CannotRead."""
    with _opened(path) as container:
        stream = container.streams.video[0]
        seconds = float(container.duration / av.time_base) if container.duration else None
        return VideoFacts(stream.width, stream.height, seconds)


def sample_frames(path: Path) -> Iterator[Sample]:
    """Yield the frames at 0, 1, 2 … seconds."""
    with _opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
        wanted, started = 0.0, time.process_time()
        try:
            for number, frame in enumerate(container.decode(stream)):
                second = float(frame.time or 0.0)
                spent = time.process_time() - started
                if number > _MOST_DECODED or second > MOST_SECONDS or spent > _MOST_PROCESSOR_SECONDS:
                    return
                if second + 1e-6 >= wanted:
                    yield Sample(round(second, 3), _luma(frame))
                    # On a fixed grid, so that copies with other frame rates stay in step.
                    wanted = (second // SAMPLE_EVERY + 1) * SAMPLE_EVERY
        except (av.FFmpegError, ValueError):
            return


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


def _luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    lying = np.asarray(frame.reformat(format="gray").to_ndarray())
    return np.rot90(lying, round(frame.rotation / _QUARTER))

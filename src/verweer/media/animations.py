# SPDX-License-Identifier: Apache-2.0
"""An animation (GIF, WebP, PNG, AVIF) becomes frames on the same grid of moments as a video, so that copies match.

Each frame lies over those before it, so all up to the last sample are decoded; what that may
cost is bounded. What breaks off gives the frames before.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from verweer.media.broken import DAMAGES
from verweer.media.pictures import array_of, on_white, opened
from verweer.media.videos import MOST_SECONDS, SAMPLE_EVERY

MOST_FRAMES = 5_000
MOST_PIXELS_IN_ALL = 500_000_000
MOST_PROCESSOR_SECONDS = 20.0
_FORMATS = frozenset({"GIF", "WEBP", "PNG", "AVIF"})
_AT_ONCE = 0.01
_INSTEAD = 0.1


@dataclass(frozen=True, slots=True)
class Moment:
    """What an animation shows from a second on, as luma or RGB pixels."""

    second: float
    pixels: NDArray[np.uint8]


@dataclass(slots=True)
class Animation:
    """A file that may move; once its moments are read, `seconds` says how far that was."""

    path: Path
    width: int
    height: int
    most_pixels: int = MOST_PIXELS_IN_ALL
    seconds: float = field(default=0.0, init=False)

    def moments(self) -> Iterator[Moment]:
        """Yield what is seen at 0, 1, 2 … times the step between samples of a video."""
        wanted, started = 0.0, time.process_time()
        try:
            with opened(self.path) as picture:
                for number in range(min(MOST_FRAMES, self.most_pixels // (self.width * self.height))):
                    spent = time.process_time() - started
                    if self.seconds > MOST_SECONDS or spent > MOST_PROCESSOR_SECONDS:
                        return
                    picture.seek(number)
                    picture.load()
                    if self.seconds + 1e-6 >= wanted:
                        yield Moment(round(self.seconds, 3), array_of(on_white(picture)))
                        wanted = (self.seconds // SAMPLE_EVERY + 1) * SAMPLE_EVERY
                    self.seconds = round(self.seconds + _shown_for(picture), 6)  # So that ten tenths are one.
        except DAMAGES:
            return  # Also how Pillow says that there is no further frame.


def animation_of(path: Path) -> Animation | None:
    """Return the animation in a file, or None when it holds one picture, or none; raises CannotRead."""
    try:
        with opened(path) as picture:
            moves = picture.format in _FORMATS and getattr(picture, "is_animated", False)
            return Animation(path, *picture.size) if moves else None
    except DAMAGES:
        return None


def _shown_for(picture: Image.Image) -> float:
    """Return for how many seconds a frame is shown; up to a hundredth is a tenth, as browsers have it."""
    duration = picture.info.get("duration", 0)
    seconds = float(duration) / 1000 if isinstance(duration, int | float) else 0.0
    return seconds if seconds > _AT_ONCE else _INSTEAD

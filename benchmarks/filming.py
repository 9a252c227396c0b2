# SPDX-License-Identifier: Apache-2.0
"""Makes videos for measuring: camera moves over photographs, with grain and hard cuts."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.testnet.films import ordinary_priority

Image = NDArray[np.uint8]


SHOTS = (45, 210)


def scenes(
    photographs: Sequence[Path], width: int, height: int, count: int, *, seed: int, shots: tuple[int, int] = SHOTS
) -> Iterator[Image]:
    """Yield frames of shots of so many frames: the camera moves over a photograph, with grain."""
    random = np.random.default_rng(seed)
    grains = [random.normal(0, 4, (height + 64, width + 64, 1)).astype(np.int16) for _ in range(4)]
    number = 0
    while number < count:
        photograph = cv2.imread(str(photographs[int(random.integers(len(photographs)))]))
        length = int(random.integers(*shots))
        zooms, places = random.uniform(0.55, 0.9, 2), random.uniform(0, 1, (2, 2))
        for step in range(min(length, count - number)):
            zoom = zooms[0] + (zooms[1] - zooms[0]) * step / length
            place = places[0] + (places[1] - places[0]) * step / length
            left, top = random.integers(0, 64, 2)
            grain = grains[step % 4][top : top + height, left : left + width]
            view = looked_at(photograph, width, height, zoom, place)
            yield np.clip(view.astype(np.int16) + grain, 0, 255).astype(np.uint8)
            number += 1


def looked_at(photograph: Image, width: int, height: int, zoom: float, place: NDArray[np.float64]) -> Image:
    """Return what the camera sees of a photograph."""
    tall, wide = photograph.shape[:2]
    across = min(wide, tall * width / height) * zoom
    scale = width / across
    moved = [-(wide - across) * place[0] * scale, -(tall - across * height / width) * place[1] * scale]
    matrix = np.array([[scale, 0, moved[0]], [0, scale, moved[1]]])
    return cv2.warpAffine(photograph, matrix, (width, height), flags=cv2.INTER_LINEAR)


def pictures(path: Path, start: float, seconds: float) -> Iterator[Image]:
    """Yield the frames of a part of a video."""
    with av.open(str(path)) as container:
        container.seek(int(start * av.time_base))
        for frame in container.decode(video=0):
            if frame.time >= start + seconds - 1e-3:
                return
            if frame.time >= start - 1e-3:
                yield frame.to_ndarray(format="bgr24")


def write(path: Path, frames: Iterable[Image], codec: str, rate: float, options: dict[str, str]) -> None:
    """Encode frames; odd sides lose a line."""
    with ordinary_priority(), av.open(str(path), "w") as container:
        track = None
        for image in frames:
            even = np.ascontiguousarray(image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2])
            if track is None:
                track = container.add_stream(codec, rate=Fraction(rate).limit_denominator(1000), options=options)
                track.height, track.width = even.shape[:2]
                track.pix_fmt = "yuv420p"
            container.mux(track.encode(av.VideoFrame.from_ndarray(even, format="bgr24")))
        if track is not None:
            container.mux(track.encode(None))

# SPDX-License-Identifier: Apache-2.0
"""Makes films of moving drawings with grain and hard cuts, and writes them with the encoders inside PyAV."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.testnet.pictures import drawn

WIDTH, HEIGHT, RATE = 320, 240, 12
Picture = NDArray[np.uint8]
ENCODERS = {
    "h264": ("libx264", {"preset": "ultrafast", "crf": "23"}),
    "h264 with frames that no other needs": ("libx264", {"preset": "veryfast", "crf": "23"}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8", "crf": "34", "b": "0"}),
    "av1": ("libsvtav1", {"preset": "13", "crf": "35", "svtav1-params": "lp=1"}),
}


def shown(seed: int, seconds: int, *, rate: int = RATE) -> list[Picture]:
    """Return the pictures of a film: every second and a half another drawing, over which the camera moves."""
    random = np.random.default_rng(seed)
    grain = random.normal(0, 3, (2, HEIGHT + 16, WIDTH + 16, 1))
    pictures: list[Picture] = []
    while len(pictures) < seconds * rate:
        scenery = np.asarray(drawn(int(random.integers(1 << 30)), WIDTH + 60, HEIGHT + 45)).astype(np.float32)
        start, end = random.uniform(0, 1, (2, 2))
        length = rate * 3 // 2
        for step in range(length):
            down, across = ((start + (end - start) * step / length) * (45, 60)).astype(int)
            left, top = random.integers(0, 16, 2)
            view = scenery[down : down + HEIGHT, across : across + WIDTH]
            noise = grain[step % 2][top : top + HEIGHT, left : left + WIDTH]
            pictures.append(np.clip(view + noise, 0, 255).astype(np.uint8))
    return pictures[: seconds * rate]


def still(seed: int, seconds: int, *, rate: int = RATE) -> list[Picture]:
    """Return the pictures of a film in which nothing happens."""
    return [np.asarray(drawn(seed, WIDTH, HEIGHT))] * (seconds * rate)


@contextmanager
def ordinary_priority() -> Iterator[None]:
    """Take back what SVT-AV1 does for root: it makes its caller a real-time process, which then starves all others."""
    try:
        yield
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def write_film(
    path: Path,
    pictures: Iterable[Picture] | Sequence[Picture],
    *,
    encoder: str = "h264",
    rate: float = RATE,
    quality: int | None = None,
) -> Path:
    """Write a film; a higher quality number makes a coarser copy."""
    codec, options = ENCODERS[encoder]
    told = options if quality is None else {**options, "crf": str(quality)}
    with ordinary_priority(), av.open(str(path), "w") as container:
        track = container.add_stream(codec, rate=Fraction(rate).limit_denominator(1000), options=told)
        for number, picture in enumerate(pictures):
            if number == 0:
                track.height, track.width = picture.shape[:2]
                track.pix_fmt = "yuv420p"
            container.mux(track.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")))
        container.mux(track.encode(None))
    return path

# SPDX-License-Identifier: Apache-2.0
"""Makes the video: six seconds of a moving drawing, H.264 in MP4, playable while it loads."""

import tempfile
from functools import cache
from pathlib import Path

import av
import numpy as np

from tests.testnet.pictures import drawn

_WIDTH, _HEIGHT = 320, 240
_RATE = 12
_SECONDS = 6


@cache
def video(seed: int = 40, *, quality: int = 23) -> bytes:
    """Return the video of a seed; a higher quality number makes a coarser copy."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "video.mp4"  # its head can only be moved to the front in a file
        _write(file, seed, quality)
        return file.read_bytes()


def _write(file: Path, seed: int, quality: int) -> None:
    with av.open(str(file), "w", format="mp4", options={"movflags": "faststart"}) as container:
        track = container.add_stream("libx264", rate=_RATE, options={"preset": "ultrafast", "crf": str(quality)})
        track.width, track.height, track.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
        scenery = np.asarray(drawn(seed, _WIDTH * 2, _HEIGHT))
        for number in range(_RATE * _SECONDS):
            container.mux(track.encode(av.VideoFrame.from_ndarray(_view(scenery, number), format="rgb24")))
        container.mux(track.encode(None))


def _view(scenery: np.ndarray, number: int) -> np.ndarray:
    """Return the part of a wide drawing that the camera sees while it pans."""
    left = number * _WIDTH // (_RATE * _SECONDS)
    return np.ascontiguousarray(scenery[:, left : left + _WIDTH])

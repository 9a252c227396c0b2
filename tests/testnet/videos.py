# SPDX-License-Identifier: Apache-2.0
"""Makes the video: six seconds of a moving drawing, H.264 in MP4, playable while it loads; whole or in segments."""

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


@cache
def segments(seed: int = 41) -> tuple[str, bytes, tuple[bytes, ...]]:
    """Return a video as players fetch it piece by piece: its codec, the head, and the segments (ISO 14496-12)."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "video.mp4"
        _write(file, seed, 30, movflags="frag_keyframe+empty_moov+default_base_moof", gop=_RATE * 2)
        content = file.read_bytes()
    boxes, place = [], 0
    while place < len(content):
        end = place + int.from_bytes(content[place : place + 4], "big")
        boxes.append((content[place + 4 : place + 8], content[place:end]))
        place = end
    head = b"".join(box for kind, box in boxes if kind in {b"ftyp", b"moov"})
    parts = [box + boxes[number + 1][1] for number, (kind, box) in enumerate(boxes) if kind == b"moof"]
    profile = head[head.index(b"avcC") + 5 :][:3]
    return f"avc1.{profile.hex()}", head, tuple(parts)


def _write(file: Path, seed: int, quality: int, *, movflags: str = "faststart", gop: int = 250) -> None:
    told = {"preset": "ultrafast", "crf": str(quality), "g": str(gop)}
    with av.open(str(file), "w", format="mp4", options={"movflags": movflags}) as container:
        track = container.add_stream("libx264", rate=_RATE, options=told)
        track.width, track.height, track.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
        scenery = np.asarray(drawn(seed, _WIDTH * 2, _HEIGHT))
        for number in range(_RATE * _SECONDS):
            container.mux(track.encode(av.VideoFrame.from_ndarray(_view(scenery, number), format="rgb24")))
        container.mux(track.encode(None))


def _view(scenery: np.ndarray, number: int) -> np.ndarray:
    """Return the part of a wide drawing that the camera sees while it pans."""
    left = number * _WIDTH // (_RATE * _SECONDS)
    return np.ascontiguousarray(scenery[:, left : left + _WIDTH])

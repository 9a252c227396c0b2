# SPDX-License-Identifier: Apache-2.0
"""What can still be seen of a picture that breaks off, and the sentence that says how much that is.

A picture is decoded twice over two different grounds: what differs was never written. When no
more than its last 64th part is missing, its last line is repeated, which changes its hash by a
few bits; else it gives no fingerprint, since half a picture has another one.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile

from verweer.media.lengths import missing_end
from verweer.media.reasons import CannotRead, Reason, lines_read

# What Pillow and its plug-ins raise on a damaged file.
DAMAGES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    IndexError,
    KeyError,
    TypeError,
    RuntimeError,  # of the AVIF decoder
)
_PARTS = 64
_GROUNDS = (0, 255)
_Open = Callable[[Path], AbstractContextManager[Image.Image]]


def mended(path: Path, opened: _Open, cause: Exception) -> Image.Image:
    """Return a picture whose few missing last lines repeat the one before; raises CannotRead."""
    if broken := missing_end(path):
        raise broken from cause
    try:
        first, second = (_decoded_over(ground, path, opened) for ground in _GROUNDS)
    except DAMAGES as damage:
        raise CannotRead(Reason.DAMAGED) from damage
    read = _lines_in_both(first, second)
    whole = int(np.argmin(read)) if not read.all() else first.height
    if read[whole:].any() or first.height - whole > first.height // _PARTS:
        raise lines_read(int(read.sum()), first.height) from cause
    if whole < first.height:
        last = first.crop((0, whole - 1, first.width, whole))
        first.paste(last.resize((first.width, first.height - whole)), (0, whole))
    return first


def _decoded_over(ground: int, path: Path, opened: _Open) -> Image.Image:
    with opened(path) as picture:
        if not isinstance(picture, ImageFile.ImageFile) or not picture.tile:
            raise CannotRead(Reason.DAMAGED)  # Such a decoder gives all or nothing.
        prepare = picture.load_prepare
        picture.load_prepare = lambda: _paint(picture, ground, prepare)  # type: ignore[method-assign]
        with suppress(*DAMAGES):
            picture.load()
        picture.tile = []
        return picture.copy()


def _paint(picture: Image.Image, ground: int, prepare: Callable[[], None]) -> None:
    prepare()
    colour = (ground,) * picture.im.bands
    picture.im.paste(colour if len(colour) > 1 else ground, (0, 0, *picture.size))


def _lines_in_both(first: Image.Image, second: Image.Image) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    differing = np.asarray(first) != np.asarray(second)
    read: np.ndarray[tuple[int], np.dtype[np.bool_]] = ~differing.reshape(first.height, -1).any(axis=1)
    return read

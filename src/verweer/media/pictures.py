# SPDX-License-Identifier: Apache-2.0
"""A picture file becomes pixels: bounded before it is decoded, upright, transparency on white.

Of an animation the first frame is taken. SVG is not read: it is a program, not a picture.
"""

import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from verweer.media.reasons import CannotRead, Reason

MOST_PIXELS = 100_000_000
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF", "BMP", "TIFF")
_DRAFT_FROM = 2_000_000
_DRAFT_SIDE = 1024

register_heif_opener()


def read_pixels(path: Path) -> tuple[NDArray[np.uint8], int, int]:
    """Return a picture's pixels (luma or RGB) and its width and height as shown; raises CannotRead."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as picture:
                return _pixels(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as cause:
        raise CannotRead(Reason.TOO_LARGE) from cause
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, IndexError, KeyError, TypeError) as cause:
        raise CannotRead(Reason.DAMAGED) from cause


def _pixels(picture: Image.Image) -> tuple[NDArray[np.uint8], int, int]:
    width, height = picture.size
    if picture.format == "JPEG" and width * height > _DRAFT_FROM:
        picture.draft("L", (_DRAFT_SIDE, _DRAFT_SIDE))
    upright = ImageOps.exif_transpose(picture)
    if (upright.width > upright.height) != (picture.width > picture.height):
        width, height = height, width
    return np.asarray(_on_white(upright)), width, height


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "L":
        return picture
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode not in {"RGBA", "LA", "PA"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")

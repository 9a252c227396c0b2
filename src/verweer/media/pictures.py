# SPDX-License-Identifier: Apache-2.0
"""A picture file becomes pixels: bounded before it is decoded, upright, transparency on white.

The colours are those that the file states, at full size: as the reference does, no colour
profile is applied and nothing is made smaller first, which would cost a third of the bits by
which copies may differ. SVG is not read: it is a program, not a picture.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.ExifTags import Base
from pillow_heif import register_heif_opener

from verweer.media.broken import DAMAGES, mended
from verweer.media.reasons import CannotRead, Reason

MOST_PIXELS = 100_000_000
# Above this a JPEG is decoded to luma alone, at full size: 1 byte a pixel in place of 4.
_COLOURED_UP_TO = 50_000_000
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF", "BMP", "TIFF")
_WIDE = 65_536
_STRIP = 512
_LYING = frozenset({5, 6, 7, 8})
_Pixels = NDArray[np.uint8]
# How pixels are turned as their Exif says (TIFF 6.0, tag 274); an unknown number turns nothing.
_TURNS: Mapping[int, Callable[[_Pixels], _Pixels]] = {
    2: np.fliplr,
    3: lambda pixels: np.rot90(pixels, 2),
    4: np.flipud,
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels, 3),
    7: lambda pixels: np.rot90(pixels, 2).swapaxes(0, 1),
    8: np.rot90,
}

register_heif_opener()


def read_pixels(path: Path) -> tuple[_Pixels, int, int]:
    """Return a picture's pixels (luma or RGB, of an animation the first) and its width and height as shown.

    Raises CannotRead, also for a picture that breaks off before its last 64th part.
    """
    try:
        with opened(path) as picture:
            picture.load()
            return _seen(picture)
    except DAMAGES as cause:
        with too_large():
            picture = mended(path, opened, cause)
            return _seen(picture)


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """Open a picture of a known format and bounded size, not decoded yet; raises CannotRead or one of DAMAGES."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with too_large(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # What is odd about a file's metadata does not matter here.
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(path, formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise CannotRead(Reason.TOO_LARGE)
            if picture.format == "JPEG" and picture.width * picture.height > _COLOURED_UP_TO:
                picture.draft("L", picture.size)
            yield picture


@contextmanager
def too_large() -> Iterator[None]:
    """Turn a lack of memory, or a refusal of Pillow's own, into CannotRead."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as cause:
        raise CannotRead(Reason.TOO_LARGE) from cause


def on_white(picture: Image.Image) -> Image.Image:
    """Return a picture as luma or RGB: 16 bits become 8, what is transparent becomes white."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode == "I":
        return Image.fromarray((np.asarray(picture).clip(0, _WIDE - 1) // 256).astype(np.uint8))
    if not picture.has_transparency_data:
        return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def array_of(picture: Image.Image) -> _Pixels:
    """Return the bytes of a luma or RGB picture; copied in strips, so that they are held twice at most."""
    if picture.height <= _STRIP:
        return np.asarray(picture)
    depth = () if picture.mode == "L" else (len(picture.getbands()),)
    pixels = np.empty((picture.height, picture.width, *depth), np.uint8)
    for top in range(0, picture.height, _STRIP):
        bottom = min(picture.height, top + _STRIP)
        pixels[top:bottom] = np.asarray(picture.crop((0, top, picture.width, bottom)))
    return pixels


def _seen(picture: Image.Image) -> tuple[_Pixels, int, int]:
    orientation = picture.getexif().get(Base.Orientation, 1)
    pixels = array_of(on_white(picture))
    if orientation in _TURNS:
        pixels = _TURNS[orientation](pixels)
    width, height = picture.size
    return (pixels, height, width) if orientation in _LYING else (pixels, width, height)

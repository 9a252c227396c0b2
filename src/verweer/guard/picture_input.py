# SPDX-License-Identifier: Apache-2.0
"""What a maker hands over as a picture becomes RGB pixels of a bounded size: files in a confined process, arrays here.

An array is what a generator made itself, so it is taken as it is: luma, RGB or RGBA (laid on white),
bytes or numbers from 0 to 1. A picture of Pillow that still has to be decoded from a file is refused,
since decoding it here would be unconfined.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from verweer.guard.confined import LONGEST_SIDE, Reader
from verweer.kernel import InputError
from verweer.media.pictures import on_white

Pixels = NDArray[np.uint8]
_LUMA, _COLOURED = 2, 3
_CLEAR = 4
_WHITE = 255.0


class NotAPicture(InputError):
    """What was handed over as a picture is none, or is not decoded yet."""


@dataclass(frozen=True, slots=True)
class MadeHere:
    """A picture that goes in again after the maker's own generator made it, so that it is no photograph.

    Faces in it count all the same, since a model may have made it from a photograph of somebody.
    """

    picture: "bytes | str | Path | NDArray[np.uint8] | NDArray[np.floating] | Image.Image"


Given = bytes | str | Path | NDArray[np.uint8] | NDArray[np.floating] | Image.Image | MadeHere


def pixels_of(given: Given, reader: Reader, *, most_pixels: int) -> Pixels:
    """Return RGB pixels whose longer side is at most 1600; raises CannotRead, NotAPicture, InputError."""
    match given:
        case MadeHere(picture):
            return pixels_of(picture, reader, most_pixels=most_pixels)
        case bytes():
            return reader.pixels(given)
        case str() | Path():
            return reader.pixels(Path(given))
        case Image.Image():
            return shrunk(np.asarray(on_white(_decoded(given, most_pixels))))
        case np.ndarray():
            return shrunk(_of_array(given, most_pixels))
        case _:
            message = "A picture is bytes or a path of a file, an array of NumPy or a picture of Pillow."
            raise NotAPicture(message)


def shrunk(pixels: NDArray[np.uint8], longest: int = LONGEST_SIDE) -> NDArray[np.uint8]:
    """Return luma or RGB pixels as RGB, made smaller when the longer side has more than `longest`."""
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if scale < 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    coloured = np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == _LUMA else pixels
    return np.ascontiguousarray(coloured)


def _decoded(picture: Image.Image, most_pixels: int) -> Image.Image:
    if isinstance(picture, ImageFile.ImageFile) and picture.tile:
        message = "This picture of Pillow is not decoded yet; give the file's bytes or path, to be decoded confined."
        raise NotAPicture(message)
    _check_size(picture.height, picture.width, most_pixels)
    return picture


def _of_array(array: NDArray[np.generic], most_pixels: int) -> Pixels:
    if array.ndim == _COLOURED and array.shape[2] == 1:
        array = array[:, :, 0]
    is_shaped = array.ndim == _LUMA or (array.ndim == _COLOURED and array.shape[2] in {_COLOURED, _CLEAR})
    if not is_shaped:
        message = "An array of a picture is height by width, with 3 or 4 colours a pixel or luma alone."
        raise NotAPicture(message)
    _check_size(array.shape[0], array.shape[1], most_pixels)
    if np.issubdtype(array.dtype, np.floating):
        if not (np.isfinite(array).all() and array.min() >= 0 and array.max() <= 1):
            message = "An array of numbers holds a picture from 0 to 1; scale it so, or give bytes."
            raise NotAPicture(message)
        array = np.rint(array.astype(np.float32) * _WHITE).astype(np.uint8)
    if array.dtype != np.uint8:
        message = "An array of a picture holds bytes (uint8) or numbers from 0 to 1."
        raise NotAPicture(message)
    pixels = np.asarray(array, dtype=np.uint8)
    return np.asarray(on_white(Image.fromarray(pixels))) if pixels.shape[2:] == (_CLEAR,) else pixels


def _check_size(height: int, width: int, most_pixels: int) -> None:
    if not 0 < height * width <= most_pixels:
        message = f"A picture has 1 to {most_pixels} pixels; this one has {height * width}. Make it smaller."
        raise NotAPicture(message)

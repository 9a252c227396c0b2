# SPDX-License-Identifier: Apache-2.0
"""Refuses pixels that are not a colour picture of a bounded size."""

import numpy as np

from verweer.faces.model import Pixels
from verweer.kernel import InputError

MOST_PIXELS = 100_000_000
_COLOURED = 3


class NotColourPixels(InputError):
    """What should be RGB pixels is not."""


def check_colour(pixels: Pixels) -> None:
    """Refuse anything but height by width by 3 bytes, each side at least one pixel."""
    shape = pixels.shape
    right = pixels.dtype == np.uint8 and len(shape) == _COLOURED and shape[2] == _COLOURED
    if not right or not 0 < shape[0] * shape[1] <= MOST_PIXELS:
        message = "Faces are looked for in RGB pixels: height by width by 3, one byte a colour, at most 100 megapixels."
        raise NotColourPixels(message)

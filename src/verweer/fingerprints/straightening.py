# SPDX-License-Identifier: Apache-2.0
"""Undoes small turns: a picture that was turned by some degrees and filled up around, so that it became a little larger."""

from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.rectangles import LEAST_SIDE, WHOLE, Floats, coefficients_of

DEGREES = (-6, -4, -2, 2, 4, 6)
"""What is tried; PDQ forgives a degree to either side."""


def straightened(luma: NDArray[np.uint8]) -> dict[int, Floats]:
    """Return for each angle that can be tried the coefficients (1 by 16 by 16) of what a picture was before such a turn."""
    sizes = {degrees: _size_before(luma.shape[1], luma.shape[0], abs(radians(degrees))) for degrees in DEGREES}
    return {
        degrees: coefficients_of(_turned_back(luma, degrees, size), [WHOLE])[0]
        for degrees, size in sizes.items()
        if min(size) >= LEAST_SIDE
    }


def _size_before(width: int, height: int, angle: float) -> tuple[int, int]:
    """Return the size that grew to this one when the picture was turned and no corner was lost."""
    share = cos(angle) ** 2 - sin(angle) ** 2
    wide = (width * cos(angle) - height * sin(angle)) / share
    high = (height * cos(angle) - width * sin(angle)) / share
    return round(wide), round(high)


def _turned_back(luma: NDArray[np.uint8], degrees: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    height, width = luma.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1)
    turn[:, 2] += ((size[0] - width) / 2, (size[1] - height) / 2)
    return np.asarray(
        cv2.warpAffine(luma, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )

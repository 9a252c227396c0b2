# SPDX-License-Identifier: Apache-2.0
"""A second real scorer for the guard's seam: how much of a picture has the colour of paint that the tests chose.

With it drawings can stand for pictures that score high, so that nobody needs any other.
"""

import numpy as np
from numpy.typing import NDArray

from verweer.faces.checking import check_colour

PAINT = (250, 90, 20)


class PaintShare:
    """Scores the share of pixels of one orange; nothing drawn here has it by chance."""

    version = "paint-share-1"

    def score(self, pixels: NDArray[np.uint8]) -> float:
        """Return the share."""
        check_colour(pixels)
        return float((np.abs(pixels.astype(int) - PAINT).max(axis=2) < 12).mean())


def painted(pixels: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """Return a picture beside a band of paint that takes this share of it."""
    height, width = pixels.shape[:2]
    band = round(width * share / (1 - share))
    return np.hstack([pixels, np.full((height, band, 3), PAINT, dtype=np.uint8)])

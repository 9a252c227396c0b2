# SPDX-License-Identifier: Apache-2.0
"""Lays a face on the places where the embedder expects eyes, nose and mouth: 112 by 112 pixels.

The similarity (turn, scale, shift; never a mirror) is the least-squares one (Umeyama, 1991) and
moves the five landmarks onto the places that SFace and most embedders were trained with.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from verweer.faces.model import Pixels, Points

ALIGNED_SIDE = 112
PLACES: Points = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]],
    dtype=np.float32,
)


def aligned(pixels: Pixels, landmarks: Points) -> Pixels:
    """Return the face of a picture (RGB) as 112 by 112 RGB pixels; outside of the picture is black."""
    laid = cv2.warpAffine(pixels, similarity_onto(landmarks, PLACES), (ALIGNED_SIDE, ALIGNED_SIDE))
    return np.asarray(laid, dtype=np.uint8)


def similarity_onto(points: Points, places: Points) -> NDArray[np.float64]:
    """Return the 2 by 3 matrix that lays points (n by 2) onto places (n by 2) best, without mirroring."""
    # A turn with scale is one complex factor; least squares gives it in closed form.
    from_middle = _complex(points - points.mean(axis=0))
    to_middle = _complex(places - places.mean(axis=0))
    factor = (np.conj(from_middle) @ to_middle) / max(float((np.abs(from_middle) ** 2).sum()), 1e-12)
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    shift = places.mean(axis=0) - turn @ points.mean(axis=0)
    return np.hstack([turn, shift[:, None]])


def _complex(points: Points) -> NDArray[np.complex128]:
    return np.asarray(points[:, 0] + 1j * points[:, 1], dtype=np.complex128)

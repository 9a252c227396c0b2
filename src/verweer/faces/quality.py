# SPDX-License-Identifier: Apache-2.0
"""Tells how well a face can be recognised, in figures, before anyone relies on its template.

The score is the weakest of size, sharpness, pose and contrast, each 0 to 1, in hundredths. The
corner values were set by eye from where templates become unreliable; they order faces, and are no
probability.
"""

import cv2
import numpy as np

from verweer.faces.model import Detection, Pixels, Quality

_GOOD_EYE_DISTANCE = 36.0  # pixels: about what 112 by 112 holds, below it the face is enlarged
_GOOD_SHARPNESS = 6.0  # mean absolute Laplacian, in grey levels
_WORST_TURN = 0.6
_GOOD_CONTRAST = 16.0
_COVERED_BELOW = 8.0
_EYES = (slice(44, 57), slice(28, 84))
_MOUTH = (slice(86, 100), slice(38, 74))


def quality_of(detection: Detection, face: Pixels) -> Quality:
    """Return the figures for a detection and its aligned face (112 by 112 RGB)."""
    eyes = detection.landmarks[:2]
    eye_distance = float(np.linalg.norm(eyes[1] - eyes[0]))
    turn = _turn(detection)
    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY)
    sharpness = float(np.abs(cv2.Laplacian(grey, cv2.CV_32F)).mean())
    eye_contrast, mouth_contrast = (float(grey[place].std()) for place in (_EYES, _MOUTH))
    contrast = min(eye_contrast, mouth_contrast)
    weakest = min(
        eye_distance / _GOOD_EYE_DISTANCE,
        sharpness / _GOOD_SHARPNESS,
        1 - turn / _WORST_TURN,
        contrast / _GOOD_CONTRAST,
        detection.score,
    )
    return Quality(
        eye_distance=eye_distance,
        sharpness=sharpness,
        turn=turn,
        eye_contrast=eye_contrast,
        mouth_contrast=mouth_contrast,
        is_covered=contrast < _COVERED_BELOW,
        score=round(100 * min(1.0, max(0.0, weakest))),
    )


def _turn(detection: Detection) -> float:
    """Return how far the nose is from the middle between the eyes, along their line, in eye distances."""
    left, right, nose = detection.landmarks[:3].astype(np.float64)
    line = right - left
    length = max(float(line @ line), 1e-9)
    return abs(float((nose - (left + right) / 2) @ line) / length)

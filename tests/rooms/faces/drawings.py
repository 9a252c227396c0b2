# SPDX-License-Identifier: Apache-2.0
"""Faces drawn by code, of nobody."""

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def drawn_face(side: int = 320) -> Pixels:
    """Return a picture of a drawn face, eyes at about a third of the way down the head."""
    large = np.full((640, 640, 3), (120, 140, 160), dtype=np.uint8)
    cv2.ellipse(large, (320, 600), (230, 120), 0, 180, 360, (60, 60, 110), -1)
    cv2.rectangle(large, (265, 430), (375, 540), (190, 145, 115), -1)
    cv2.ellipse(large, (320, 280), (165, 215), 0, 0, 360, (70, 45, 30), -1)
    cv2.ellipse(large, (320, 315), (140, 185), 0, 0, 360, (224, 178, 146), -1)
    for across in (262, 378):
        cv2.ellipse(large, (across, 252), (38, 7), 0, 180, 360, (80, 50, 35), -1)
        cv2.ellipse(large, (across, 288), (32, 15), 0, 0, 360, (245, 245, 245), -1)
        cv2.circle(large, (across, 288), 14, (70, 50, 35), -1)
        cv2.circle(large, (across, 288), 6, (10, 10, 10), -1)
        cv2.ellipse(large, (across, 285), (34, 17), 0, 190, 350, (90, 60, 45), 4)
    cv2.line(large, (312, 290), (300, 360), (196, 148, 118), 6)
    cv2.ellipse(large, (320, 365), (28, 14), 0, 0, 180, (176, 126, 98), 6)
    cv2.circle(large, (308, 368), 5, (110, 70, 55), -1)
    cv2.circle(large, (332, 368), 5, (110, 70, 55), -1)
    cv2.ellipse(large, (320, 420), (52, 15), 0, 0, 360, (178, 90, 90), -1)
    cv2.line(large, (268, 420), (372, 420), (120, 50, 55), 4)
    soft = cv2.GaussianBlur(large, (0, 0), 3)
    return np.asarray(cv2.resize(soft, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def other_face(side: int = 320) -> Pixels:
    """Return a picture of another drawn face: long, dark-skinned, bearded, eyes close together, thick brows."""
    large = np.full((640, 640, 3), (205, 210, 200), dtype=np.uint8)
    cv2.ellipse(large, (320, 620), (250, 110), 0, 180, 360, (150, 40, 40), -1)
    cv2.rectangle(large, (255, 440), (385, 560), (96, 62, 44), -1)
    cv2.ellipse(large, (320, 290), (128, 220), 0, 0, 360, (112, 74, 54), -1)
    cv2.ellipse(large, (320, 130), (130, 75), 0, 180, 360, (25, 20, 18), -1)
    cv2.ellipse(large, (320, 420), (112, 110), 0, 0, 180, (30, 24, 22), -1)
    for across in (275, 365):
        cv2.rectangle(large, (across - 34, 228), (across + 34, 242), (20, 15, 12), -1)
        cv2.ellipse(large, (across, 272), (26, 11), 0, 0, 360, (235, 232, 228), -1)
        cv2.circle(large, (across, 272), 10, (35, 22, 16), -1)
        cv2.ellipse(large, (across, 268), (30, 14), 0, 190, 350, (40, 26, 20), 6)
    cv2.line(large, (316, 275), (296, 352), (80, 52, 38), 8)
    cv2.ellipse(large, (320, 358), (44, 20), 0, 0, 180, (78, 50, 36), 8)
    cv2.ellipse(large, (320, 408), (40, 14), 0, 0, 360, (140, 84, 80), -1)
    cv2.line(large, (280, 408), (360, 408), (70, 34, 34), 4)
    soft = cv2.GaussianBlur(large, (0, 0), 3)
    return np.asarray(cv2.resize(soft, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)

# SPDX-License-Identifier: Apache-2.0
"""`patch256`, version 1: 256-bit hashes of patches around the keypoints of a picture.

A patch is a square of twelve standard deviations around a keypoint, turned upright, 32 by 32
samples of the blurred picture in which the keypoint was found. Its bits are the signs of the
lowest 16 by 16 cosine coefficients (constant ones left out) against their median, as in PDQ.
A mirrored picture has the same keypoints; its patches follow from the signs of coefficients.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.keypoints import (
    Keypoints,
    Octave,
    find_keypoints,
    places_read_at,
    scale_space,
    working_picture,
)

SAMPLES = 32
KEPT = 16
SIDE_IN_SIGMAS = 12.0
MOST_STORED = 64
MOST_ASKED = 200
STORED_SIDE = 512
ASKED_SIDE = 640
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


def _dct() -> Floats:
    order = np.arange(1, KEPT + 1)[:, None]
    place = np.arange(SAMPLES)[None, :]
    return np.asarray(np.cos(np.pi / (2 * SAMPLES) * order * (2 * place + 1)), np.float32)


_DCT = _dct()
_MIRROR = np.where(np.arange(1, KEPT + 1) % 2 == 1, -1, 1).astype(np.float32)[:, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patches:
    """Hashes (n by 32 bytes) with place, size and direction of each in its picture.

    Place and size are shares of the picture's longer side, `angle` is in radians; `width` and `height` are shares too.
    """

    hashes: NDArray[np.uint8]
    x: Floats
    y: Floats
    sigma: Floats
    angle: Floats
    width: float
    height: float

    def __len__(self) -> int:
        return len(self.hashes)


def patches_stored(luma: NDArray[np.uint8]) -> Patches:
    """Return at most 64 patches of a picture's luma (height by width) for a bank, strongest first."""
    return _patches(working_picture(luma, STORED_SIDE), MOST_STORED)[0]


def patches_asked(luma: NDArray[np.uint8]) -> tuple[Patches, Patches]:
    """Return at most 200 patches of a picture to ask a bank for, and those that its mirror image would have."""
    return _patches(working_picture(luma, ASKED_SIDE), MOST_ASKED)


class PatchReader:
    """Reads the patches of a working picture (at most 640 pixels) at any place, whether a keypoint is there or not."""

    def __init__(self, picture: NDArray[np.uint8]) -> None:
        self._octaves = scale_space(picture)
        self._side = max(picture.shape)

    def read(
        self, x: Doubles, y: Doubles, sigma: Doubles, angle: Doubles
    ) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Return the hash of each place (n by 32 bytes), and which places the picture really shows.

        Places and sizes are shares of the longer side, directions are in radians.
        """
        columns = (x * self._side - 0.5, y * self._side - 0.5, sigma * self._side, angle)
        places, readable = places_read_at(self._octaves, *(each.astype(np.float32) for each in columns))
        return _hashed(_coefficients(self._octaves, places)), readable


def _patches(picture: NDArray[np.uint8], most: int) -> tuple[Patches, Patches]:
    octaves = scale_space(picture)
    places = find_keypoints(octaves, most)
    places = places.taken(np.arange(min(len(places), most)))
    coefficients = _coefficients(octaves, places)
    height, width = picture.shape
    side = float(max(height, width))
    seen = Patches(
        hashes=_hashed(coefficients),
        x=(places.x + 0.5) / side,
        y=(places.y + 0.5) / side,
        sigma=places.sigma / side,
        angle=places.angle,
        width=width / side,
        height=height / side,
    )
    mirrored = Patches(
        hashes=_hashed(coefficients * _MIRROR),
        x=seen.width - seen.x,
        y=seen.y,
        sigma=seen.sigma,
        angle=np.asarray((np.pi - seen.angle) % (2 * np.pi), np.float32),
        width=seen.width,
        height=seen.height,
    )
    return seen, mirrored


def _coefficients(octaves: tuple[Octave, ...], places: Keypoints) -> Floats:
    coefficients = np.zeros((len(places), KEPT, KEPT), np.float32)
    reach = (np.arange(SAMPLES, dtype=np.float32) + 0.5) / SAMPLES - 0.5
    across, down = (each.ravel() for each in np.meshgrid(reach * SIDE_IN_SIGMAS, reach * SIDE_IN_SIGMAS))
    for number, octave in enumerate(octaves):
        for level, blurred in enumerate(octave.blurred):
            rows = np.flatnonzero((places.octave == number) & (places.level == level))
            if not len(rows):
                continue
            sigma = (places.sigma[rows] / octave.step)[:, None]
            cosine, sine = np.cos(places.angle[rows])[:, None] * sigma, np.sin(places.angle[rows])[:, None] * sigma
            x = (places.x[rows] / octave.step)[:, None] + cosine * across - sine * down
            y = (places.y[rows] / octave.step)[:, None] + sine * across + cosine * down
            seen = cv2.remap(blurred, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            seen = seen.reshape(-1, SAMPLES, SAMPLES)
            coefficients[rows] = _DCT @ seen @ _DCT.T
    return coefficients


def _hashed(coefficients: Floats) -> NDArray[np.uint8]:
    flat = coefficients.reshape(-1, KEPT * KEPT)
    median = np.partition(flat, flat.shape[1] // 2 - 1, axis=1)[:, flat.shape[1] // 2 - 1 : flat.shape[1] // 2]
    return np.packbits(flat > median, axis=1)

# SPDX-License-Identifier: Apache-2.0
"""Places in a picture that are found again when it is cropped, scaled, turned or drawn over, each with a size and a direction.

Extrema of the difference of Gaussians over place and scale (Lowe, IJCV 60, 2004), three scales an
octave. A place's size is the scale at which it stands out, its direction the strongest gradient
around it. Larger places are preferred a little: they outlive a picture that was made smaller.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.directions import directions_of, vertex

Floats = NDArray[np.float32]
_SCALES = 3
_SIGMA = 1.6
_BLUR_OF_PIXELS = 0.5
_SMALLEST_OCTAVE = 24
_CONTRAST = 1.2  # Of 255: what a difference of Gaussians must reach.
_EDGE = 10.0
_CELL = 24
_PER_CELL = 4
_MOST_EXTREMA = 4_000
_TINY = 1e-6
_AROUND = np.ones((3, 3), np.uint8)
_OFFSETS = np.argwhere(_AROUND) - 1


@dataclass(frozen=True, slots=True)
class Octave:
    """The blurred pictures of one octave, and by how much its pixels are larger than those of the working picture."""

    blurred: tuple[Floats, ...]
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keypoints:
    """Columns of equal length, strongest first: place and size (standard deviation) in pixels of the working picture.

    `angle` is in radians, `octave` and `level` name the blurred picture from which a patch is read.
    """

    x: Floats
    y: Floats
    sigma: Floats
    angle: Floats
    strength: Floats
    octave: NDArray[np.int32]
    level: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.x)

    def taken(self, rows: NDArray[np.intp]) -> "Keypoints":
        """Return these rows, in this order."""
        return Keypoints(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def working_picture(luma: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    """Return luma no longer than this on its longer side."""
    height, width = luma.shape
    share = longest / max(height, width)
    if share >= 1:
        return luma
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def scale_space(picture: NDArray[np.uint8]) -> tuple[Octave, ...]:
    """Return the octaves of a working picture."""
    octaves, base, step = [], _blurred(picture.astype(np.float32), np.sqrt(_SIGMA**2 - _BLUR_OF_PIXELS**2)), 1
    while min(base.shape) >= _SMALLEST_OCTAVE:
        blurred = [base]
        for level in range(1, _SCALES + 3):
            before = _SIGMA * 2 ** ((level - 1) / _SCALES)
            blurred.append(_blurred(blurred[-1], before * np.sqrt(2 ** (2 / _SCALES) - 1)))
        octaves.append(Octave(tuple(blurred), step))
        base, step = np.ascontiguousarray(blurred[_SCALES][::2, ::2]), step * 2
    return tuple(octaves)


def places_read_at(
    octaves: tuple[Octave, ...], x: Floats, y: Floats, sigma: Floats, angle: Floats
) -> tuple[Keypoints, NDArray[np.bool_]]:
    """Return given places (pixels of the working picture) as keypoints, and which of them can be read.

    A place is read in the blurred picture nearest to its size; outside the picture, or where it would have to be
    sharper or more blurred than any, it cannot be.
    """
    height, width = octaves[0].blurred[0].shape if octaves else (0, 0)
    scale = np.log2(np.maximum(sigma, _TINY) / _SIGMA) * _SCALES
    octave = np.clip(np.floor((np.rint(scale) - 1) / _SCALES), 0, max(0, len(octaves) - 1))
    level = np.clip(np.rint(scale) - _SCALES * octave, 0, _SCALES + 2)
    within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    readable = within & (scale > -1) & (scale < _SCALES * len(octaves) + 2)
    places = Keypoints(
        x=x,
        y=y,
        sigma=sigma,
        angle=angle,
        strength=np.zeros_like(x),
        octave=octave.astype(np.int32),
        level=level.astype(np.int32),
    )
    return places, readable


def find_keypoints(octaves: tuple[Octave, ...], most: int) -> Keypoints:
    """Return at most this many keypoints, strongest first, no more than four in one neighbourhood."""
    found = [_extrema(octave, number) for number, octave in enumerate(octaves)]
    columns = np.concatenate(found) if found else np.zeros((0, 6), np.float32)
    columns = columns[np.argsort(-columns[:, 3], kind="stable")]
    spread = columns[_spread(columns)][:most]
    return _directed(octaves, spread)


def _blurred(picture: Floats, sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101))


def _extrema(octave: Octave, number: int) -> Floats:
    """Return rows of x, y, sigma (working pixels), strength, octave and level."""
    differences = [after - before for before, after in zip(octave.blurred, octave.blurred[1:], strict=False)]
    rows = []
    for level in range(1, _SCALES + 1):
        y, x = _among_neighbours(differences, level)
        rows.append(_refined(differences, level, y, x, octave.step, number))
    return np.concatenate(rows) if rows else np.zeros((0, 6), np.float32)


def _among_neighbours(differences: list[Floats], level: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where a difference is highest or lowest of its 26 neighbours: first of those in its plane, which are few."""
    here = differences[level]
    high = cv2.compare(here, np.maximum(cv2.dilate(here, _AROUND), _CONTRAST), cv2.CMP_GE)
    low = cv2.compare(here, np.minimum(cv2.erode(here, _AROUND), -_CONTRAST), cv2.CMP_LE)
    found = cv2.findNonZero(cv2.bitwise_or(high, low)[2:-2, 2:-2])
    if found is None:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    x, y = found.reshape(-1, 2).T.astype(np.intp) + 2
    near = (y * here.shape[1] + x)[:, None] + (_OFFSETS[:, 0] * here.shape[1] + _OFFSETS[:, 1])
    beside = np.concatenate([differences[other].ravel()[near] for other in (level - 1, level + 1)], axis=1)
    value = here[y, x]
    keep = np.where(value > 0, value >= beside.max(axis=1), value <= beside.min(axis=1))
    return y[keep], x[keep]


def _refined(
    differences: list[Floats], level: int, y: NDArray[np.intp], x: NDArray[np.intp], step: int, number: int
) -> Floats:
    here, before, after = differences[level], differences[level - 1], differences[level + 1]
    value = here[y, x]
    dxx = here[y, x + 1] + here[y, x - 1] - 2 * value
    dyy = here[y + 1, x] + here[y - 1, x] - 2 * value
    dxy = (here[y + 1, x + 1] - here[y + 1, x - 1] - here[y - 1, x + 1] + here[y - 1, x - 1]) / 4
    determinant = dxx * dyy - dxy**2
    keep = (determinant > 0) & ((dxx + dyy) ** 2 * _EDGE < determinant * (_EDGE + 1) ** 2)
    y, x, value, dxx, dyy = y[keep], x[keep], value[keep], dxx[keep], dyy[keep]
    right = vertex(here[y, x - 1], value, here[y, x + 1])
    down = vertex(here[y - 1, x], value, here[y + 1, x])
    further = vertex(before[y, x], value, after[y, x])
    sigma = _SIGMA * 2 ** ((level + further) / _SCALES) * step
    ones = np.ones_like(value)
    strength = np.abs(value) * np.sqrt(sigma)
    columns = ((x + right) * step, (y + down) * step, sigma, strength, number * ones, level * ones)
    return np.stack(columns, axis=1).astype(np.float32)


def _spread(columns: Floats) -> NDArray[np.intp]:
    """Return the rows to keep, in their order: the strongest few of each cell, a cell being larger for larger scales."""
    columns = columns[:_MOST_EXTREMA]
    cell = _CELL * 2 ** columns[:, 4]
    keys = (columns[:, 0] // cell) + 4096 * (columns[:, 1] // cell) + 4096.0 * 4096 * columns[:, 4]
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    starts = np.concatenate(([True], ranked[1:] != ranked[:-1])) if len(ranked) else np.zeros(0, bool)
    place = np.arange(len(ranked)) - np.maximum.accumulate(np.where(starts, np.arange(len(ranked)), 0))
    return np.sort(order[place < _PER_CELL])


def _directed(octaves: tuple[Octave, ...], columns: Floats) -> Keypoints:
    angle = np.zeros(len(columns), np.float32)
    more, second = np.zeros(len(columns), bool), np.zeros(len(columns), np.float32)
    for number, octave in enumerate(octaves):
        for level in range(1, _SCALES + 1):
            rows = np.flatnonzero((columns[:, 4] == number) & (columns[:, 5] == level))
            if len(rows):
                angle[rows], second[rows], more[rows] = directions_of(
                    octave.blurred[level], *(columns[rows, :3] / octave.step).T
                )
    every = np.concatenate((columns, columns[more]))
    angles = np.concatenate((angle, second[more]))
    order = np.argsort(-every[:, 3], kind="stable")
    every, angles = every[order], angles[order]
    x, y, sigma, strength, which, level = every.T
    return Keypoints(
        x=x,
        y=y,
        sigma=sigma,
        angle=angles,
        strength=strength,
        octave=which.astype(np.int32),
        level=level.astype(np.int32),
    )

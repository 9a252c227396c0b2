# SPDX-License-Identifier: Apache-2.0
"""Which way the gradients around a place run: what makes a patch the same however its picture is turned."""

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_BINS = 36
_WINDOW = 16
_REACH = 4.5  # In standard deviations; gradients count by a Gaussian of 2.1 of them.
_WEIGHT = 2 * 1.5**2 * 2
_SECOND_PEAK = 0.8
_STRAIGHT = 1e-6


def directions_of(picture: Floats, x: Floats, y: Floats, sigma: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return the strongest direction around each place (radians), the second, and whether that one is nearly as strong.

    Place and sigma are in pixels of `picture`, which is blurred as the place's size demands.
    """
    told = _histograms(picture, x, y, sigma)
    row, first = np.arange(len(told)), told.argmax(axis=1)
    peaks = (told > np.roll(told, 1, axis=1)) & (told > np.roll(told, -1, axis=1))
    peaks[row, first] = False
    others = np.where(peaks, told, 0)
    second = others.argmax(axis=1)
    strong = others[row, second] > _SECOND_PEAK * told[row, first]
    return _at_peak(told, first), _at_peak(told, second), np.asarray(strong)


def vertex(before: Floats, here: Floats, after: Floats) -> Floats:
    """Return where the parabola through three equidistant values has its extremum, within half a step."""
    bend = before + after - 2 * here
    safe = np.where(np.abs(bend) < _STRAIGHT, 1, bend)
    return np.asarray(np.clip((before - after) / (2 * safe), -0.5, 0.5), np.float32)


def _histograms(picture: Floats, x: Floats, y: Floats, sigma: Floats) -> Floats:
    """Return for each place how strong the gradients in each of 36 directions are, smoothed around the circle."""
    reach = np.linspace(-_REACH, _REACH, _WINDOW, dtype=np.float32)
    across, down = np.meshgrid(reach, reach)
    weight = np.exp(-(across**2 + down**2) / _WEIGHT).ravel()
    xs, ys = x[:, None] + sigma[:, None] * across.ravel(), y[:, None] + sigma[:, None] * down.ravel()
    seen = cv2.remap(picture, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = seen.reshape(-1, _WINDOW, _WINDOW)
    right, below = np.zeros_like(seen), np.zeros_like(seen)
    right[:, :, 1:-1] = seen[:, :, 2:] - seen[:, :, :-2]
    below[:, 1:-1] = seen[:, 2:] - seen[:, :-2]
    strength = np.hypot(right, below).reshape(len(seen), -1) * weight
    turn = np.arctan2(below, right).reshape(len(seen), -1) * (_BINS / (2 * np.pi))
    low = np.floor(turn)
    first, own = low.astype(np.int64), np.arange(len(seen))[:, None] * _BINS
    size = len(seen) * _BINS
    low_share, high_share = strength * (1 - turn + low), strength * (turn - low)
    told = np.bincount((first % _BINS + own).ravel(), low_share.ravel(), size).astype(np.float32)
    told += np.bincount(((first + 1) % _BINS + own).ravel(), high_share.ravel(), size).astype(np.float32)
    smooth: Floats = told.reshape(-1, _BINS)
    for _ in range(2):
        smooth = np.asarray((np.roll(smooth, 1, axis=1) + smooth * 2 + np.roll(smooth, -1, axis=1)) / 4, np.float32)
    return smooth


def _at_peak(told: Floats, peak: NDArray[np.intp]) -> Floats:
    row = np.arange(len(peak))
    place = peak + vertex(told[row, peak - 1], told[row, peak], told[row, (peak + 1) % _BINS])
    return np.asarray(place * (2 * np.pi / _BINS), np.float32)

# SPDX-License-Identifier: Apache-2.0
"""Thirty-two bits hidden in a picture's brightness and read back: a tile of waves, repeated over the picture.

The picture is scaled so that its longer side is 512; in that plane a tile of 128 by 128 is repeated. The
tile is made of waves 4.6 to 16 long: one part finds the tile's place, the rest carries the 127 bits of
`codes`. A reader scales back, evens out what is busy, adds all tiles up, finds the place by correlation,
and tries smaller scales when edges were cut off. docs/labels.md has the specification and the figures.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from verweer.guard.codes import LENGTH, NotAWord, decode, encode
from verweer.kernel import InputError

Plane = NDArray[np.float32]
Spectrum = NDArray[np.complex128]
Indices = NDArray[np.int64]

_SIDE = 512
_TILE = 128
_LOWEST, _HIGHEST = 8, 28  # waves in a tile
_SYNC_SHARE = 0.25
_SEED = 20261125
_SMALLEST = 128  # pixels of the shorter side
_SCALES = tuple(round(1 - step * 0.004, 3) for step in range(1, 63))  # to 0.752 of the longer side
_TRIED = 4
_PLACES = 4
_ROUNDS = 4
_TINY = 1e-9  # keeps a plain surface from dividing by nothing
_LOUDER = (1.0, 1.4, 2.0)
_CLEAR, _CLEAR_ENOUGH = 10.0, 7.5  # standard deviations by which the tile's place stands out


class NoRoomForMark(InputError):
    """The picture is too small to carry a watermark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMark:
    """A watermark that was read: its 32 bits, and how many of the code's 127 bits had to be mended."""

    payload: int
    mended: int


class Watermark(Protocol):
    """A way to hide 32 bits in a picture; a neural one can stand here as well."""

    @property
    def name(self) -> str:
        """The name of the way, with its version."""
        ...

    def embed(self, pixels: NDArray[np.uint8], payload: int) -> NDArray[np.uint8]:
        """Return a marked copy of RGB pixels (height, width, 3); raises NoRoomForMark."""
        ...

    def find(self, pixels: NDArray[np.uint8]) -> FoundMark | None:
        """Return the mark in RGB pixels (height, width, 3), or None when none can be read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveMark:
    """The watermark of this project, in NumPy alone; `strength` is the change in grey levels (root mean square)."""

    strength: float = 2.2

    @property
    def name(self) -> str:
        """Return the name under which labels tell of this way."""
        return "verweer-waves-1"

    def embed(self, pixels: NDArray[np.uint8], payload: int) -> NDArray[np.uint8]:
        """Return a marked copy; where the mark cannot be read back at once, it is made up to twice as strong."""
        height, width = pixels.shape[:2]
        if min(height, width) < _SMALLEST:
            message = f"The picture is {width} by {height}; a watermark needs {_SMALLEST} pixels each way."
            raise NoRoomForMark(message)
        plane = _plane(pixels)
        for louder in _LOUDER:
            change = _resized(_change(plane, payload, self.strength * louder), width, height)
            marked: NDArray[np.uint8] = np.clip(np.rint(pixels + change[..., None]), 0, 255).astype(np.uint8)
            if _is_clear(marked, payload):
                break
        return marked

    def find(self, pixels: NDArray[np.uint8]) -> FoundMark | None:
        """Return the mark: first at the picture's own scale, then as if up to a quarter was cut off."""
        if min(pixels.shape[:2]) < _SMALLEST // 2:
            return None
        found = found_at_own_scale(pixels)
        if found:
            return found
        evened = _evened(_plane(pixels))
        seen = [_Seen.at(evened, scale) for scale in _SCALES]
        likely = sorted(seen, key=lambda one: -one.clarity)[:_TRIED]
        return next(filter(None, (one.mark() for one in likely)), None)


def found_at_own_scale(pixels: NDArray[np.uint8]) -> FoundMark | None:
    """Return the mark in a picture from which nothing was cut off, or None."""
    return _Seen.at(_evened(_plane(pixels)), 1.0).mark()


def soft_bits(pixels: NDArray[np.uint8], scale: float = 1.0) -> Plane:
    """Return the 127 bits as they are read at one scale, before mending: above zero is 1."""
    seen = _Seen.at(_evened(_plane(pixels)), scale)
    return _bits(seen.spectrum, seen.places[0])


@dataclass(frozen=True, slots=True)
class _Seen:
    """What shows at one scale: how clearly the tile has a place, where it may be, and the tile's spectrum."""

    clarity: float
    places: tuple[tuple[int, int], ...]
    spectrum: Spectrum

    @classmethod
    def at(cls, evened: Plane, scale: float) -> "_Seen":
        """Return what shows when a picture is taken as a part of a larger one."""
        height, width = evened.shape
        spectrum = _folded(_resized(evened, round(width * scale), round(height * scale)))
        match = np.fft.ifft2(spectrum * np.conj(_sync())).real
        best = np.argpartition(match.ravel(), -_PLACES)[-_PLACES:]
        best = best[np.argsort(-match.ravel()[best])]
        places = tuple((int(one) // _TILE, int(one) % _TILE) for one in best)
        return cls(float(match.max() / (match.std() + _TINY)), places, spectrum)

    def mark(self) -> FoundMark | None:
        """Return the mark at the likeliest place where a word of the code stands."""
        for place in self.places:
            try:
                payload, mended = decode([int(value > 0) for value in _bits(self.spectrum, place)])
            except NotAWord:
                continue
            return FoundMark(payload=payload, mended=mended)
        return None


def _change(plane: Plane, payload: int, strength: float) -> Plane:
    """Return what is added: the weakest bits and an unclear place get more, so that all are read equally well."""
    signs = np.array(encode(payload), dtype=np.float32) * 2 - 1
    room = _room(plane) * strength
    weights, louder = np.ones(LENGTH, dtype=np.float32), 1.0
    for _ in range(_ROUNDS):
        change = room * _repeated(_tile(np.append(signs * weights, louder)), plane.shape)
        change *= strength / max(float(np.sqrt(np.mean(change**2))), strength)
        spectrum = _folded(_evened(plane + change))
        told = _bits(spectrum, (0, 0)) * signs
        aim = max(float(np.median(told)), 1e-6)
        weights = np.clip(weights + 0.7 * (aim - told) / aim, 0.4, 3.0).astype(np.float32)
        louder = min(louder * 1.3, 2.5) if _clarity(spectrum) < _CLEAR else louder
    return change


def _clarity(spectrum: Spectrum) -> float:
    match = np.fft.ifft2(spectrum * np.conj(_sync())).real
    return float(match[0, 0] / (match.std() + _TINY))


def _is_clear(marked: NDArray[np.uint8], payload: int) -> bool:
    """Return whether a marked picture is read back with room to spare."""
    seen = _Seen.at(_evened(_plane(marked)), 1.0)
    found = seen.mark()
    return found is not None and found.payload == payload and not found.mended and seen.clarity >= _CLEAR_ENOUGH


def _plane(pixels: NDArray[np.uint8]) -> Plane:
    """Return brightness, scaled so that the longer side is 512."""
    luma = Image.fromarray(pixels).convert("L")
    scale = _SIDE / max(luma.size)
    return _resized(np.asarray(luma, dtype=np.float32), round(luma.width * scale), round(luma.height * scale))


def _resized(plane: Plane, width: int, height: int) -> Plane:
    if plane.shape == (height, width):
        return plane
    return np.asarray(Image.fromarray(plane).resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def blurred(plane: Plane, radius: int) -> Plane:
    """Return means over squares of 2 * radius + 1."""
    for axis in (0, 1):
        padded = np.pad(plane, [(radius + 1, radius) if each == axis else (0, 0) for each in (0, 1)], mode="edge")
        sums = np.cumsum(padded, axis=axis, dtype=np.float64)
        size = 2 * radius + 1
        ends, starts = (sums[size:], sums[:-size]) if axis == 0 else (sums[:, size:], sums[:, :-size])
        plane = ((ends - starts) / size).astype(np.float32)
    return plane


def _busyness(plane: Plane) -> tuple[Plane, Plane]:
    fine = plane - blurred(plane, 5)
    return fine, np.sqrt(blurred(fine**2, 5))


def _room(plane: Plane) -> Plane:
    """Return how much change the eye forgives at each place, about 1 on average in an ordinary photograph."""
    _, busy = _busyness(plane)
    room: Plane = np.clip(0.45 + busy / 16, 0.45, 2.5).astype(np.float32)
    return room


def _evened(plane: Plane) -> Plane:
    """Return what is fine in a picture, divided by how busy its surroundings are."""
    fine, busy = _busyness(plane)
    evened: Plane = np.clip(fine / (busy + 3), -2, 2).astype(np.float32)
    return evened


def _folded(evened: Plane) -> Spectrum:
    """Return the spectrum of all tiles added up, each wave brought to about the same strength."""
    height, width = (math.ceil(side / _TILE) * _TILE for side in evened.shape)
    padded = np.zeros((height, width), dtype=np.float32)
    padded[: evened.shape[0], : evened.shape[1]] = evened
    tile = padded.reshape(height // _TILE, _TILE, width // _TILE, _TILE).sum(axis=(0, 2))
    spectrum = np.fft.fft2(tile)
    size = np.abs(spectrum)
    folded: Spectrum = spectrum / (size + np.median(size[_carriers()[:2]]) + _TINY)
    return folded


def _bits(folded: Spectrum, place: tuple[int, int]) -> Plane:
    rows, columns, owners, phases = _carriers()
    turned = np.exp(2j * np.pi * (rows * place[0] + columns * place[1]) / _TILE)
    values = (folded[rows, columns] * turned * np.conj(phases)).real
    payload = owners < LENGTH
    return np.bincount(owners[payload], weights=values[payload], minlength=LENGTH).astype(np.float32)


@cache
def _carriers() -> tuple[Indices, Indices, Indices, Spectrum]:
    """Return the waves of a tile, which bit each carries (LENGTH: none, it finds the place), and its phase."""
    rows, columns = np.meshgrid(np.arange(-_HIGHEST, _HIGHEST + 1), np.arange(_HIGHEST + 1), indexing="ij")
    length = np.hypot(rows, columns)
    half = (length >= _LOWEST) & (length <= _HIGHEST) & ((columns > 0) | (rows > 0))
    rows, columns = rows[half], columns[half]
    random = np.random.Generator(np.random.PCG64(_SEED))
    order = random.permutation(len(rows))
    rows, columns = rows[order] % _TILE, columns[order]
    phases = np.exp(2j * np.pi * random.random(len(rows)))
    owners = np.arange(len(rows)) % LENGTH
    owners[: round(len(rows) * _SYNC_SHARE)] = LENGTH
    return rows, columns, owners, phases


@cache
def _sync() -> Spectrum:
    rows, columns, owners, phases = _carriers()
    spectrum = np.zeros((_TILE, _TILE), dtype=np.complex128)
    mine = owners == LENGTH
    spectrum[rows[mine], columns[mine]] = phases[mine]
    return spectrum


def _tile(values: Plane) -> Plane:
    """Return the tile that carries 127 signed values and the weight of its place; root mean square 1 for ones."""
    rows, columns, owners, phases = _carriers()
    spectrum = np.zeros((_TILE, _TILE), dtype=np.complex128)
    spectrum[rows, columns] = phases * values[owners]
    tile = np.fft.ifft2(spectrum).real * _TILE**2
    return (tile / math.sqrt(len(rows) / 2)).astype(np.float32)


def _repeated(tile: Plane, shape: tuple[int, int]) -> Plane:
    return np.tile(tile, (math.ceil(shape[0] / _TILE), math.ceil(shape[1] / _TILE)))[: shape[0], : shape[1]]

# SPDX-License-Identifier: Apache-2.0
"""Draws the pictures: rich in texture, the same bytes for the same seed; and edited copies of them."""

import io
from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_WIDTH, _HEIGHT = 960, 720
_SOFTWARE = 0x0131  # the Exif tag
_NAMES = ("vuurtoren", "markt", "haven", "tuin")


@cache
def picture(name: str) -> bytes:
    """Return a drawing as JPEG, as it was first put online."""
    return jpeg(drawn(_NAMES.index(name)), quality=92)


@cache
def recoded(name: str) -> bytes:
    """Return a copy saved again at low quality."""
    return jpeg(drawn(_NAMES.index(name)), quality=55)


@cache
def resized(name: str) -> bytes:
    """Return a copy at half the size."""
    return jpeg(drawn(_NAMES.index(name)).resize((_WIDTH // 2, _HEIGHT // 2), Image.Resampling.LANCZOS), quality=80)


@cache
def captioned(name: str) -> bytes:
    """Return a copy with a line of text written over it."""
    image = drawn(_NAMES.index(name)).copy()
    font = ImageFont.load_default(44)
    pen = ImageDraw.Draw(image)
    pen.text((60, 630), "doorgestuurd uit de groep", fill="white", stroke_width=3, stroke_fill="black", font=font)
    return jpeg(image, quality=78)


@cache
def marked(name: str, mark: str) -> bytes:
    """Return a drawing that bears its tool's mark, in sight and in its metadata."""
    stream = io.BytesIO()
    facts = Image.Exif()
    facts[_SOFTWARE] = mark
    _with_words(name, mark, height=30).save(stream, "JPEG", quality=88, exif=facts)
    return stream.getvalue()


@cache
def thumbnail(name: str) -> bytes:
    """Return a copy as search engines show it."""
    return jpeg(drawn(_NAMES.index(name)).resize((160, 120), Image.Resampling.LANCZOS), quality=75)


@cache
def avatar(seed: int) -> bytes:
    """Return a small square of one colour with a disc, as sites use for accounts."""
    random = np.random.default_rng(1000 + seed)
    image = Image.new("RGB", (48, 48), _colour(random))
    ImageDraw.Draw(image).ellipse((8, 8, 40, 40), fill=_colour(random))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@cache
def drawn(seed: int, width: int = _WIDTH, height: int = _HEIGHT) -> Image.Image:
    """Return the drawing of a seed: a gradient, clouds of noise, and shapes over them."""
    random = np.random.default_rng(seed + 7)
    canvas = _gradient(random, width, height) + _clouds(random, width, height)
    image = Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    shapes: tuple[Callable[..., None], ...] = (pen.ellipse, pen.rectangle)
    for number in range(28):
        left, top = int(random.integers(0, width * 0.9)), int(random.integers(0, height * 0.9))
        size = int(random.integers(width // 24, width // 5))
        box = (left, top, left + size, top + int(size * random.uniform(0.4, 1.4)))
        shapes[number % 2](box, fill=_colour(random), outline=_colour(random), width=3)
    return image


def jpeg(image: Image.Image, *, quality: int) -> bytes:
    """Return an image as JPEG."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def _with_words(name: str, words: str, *, height: int) -> Image.Image:
    # A bar much higher than this would make another picture of it to PDQ (measured: 14 bits of 256 differ).
    image = drawn(_NAMES.index(name)).copy()
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, _HEIGHT - height, _WIDTH, _HEIGHT), fill=(20, 20, 24))
    font = ImageFont.load_default(height // 2)
    pen.text((24, _HEIGHT - height * 3 // 4), words, fill=(240, 240, 240), font=font)
    return image


def _gradient(random: np.random.Generator, width: int, height: int) -> np.ndarray:
    across = np.linspace(0, 1, width)[None, :, None]
    down = np.linspace(0, 1, height)[:, None, None]
    corners = random.integers(30, 200, size=(2, 3)).astype(float)
    return np.asarray(corners[0] * (1 - down) + corners[1] * across * down)


def _clouds(random: np.random.Generator, width: int, height: int) -> np.ndarray:
    total = np.zeros((height, width, 3))
    for cells, strength in ((6, 60), (18, 36), (60, 18)):
        grid = random.integers(0, 256, size=(cells, cells, 3), dtype=np.uint8)
        blown = Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)
        total += (np.asarray(blown, dtype=float) - 128) / 128 * strength
    return total


def _colour(random: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in random.integers(10, 246, size=3))
    return red, green, blue

# SPDX-License-Identifier: Apache-2.0
"""The watermark survives what sites do to pictures; what every watermark promises is one contract."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.testnet.pictures import drawn
from verweer.guard.watermark import NoRoomForMark, Watermark, WaveMark

PAYLOAD = 0xC0FFEE42


@pytest.fixture(scope="module")
def watermark() -> Watermark:
    return WaveMark()


@pytest.fixture(scope="module")
def marked(watermark: Watermark) -> NDArray[np.uint8]:
    return watermark.embed(np.asarray(drawn(3, 640, 480)), PAYLOAD)


class WatermarkContract:
    """What any watermark promises, whoever made it; a neural one subclasses this beside its own fixture `watermark`."""

    def test_a_mark_is_read_back(self, watermark: Watermark, marked: NDArray[np.uint8]) -> None:
        found = watermark.find(marked)

        assert found is not None
        assert found.payload == PAYLOAD

    def test_a_marked_picture_keeps_its_shape_and_looks_the_same(self, marked: NDArray[np.uint8]) -> None:
        before = np.asarray(drawn(3, 640, 480)).astype(float)

        assert marked.shape == before.shape
        assert marked.dtype == np.uint8
        assert 0 < np.mean((marked - before) ** 2) < 65025 / 10**3.8  # 38 dB

    def test_a_picture_without_a_mark_shows_none(self, watermark: Watermark) -> None:
        assert watermark.find(np.asarray(drawn(5, 640, 480))) is None

    def test_an_empty_picture_shows_none(self, watermark: Watermark) -> None:
        assert watermark.find(np.zeros((300, 400, 3), dtype=np.uint8)) is None

    def test_a_tiny_picture_is_refused_or_shows_none(self, watermark: Watermark) -> None:
        tiny = np.zeros((8, 8, 3), dtype=np.uint8)

        assert watermark.find(tiny) is None
        with pytest.raises(NoRoomForMark):
            watermark.embed(tiny, PAYLOAD)

    def test_the_way_has_a_name(self, watermark: Watermark) -> None:
        assert watermark.name


def saved(kind: str, quality: int) -> Callable[[Image.Image], Image.Image]:
    def change(picture: Image.Image) -> Image.Image:
        stream = io.BytesIO()
        picture.save(stream, kind, quality=quality)
        return Image.open(stream).convert("RGB")

    return change


def cut(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((width // 20, height // 20, width // 20 + width * 9 // 10, height // 20 + height * 9 // 10))


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "JPEG 50": saved("JPEG", 50),
    "WebP 75": saved("WEBP", 75),
    "half the size": lambda picture: picture.resize((picture.width // 2, picture.height // 2)),
    "a tenth cut off each way": cut,
    "brighter": lambda picture: picture.point(lambda value: min(255, round(value * 1.3))),
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "smaller and JPEG 75": lambda picture: saved("JPEG", 75)(picture.resize((480, 360))),
}


class TestWaveMark(WatermarkContract):
    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    def test_the_mark_survives(
        self, watermark: Watermark, marked: NDArray[np.uint8], change: Callable[[Image.Image], Image.Image]
    ) -> None:
        found = watermark.find(np.asarray(change(Image.fromarray(marked))))

        assert found is not None
        assert found.payload == PAYLOAD

    def test_the_same_payload_gives_the_same_pixels(self, watermark: Watermark, marked: NDArray[np.uint8]) -> None:
        assert np.array_equal(watermark.embed(np.asarray(drawn(3, 640, 480)), PAYLOAD), marked)

    def test_a_marked_picture_that_is_upside_down_tells_no_wrong_number(
        self, watermark: Watermark, marked: NDArray[np.uint8]
    ) -> None:
        assert watermark.find(np.ascontiguousarray(marked[::-1, ::-1])) is None

# SPDX-License-Identifier: Apache-2.0
"""A picture is read as it is seen, whatever its format says of depth, colours, transparency and which way is up."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from tests.testnet.pictures import drawn
from verweer.media import CannotRead, Reason
from verweer.media.pictures import MOST_PIXELS, read_pixels

IMAGE = drawn(5, 320, 200)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def with_transparency() -> Image.Image:
    wide = Image.new("RGBA", IMAGE.size, (255, 0, 0, 0))
    wide.paste(IMAGE.crop((0, 0, 200, 200)), (0, 0))
    return wide


def sixteen_bits(mode: str) -> bytes:
    grey = np.asarray(IMAGE.convert("L"), dtype=np.uint16) * 257
    kind = "PNG" if mode == "I;16" else "TIFF"
    return encoded(Image.fromarray(grey if mode == "I;16" else grey.astype(np.int32)), kind)


SHADES = IMAGE.convert("L").point(lambda shade: shade // 64 * 64)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
# What is in the file, and what a person sees, within so many steps of 255.
SEEN: dict[str, tuple[bytes, Image.Image, int]] = {
    "palette": (encoded(IMAGE.quantize(256), "PNG"), IMAGE.quantize(256).convert("RGB"), 0),
    "grey": (encoded(IMAGE.convert("L"), "PNG"), IMAGE.convert("L"), 0),
    "black and white": (encoded(IMAGE.convert("1"), "PNG"), IMAGE.convert("1").convert("RGB"), 0),
    "grey of 16 bits": (sixteen_bits("I;16"), IMAGE.convert("L"), 1),
    "grey of 32 bits": (sixteen_bits("I"), IMAGE.convert("L"), 1),
    "CMYK": (encoded(IMAGE.convert("CMYK"), "TIFF"), IMAGE, 2),
    "transparent": (
        encoded(with_transparency(), "PNG"),
        Image.alpha_composite(Image.new("RGBA", IMAGE.size, "white"), with_transparency()).convert("RGB"),
        0,
    ),
    "one shade of grey that is transparent": (
        encoded(SHADES, "PNG", transparency=0),
        SHADES.point(lambda shade: shade or 255).convert("RGB"),
        0,
    ),
    "a colour profile": (encoded(IMAGE, "PNG", icc_profile=PROFILE), IMAGE, 0),
    "several pictures as phones write them": (
        encoded(IMAGE, "MPO", save_all=True, append_images=[drawn(6, 320, 200)], quality=100, subsampling=0),
        IMAGE,
        12,
    ),
}


@pytest.mark.parametrize(("content", "seen", "steps"), SEEN.values(), ids=SEEN)
def test_a_picture_is_read_as_it_is_seen(content: bytes, seen: Image.Image, steps: int, tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(content)

    pixels, width, height = read_pixels(tmp_path / "picture")

    assert (width, height) == IMAGE.size
    assert np.abs(pixels.astype(int) - np.asarray(seen).astype(int)).max() <= steps


@pytest.mark.parametrize("orientation", range(10))
def test_a_picture_is_turned_as_its_exif_says(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    (tmp_path / "picture").write_bytes(encoded(IMAGE, "PNG", exif=exif))

    pixels, width, height = read_pixels(tmp_path / "picture")

    with Image.open(tmp_path / "picture") as judged:
        upright = ImageOps.exif_transpose(judged)
        assert np.array_equal(pixels, np.asarray(upright))
        assert (width, height) == upright.size


LARGE: dict[str, Callable[[Path], None]] = {
    "a picture of more pixels than allowed": lambda path: Image.new("1", (10_001, 10_000)).save(path, "PNG"),
    "a JPEG of more pixels than allowed": lambda path: Image.new("L", (16_000, 7_000)).save(path, "JPEG", quality=1),
    "65,000 by 65,000": lambda path: path.write_bytes(bitmap_head(65_000, 65_000)) and None,
}


def bitmap_head(width: int, height: int) -> bytes:
    head = encoded(Image.new("RGB", (1, 1)), "BMP")
    return head[:18] + width.to_bytes(4, "little") + height.to_bytes(4, "little") + head[26:]


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_a_picture_of_too_many_pixels_is_not_decoded(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "large")

    with pytest.raises(CannotRead) as refused:
        read_pixels(tmp_path / "large")

    assert refused.value.reason is Reason.TOO_LARGE
    assert 65_000**2 > 16_000 * 7_000 > MOST_PIXELS


def test_a_very_large_jpeg_is_read_as_luma_at_its_full_size(tmp_path: Path) -> None:
    wide = Image.new("RGB", (8_000, 6_400), (40, 90, 200))
    wide.save(tmp_path / "wide.jpg", quality=50)

    pixels, width, height = read_pixels(tmp_path / "wide.jpg")

    assert (width, height) == (8_000, 6_400)
    assert pixels.shape == (6_400, 8_000)
    assert abs(int(pixels[0, 0]) - luma(40, 90, 200)) <= 2


def luma(red: int, green: int, blue: int) -> float:
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_rows_are_copied_whole_whatever_the_height(tmp_path: Path) -> None:
    tall = np.random.default_rng(1).integers(0, 256, (1_100, 70, 3), dtype=np.uint8)
    Image.fromarray(tall).save(tmp_path / "tall.png")

    assert np.array_equal(read_pixels(tmp_path / "tall.png")[0], tall)

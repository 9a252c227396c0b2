# SPDX-License-Identifier: Apache-2.0
"""A file that breaks off says how much of it was read; only a picture that lacks its very end is still hashed."""

import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.testnet.pictures import drawn
from tests.testnet.videos import video
from verweer.fingerprints import pdq_of_pixels
from verweer.fingerprints.reading import read_fingerprint
from verweer.kernel import Digest
from verweer.matching import distance
from verweer.media import CannotRead, Reason
from verweer.media.lengths import missing_end
from verweer.media.pictures import read_pixels

IMAGE = drawn(1, 640, 480)


def encoded(kind: str, mode: str = "RGB", **options: object) -> bytes:
    stream = io.BytesIO()
    IMAGE.convert(mode).save(stream, kind, **options)
    return stream.getvalue()


BY_LINES = {
    "JPEG": encoded("JPEG", quality=90),
    "JPEG in CMYK": encoded("JPEG", "CMYK", quality=90),
    "PNG": encoded("PNG"),
    "PNG with a palette": encoded("PNG", "P"),
    "PNG with transparency": encoded("PNG", "RGBA"),
    "GIF": encoded("GIF", "P", interlace=0),
    "BMP": encoded("BMP"),
    "TIFF": encoded("TIFF"),
    "grey of 16 bits": encoded("PNG", "I;16"),
}


@pytest.mark.parametrize("content", BY_LINES.values(), ids=BY_LINES)
def test_half_a_picture_says_how_many_of_its_lines_could_be_read(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "half").write_bytes(content[: len(content) // 2])

    with pytest.raises(CannotRead) as broken:
        read_pixels(tmp_path / "half")

    words = broken.value.sentence.en.split()
    assert broken.value.reason is Reason.BROKEN_OFF
    assert words[:2] + words[3:] == ["Breaks", "off:", "of", "480", "lines", "could", "be", "read."]
    assert 180 <= int(words[2]) <= 300
    assert words[2] in broken.value.sentence.nl


def test_lines_are_counted_to_the_line(tmp_path: Path) -> None:
    content = encoded("BMP")
    (tmp_path / "cut").write_bytes(content[: len(content) - 100 * 640 * 3 - 1])

    with pytest.raises(CannotRead, match=r"Breaks off: 379 of 480 lines could be read\."):
        read_pixels(tmp_path / "cut")


def test_a_picture_in_passes_that_breaks_off_has_no_line(tmp_path: Path) -> None:
    content = encoded("JPEG", quality=90, progressive=True)
    (tmp_path / "cut").write_bytes(content[: len(content) // 2])

    with pytest.raises(CannotRead, match=r"Breaks off: 0 of 480 lines"):
        read_pixels(tmp_path / "cut")


BY_BYTES = {
    "WebP": encoded("WEBP"),
    "AVIF": encoded("AVIF"),
    "HEIC": encoded("HEIF"),
}


@pytest.mark.parametrize("content", BY_BYTES.values(), ids=BY_BYTES)
def test_a_picture_that_is_read_in_one_go_says_how_many_bytes_are_there(content: bytes, tmp_path: Path) -> None:
    half = len(content) // 2
    (tmp_path / "half").write_bytes(content[:half])

    with pytest.raises(CannotRead, match=f"Breaks off: {half} of at least {len(content)} bytes are there"):
        read_pixels(tmp_path / "half")


ENDS = {
    "a JPEG without its last two bytes": encoded("JPEG", quality=90)[:-2],
    "a PNG without its end": encoded("PNG")[:-16],
    "a GIF without its end": encoded("GIF", "P", interlace=0)[:-600],
}


@pytest.mark.parametrize("content", ENDS.values(), ids=ENDS)
def test_a_picture_that_lacks_no_more_than_its_last_part_is_read(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "cut").write_bytes(content)

    pixels, width, height = read_pixels(tmp_path / "cut")

    assert (width, height) == (640, 480)
    assert distance(pdq_of_pixels(pixels)[0], pdq_of_pixels(np.asarray(IMAGE))[0]) <= 12


def test_the_missing_lines_repeat_the_last_one(tmp_path: Path) -> None:
    content = encoded("PNG", compress_level=0)
    (tmp_path / "cut").write_bytes(content[: -5 * (640 * 3 + 1)])

    pixels, _, _ = read_pixels(tmp_path / "cut")

    original = np.asarray(IMAGE)
    read = int(np.argmin((pixels == original).all(axis=(1, 2))))
    assert 473 <= read < 480
    assert (pixels[read:] == original[read - 1]).all()


@pytest.mark.parametrize("kind", [*BY_LINES, *BY_BYTES])
def test_no_change_of_bytes_upsets_reading(kind: str, tmp_path: Path) -> None:
    content = {**BY_LINES, **BY_BYTES}[kind]
    random = np.random.default_rng(len(content))

    for number in range(20):
        spoilt = bytearray(content)
        reach = len(content) if number % 2 else 400  # every second time in the head
        for place in random.integers(0, reach, 6):
            spoilt[place] = random.integers(0, 256)
        (tmp_path / "spoilt").write_bytes(spoilt)

        assert read_fingerprint(tmp_path / "spoilt").content == Digest.of(bytes(spoilt))


WHOLE = {
    "JPEG": BY_LINES["JPEG"],
    "WebP": BY_BYTES["WebP"],
    "AVIF": BY_BYTES["AVIF"],
    "HEIC": BY_BYTES["HEIC"],
    "MP4": video(),
}


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_nothing_is_missing_of_a_whole_file(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "whole").write_bytes(content)

    assert missing_end(tmp_path / "whole") is None


def matroska(length: bytes, body: bytes) -> bytes:
    return b"\x1aE\xdf\xa3\x81\x00" + b"\x18\x53\x80\x67" + length + body


MATROSKA = {
    "whole": (matroska(b"\x40\x10", bytes(16)), None),
    "cut": (matroska(b"\x40\x20", bytes(16)), "28 of at least 44 bytes"),
    "of open length": (matroska(b"\x01" + b"\xff" * 7, bytes(16)), None),
    "without a segment": (b"\x1aE\xdf\xa3\x81\x00", None),
}


@pytest.mark.parametrize(("content", "words"), MATROSKA.values(), ids=MATROSKA)
def test_a_matroska_file_states_how_long_it_is(content: bytes, words: str | None, tmp_path: Path) -> None:
    (tmp_path / "video").write_bytes(content)

    broken = missing_end(tmp_path / "video")

    assert (words in broken.sentence.en) if broken and words else broken is None and words is None


@given(st.sampled_from([b"RIFF", b"\x00\x00\x00\x18ftyp", b"\x1aE\xdf\xa3", b""]), st.binary(max_size=80))
def test_no_bytes_upset_the_look_at_a_file_s_length(head: bytes, rest: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(head + rest)
        file.flush()

        broken = missing_end(Path(file.name))

    assert broken is None or broken.reason is Reason.BROKEN_OFF

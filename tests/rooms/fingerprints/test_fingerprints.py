# SPDX-License-Identifier: Apache-2.0
"""Fingerprints equal the reference's bit for bit, and no file, however hostile, stops the next."""

import io
import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pillow_heif import register_heif_opener

from tests.testnet.pictures import drawn, jpeg
from tests.testnet.videos import video
from verweer.fingerprints import (
    Fingerprint,
    Fingerprinter,
    MediaKind,
    Pdq,
    Unreadable,
    Variants,
    pdq_dihedral,
    pdq_of_pixels,
    running_fingerprinter,
)
from verweer.matching import distance, group_copies


@pytest.fixture(scope="module")
def fingerprinter() -> Iterator[Fingerprinter]:
    with running_fingerprinter(seconds=20) as running:
        yield running


HASHES = st.binary(min_size=32, max_size=32).map(Pdq)


@given(HASHES, HASHES, HASHES)
def test_distances_are_a_metric(one: Pdq, two: Pdq, three: Pdq) -> None:
    assert distance(one, two) == distance(two, one)
    assert (distance(one, two) == 0) == (one == two)
    assert distance(one, three) <= distance(one, two) + distance(two, three)


register_heif_opener()


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def turned(image: Image.Image) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it upright
    return encoded(image.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)


def sixteen_bits(image: Image.Image) -> bytes:
    grey = Image.fromarray((np.asarray(image.convert("L"), dtype=np.uint16) * 257).astype(np.uint16))
    return encoded(grey, "PNG")


def clear_around(image: Image.Image) -> bytes:
    wide = Image.new("RGBA", (image.width, image.height), (255, 255, 255, 0))
    wide.paste(image)
    return encoded(wide, "PNG")


LOOKS = {
    "PNG": lambda image: encoded(image, "PNG"),
    "WebP": lambda image: encoded(image, "WEBP", quality=90),
    "AVIF": lambda image: encoded(image, "AVIF", quality=85),
    "HEIC": lambda image: encoded(image, "HEIF", quality=85),
    "palette": lambda image: encoded(image.quantize(256), "PNG"),
    "CMYK": lambda image: encoded(image.convert("CMYK"), "JPEG", quality=95),
    "transparent": clear_around,
    "turned by its Exif": turned,
    "16 bits": sixteen_bits,
    "GIF": lambda image: encoded(image, "GIF"),
    "BMP": lambda image: encoded(image, "BMP"),
    "TIFF": lambda image: encoded(image, "TIFF"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_picture_is_hashed_as_it_is_seen(look: str, fingerprinter: Fingerprinter, tmp_path: Path) -> None:
    image = drawn(5, 640, 480)
    (tmp_path / "picture").write_bytes(LOOKS[look](image))

    found = fingerprinter.fingerprint(tmp_path / "picture")

    assert isinstance(found, Fingerprint)
    assert (found.width, found.height) == (640, 480)
    assert distance(found.frames[0].pdq, pdq_of_pixels(np.asarray(image))[0]) <= 16


def test_a_video_is_sampled_once_a_second(fingerprinter: Fingerprinter, tmp_path: Path) -> None:
    (tmp_path / "video.mp4").write_bytes(video())

    found = fingerprinter.fingerprint(tmp_path / "video.mp4")

    assert isinstance(found, Fingerprint)
    assert [round(frame.second) for frame in found.frames] == list(range(6))
    assert len({frame.pdq for frame in found.frames}) == 6


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


GOOD = jpeg(drawn(1, 640, 480), quality=90)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
HOSTILE = {
    "nothing": (b"", "Empty"),
    "words that are named .jpg": (b"dit is geen foto", "picture"),
    "a page": (b"<!doctype html><h1>404</h1>", "picture"),
    "an SVG, which is a program": (SVG, "picture"),
    "a picture of 60,000 by 60,000": (png(60_000, 60_000, b"\x00" * 1_000), "large"),
    "a picture of no width": (png(0, 100), "whole"),
    "a PNG without pixels": (png(200, 200), "0 of 200 lines"),
    "half a JPEG": (GOOD[:2_000], "of 480 lines"),
    "the head of a JPEG": (GOOD[:4], "whole"),
    "half a video": (video()[: len(video()) // 3], ""),
    "the head of a video": (video()[:64], "Breaks off: 64 of at least"),
    "a video of noise": (b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40, "Neither"),
    "a Matroska of nothing": (b"\x1aE\xdf\xa3" + b"\xff" * 500, "Neither"),
    "a pixel that counts visits": (encoded(Image.new("RGB", (1, 1)), "GIF"), "small"),
    "a plain surface": (encoded(Image.new("RGB", (400, 400), "red"), "PNG"), "plain"),
}


@pytest.mark.parametrize(("content", "word"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_a_stated_reason_and_the_next_file_is_read(
    content: bytes, word: str, fingerprinter: Fingerprinter, tmp_path: Path
) -> None:
    (tmp_path / "hostile.jpg").write_bytes(content)
    (tmp_path / "good.jpg").write_bytes(GOOD)

    found = fingerprinter.fingerprint(tmp_path / "hostile.jpg")

    assert isinstance(fingerprinter.fingerprint(tmp_path / "good.jpg"), Fingerprint)
    if word:
        assert isinstance(found, Unreadable)
        assert word in found.reason.en


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_is_found_beside_the_video_that_it_was_made_from(
    kind: str, fingerprinter: Fingerprinter, tmp_path: Path
) -> None:
    (tmp_path / "video.mp4").write_bytes(video())
    with av.open(str(tmp_path / "video.mp4")) as container:
        first, *others = [frame.to_image() for frame in container.decode(video=0)][::3]
    first.save(tmp_path / "animation", kind, save_all=True, append_images=others, duration=250)

    one, two = (fingerprinter.fingerprint(tmp_path / name) for name in ("video.mp4", "animation"))

    assert isinstance(one, Fingerprint)
    assert isinstance(two, Fingerprint)
    assert two.kind is MediaKind.VIDEO
    assert two.seconds == pytest.approx(6.0)
    assert [len(group.members) for group in group_copies([one, two])] == [2]


def test_all_eight_hashes_of_each_frame_can_be_asked_for(fingerprinter: Fingerprinter, tmp_path: Path) -> None:
    (tmp_path / "good.jpg").write_bytes(GOOD)
    (tmp_path / "video.mp4").write_bytes(video())

    of_picture, of_video = (fingerprinter.variants(tmp_path / name) for name in ("good.jpg", "video.mp4"))

    assert isinstance(of_picture, Variants)
    assert isinstance(of_video, Variants)
    assert of_picture.fingerprint == fingerprinter.fingerprint(tmp_path / "good.jpg")
    assert of_picture.eights == (pdq_dihedral(np.asarray(Image.open(io.BytesIO(GOOD))))[0],)
    assert [eight[0] for eight in of_video.eights] == [frame.pdq for frame in of_video.fingerprint.frames]


def test_a_hostile_file_has_no_eight_hashes_either(fingerprinter: Fingerprinter, tmp_path: Path) -> None:
    (tmp_path / "hostile").write_bytes(GOOD[:2_000])

    assert fingerprinter.variants(tmp_path / "hostile") == fingerprinter.fingerprint(tmp_path / "hostile")


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "slow.mp4").write_bytes(video())
    (tmp_path / "good.jpg").write_bytes(GOOD)
    with running_fingerprinter(seconds=0.0) as hasty:
        found = hasty.fingerprint(tmp_path / "slow.mp4")
    with running_fingerprinter() as patient:
        assert isinstance(patient.fingerprint(tmp_path / "good.jpg"), Fingerprint)

    assert isinstance(found, Unreadable)
    assert "too long" in found.reason.en


def children() -> set[int]:
    """Return the processes that this thread started: others on this machine are not ours to end."""
    return {int(word) for word in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}


def test_a_decoding_process_that_was_killed_is_started_anew(tmp_path: Path) -> None:
    (tmp_path / "good.jpg").write_bytes(GOOD)
    before = children()
    with running_fingerprinter() as running:
        running.fingerprint(tmp_path / "good.jpg")
        for process in children() - before:
            os.kill(process, signal.SIGKILL)
        time.sleep(0.2)
        running.fingerprint(tmp_path / "good.jpg")

        assert isinstance(running.fingerprint(tmp_path / "good.jpg"), Fingerprint)


ESCAPES = {
    "open a socket": "import socket; socket.socket()",
    "connect": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "run a program": "import os; os.execv('/bin/true', ['true'])",
    "write a file": "f = open('/tmp/verweer-escaped', 'w'); f.write('x' * 10); f.flush()",
    "take all memory": "bytearray(4_000_000_000)",
}


@pytest.mark.parametrize("words", ESCAPES.values(), ids=ESCAPES)
def test_the_decoding_process_has_given_up_what_decoding_does_not_need(words: str) -> None:
    script = f"from verweer.media.confinement import confine\nconfine()\n{words}\nprint('escaped')"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert "escaped" not in done.stdout

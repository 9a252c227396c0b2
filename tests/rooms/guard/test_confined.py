# SPDX-License-Identifier: Apache-2.0
"""Strangers' pictures and labels are read by a process that can do little else, and a file that breaks it breaks no more."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.rooms.faces.drawings import drawn_face
from tests.testnet.pictures import picture
from verweer.guard.confined import HEAD, LABELS, LONGEST_SIDE, PIXELS, SIZE, Look, Reader, running_reader
from verweer.guard.manifests import Standing
from verweer.guard.weighing import labels_in
from verweer.kernel import InputError
from verweer.media import CannotRead, Reason
from verweer.media.pictures import read_pixels


def saved(pixels: np.ndarray, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with running_reader() as opened:
        yield opened


def test_bytes_and_files_give_the_same_pixels_as_media_reads(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(picture("haven"))

    expected, _, _ = read_pixels(file)

    assert np.array_equal(reader.pixels(file), expected)
    assert np.array_equal(reader.pixels(picture("haven")), expected)


SHAPES = {
    "luma becomes colours": (saved(np.full((20, 30), 7, np.uint8)), (20, 30, 3)),
    "a large picture is made smaller": (saved(np.zeros((400, 3200, 3), np.uint8)), (200, LONGEST_SIDE, 3)),
    "one pixel": (saved(np.zeros((1, 1, 3), np.uint8)), (1, 1, 3)),
    "a picture that is very long": (saved(np.zeros((1, 60_000), np.uint8)), (1, LONGEST_SIDE, 3)),
}


@pytest.mark.parametrize(("content", "shape"), SHAPES.values(), ids=SHAPES)
def test_pixels_are_colours_of_a_bounded_size(reader: Reader, content: bytes, shape: tuple[int, ...]) -> None:
    assert reader.pixels(content).shape == shape


def test_a_picture_lies_as_its_metadata_say(reader: Reader) -> None:
    exif = Image.Exif()
    exif[274] = 6

    assert reader.pixels(saved(np.zeros((20, 30, 3), np.uint8), "JPEG", exif=exif)).shape == (30, 20, 3)


UNREADABLE = {
    "nothing": (b"", Reason.EMPTY),
    "no picture": (b"hello, world", None),
    "a program in place of a picture": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
    "a picture cut in half": (picture("haven")[:2000], None),
    "a picture that says it is huge": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x02\x00\x00\x00\x4c\x3a\x7f\x6b",
        None,
    ),
}


@pytest.mark.parametrize(("content", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_told_and_the_next_file_is_read(
    reader: Reader, content: bytes, reason: Reason | None
) -> None:
    with pytest.raises(CannotRead) as told:
        reader.pixels(content)

    assert reason in {None, told.value.reason}
    assert reader.pixels(saved(drawn_face(64))).shape == (64, 64, 3)


NO_FILES = {"a file that is not there": "absent", "a folder": ".", "a pipe": "pipe"}


@pytest.mark.parametrize("name", NO_FILES.values(), ids=NO_FILES)
@pytest.mark.parametrize("look", Look)
def test_a_path_that_is_no_ordinary_file_is_told_at_once(look: Look, name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with running_reader(look) as reader, pytest.raises(InputError, match="Name a picture"):
        reader.labels(tmp_path / name) if look is Look.LABELS else reader.pixels(tmp_path / name)


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with running_reader(seconds=0.001) as hurried, pytest.raises(CannotRead) as told:
        hurried.pixels(saved(drawn_face(64)))

    assert told.value.reason is Reason.TOO_LONG


LIES = {
    "an unknown kind": HEAD.pack(b"X", 0),
    "a size that does not fit": HEAD.pack(PIXELS, SIZE.size + 3) + SIZE.pack(2, 2) + b"abc",
    "no size": HEAD.pack(PIXELS, 2) + b"ab",
    "no pixels": HEAD.pack(PIXELS, SIZE.size) + SIZE.pack(0, 0),
    "a length beyond all bounds": HEAD.pack(PIXELS, 2**32 - 1),
    "another kind of answer": HEAD.pack(LABELS, 2) + b"{}",
    "an end in the middle": HEAD.pack(PIXELS, 40) + b"ab",
}


class Lying(Reader):
    """A reader whose process answers with what a hostile one would."""

    def __init__(self, answer: bytes, look: Look = Look.PIXELS) -> None:
        super().__init__(look)
        self._answer = answer

    def _command(self) -> list[str]:
        program = "import sys; sys.stdin.readline(); sys.stdout.buffer.write(bytes.fromhex(sys.argv[1]))"
        return [sys.executable, "-c", program, self._answer.hex()]


class DyingOnce(Lying):
    """A reader whose first process dies, and whose second is a real one."""

    def _command(self) -> list[str]:
        command = super()._command() if self._answer else [sys.executable, "-m", "verweer.guard.worker", "pixels"]
        self._answer = b""
        return command


def test_when_the_process_dies_the_next_file_gets_a_new_one() -> None:
    with DyingOnce(HEAD.pack(PIXELS, 9)) as reader:
        with pytest.raises(CannotRead):
            reader.pixels(saved(drawn_face(64)))

        assert reader.pixels(saved(drawn_face(64))).shape == (64, 64, 3)


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES)
def test_an_answer_that_is_none_is_an_unreadable_picture(answer: bytes) -> None:
    with Lying(answer) as reader, pytest.raises(CannotRead):
        reader.pixels(saved(drawn_face(64)))


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 40_000], ids=["nothing", "no labels", "deep"])
def test_an_answer_that_is_no_labels_is_a_file_that_cannot_be_looked_into(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(picture("haven"))

    with Lying(HEAD.pack(LABELS, len(content)) + content, Look.LABELS) as reader:
        labels = reader.labels(file)

    assert labels.manifest.standing is Standing.UNSUPPORTED
    assert labels.claims == ()


def test_labels_are_the_same_as_in_the_open(tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(picture("haven"))

    with running_reader(Look.LABELS) as reader:
        assert reader.labels(file) == labels_in(file)


def test_threads_that_share_a_reader_each_get_their_own_picture(reader: Reader) -> None:
    got: dict[int, tuple[int, ...]] = {}

    def read(width: int) -> None:
        got[width] = reader.pixels(saved(np.zeros((10, width, 3), np.uint8))).shape

    threads = [threading.Thread(target=read, args=(width,)) for width in range(20, 28)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == {width: (10, width, 3) for width in range(20, 28)}


def test_no_bytes_of_a_picture_stay_behind_in_a_file(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from verweer.guard.confined import running_reader\n"
        "with running_reader() as reader: print(reader.pixels(sys.stdin.buffer.read()).shape)"
    )

    told = subprocess.run(
        [sys.executable, "-c", program],
        input=saved(drawn_face(64)),
        capture_output=True,
        check=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )

    assert told.stdout == b"(64, 64, 3)\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("look", Look)
def test_the_process_may_neither_open_sockets_nor_write_files_nor_start_programs(look: Look, tmp_path: Path) -> None:
    program = f"""
import pathlib, socket, subprocess
from verweer.guard import worker
from verweer.guard.confined import Look, UNREADABLE
def tried(path, trust, seek_mark):
    told = []
    for act in (socket.socket, lambda: pathlib.Path({str(tmp_path / "new")!r}).write_bytes(b"x"), lambda: subprocess.run(["true"])):
        try:
            act()
            told.append("done")
        except OSError:
            told.append("refused")
    return UNREADABLE, " ".join(told).encode()
worker._pixels_answer = tried
worker._labels_answer = lambda: tried
worker.main(Look({look.value!r}))
"""

    told = subprocess.run([sys.executable, "-c", program], input=b'["x", "", true]\n', capture_output=True, check=True)

    assert told.stdout[HEAD.size :] == b"refused refused refused"

# SPDX-License-Identifier: Apache-2.0
"""A video is sampled on a fixed grid, upright, as it was coded; what breaks off says until when it was read."""

from pathlib import Path

import av
import numpy as np
import pytest

from tests.testnet.films import ENCODERS, HEIGHT, RATE, WIDTH, shown, write_film
from verweer.media import CannotRead
from verweer.media.videos import Bounds, Ending, Film, read_facts, sample_frames

PICTURES = shown(1, 4)
_LIMITED = 219 / 255


def luma_of(picture: np.ndarray) -> np.ndarray:
    return np.asarray(16 + picture @ np.array([0.299, 0.587, 0.114]) * _LIMITED)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / "film.mp4", PICTURES)


def written(path: Path, pictures: list[np.ndarray], codec: str, pixels: str) -> Path:
    with av.open(str(path), "w") as container:
        track = container.add_stream(
            codec, rate=RATE, options={"x265-params": "log-level=none"} if codec == "libx265" else {}
        )
        track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, pixels
        for picture in pictures:
            container.mux(track.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(track.encode(None))
    return path


@pytest.mark.parametrize("every", [1.0, 0.5, 0.25])
def test_frames_are_taken_on_the_grid(film: Path, every: float) -> None:
    samples = list(Film(path=film, every=every).samples())

    assert [sample.second for sample in samples] == pytest.approx(list(np.arange(0, 4, every)), abs=1e-3)
    for sample in samples:
        assert np.abs(sample.luma - luma_of(PICTURES[round(sample.second * RATE)])).mean() < 6


def test_copies_within_a_case_are_still_grouped_by_one_frame_a_second(film: Path) -> None:
    assert [sample.second for sample in sample_frames(film)] == [0.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize("encoder", ENCODERS)
def test_every_usual_codec_is_read_also_when_frames_are_left_out(encoder: str, tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mkv", PICTURES, encoder=encoder)

    film = Film(path=path, every=0.25, swift=True)
    samples = list(film.samples())

    assert film.ending is Ending.WHOLE
    assert len(samples) >= 15
    for sample in samples:
        assert np.abs(sample.luma - luma_of(PICTURES[round(sample.second * RATE)])).mean() < 9


def test_no_frame_is_left_out_where_frames_lie_far_apart(tmp_path: Path) -> None:
    path = write_film(tmp_path / "slow.mp4", PICTURES, encoder="h264 with frames that no other needs", rate=4)

    seconds = [sample.second for sample in Film(path=path, every=0.25, swift=True).samples()]

    # At the start a few are missing, until the first wide gap is seen.
    assert len(seconds) >= len(PICTURES) - 4
    assert np.diff(seconds)[4:].max() == pytest.approx(0.25)


WIDTHS = {"a whole number of blocks": 320, "padded lines": 318, "padded far": 258}


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_the_padding_of_lines_is_not_taken_for_a_picture(width: int, tmp_path: Path) -> None:
    pictures = [picture[:, :width] for picture in PICTURES[:RATE]]
    path = write_film(tmp_path / "film.mp4", pictures)

    sample = next(iter(sample_frames(path)))

    assert sample.luma.shape == (HEIGHT, width)
    assert np.abs(sample.luma - luma_of(pictures[0])).mean() < 6


FORMATS = {
    "ten bits": ("libx265", "yuv420p10le"),
    "colours instead of luma": ("ffv1", "bgr0"),
    "grey": ("ffv1", "gray"),
}


@pytest.mark.parametrize(("codec", "pixels"), FORMATS.values(), ids=FORMATS)
def test_unusual_formats_are_converted(codec: str, pixels: str, tmp_path: Path) -> None:
    path = written(tmp_path / "film.mkv", PICTURES[:RATE], codec, pixels)

    sample = next(iter(sample_frames(path)))

    # Full range or limited range: the hash sees no difference.
    assert np.corrcoef(sample.luma.ravel(), luma_of(PICTURES[0]).ravel())[0, 1] > 0.98


# ISO/IEC 14496-12, 8.3.2: two rows of the matrix, in 16.16; what is shown is the picture turned clockwise.
TURNS = {"a quarter": ((0, 1, -1, 0), -1), "a half": ((-1, 0, 0, -1), 2), "three quarters": ((0, -1, 1, 0), 1)}


@pytest.mark.parametrize(("matrix", "quarters"), TURNS.values(), ids=TURNS)
def test_a_film_that_was_turned_by_its_container_is_upright(
    film: Path, matrix: tuple[int, ...], quarters: int, tmp_path: Path
) -> None:
    content = bytearray(film.read_bytes())
    place = content.index(b"tkhd") + 4 + 4 + 20 + 8 + 8
    one, two, three, four = (number * 65536 for number in matrix)
    for number, value in enumerate((one, two, 0, three, four, 0)):
        content[place + 4 * number : place + 4 * number + 4] = value.to_bytes(4, "big", signed=True)
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(content)

    sample = next(iter(sample_frames(turned)))

    assert np.abs(sample.luma - np.rot90(luma_of(PICTURES[0]), quarters)).mean() < 6


def test_what_breaks_off_is_read_until_there_and_says_so(film: Path, tmp_path: Path) -> None:
    with (
        av.open(str(film)) as source,
        av.open(str(tmp_path / "fast.mp4"), "w", options={"movflags": "faststart"}) as target,
    ):
        track = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = track
                target.mux(packet)
    whole = (tmp_path / "fast.mp4").read_bytes()
    half = tmp_path / "half.mp4"
    half.write_bytes(whole[: len(whole) // 2])

    reading = Film(path=half)
    seconds = [sample.second for sample in reading.samples()]

    assert reading.ending is Ending.BROKEN_OFF
    assert 1 < reading.until < 3
    assert seconds == [second for second in (0.0, 1.0, 2.0, 3.0) if second <= reading.until]


def test_damage_in_the_middle_does_not_hide_what_follows(film: Path, tmp_path: Path) -> None:
    content = bytearray(film.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 600] = bytes(600)
    (tmp_path / "damaged.mp4").write_bytes(content)

    reading = Film(path=tmp_path / "damaged.mp4")

    assert [sample.second for sample in reading.samples()][-1] == 3.0


def test_an_empty_sample_ends_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "film.mp4", PICTURES, "mjpeg", "yuvj420p")
    content = bytearray(path.read_bytes())
    # ISO/IEC 14496-12, 8.7.3: the sizes of all samples. One becomes empty, and the one before it as much longer.
    sizes = np.frombuffer(content, ">u4", len(PICTURES), content.rindex(b"stsz") + 16)
    sizes[19:21] = sizes[19] + sizes[20], 0
    path.write_bytes(content)
    with av.open(str(path)) as container:
        assert [packet.size for packet in container.demux(video=0)].count(0) == 2, "that one, and the end"

    reading = Film(path=path)

    assert [sample.second for sample in reading.samples()] == [0.0, 1.0, 2.0, 3.0]
    assert reading.ending is Ending.WHOLE


BOUNDS = {
    "its seconds": Bounds(seconds=1.5),
    "its frames": Bounds(frames=20),
    "processor time": Bounds(processor_seconds=-1.0),
}


@pytest.mark.parametrize("bounds", BOUNDS.values(), ids=BOUNDS)
def test_reading_stops_at_a_bound_and_says_so(film: Path, bounds: Bounds) -> None:
    reading = Film(path=film, every=0.25, bounds=bounds)

    seconds = [sample.second for sample in reading.samples()]

    assert reading.ending is Ending.STOPPED
    assert len(seconds) < 8
    assert reading.until < 2


def test_a_playlist_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "list.mp4").write_text("#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n")

    with pytest.raises(CannotRead):
        list(Film(path=tmp_path / "list.mp4").samples())


def test_a_film_says_its_size_and_length(film: Path) -> None:
    facts = read_facts(film)

    assert (facts.width, facts.height) == (WIDTH, HEIGHT)
    assert facts.seconds == pytest.approx(4.0, abs=0.1)

# SPDX-License-Identifier: Apache-2.0
"""Of AV1 and VP9 only what the wanted frames need is decoded; nothing that is seen suffers from what is left out."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.testnet.films import ENCODERS, RATE, shown, write_film
from verweer.media.av1 import Av1Heads
from verweer.media.coded import ALL_SLOTS, CodedFrame, HeadReader, UnreadableHead
from verweer.media.thinning import Thinning, reader_of
from verweer.media.videos import Film
from verweer.media.vp9 import Vp9Heads

PICTURES = shown(5, 5)
READ = ("av1", "vp9")
SEQUENCE = bytes.fromhex("81040c000a0b00000024c6abdf00be0010")  # what a container tells about a stream of SVT-AV1


def opened(path: Path) -> tuple[HeadReader, av.container.InputContainer]:
    container = av.open(str(path))
    reader = reader_of(container.streams.video[0])
    assert reader is not None
    return reader, container


def thinned(path: Path, every: float) -> tuple[int, list[bytes]]:
    """Return how many packets a film has, and those that are left."""
    reader, container = opened(path)
    with container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        return len(packets), [bytes(packet) for packet in Thinning(reader, every).thinned(packets)]


@pytest.fixture(scope="module", params=READ)
def film(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / f"{request.param}.mp4", PICTURES, encoder=request.param)


@pytest.fixture(scope="module")
def av1(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / "av1.mp4", PICTURES, encoder="av1")


@pytest.mark.parametrize("every", [1.0, 0.5, 0.25])
def test_av1_frames_are_the_same_to_the_bit_whatever_is_left_out(av1: Path, every: float) -> None:
    everything = {sample.second: sample.luma for sample in Film(path=av1, every=1 / RATE).samples()}

    some = list(Film(path=av1, every=every, swift=True).samples())

    assert len(some) == 5 / every
    for number, sample in enumerate(some):
        assert number * every - 0.001 <= sample.second < (number + 0.5) * every
        assert np.array_equal(sample.luma, everything[sample.second])


def test_of_av1_less_is_decoded_the_fewer_frames_are_wanted(av1: Path) -> None:
    counts = []
    for every in (1 / RATE, 0.25, 1.0):
        reader, container = opened(av1)
        with container:
            counts.append(sum(len(reader.frames_of(content)) for content in thinned(av1, every)[1]))

    assert counts[0] >= len(PICTURES)
    assert counts[0] > 1.3 * counts[1] > 1.3**2 * counts[2]


def test_what_lies_between_a_wanted_frame_and_the_next_key_frame_is_left_out(tmp_path: Path) -> None:
    codec, options = ENCODERS["vp9"]
    path = tmp_path / "film.mkv"
    with av.open(str(path), "w") as container:
        track = container.add_stream(codec, rate=RATE, options={**options, "g": str(RATE // 2)})
        track.height, track.width = PICTURES[0].shape[:2]
        track.pix_fmt = "yuv420p"
        for picture in PICTURES:
            container.mux(track.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(track.encode(None))

    before, left = thinned(path, 1.0)

    # Five key frames on whole seconds, and the last frame of all with what it needs.
    assert (before, len(left)) == (5 * RATE, 5 + RATE // 2)


def test_vp9_is_decoded_without_smoothing_and_keeps_its_frames(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mkv", PICTURES, encoder="vp9", quality=50)
    whole, swift = (list(Film(path=path, every=1 / RATE, swift=swift).samples()) for swift in (False, True))

    _, left = thinned(path, 1 / RATE)

    for content in left:
        for frame in Vp9Heads().frames_of(content):
            level = int.from_bytes(content, "big") >> 8 * len(content) - frame.level_at - 6 & 63
            assert (frame.level_at == 0) != (level == 0)
    assert [sample.second for sample in swift] == [sample.second for sample in whole]
    apart = [np.abs(one.luma - np.float32(other.luma)).mean() for one, other in zip(whole, swift, strict=True)]
    assert 0 < max(apart) < 6


def test_the_last_frame_tells_how_far_a_film_could_be_read(film: Path) -> None:
    reading = Film(path=film, every=1.0, swift=True)

    assert len(list(reading.samples())) == 5
    assert reading.until == pytest.approx(5 - 1 / RATE, abs=0.01)


def test_damage_in_the_middle_does_not_hide_what_follows(film: Path, tmp_path: Path) -> None:
    content = bytearray(film.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 600] = bytes(600)
    (tmp_path / film.name).write_bytes(content)

    reading = Film(path=tmp_path / film.name, swift=True)

    assert [sample.second for sample in reading.samples()][-1] >= 4.0


@pytest.mark.parametrize("cut", [1, 3, 9])
def test_from_a_head_that_cannot_be_read_on_everything_is_passed_on_as_it_is(film: Path, cut: int) -> None:
    reader, container = opened(film)
    with container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    before = [bytes(packet) for packet in packets]
    packets[20] = av.Packet(b"\x32\xff\xff\xff"[:cut] if film.stem == "av1" else b"\x00" * cut)
    packets[20].pts, packets[20].time_base = packets[19].pts, packets[19].time_base

    left = [bytes(packet) for packet in Thinning(reader, 1.0).thinned(packets)]

    assert left[-len(before[21:]) :] == before[21:]
    assert left[: len(before[:20])] == before[:20]


@given(st.binary(max_size=80), st.sampled_from(READ))
def test_any_bytes_are_frames_within_them_or_cannot_be_read(content: bytes, codec: str) -> None:
    reader = Av1Heads(SEQUENCE) if codec == "av1" else Vp9Heads()

    try:
        frames = reader.frames_of(content)
    except UnreadableHead:
        return

    assert all(0 <= frame.start < frame.end <= len(content) for frame in frames)
    assert len(reader.made_of(content, frames, frames)) in {0, len(content)}
    assert len(reader.made_of(content, (), frames)) <= len(content)


def test_what_breaks_the_source_is_raised_after_all_that_came_before(film: Path) -> None:
    reader, container = opened(film)

    def breaking() -> Iterator[av.Packet]:
        with container:
            yield from list(container.demux(video=0))[:30]
        message = "broken"
        raise ValueError(message)

    left = Thinning(reader, 1 / RATE).thinned(breaking())

    assert len(list(islice(left, 30))) == 30
    with pytest.raises(ValueError, match="broken"):
        next(left)


class DrawnHeads:
    """Reads frames that were drawn: each packet is the number of one."""

    def __init__(self, frames: Sequence[tuple[frozenset[int], int, bool]]) -> None:
        self._frames = frames

    def frames_of(self, packet: bytes) -> Sequence[CodedFrame]:
        needs, kept_in, is_shown = self._frames[packet[0]]
        return [CodedFrame(0, 1, tuple(needs), kept_in, is_shown)]

    def made_of(self, packet: bytes, wanted: Sequence[CodedFrame], frames: Sequence[CodedFrame]) -> bytes:
        assert set(wanted) <= set(frames)
        return packet if wanted else b""


FRAMES = st.lists(
    st.tuples(st.frozensets(st.integers(0, 7), max_size=4), st.integers(0, 255), st.booleans()), max_size=200
)


@given(FRAMES, st.sampled_from([0.1, 0.25, 1.0]), st.integers(1, 200))
def test_each_frame_that_is_passed_on_finds_what_it_needs(
    drawn: list[tuple[frozenset[int], int, bool]], every: float, most: int
) -> None:
    frames = [(frozenset[int](), ALL_SLOTS, True), *drawn]
    packets = []
    for number in range(len(frames)):
        packet = av.Packet(bytes([number]))
        packet.pts, packet.time_base = number, Fraction(1, 10)
        packets.append(packet)

    left = [bytes(packet)[0] for packet in Thinning(DrawnHeads(frames), every, most_packets=most).thinned(packets)]

    whole, thin = [-1] * 8, [-1] * 8
    for number, (needs, kept_in, _) in enumerate(frames):
        if number in left:
            assert [thin[slot] for slot in needs] == [whole[slot] for slot in needs]
        for slots, is_there in ((whole, True), (thin, number in left)):
            slots[:] = [number if is_there and kept_in >> slot & 1 else slots[slot] for slot in range(8)]
    seen = [number / 10 for number in left if frames[number][2]]
    shown_at = [number / 10 for number, (_, _, is_shown) in enumerate(frames) if is_shown]
    for moment in shown_at:
        # Within a step and a quarter of each moment at which something is shown, something is left.
        assert any(abs(moment - other) <= 1.25 * every + 1e-6 for other in seen)


# VP9, 6.2: fields as bits. `L` is the level of smoothing, what follows it is left away.
START = "10" + "00"  # marker, profile 0
SIZE = "0000000100111111" + "0000000011101111"
SYNC = f"{0x498342:024b}"
HEADS = {
    "a key frame": START + "0" + "0" + "1" + "0" + SYNC + "001" + "0" + SIZE + "0" + "11" + "00" + "L",
    "a key frame shown in another size": START
    + "0"
    + "0"
    + "1"
    + "0"
    + SYNC
    + "001"
    + "0"
    + SIZE
    + "1"
    + SIZE
    + "1100L",
    "a key frame of ten bits": "10" + "01" + "0" + "0" + "1" + "0" + SYNC + "0" + "001" + "0" + SIZE + "0" + "1100L",
    "a key frame with full colours": "10" + "10" + "0" + "0" + "1" + "0" + SYNC + "001" + "0" + "000" + SIZE + "01100L",
    "a frame as large as its first reference": START
    + "0110"
    + "00"
    + "00000001"
    + "0000" * 3
    + "1"
    + "0"
    + "01"
    + "1100L",
    "a frame with a filter of its own": START
    + "0110"
    + "00"
    + "00000001"
    + "0000" * 3
    + "001"
    + "0"
    + "0"
    + "010"
    + "1100L",
    "a frame of a new size": START + "0110" + "00" + "00000001" + "0000" * 3 + "000" + SIZE + "0" + "01" + "1100L",
    "a resilient frame": START + "0111" + "00000001" + "0000" * 3 + "1" + "0" + "01" + "00L",
    "a hidden frame": START + "0100" + "0" + "00" + "00000001" + "0000" * 3 + "1" + "0" + "01" + "1100L",
    "a hidden frame without references": START + "0100" + "1" + "00" + SYNC + "00000001" + SIZE + "0" + "1100L",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_the_level_of_smoothing_is_set_to_zero_and_nothing_else(head: str) -> None:
    def packed(level: str) -> bytes:
        bits = head.replace("L", level) + "101"
        return int(bits.ljust(400, "1"), 2).to_bytes(50, "big")

    reader = Vp9Heads()
    frames = reader.frames_of(packed("110101"))

    assert reader.made_of(packed("110101"), frames, frames) == packed("000000")

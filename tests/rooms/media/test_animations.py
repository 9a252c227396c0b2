# SPDX-License-Identifier: Apache-2.0
"""An animation is sampled as a video is, and no number of frames costs more than is allowed."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.testnet.pictures import drawn
from verweer.media.animations import MOST_FRAMES, Animation, animation_of
from verweer.media.videos import SAMPLE_EVERY

FRAMES = [drawn(seed, 160, 120) for seed in range(20)]


def moving(kind: str, frames: Sequence[Image.Image], duration: int | Sequence[int]) -> bytes:
    stream = io.BytesIO()
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:], duration=duration, loop=0)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_is_seen_at_the_moments_of_a_video(kind: str, tmp_path: Path) -> None:
    (tmp_path / "moving").write_bytes(moving(kind, FRAMES, 250))

    animation = animation_of(tmp_path / "moving")

    assert animation is not None
    moments = list(animation.moments())
    assert [moment.second for moment in moments] == list(np.arange(0, 5, max(0.25, SAMPLE_EVERY)))
    assert animation.seconds == pytest.approx(5.0)
    for moment in moments:
        told = np.asarray(FRAMES[round(moment.second / 0.25)]).astype(int)
        assert np.abs(moment.pixels - told).mean() < 12


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF", "JPEG", "BMP"])
def test_one_picture_is_no_animation(kind: str, tmp_path: Path) -> None:
    FRAMES[0].save(tmp_path / "still", kind)

    assert animation_of(tmp_path / "still") is None


DURATIONS = {"none at all": (0, 0.1), "too short to be shown": (10, 0.1), "as it says": (30, 0.03), "long": (3000, 3.0)}


@pytest.mark.parametrize(("duration", "seconds"), DURATIONS.values(), ids=DURATIONS)
def test_a_frame_lasts_as_long_as_in_a_browser(duration: int, seconds: float, tmp_path: Path) -> None:
    (tmp_path / "moving.gif").write_bytes(moving("GIF", FRAMES[:4], duration))

    animation = animation_of(tmp_path / "moving.gif")

    assert animation is not None
    list(animation.moments())
    assert animation.seconds == pytest.approx(4 * seconds)


def test_an_animation_that_breaks_off_gives_the_frames_before(tmp_path: Path) -> None:
    content = moving("GIF", FRAMES, 1_000)
    (tmp_path / "cut.gif").write_bytes(content[: len(content) // 2])

    animation = animation_of(tmp_path / "cut.gif")

    assert animation is not None
    moments = list(animation.moments())
    assert 5 <= len(moments) <= 12
    assert animation.seconds == pytest.approx(moments[-1].second + 1)


def test_of_ten_thousand_frames_half_are_looked_at(tmp_path: Path) -> None:
    image = drawn(30, 64, 64).quantize(4)
    (tmp_path / "long.gif").write_bytes(repeated(moving("GIF", [image, image.rotate(180)], 100), times=5_000))

    animation = animation_of(tmp_path / "long.gif")

    assert animation is not None
    assert len(list(animation.moments())) == pytest.approx(MOST_FRAMES * 0.1 / SAMPLE_EVERY, rel=0.2)
    assert animation.seconds == pytest.approx(MOST_FRAMES * 0.1)


def repeated(content: bytes, *, times: int) -> bytes:
    """Return a GIF that shows the frames of another again and again."""
    start = content.index(b"\x21\xf9\x04")
    return content[:start] + content[start:-1] * times + b";"


def test_large_frames_are_counted_by_their_pixels(tmp_path: Path) -> None:
    (tmp_path / "wide.gif").write_bytes(moving("GIF", FRAMES, 1_000))

    animation = Animation(tmp_path / "wide.gif", 160, 120, most_pixels=160 * 120 * 7 + 1)

    assert len(list(animation.moments())) == 7
    assert animation.seconds == pytest.approx(7.0)

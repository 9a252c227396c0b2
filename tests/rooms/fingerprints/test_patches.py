# SPDX-License-Identifier: Apache-2.0
"""Patches are the same for the same pixels, follow a picture that is moved or mirrored, and fit into eight bytes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.testnet.pictures import drawn
from verweer.fingerprints.details import packed_patches, packed_rectangle, unpacked_patches, unpacked_rectangle
from verweer.fingerprints.patches import MOST_ASKED, MOST_STORED, Patches, patches_asked, patches_stored
from verweer.fingerprints.rectangles import Rectangle
from verweer.fingerprints.rows import DetailKind, kinds_of


def luma(seed: int) -> np.ndarray:
    return np.asarray(drawn(seed).convert("L"))


def nearest(asked: Patches, stored: Patches) -> np.ndarray:
    return np.bitwise_count(asked.hashes[:, None] ^ stored.hashes[None]).sum(axis=2).min(axis=0)


def test_a_picture_has_no_more_patches_than_may_be_stored_and_asked() -> None:
    assert 0 < len(patches_stored(luma(1))) <= MOST_STORED
    assert 0 < len(patches_asked(luma(1))[0]) <= MOST_ASKED


def test_the_same_pixels_give_the_same_patches() -> None:
    first, again = patches_stored(luma(1)), patches_stored(luma(1).copy())

    assert np.array_equal(first.hashes, again.hashes)
    assert np.array_equal(first.x, again.x)


def test_the_patches_of_a_mirror_image_follow_without_a_second_look() -> None:
    _, mirror = patches_asked(luma(2))
    seen, _ = patches_asked(np.ascontiguousarray(luma(2)[:, ::-1]))

    # The picture is made smaller by every second line, which are not the same ones in a mirror.
    assert (nearest(mirror, seen) <= 31).mean() > 0.35


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_picture_keeps_more_than_enough_patches_to_agree(quarters: int) -> None:
    turned, _ = patches_asked(np.ascontiguousarray(np.rot90(luma(2), quarters)))

    assert (nearest(turned, patches_stored(luma(2))) <= 40).sum() >= 6


def test_patches_of_unlike_pictures_are_far_apart() -> None:
    stored = patches_stored(luma(5))

    assert min(int(nearest(patches_asked(luma(seed))[0], stored).min()) for seed in range(10, 16)) > 40


@pytest.mark.parametrize("shape", [(64, 64), (64, 700), (40, 40), (3, 3)])
def test_small_and_plain_pictures_have_few_patches_or_none(shape: tuple[int, int]) -> None:
    assert len(patches_stored(np.full(shape, 120, np.uint8))) == 0


# The vector of docs/edits.md, so that another program can check itself: a wedge of grey with three rectangles on it.
VECTOR = (
    "254a6653d6a3395449d8daa96d53cc9aceae2949daa34d52d8abc9d6c8aac91b",
    "80001b6b3fff4fff85b61bda4f6bcd0c8098c7f28cef926dc434998086c0ce72",
    "1d7f9bff31556da2734132c06cb0632d68cb6636610d64c36633679d60ce6639",
)


def test_the_vector_of_the_specification_holds() -> None:
    rows = np.arange(240, dtype=np.float64)[:, None] * np.ones((1, 320))
    picture = np.rint(rows).astype(np.uint8)
    picture[60:120, 80:180] = 250
    picture[130:200, 30:90] = 5
    picture[90:180, 210:280] = 200

    patches = patches_stored(picture)

    told = [row.tobytes() for row in patches.hashes[: len(VECTOR)]]
    # Other processors may round the last bit of a sum otherwise.
    assert all(apart(row, bytes.fromhex(one)) <= 4 for row, one in zip(told, VECTOR, strict=True))


def apart(first: bytes, second: bytes) -> int:
    return (int.from_bytes(first, "big") ^ int.from_bytes(second, "big")).bit_count()


shares = st.floats(min_value=0, max_value=1)


@given(shares, shares, shares, shares)
def test_a_rectangle_fits_into_a_detail(left: float, top: float, right: float, bottom: float) -> None:
    detail = packed_rectangle(DetailKind.RECTANGLE, Rectangle(left, top, right, bottom))

    back = unpacked_rectangle(int(detail))

    assert kinds_of(np.array([detail], np.uint64)).tolist() == [DetailKind.RECTANGLE]
    assert (
        max(abs(back.left - left), abs(back.top - top), abs(back.right - right), abs(back.bottom - bottom)) < 1 / 8000
    )


def test_places_of_patches_fit_into_details() -> None:
    patches = patches_stored(luma(3))

    back = unpacked_patches(packed_patches(patches))

    assert np.abs(back.x - patches.x).max() < 1e-4
    assert np.abs(back.y - patches.y).max() < 1e-4
    assert np.abs(back.sigma / patches.sigma - 1).max() < 1e-3
    turned = np.abs((back.angle - patches.angle + np.pi) % (2 * np.pi) - np.pi)
    assert turned.max() < 2e-3
    assert (back.height == back.height[0]).all()
    assert abs(back.height[0] - 0.75) < 0.12

# SPDX-License-Identifier: Apache-2.0
"""PDQ and its eight variants equal the reference's bit for bit, with numba and without it."""

import subprocess
import sys

import numpy as np
import pdqhash
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from tests.testnet.pictures import drawn
from verweer.fingerprints import pdq_dihedral, pdq_of_pixels, pdq_of_samples, samples_of_pixels
from verweer.fingerprints.dihedral import WAYS, dihedral_of_samples
from verweer.fingerprints.pdq import bands_of, coefficients_of_samples, hash_of_coefficients
from verweer.fingerprints.pdq_fast import samples_of_luma
from verweer.fingerprints.pdq_narrow import narrow_coefficients, narrow_samples
from verweer.matching import distance

Pixels = NDArray[np.uint8]
SEEDS = range(24)


def reference(pixels: Pixels) -> tuple[list[str], int]:
    eight, quality = pdqhash.compute_dihedral(pixels)
    return [np.packbits(bits).tobytes().hex() for bits in eight], int(quality)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_drawing_and_its_eight_variants_have_the_reference_s_hashes_and_quality(seed: int) -> None:
    pixels = np.asarray(drawn(seed, 200 + 37 * seed, 640 - 19 * seed))

    eight, quality = pdq_dihedral(pixels)

    assert ([each.hex for each in eight], quality) == reference(pixels)
    assert pdq_of_pixels(pixels) == (eight[0], quality)


SHAPES = {
    "very wide": (1200, 100),
    "very tall": (90, 900),
    "as small as allowed": (64, 64),
    "just over": (65, 67),
    "square": (512, 512),
    "odd windows": (129, 257),
    "large": (1920, 1080),
}


@pytest.mark.parametrize(("width", "height"), SHAPES.values(), ids=SHAPES)
def test_any_shape_has_the_reference_s_hash(width: int, height: int) -> None:
    pixels = np.asarray(drawn(3, width, height))

    assert [each.hex for each in pdq_dihedral(pixels)[0]] == reference(pixels)[0]


def test_without_numba_hashes_are_the_same() -> None:
    program = (
        "import sys; sys.modules['numba'] = None; import numpy; from verweer.fingerprints import pdq_of_pixels; "
        "print(pdq_of_pixels(numpy.random.default_rng(1).integers(0, 256, (90, 120, 3), dtype='uint8'))[0].hex)"
    )
    pixels = np.random.default_rng(1).integers(0, 256, (90, 120, 3), dtype=np.uint8)

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == pdq_of_pixels(pixels, sampled=samples_of_luma)[0].hex


SIZES = st.tuples(st.integers(2, 200), st.integers(2, 200))


@given(st.integers(0, 2**32), st.one_of(SIZES, st.tuples(SIZES, st.just(3)).map(lambda shape: (*shape[0], 3))))
def test_numba_and_numpy_give_the_same_samples(seed: int, shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)

    assert np.array_equal(samples_of_luma(pixels), samples_of_pixels(pixels))


def test_numba_reads_pixels_that_may_not_be_written_and_pixels_that_lie_otherwise() -> None:
    pixels = np.asarray(drawn(9, 120, 90))
    turned = np.rot90(pixels)

    assert not pixels.flags.writeable
    assert not turned.flags.c_contiguous
    for each in (pixels, turned):
        assert np.array_equal(samples_of_luma(each), samples_of_pixels(each))


@given(st.integers(0, 2**32))
def test_sums_in_another_order_give_the_same_hash(seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (150, 170, 3), dtype=np.uint8)
    forwards = samples_of_pixels(pixels)

    lines = np.zeros((64, 170, 3))
    for number, (start, weights) in enumerate(zip(*bands_of(150), strict=True)):
        for tap in reversed(range(len(weights))):
            lines[number] += weights[tap] * pixels[start + tap].astype(float)

    luma = np.rint((lines @ [299.0, 587.0, 114.0]) / 1000 / 2**12)
    other = np.stack(
        [
            sum(weights[tap] * luma[:, start + tap] for tap in reversed(range(len(weights))))
            for start, weights in zip(*bands_of(170), strict=True)
        ],
        axis=1,
    )
    assert np.array_equal(np.rint(other / 2**26) / 2**18, forwards)


def test_every_weight_is_whole_and_every_band_sums_to_one() -> None:
    for length in (*range(1, 300), 1920, 4032, 65_535):
        starts, weights = bands_of(length)

        assert np.array_equal(weights, np.rint(weights)), length
        assert (weights.sum(axis=1) == 2**28).all(), length
        assert starts.min() >= 0, length
        assert starts.max() + weights.shape[1] <= length, length


def test_a_copy_in_grey_has_the_same_hash_as_luma_and_as_three_equal_colours() -> None:
    grey = np.asarray(drawn(4, 320, 240).convert("L"))

    assert pdq_of_pixels(grey) == pdq_of_pixels(np.stack([grey] * 3, axis=2))


@given(arrays(np.float64, (16, 16), elements=st.sampled_from([-1.0, 0.0, 1.0])))
def test_a_tie_with_the_median_is_a_zero(coefficients: NDArray[np.float64]) -> None:
    median = sorted(coefficients.ravel())[127]

    ones = int.from_bytes(hash_of_coefficients(coefficients).bits, "big").bit_count()

    assert ones == int((coefficients > median).sum()) <= 128


DOWN, ACROSS = np.mgrid[0:300, 0:417]
# Drawings in which coefficients are equal or zero, so that the reference's own rounding decides.
UNDECIDED = {
    "black": ACROSS * 0,
    "one grey": ACROSS * 0 + 90,
    "a gradient across": ACROSS * 255 // 417,
    "a gradient down": DOWN * 255 // 300,
    "a diagonal gradient": (ACROSS + DOWN) * 255 // 717,
    "a chess board": (ACROSS // 20 + DOWN // 20) % 2 * 255,
    "stripes": ACROSS // 16 % 2 * 255,
    "a disc": ((ACROSS - 208) ** 2 + (DOWN - 150) ** 2 < 90**2) * 255,
    "one half": (ACROSS < 208) * 255,
    "a frame": ((ACROSS > 40) & (ACROSS < 377) & (DOWN > 40) & (DOWN < 260)) * 200,
}


@pytest.mark.parametrize("values", UNDECIDED.values(), ids=UNDECIDED)
def test_where_rounding_decides_it_is_the_reference_s(values: NDArray[np.int64]) -> None:
    grey = values.astype(np.uint8)
    pixels = np.stack([grey, grey, grey], axis=2)

    eight, quality = pdq_dihedral(pixels)

    assert ([each.hex for each in eight], quality) == reference(pixels)
    assert pdq_dihedral(grey) == (eight, quality)
    assert pdq_dihedral(pixels, sampled=samples_of_luma) == (eight, quality)
    assert pdq_of_pixels(pixels, sampled=samples_of_luma) == (eight[0], quality)


@given(arrays(np.uint8, st.tuples(st.integers(2, 140), st.integers(2, 140), st.just(3)), fill=st.just(0)))
def test_any_small_drawing_has_the_reference_s_hashes(pixels: Pixels) -> None:
    assert pdq_dihedral(pixels)[1] == reference(pixels)[1]
    assert [each.hex for each in pdq_dihedral(pixels)[0]] == reference(pixels)[0]


@pytest.mark.parametrize("size", [(321, 481), (64, 64), (65, 700), (1080, 1920)])
def test_coefficients_in_32_bits_are_the_reference_s_to_the_last_bit(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(size[0]).integers(0, 256, (*size, 3), dtype=np.uint8)

    theirs, _ = pdqhash.compute_float(pixels)

    assert np.array_equal(narrow_coefficients(narrow_samples(pixels)).ravel()[::-1], theirs)


def test_a_picture_that_only_changes_across_has_no_noise_in_the_other_direction() -> None:
    ramp = np.tile(np.linspace(0, 255, 640).astype(np.uint8), (480, 1))

    coefficients = coefficients_of_samples(samples_of_pixels(ramp))

    assert np.count_nonzero(coefficients) == 0


# How each of the eight looks, in terms of NumPy; the reference's names say otherwise than one may think.
LOOKS = {
    "identity": lambda pixels: pixels,
    "rotate90": lambda pixels: np.rot90(pixels, 1),  # counter-clockwise
    "rotate180": lambda pixels: np.rot90(pixels, 2),
    "rotate270": lambda pixels: np.rot90(pixels, 3),  # clockwise
    "flip-x": np.flipud,  # upside down
    "flip-y": np.fliplr,  # as in a mirror
    "transpose": lambda pixels: pixels.swapaxes(0, 1),
    "antitranspose": lambda pixels: np.rot90(pixels, 2).swapaxes(0, 1),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_variant_is_the_hash_of_the_picture_seen_that_way(way: str) -> None:
    pixels = np.asarray(drawn(6, 481, 321))
    eight, _ = pdq_dihedral(pixels)

    apart = [distance(pdq_of_pixels(LOOKS[way](pixels))[0], each) for each in eight]

    # Not always zero: the reference's windows of even width lean half a pixel to one side.
    assert apart[WAYS.index(way)] == min(apart) <= 20


def test_samples_are_enough_to_hash() -> None:
    pixels = np.asarray(drawn(8, 320, 240))
    samples = samples_of_pixels(pixels)

    assert samples.shape == (64, 64)
    assert pdq_of_samples(samples) == pdq_of_pixels(pixels)
    assert dihedral_of_samples(samples) == pdq_dihedral(pixels)

# SPDX-License-Identifier: Apache-2.0
"""Templates outside of memory: their stored form, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.faces import STORED_BYTES, MalformedTemplate, NetworkMark, OtherNetwork, Template, similarity

MARK = NetworkMark(b"12345678")


def template(seed: int, network: NetworkMark = MARK) -> Template:
    numbers = np.random.default_rng(seed).standard_normal(128)
    return Template(numbers=(numbers / np.linalg.norm(numbers)).astype(np.float32), network=network, quality=seed % 101)


@given(st.integers(0, 10_000))
def test_a_stored_template_comes_back_whole(seed: int) -> None:
    before = template(seed)

    after = Template.from_stored(before.stored())

    assert len(before.stored()) == STORED_BYTES
    assert (after.network, after.quality) == (before.network, before.quality)
    assert np.array_equal(after.numbers, before.numbers)


@given(st.integers(0, STORED_BYTES - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, change: int) -> None:
    changed = bytearray(template(1).stored())
    changed[place] ^= change

    with pytest.raises(MalformedTemplate):
        Template.from_stored(bytes(changed))


@given(st.binary(max_size=600))
def test_any_other_bytes_are_refused(untrusted: bytes) -> None:
    with pytest.raises(MalformedTemplate):
        Template.from_stored(untrusted)


@pytest.mark.parametrize(
    "numbers",
    [np.zeros(128, np.float32), np.ones(128, np.float32), np.full(128, np.nan, np.float32), np.eye(1, 127)[0]],
    ids=["zeros", "too long", "not numbers", "too few"],
)
def test_numbers_that_are_no_template_are_refused(numbers: np.ndarray) -> None:
    with pytest.raises(MalformedTemplate):
        Template(numbers=numbers, network=MARK, quality=1)


@given(st.integers(0, 500), st.integers(0, 500))
def test_similarity_is_symmetric_and_one_with_itself(one: int, other: int) -> None:
    assert similarity(template(one), template(other)) == similarity(template(other), template(one))
    assert similarity(template(one), template(one)) == pytest.approx(1, abs=1e-5)


def test_templates_of_different_networks_are_never_compared() -> None:
    with pytest.raises(OtherNetwork):
        similarity(template(1), template(1, NetworkMark(b"otherone")))

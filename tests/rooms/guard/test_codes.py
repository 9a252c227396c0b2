# SPDX-License-Identifier: Apache-2.0
"""The code of the watermark: any thirteen bits may be wrong, and a word by chance does not pass."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.guard.codes import CHANCE, CORRECTS, LENGTH, NotAWord, decode, encode

payloads = st.integers(0, 2**32 - 1)


@given(payloads, st.sets(st.integers(0, LENGTH - 1), max_size=CORRECTS))
def test_any_thirteen_wrong_bits_are_mended(payload: int, wrong: set[int]) -> None:
    bits = [bit ^ (place in wrong) for place, bit in enumerate(encode(payload))]

    assert decode(bits) == (payload, len(wrong))


@given(payloads, st.sets(st.integers(0, LENGTH - 1), min_size=CORRECTS + 1, max_size=LENGTH - CORRECTS - 1))
def test_more_wrong_bits_never_give_the_same_word_back_as_if_few_were_wrong(payload: int, wrong: set[int]) -> None:
    bits = [bit ^ (place in wrong) for place, bit in enumerate(encode(payload))]

    try:
        read, _ = decode(bits)
    except NotAWord:
        return
    assert read != payload


@given(payloads, payloads)
def test_two_words_differ_in_at_least_twenty_seven_bits(one: int, other: int) -> None:
    distance = sum(left != right for left, right in zip(encode(one), encode(other), strict=True))

    assert distance == 0 if one == other else distance >= 2 * CORRECTS + 1


NO_WORDS = {
    "all zeros, which every plain BCH code holds": [0] * LENGTH,
    "all ones": [1] * LENGTH,
    "too short": [0] * (LENGTH - 1),
    "too long": [1] * (LENGTH + 1),
    "nothing": [],
}


@pytest.mark.parametrize("bits", NO_WORDS.values(), ids=NO_WORDS)
def test_what_is_no_word_is_refused(bits: list[int]) -> None:
    with pytest.raises(NotAWord):
        decode(bits)


def test_words_by_chance_do_not_pass() -> None:
    chance = random.Random(1)
    passed = 0
    for _ in range(2_000):
        try:
            decode([chance.getrandbits(1) for _ in range(LENGTH)])
        except NotAWord:
            continue
        passed += 1

    assert passed == 0
    assert CHANCE < 1e-11


@pytest.mark.parametrize("payload", [-1, 2**32])
def test_a_payload_beyond_32_bits_is_refused(payload: int) -> None:
    with pytest.raises(ValueError, match="32 bits"):
        encode(payload)

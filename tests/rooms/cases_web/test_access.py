# SPDX-License-Identifier: Apache-2.0
"""Case codes open one case, forgive typing, and tell nothing when wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from verweer.cases.access import (
    CaseCode,
    WrongCode,
    ends_with,
    keys_of,
    new_code,
    new_identity,
    read_code,
    unwrap_identity,
    wrap_identity,
)

SALT = bytes(32)
CODE = CaseCode("01AB0000CDEFGHJK1234")
TYPED = {
    "as written": "01AB-0000-CDEF-GHJK-1234",
    "in small letters": "01ab-0000-cdef-ghjk-1234",
    "with spaces": " 01AB 0000 CDEF GHJK 1234 ",
    "with nothing between": "01AB0000CDEFGHJK1234",
    "O for zero, I and L for one": "OLAB-oooo-CDEF-GHJK-I234",
    "with dashes of a phone's keyboard": "01AB\u20130000\u2013CDEF\u2013GHJK\u20131234",
}
NOT_CODES = {
    "nothing": "",
    "too short": "01AB",
    "a letter that no code has": "U1AB0000CDEFGHJK1234",
    "far too long": "0" * 10_000,
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_typing_is_forgiven(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize("typed", NOT_CODES.values(), ids=NOT_CODES.keys())
def test_what_is_no_code_gets_the_same_sentence(typed: str) -> None:
    with pytest.raises(WrongCode) as refused:
        read_code(typed)

    assert refused.value.sentence == WrongCode().sentence


@given(some.integers(min_value=0, max_value=2**100 - 1))
def test_every_code_reads_back_as_itself(bits: int) -> None:
    code = new_code(bits)

    assert read_code(code.written) == code
    assert len(code.groups) == 5


def test_different_bits_give_different_codes() -> None:
    assert new_code(1) != new_code(2)
    assert new_code() != new_code()


def test_the_last_group_proves_that_the_code_was_written_down() -> None:
    assert ends_with(CODE, " i234")
    assert not ends_with(CODE, "GHJK")
    assert not ends_with(CODE, "é")


def test_only_the_right_code_unwraps_the_identity() -> None:
    identity, _ = new_identity()
    keys = keys_of(CODE, SALT)
    wrapped = wrap_identity(identity, keys)

    assert unwrap_identity(wrapped, keys) == identity
    with pytest.raises(WrongCode):
        unwrap_identity(wrapped, keys_of(new_code(5), SALT))
    with pytest.raises(WrongCode):
        unwrap_identity(wrapped[:-1] + bytes([wrapped[-1] ^ 1]), keys)


def test_another_installation_finds_nothing_with_the_same_code() -> None:
    assert keys_of(CODE, SALT).locator_digest != keys_of(CODE, bytes([1]) * 32).locator_digest

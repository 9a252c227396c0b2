# SPDX-License-Identifier: Apache-2.0
"""Frame hashes go out in the two forms of vPDQ and come back the same; anything else is one clear error."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.exchange.vpdq import MOST_BYTES, MalformedVpdq, read_vpdq, vpdq_json, vpdq_lines
from verweer.fingerprints import Frame, Pdq

HASH = "e271017837246aaccddea259648fb7d62f435c89d9e99b2497763e216c8d055c"
FRAMES = st.lists(
    st.builds(
        lambda millisecond, bits, quality: Frame(second=millisecond / 1000, pdq=Pdq(bits), quality=quality),
        st.integers(0, 36_000_000),
        st.binary(min_size=32, max_size=32),
        st.integers(0, 100),
    ),
    max_size=8,
).map(tuple)


@given(FRAMES)
def test_a_signal_comes_back_as_it_went(frames: tuple[Frame, ...]) -> None:
    assert read_vpdq(vpdq_json(frames).encode()) == frames


@given(FRAMES)
def test_lines_come_back_as_they_went(frames: tuple[Frame, ...]) -> None:
    assert read_vpdq(vpdq_lines(frames).encode()) == frames


def test_both_forms_are_written_as_the_programs_that_read_them_expect() -> None:
    frames = [Frame(second=1.5, pdq=Pdq(bytes.fromhex(HASH)), quality=98)]

    assert json.loads(vpdq_json(frames)) == [f"{HASH},98,1.500"]
    assert vpdq_lines(frames) == f"0,98,{HASH},1.500\n"


OTHERS = {
    "seconds rounded by another program": (f'["{HASH},100,1.23e+03"]', 1230.0),
    "whole seconds": (f'["{HASH.upper()},100,7"]', 7.0),
    "spaces around and Windows line ends": (f" 3,100,{HASH},4.25 \r\n", 4.25),
}


@pytest.mark.parametrize(("text", "second"), OTHERS.values(), ids=OTHERS)
def test_what_other_programs_write_is_read(text: str, second: float) -> None:
    assert read_vpdq(text.encode()) == (Frame(second=second, pdq=Pdq(bytes.fromhex(HASH)), quality=100),)


BROKEN = {
    "no text at all": b"\xff\xfe\x00",
    "half a list": b'["',
    "brackets without end": b"[" * 100_000,
    "a number in the list": b"[7]",
    "a short hash": f'["{HASH[2:]},100,1.0"]'.encode(),
    "a quality above the highest": f'["{HASH},101,1.0"]'.encode(),
    "a second before the first": f'["{HASH},100,-1.0"]'.encode(),
    "no second": f'["{HASH},100,nan"]'.encode(),
    "a second beyond any video": f'["{HASH},100,9e9"]'.encode(),
    "a line of the other form": f"{HASH},100,1.0".encode(),
    "too much": b"[" + b" " * MOST_BYTES + b"]",
    "too many frames": b"[" + b"0," * 300_000 + b"0]",
}


@pytest.mark.parametrize("untrusted", BROKEN.values(), ids=BROKEN)
def test_anything_else_is_refused_in_a_sentence(untrusted: bytes) -> None:
    with pytest.raises(MalformedVpdq, match=r"^This is no vPDQ document: .+\. Ask "):
        read_vpdq(untrusted)


@given(st.binary(max_size=200) | st.text(alphabet='[]",0123456789abcdef.\n', max_size=300).map(str.encode))
def test_no_bytes_cause_another_error(untrusted: bytes) -> None:
    with suppress(MalformedVpdq):
        read_vpdq(untrusted)

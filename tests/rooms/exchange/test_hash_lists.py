# SPDX-License-Identifier: Apache-2.0
"""Lists of hashes: what is read, what is refused with which sentence, and that writing and reading are each other's inverse."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verweer.exchange import BadHashList, HashList, ListedHash, ListFormat, read_hash_list, written_hash_list
from verweer.fingerprints import Pdq

ONE, OTHER = "0f" * 32, "a1" * 32


def stopncii(*records: tuple[str, str, str]) -> str:
    told = [{"signalType": kind, "hashValue": value, "hashStatus": status} for kind, value, status in records]
    return json.dumps({"count": len(told), "hashRecords": told})


def items(listed: HashList) -> list[tuple[str, str]]:
    return [(one.item, one.pdq.hex) for one in listed.hashes]


READ = {
    "rows with and without a heading": (ListFormat.CSV, f"id,hash\nx,{ONE}\n", [("x", ONE)]),
    "no heading, capitals, blanks around": (
        ListFormat.CSV,
        f"x, {ONE.upper()} \r\n\r\ny,{OTHER}",
        [("x", ONE), ("y", OTHER)],
    ),
    "a byte order mark": (ListFormat.CSV, f"\ufeffx,{ONE}", [("x", ONE)]),
    "a bank's contents": (
        ListFormat.HMA,
        json.dumps([{"id": 7, "signals": {"pdq": ONE, "video_md5": "00"}}]),
        [("7", ONE)],
    ),
    "the same in an object": (
        ListFormat.HMA,
        json.dumps({"contents": [{"id": "a", "signals": {"pdq": ONE}, "note": "x"}]}),
        [("a", ONE)],
    ),
    "a picture without a hash": (ListFormat.HMA, json.dumps([{"id": 7, "signals": {"pdq": ""}}]), []),
    "active records": (
        ListFormat.STOPNCII,
        stopncii(("ImagePDQ", ONE, "Active"), ("VideoMD5", "00", "Active")),
        [(ONE, ONE)],
    ),
}


@pytest.mark.parametrize(("form", "text", "expected"), READ.values(), ids=READ)
def test_what_a_list_says(form: ListFormat, text: str, expected: list[tuple[str, str]]) -> None:
    assert items(read_hash_list(text.encode(), form)) == expected


@pytest.mark.parametrize("status", ["Withdrawn", "Deleted"])
def test_the_last_word_about_a_hash_counts(status: str) -> None:
    records = (
        ("ImagePDQ", ONE, "Active"),
        ("ImagePDQ", ONE, status),
        ("ImagePDQ", OTHER, status),
        ("ImagePDQ", OTHER, "Active"),
    )

    listed = read_hash_list(stopncii(*records).encode(), ListFormat.STOPNCII)

    assert listed.gone == (ONE,)
    assert items(listed) == [(OTHER, OTHER)]


REFUSED = {
    "a hash that is too short": (ListFormat.CSV, f"x,{ONE[:-1]}", "Line 1: .* this has 63"),
    "a hash that is too long": (ListFormat.CSV, f"x,{ONE}0", "this has 65"),
    "a hash with a blank inside": (ListFormat.CSV, f"x,{ONE[:30]} {ONE[31:]}", "no PDQ hash"),
    "a hash with another letter": (ListFormat.CSV, f"x,{ONE}\ny,{'g' * 64}", "Line 2"),
    "digits of another script": (ListFormat.CSV, "x," + "\u0663" * 64, "no PDQ hash"),
    "a sign": (ListFormat.CSV, "x,+" + ONE[1:], "no PDQ hash"),
    "a row of one": (ListFormat.CSV, "x", "a row is `id,hash`"),
    "a row without a name": (ListFormat.CSV, f" ,{ONE}", "a row is"),
    "a detail that is no number": (ListFormat.CSV, f"x,{ONE},-1", "detail '-1'"),
    "an open quote": (ListFormat.CSV, f'"x,{ONE}', "not CSV"),
    "text that is no JSON": (ListFormat.HMA, "{", "not of this format: JSON"),
    "60,000 brackets": (ListFormat.HMA, "[" * 60_000, "not of this format"),
    "60,000 objects": (ListFormat.STOPNCII, '{"hashRecords":' * 60_000, "not of this format"),
    "a content without an id": (ListFormat.HMA, '[{"signals":{}}]', "contents.0.id"),
    "a record without a hash": (ListFormat.STOPNCII, '{"hashRecords":[{"signalType":"ImagePDQ"}]}', "hashValue"),
    "a wrong hash in a record": (ListFormat.STOPNCII, stopncii(("ImagePDQ", "00", "Active")), "Record 1"),
}


@pytest.mark.parametrize(("form", "text", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_list_that_cannot_be_read_is_refused_with_the_place(form: ListFormat, text: str, sentence: str) -> None:
    with pytest.raises(BadHashList, match=sentence):
        read_hash_list(text.encode(), form)


@pytest.mark.parametrize("form", ListFormat)
@settings(max_examples=50)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_a_list_or_refused(form: ListFormat, content: bytes) -> None:
    try:
        listed = read_hash_list(content, form)
    except BadHashList:
        return
    assert not listed.hashes


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
LISTED = st.builds(
    ListedHash, item=NAMES, pdq=st.binary(min_size=32, max_size=32).map(Pdq), detail=st.integers(0, 2**64 - 1)
)


@given(st.lists(LISTED, max_size=8))
def test_csv_written_and_read_is_the_same(listed: list[ListedHash]) -> None:
    assert list(read_hash_list(written_hash_list(listed, ListFormat.CSV), ListFormat.CSV).hashes) == listed


@given(st.lists(LISTED, max_size=8))
def test_json_written_and_read_has_the_same_hashes(listed: list[ListedHash]) -> None:
    by_hma = read_hash_list(written_hash_list(listed, ListFormat.HMA), ListFormat.HMA)
    by_stopncii = read_hash_list(written_hash_list(listed, ListFormat.STOPNCII), ListFormat.STOPNCII)

    assert items(by_hma) == [(one.item, one.pdq.hex) for one in listed]
    assert {one.pdq for one in by_stopncii.hashes} == {one.pdq for one in listed}

# SPDX-License-Identifier: Apache-2.0
"""When, how and by whom: what a person tells is taken as told, within what can be true."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.intake import AtMoment, How, NotKnown, OnDay, Refusal, Refused, Role, Told, read_told, read_when
from verweer.kernel import BadLink

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

TIMES: dict[str, tuple[str, object]] = {
    "a day": ("2026-11-20", OnDay(day=date(2026, 11, 20))),
    "a day that began elsewhere already": ("2026-11-25", OnDay(day=date(2026, 11, 25))),
    "a moment with its zone": (
        "2026-11-24T21:30+01:00",
        AtMoment(moment=datetime(2026, 11, 24, 20, 30, tzinfo=UTC), told="2026-11-24T21:30+01:00"),
    ),
    "not known": ("unknown", NotKnown()),
    "not known, in Dutch": (" Onbekend ", NotKnown()),
}


@pytest.mark.parametrize(("text", "when"), TIMES.values(), ids=TIMES)
def test_when_is_a_moment_a_day_or_not_known(text: str, when: object) -> None:
    assert read_when(text, now=NOW) == when


NO_TIMES = {
    "nothing": "",
    "a moment without its zone": "2026-11-24T21:30",
    "a day to come": "2026-11-27",
    "a moment to come": "2026-11-25T01:30Z",
    "before there were pages": "1989-12-31",
    "the first moment of all, further east": "0001-01-01T00:00+14:00",
    "words": "vorige week",
    "digits that are none": "\u0662\u0660\u0662\u0666-\u0661\u0661-\u0662\u0660",
    "a day that is none": "2026-02-30",
    "endless": "2" * 100_000,
}


@pytest.mark.parametrize("text", NO_TIMES.values(), ids=NO_TIMES)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_when(text, now=NOW)

    assert refused.value.refusal is Refusal.WHEN


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(Refused):
        assert read_when(text, now=NOW)


def told(*, how: How = How.SCREENSHOT, link: str = "", note: str = "") -> Told:
    return read_told(
        how=how, untrusted_when="unknown", by=Role.HELPER, untrusted_link=link, untrusted_note=note, now=NOW
    )


def test_a_note_is_one_line_without_marks_that_turn_its_direction() -> None:
    assert told(note="van mijn\r\ntelefoon \u202e omgekeerd\0").note == "van mijn telefoon omgekeerd"


def test_a_link_is_a_web_address_or_told_to_be_none() -> None:
    assert told(link="filmpjes.example/kijk").link == "https://filmpjes.example/kijk"
    with pytest.raises(BadLink):
        told(link="javascript:alert(1)")


@pytest.mark.parametrize(
    ("how", "note", "refusal"),
    [(How.OTHER, "", Refusal.OTHER_NEEDS_NOTE), (How.PRINTED, "x" * 2_001, Refusal.NOTE)],
    ids=["another way without words", "a note like a book"],
)
def test_a_note_is_there_when_needed_and_not_endless(how: How, note: str, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        told(how=how, note=note)

    assert refused.value.refusal is refusal

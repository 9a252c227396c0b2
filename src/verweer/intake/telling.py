# SPDX-License-Identifier: Apache-2.0
"""What a person tells of a file becomes values: when, from where, and in which words; or one sentence why not."""

import re
from datetime import UTC, date, datetime, timedelta

from verweer.intake.model import AtMoment, How, NotKnown, OnDay, Role, Told, When
from verweer.intake.refusing import Refusal, Refused
from verweer.kernel import Link, MalformedMoment, parse_moment

LONGEST_NOTE = 2_000
_LONGEST_WHEN = 40
_FIRST_YEAR = 1990
_SLACK = timedelta(minutes=15)
_WIDEST_ZONE = timedelta(hours=14)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOT_KNOWN = frozenset({"unknown", "onbekend"})


def read_told(
    *, how: How, untrusted_when: str, by: Role, untrusted_link: str, untrusted_note: str, now: datetime
) -> Told:
    """Return what was told; raises Refused, or BadLink for an address that is none."""
    note = _plain(untrusted_note)
    if len(note) > LONGEST_NOTE:
        raise Refused(Refusal.NOTE)
    if how is How.OTHER and not note:
        raise Refused(Refusal.OTHER_NEEDS_NOTE)
    link = Link.parse(untrusted_link).url if untrusted_link.strip() else ""
    return Told(how=how, when=read_when(untrusted_when, now=now), by=by, link=link, note=note)


def read_when(untrusted_text: str, *, now: datetime) -> When:
    """Return the moment, the day, or that it is not known; a future one is a mistake."""
    text = untrusted_text.strip()[: _LONGEST_WHEN + 1]
    if text.lower() in _NOT_KNOWN:
        return NotKnown()
    try:
        if _DAY.fullmatch(text):
            return _on_day(date.fromisoformat(text), now)
        return _at_moment(parse_moment(text), text, now)
    except (MalformedMoment, ValueError, OverflowError) as cause:
        raise Refused(Refusal.WHEN) from cause


def _on_day(day: date, now: datetime) -> OnDay:
    # Somewhere it is already tomorrow.
    if day.year < _FIRST_YEAR or day > (now.astimezone(UTC) + _WIDEST_ZONE).date():
        raise Refused(Refusal.WHEN)
    return OnDay(day=day)


def _at_moment(moment: datetime, text: str, now: datetime) -> AtMoment:
    if moment.year < _FIRST_YEAR or moment > now + _SLACK or len(text) > _LONGEST_WHEN:
        raise Refused(Refusal.WHEN)
    return AtMoment(moment=moment, told=text)


def _plain(untrusted_text: str) -> str:
    """Return a text without control characters or marks that turn its direction; line breaks become spaces."""
    kept = "".join(letter if letter.isprintable() else " " for letter in untrusted_text[: LONGEST_NOTE * 4])
    return " ".join(kept.split())

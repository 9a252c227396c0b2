# SPDX-License-Identifier: Apache-2.0
"""Laws that hold for every term: days off by country, summer time, hours, extensions, and what has not begun."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from verweer.kernel import Bilingual
from verweer.remedies import ZONE, Actor, Nature, Start, Term, Unit, due
from verweer.remedies.calendar import is_day_off
from verweer.remedies.deadlines import add_months
from verweer.remedies.remedy import Extension

COUNTRIES = ("NL", "BE", "DE", "FR", "IE", "US", "ZZ")
SAID = Bilingual(nl="iets", en="something")
starts = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds
countries = st.sampled_from(COUNTRIES)
calendar_units = st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS])


def term(count: int, unit: Unit, actor: Actor = Actor.ADDRESSEE) -> Term:
    return Term(
        count=count, unit=unit, starts=Start.RECEIVED, actor=actor, basis=SAID, nature=Nature.STATUTORY, what=SAID
    )


def last_day(each: Term, start: datetime, country: str) -> date:
    moment = due(each, start, country).due
    assert moment
    return moment.astimezone(ZONE).date()


@given(starts, st.integers(1, 120), calendar_units, countries)
def test_no_term_of_days_or_months_ends_on_a_day_off_of_whoever_must_act(
    start: datetime, count: int, unit: Unit, country: str
) -> None:
    assert not is_day_off(last_day(term(count, unit), start, country), country)


@given(starts, st.integers(1, 120), calendar_units, countries)
def test_a_person_never_has_later_than_an_addressee(start: datetime, count: int, unit: Unit, country: str) -> None:
    own = last_day(term(count, unit, Actor.PERSON), start, country)

    assert own <= last_day(term(count, unit), start, country)
    assert not is_day_off(own, country)


@given(starts, st.integers(1, 5_000), countries)
def test_hours_are_hours_whatever_the_clocks_and_holidays_do(start: datetime, count: int, country: str) -> None:
    assert due(term(count, Unit.HOURS), start, country).due == start + timedelta(hours=count)


@given(starts, st.integers(1, 60), calendar_units, countries)
def test_a_longer_term_never_ends_sooner(start: datetime, count: int, unit: Unit, country: str) -> None:
    assert last_day(term(count, unit), start, country) <= last_day(term(count + 1, unit), start, country)


@given(starts, st.integers(1, 60), countries)
def test_between_start_and_end_lie_just_so_many_working_days(start: datetime, count: int, country: str) -> None:
    day, last, working = start.astimezone(ZONE).date(), last_day(term(count, Unit.WORKING_DAYS), start, country), 0
    while day < last:
        day += timedelta(days=1)
        working += not is_day_off(day, country)

    assert working == count


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 120))
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(day: date, count: int) -> None:
    later = add_months(day, count)

    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(starts, st.integers(1, 60), calendar_units)
def test_an_unknown_country_has_weekends_only(start: datetime, count: int, unit: Unit) -> None:
    last = last_day(term(count, unit), start, "ZZ")

    assume(not is_day_off(last, "NL"))
    assert last.weekday() < 5
    assert last <= last_day(term(count, unit), start, "NL")


@given(st.integers(1, 400), st.sampled_from(Unit), countries)
def test_a_term_that_did_not_begin_has_no_end_and_says_what_it_waits_for(count: int, unit: Unit, country: str) -> None:
    waiting = due(term(count, unit), None, country)

    assert waiting.due is None
    assert "vanaf de ontvangst" in waiting.computed.nl
    assert "from receipt" in waiting.computed.en


OFF = {
    "Bastille Day": ("FR", datetime(2026, 7, 12, 9, tzinfo=UTC), date(2026, 7, 15)),
    "the Belgian national day": ("BE", datetime(2026, 7, 19, 9, tzinfo=UTC), date(2026, 7, 22)),
    "German Unity on a Saturday": ("DE", datetime(2026, 10, 1, 9, tzinfo=UTC), date(2026, 10, 5)),
    "Saint Patrick's Day": ("IE", datetime(2026, 3, 15, 9, tzinfo=UTC), date(2026, 3, 18)),
    "Thanksgiving": ("US", datetime(2026, 11, 24, 9, tzinfo=UTC), date(2026, 11, 27)),
    "King's Day": ("NL", datetime(2026, 4, 25, 9, tzinfo=UTC), date(2026, 4, 28)),
    "King's Day is none of Germany's": ("DE", datetime(2026, 4, 25, 9, tzinfo=UTC), date(2026, 4, 27)),
}


@pytest.mark.parametrize(("country", "start", "last"), OFF.values(), ids=OFF)
def test_two_days_end_after_the_holidays_of_whoever_must_act(country: str, start: datetime, last: date) -> None:
    assert last_day(term(2, Unit.DAYS), start, country) == last


@pytest.mark.parametrize("start", [None, datetime(2026, 11, 24, tzinfo=UTC)], ids=["waiting", "running"])
def test_an_extension_is_told_and_never_counted(start: datetime | None) -> None:
    plain = term(1, Unit.MONTHS)
    longer = replace(plain, extension=Extension(count=2, unit=Unit.MONTHS, when=SAID))

    assert due(longer, start).due == due(plain, start).due
    assert "Te verlengen met 2 maanden: iets." in due(longer, start).computed.nl
    assert "May be extended by 2 months: something." in due(longer, start).computed.en


SUMMER_TIME = {
    "the night the clocks go forward": (datetime(2026, 3, 28, 12, tzinfo=UTC), "2026-03-29T14:00+0200"),
    "the night they go back": (datetime(2026, 10, 24, 12, tzinfo=UTC), "2026-10-25T13:00+0100"),
}


@pytest.mark.parametrize(("start", "local"), SUMMER_TIME.values(), ids=SUMMER_TIME)
def test_twenty_four_hours_are_told_in_dutch_time(start: datetime, local: str) -> None:
    moment = due(term(24, Unit.HOURS), start).due

    assert moment
    assert moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M%z") == local

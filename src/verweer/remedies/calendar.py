# SPDX-License-Identifier: Apache-2.0
"""Days off by country: weekends and public holidays (Reg. 1182/71 art. 2; in NL Algemene termijnenwet art. 3)."""

from datetime import date, timedelta
from functools import cache

import holidays

HOME = "NL"
_SATURDAY = 5
_NATIONAL = "public"
_ALSO_IN_NL = "optional"  # 5 May of every year, and Good Friday, count as days off for terms


def is_day_off(day: date, country: str = HOME) -> bool:
    """Return whether a day is a Saturday, Sunday or national public holiday; an unknown country has none."""
    return day.weekday() >= _SATURDAY or day in _holidays(country, day.year)


def working_day_from(day: date, country: str = HOME) -> date:
    """Return the day itself, or the first working day after it."""
    while is_day_off(day, country):
        day += timedelta(days=1)
    return day


def working_day_before(day: date, country: str = HOME) -> date:
    """Return the day itself, or the last working day before it."""
    while is_day_off(day, country):
        day -= timedelta(days=1)
    return day


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    if country not in holidays.list_supported_countries():
        return frozenset()
    categories = (_NATIONAL, _ALSO_IN_NL) if country == HOME else (_NATIONAL,)
    return frozenset(holidays.country_holidays(country, years=year, categories=categories))

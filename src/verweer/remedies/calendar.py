# SPDX-License-Identifier: Apache-2.0
"""Days off in the Netherlands: weekends and general public holidays (Algemene termijnenwet art. 3)."""

from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_AROUND_EASTER = (-2, 0, 1, 39, 49, 50)  # Good Friday, Easter, Ascension Day, Pentecost
_FIXED = ((1, 1), (12, 25), (12, 26))
_LIBERATION_DAY = (5, 5)


def is_day_off(day: date) -> bool:
    """Return whether a day is a Saturday, Sunday or general public holiday."""
    return day.weekday() >= _SATURDAY or day in _holidays(day.year)


def working_day_from(day: date) -> date:
    """Return the day itself, or the first working day after it."""
    while is_day_off(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """Return the day itself, or the last working day before it."""
    while is_day_off(day):
        day -= timedelta(days=1)
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    easter = _easter(year)
    moving = {easter + timedelta(days=days) for days in _AROUND_EASTER}
    return frozenset(moving | {date(year, *day) for day in (*_FIXED, _LIBERATION_DAY)} | {_kings_day(year)})


def _kings_day(year: int) -> date:
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == _SATURDAY + 1 else day


def _easter(year: int) -> date:
    """Return Easter Sunday by the computus of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)

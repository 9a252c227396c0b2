# SPDX-License-Identifier: Apache-2.0
"""From a term and the day on which it began to the last moment at which it is kept.

Rules: Regulation (EEC, Euratom) 1182/71 art. 3 for terms of Union law; art. 66 Sr for the
klacht. Where it is doubtful whether a term that ends on a day off runs on, the earlier
day is given, because a person may only err on the safe side; the explanation says so.
"""

import calendar as months
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from verweer.kernel import Bilingual
from verweer.remedies.calendar import is_day_off, working_day_before, working_day_from
from verweer.remedies.model import Actor, Deadline, Term, Unit

ZONE = ZoneInfo("Europe/Amsterdam")
_MONTHS_IN_YEAR = 12


def due(term: Term, start: datetime) -> Deadline:
    """Return the last moment of a term that began at `start`, and how it was computed."""
    first = start.astimezone(ZONE).date()
    match term.unit:
        case Unit.HOURS:
            moment = start.astimezone(UTC) + timedelta(hours=term.count)
            return _deadline(term, moment, _explained(term, first, moment, ""))
        case Unit.DAYS:
            # Reg. 1182/71 art. 3(1): the day of the event is not counted.
            last = first + timedelta(days=term.count)
        case Unit.WORKING_DAYS:
            last = _after_working_days(first, term.count)
        case Unit.MONTHS:
            last = add_months(first, term.count)
        case Unit.YEARS:
            last = add_months(first, term.count * _MONTHS_IN_YEAR)
        case _:
            assert_never(term.unit)
    return _ending_on(term, first, last)


def add_months(day: date, count: int) -> date:
    """Return the same day of a later month, or that month's last day (Reg. 1182/71 art. 3(2)(c))."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + count, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _ending_on(term: Term, first: date, last: date) -> Deadline:
    if not is_day_off(last):
        moment = _end_of(last)
        return _deadline(term, moment, _explained(term, first, moment, ""))
    if term.actor is Actor.PERSON:
        moment = _end_of(working_day_before(last))
        return _deadline(term, moment, _explained(term, first, moment, "earlier"))
    # Reg. 1182/71 art. 3(4): a term ending on a day off runs on to the end of a working day.
    moment = _end_of(working_day_from(last))
    return _deadline(term, moment, _explained(term, first, moment, "later"))


def _after_working_days(day: date, count: int) -> date:
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1))
    return day


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), ZONE).astimezone(UTC)


def _deadline(term: Term, moment: datetime, computed: Bilingual) -> Deadline:
    return Deadline(due=moment, actor=term.actor, what=term.what, computed=computed, basis=term.basis, legal=term.legal)


_UNITS = {
    Unit.HOURS: Bilingual(nl="uur", en="hours"),
    Unit.DAYS: Bilingual(nl="dagen", en="days"),
    Unit.WORKING_DAYS: Bilingual(nl="werkdagen", en="working days"),
    Unit.MONTHS: Bilingual(nl="maand(en)", en="month(s)"),
    Unit.YEARS: Bilingual(nl="jaar", en="year(s)"),
}
_SHIFTS = {
    "": Bilingual(nl="", en=""),
    "earlier": Bilingual(
        nl="; de laatste dag is een vrije dag, daarom houden we voor de zekerheid de werkdag ervoor aan",
        en="; the last day is a day off, so to be safe we count the working day before it",
    ),
    "later": Bilingual(
        nl="; de laatste dag is een vrije dag, daarom loopt de termijn door tot de volgende werkdag",
        en="; the last day is a day off, so the term runs on to the next working day",
    ),
}


_STARTS = {
    "first-knowledge": Bilingual(nl="vanaf", en="from"),
    "sent": Bilingual(nl="als het verstuurd wordt op", en="if sent on"),
    "received": Bilingual(nl="als het ontvangen wordt op", en="if received on"),
}


def _explained(term: Term, first: date, moment: datetime, shift: str) -> Bilingual:
    unit, local, starts = _UNITS[term.unit], moment.astimezone(ZONE), _STARTS[term.starts]
    kind = (
        Bilingual(nl="Termijn", en="Term")
        if term.legal
        else Bilingual(nl="Eigen herinnering, geen wettelijke termijn", en="Our own reminder, not a legal deadline")
    )
    return Bilingual(
        nl=f"{kind.nl}: {term.count} {unit.nl} {starts.nl} {first:%d-%m-%Y}{_SHIFTS[shift].nl}; uiterlijk {local:%d-%m-%Y %H:%M} ({term.basis}).",
        en=f"{kind.en}: {term.count} {unit.en} {starts.en} {first:%Y-%m-%d}{_SHIFTS[shift].en}; no later than {local:%Y-%m-%d %H:%M} ({term.basis}).",
    )

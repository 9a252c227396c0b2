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
from verweer.remedies.calendar import HOME, working_day_before, working_day_from
from verweer.remedies.remedy import Actor, Deadline, Nature, Start, Term, Unit

ZONE = ZoneInfo("Europe/Amsterdam")
_MONTHS_IN_YEAR = 12


def due(term: Term, start: datetime | None, country: str = HOME) -> Deadline:
    """Return the last moment of a term that began at `start`, and how it was computed.

    `country` is that of whoever must act: its holidays count. Without a start there is no
    last moment yet, and the explanation says what it waits for.
    """
    if start is None:
        return _deadline(term, None, _waiting(term))
    first = start.astimezone(ZONE).date()
    match term.unit:
        case Unit.HOURS:
            moment = start.astimezone(UTC) + timedelta(hours=term.count)
            return _deadline(term, moment, _explained(term, first, moment, ""))
        case Unit.DAYS:
            # Reg. 1182/71 art. 3(1): the day of the event is not counted.
            last = first + timedelta(days=term.count)
        case Unit.WORKING_DAYS:
            last = _after_working_days(first, term.count, country)
        case Unit.MONTHS:
            last = add_months(first, term.count)
        case Unit.YEARS:
            last = add_months(first, term.count * _MONTHS_IN_YEAR)
        case _:
            assert_never(term.unit)
    return _ending_on(term, first, last, country)


def add_months(day: date, count: int) -> date:
    """Return the same day of a later month, or that month's last day (Reg. 1182/71 art. 3(2)(c))."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + count, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _ending_on(term: Term, first: date, last: date, country: str) -> Deadline:
    if term.actor is Actor.PERSON:
        shifted, shift = working_day_before(last, country), "earlier"
    else:
        # Reg. 1182/71 art. 3(4): a term ending on a day off runs on to the end of a working day.
        shifted, shift = working_day_from(last, country), "later"
    moment = datetime.combine(shifted, time(23, 59, 59), ZONE).astimezone(UTC)
    return _deadline(term, moment, _explained(term, first, moment, "" if shifted == last else shift))


def _after_working_days(day: date, count: int, country: str) -> date:
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1), country)
    return day


def _deadline(term: Term, moment: datetime | None, computed: Bilingual) -> Deadline:
    return Deadline(
        due=moment, actor=term.actor, what=term.what, computed=computed, basis=term.basis, nature=term.nature
    )


_UNITS = {
    Unit.HOURS: (Bilingual(nl="uur", en="hour"), Bilingual(nl="uur", en="hours")),
    Unit.DAYS: (Bilingual(nl="dag", en="day"), Bilingual(nl="dagen", en="days")),
    Unit.WORKING_DAYS: (Bilingual(nl="werkdag", en="working day"), Bilingual(nl="werkdagen", en="working days")),
    Unit.MONTHS: (Bilingual(nl="maand", en="month"), Bilingual(nl="maanden", en="months")),
    Unit.YEARS: (Bilingual(nl="jaar", en="year"), Bilingual(nl="jaar", en="years")),
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
    Start.FIRST_KNOWLEDGE: Bilingual(nl="vanaf", en="from"),
    Start.ACT: Bilingual(nl="vanaf", en="from"),
    Start.SENT: Bilingual(nl="als het verstuurd wordt op", en="if sent on"),
    Start.RECEIVED: Bilingual(nl="als het ontvangen wordt op", en="if received on"),
    Start.DECISION: Bilingual(nl="vanaf", en="from"),
}
_AWAITED = {
    Start.FIRST_KNOWLEDGE: Bilingual(nl="de dag waarop het bekend werd", en="the day of first knowledge"),
    Start.ACT: Bilingual(nl="de dag na de daad", en="the day after the act"),
    Start.SENT: Bilingual(nl="het versturen", en="sending"),
    Start.RECEIVED: Bilingual(nl="de ontvangst", en="receipt"),
    Start.DECISION: Bilingual(
        nl="de dag waarop de beslissing bekend wordt", en="the day on which the decision is told"
    ),
}
_KINDS = {
    Nature.STATUTORY: Bilingual(nl="Wettelijke termijn", en="Statutory term"),
    Nature.CONTRACTUAL: Bilingual(nl="Termijn uit eigen regels, geen wet", en="A term of their own rules, not of law"),
    Nature.REMINDER: Bilingual(
        nl="Eigen herinnering, geen wettelijke termijn", en="Our own reminder, not a legal deadline"
    ),
}


def _explained(term: Term, first: date, moment: datetime, shift: str) -> Bilingual:
    local, starts, counted = moment.astimezone(ZONE), _STARTS[term.starts], _counted(term)
    extended = _extended(term)
    return Bilingual(
        nl=f"{counted.nl} {starts.nl} {first:%d-%m-%Y}{_SHIFTS[shift].nl}; uiterlijk {local:%d-%m-%Y %H:%M} ({term.basis.nl}).{extended.nl}",
        en=f"{counted.en} {starts.en} {first:%Y-%m-%d}{_SHIFTS[shift].en}; no later than {local:%Y-%m-%d %H:%M} ({term.basis.en}).{extended.en}",
    )


def _waiting(term: Term) -> Bilingual:
    awaited, counted, extended = _AWAITED[term.starts], _counted(term), _extended(term)
    return Bilingual(
        nl=f"{counted.nl} vanaf {awaited.nl} ({term.basis.nl}).{extended.nl}",
        en=f"{counted.en} from {awaited.en} ({term.basis.en}).{extended.en}",
    )


def _counted(term: Term) -> Bilingual:
    kind, unit = _KINDS[term.nature], _UNITS[term.unit][term.count > 1]
    return Bilingual(nl=f"{kind.nl}: {term.count} {unit.nl}", en=f"{kind.en}: {term.count} {unit.en}")


def _extended(term: Term) -> Bilingual:
    more = term.extension
    if more is None:
        return Bilingual(nl="", en="")
    unit = _UNITS[more.unit][more.count > 1]
    return Bilingual(
        nl=f" Te verlengen met {more.count} {unit.nl}: {more.when.nl}.",
        en=f" May be extended by {more.count} {unit.en}: {more.when.en}.",
    )

# SPDX-License-Identifier: Apache-2.0
"""Moments: aware datetimes in UTC, written as RFC 3339 to the second."""

from collections.abc import Callable
from datetime import UTC, datetime

from verweer.kernel.errors import InputError

Clock = Callable[[], datetime]


class MalformedMoment(InputError):
    """A text that should be a moment is not."""


def system_clock() -> datetime:
    """Return the machine's present moment; only the shell of the program calls this."""
    return datetime.now(UTC)


def rfc3339(moment: datetime) -> str:
    """Return a moment as text such as `2026-11-24T08:00:00Z`."""
    if moment.tzinfo is None:
        message = "A moment must carry its time zone."
        raise MalformedMoment(message)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_moment(untrusted_text: str) -> datetime:
    """Return the moment that an RFC 3339 text names."""
    try:
        moment = datetime.fromisoformat(untrusted_text)
    except ValueError as cause:
        message = "A moment is written like 2026-11-24T08:00:00Z."
        raise MalformedMoment(message) from cause
    if moment.tzinfo is None:
        message = "A moment must carry its time zone, as in 2026-11-24T08:00:00Z."
        raise MalformedMoment(message)
    return moment.astimezone(UTC)

# SPDX-License-Identifier: Apache-2.0
"""When to try a promise again after a failure, and what to write down about it. Pure.

The sentence names the kind of error only: the errors' own words may name people or addresses.
"""

from datetime import timedelta

from verweer.kernel import EvidenceError, InputError, OutsideError

MOST_ATTEMPTS = 12
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=6)


def wait_after(attempt: int) -> timedelta:
    """Return how long to wait after the failure of an attempt: doubled each time, up to six hours."""
    doublings = min(attempt - 1, 20)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def needs_person(attempt: int, error: Exception) -> bool:
    """Return whether trying again cannot be expected to help."""
    return attempt >= MOST_ATTEMPTS or isinstance(error, InputError | EvidenceError)


def told(error: Exception) -> str:
    """Return one sentence about a failure that names nobody and no address."""
    name = type(error).__name__
    match error:
        case InputError():
            return f"What was asked cannot be done as it stands ({name})."
        case EvidenceError():
            return f"Something is not what it claims to be, so a person must look ({name})."
        case OutsideError():
            return f"Another system did not answer as it should ({name})."
        case _:
            return f"Verweer itself failed ({name}); please report this."

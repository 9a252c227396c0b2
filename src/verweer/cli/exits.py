# SPDX-License-Identifier: Apache-2.0
"""Which error ends the program with which exit code (sysexits.h); docs/operations.md lists them.

Errors are known by name, so that telling one needs no room to be imported.
"""

from collections.abc import Mapping

from verweer.kernel import EvidenceError, InputError, OutsideError, VerweerError

REFUSED = 1
USAGE = 64
INPUT = 65
OUTSIDE = 69
EVIDENCE = 70
CANNOT_CREATE = 73
SETTING = 78
INTERRUPTED = 130

_BY_NAME: Mapping[str, int] = {
    "BadSetting": SETTING,
    "BadDatabase": SETTING,
    "UnwritableData": CANNOT_CREATE,
    "UnwritableBank": CANNOT_CREATE,
    "NoRoom": CANNOT_CREATE,
    "NoChromium": OUTSIDE,
}


def exit_code(error: VerweerError) -> int:
    """Return the exit code of an error: its own, or else its family's."""
    for kind in type(error).__mro__:
        if kind.__name__ in _BY_NAME:
            return _BY_NAME[kind.__name__]
    match error:
        case InputError():
            return INPUT
        case EvidenceError():
            return EVIDENCE
        case OutsideError():
            return OUTSIDE
        case _:
            return EVIDENCE

# SPDX-License-Identifier: Apache-2.0
"""The bounds on one visit, and the ways in which one is not whole."""

from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """A way in which a capture is not whole."""

    TIME_LIMIT = "time-limit"
    BYTE_LIMIT = "byte-limit"
    REQUEST_LIMIT = "request-limit"
    PAGE_NEVER_FINISHED = "page-never-finished"
    REFUSED_ADDRESS = "refused-address"
    FAILED_EXCHANGE = "failed-exchange"
    NO_SCREENSHOT = "no-screenshot"
    BROKEN_OFF = "broken-off"
    RESOURCE_LIMIT = "resource-limit"
    LOG_CUT = "log-cut"
    UNPROVEN_HOST = "unproven-host"
    CLOCK_OFF = "clock-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds on one visit.

    grace: how long after `seconds` the browser may take to finish before it is ended.
    log_bytes: how much the browser may write, its network log above all; bodies stand in it unpacked too.
    memory: how much the browser may hold in memory, all its processes together.
    """

    seconds: float = 45.0
    grace: float = 20.0
    bytes_received: int = 200_000_000
    log_bytes: int = 1_500_000_000
    requests: int = 1_000
    memory: int = 2_000_000_000
    processes: int = 100

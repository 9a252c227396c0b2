# SPDX-License-Identifier: Apache-2.0
"""Our own clock is compared with the authorities' whenever they are asked, and a wrong one is stated."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from verweer.evidence import Rfc3161Timestamper
from verweer.evidence.model import ClockReading
from verweer.evidence.stamping import is_clock_off, stamp_archive
from verweer.kernel import Digest, system_clock
from verweer.proof import Custody

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
READINGS = {
    "the same second": (0.0, 0.4, False),
    "rounded down by the authority": (-0.9, 0.1, False),
    "a slow answer within which both may be right": (14.0, 15.0, False),
    "ten seconds ahead": (-10.0, 0.2, True),
    "a minute behind": (60.0, 0.2, True),
    "a year behind": (31_536_000.0, 0.2, True),
}


@pytest.mark.parametrize(("theirs", "took", "off"), READINGS.values(), ids=READINGS)
def test_a_clock_is_off_when_asking_cannot_explain_the_difference(theirs: float, took: float, *, off: bool) -> None:
    reading = ClockReading(
        authority="a",
        asked=NOON,
        theirs=NOON + timedelta(seconds=theirs),
        answered=NOON + timedelta(seconds=took),
    )

    assert is_clock_off([reading]) is off


@pytest.mark.parametrize(("shift", "off"), [(0, False), (3_600, True), (-3_600, True)], ids=["right", "fast", "slow"])
def test_a_wrong_clock_shows_against_real_authorities(
    authorities: list[Rfc3161Timestamper], tmp_path: Path, shift: int, *, off: bool
) -> None:
    custody = Custody(tmp_path / "custody.jsonl", lambda: system_clock() + timedelta(seconds=shift))

    stamps, readings = stamp_archive(authorities, Digest.of(b"an archive"), custody)

    assert len(stamps) == len(readings) == 2
    assert is_clock_off(readings) is off
    assert all(abs(reading.offset_seconds + shift) < 3 for reading in readings)

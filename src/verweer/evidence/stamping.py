# SPDX-License-Identifier: Apache-2.0
"""Timestamps twice over: on the archive before it is packed, on the package once it has its name, on each log's head."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from verweer.evidence.model import ClockReading, Stamping
from verweer.evidence.timestamp import NoTimestamp, Timestamper
from verweer.kernel import Digest
from verweer.proof import Custody, Stamp, stamps_of, write_list

_CLOCK_TOLERANCE = timedelta(seconds=3)


def stamp_archive(
    timestampers: Sequence[Timestamper], digest: Digest, custody: Custody
) -> tuple[tuple[Stamp, ...], tuple[ClockReading, ...]]:
    """Return the stamps that were given, and the authorities' clocks beside ours.

    Each stamp that was not given is an event of the custody log.
    """
    stamps, readings = [], []
    for timestamper in timestampers:
        asked = custody.clock()
        try:
            stamp = timestamper.stamp(digest)
        except NoTimestamp:
            custody.append("archive-not-stamped", authority=timestamper.name)
            continue
        readings.append(ClockReading(authority=stamp.authority, asked=asked, theirs=stamp.at, answered=custody.clock()))
        stamps.append(stamp)
        custody.append("archive-stamped", authority=timestamper.name)
    return tuple(stamps), tuple(readings)


def is_clock_off(readings: Sequence[ClockReading]) -> bool:
    """Return whether our clock differs from an authority's by more than asking it took, and a few seconds."""
    return any(
        reading.theirs > reading.answered + _CLOCK_TOLERANCE or reading.theirs < reading.asked - _CLOCK_TOLERANCE
        for reading in readings
    )


def stamp_package(package: Path, timestampers: Sequence[Timestamper]) -> Stamping:
    """Ask each authority that has not stamped this package yet, and return how far it is stamped."""
    return _stamped(package, Digest.of_file(package), timestampers)


def stamp_head(custody: Custody, timestampers: Sequence[Timestamper]) -> Stamping:
    """Ask each authority that has not stamped the last line of a custody log yet, and return how far it is stamped."""
    head = custody.head()
    if head is None:
        return Stamping.UNSTAMPED
    folder = stamps_of(custody.path)
    folder.mkdir(exist_ok=True, mode=0o700)
    stamping = _stamped(folder / str(head.sequence), head.digest, timestampers)
    write_list(folder)
    return stamping


def _stamped(beside: Path, digest: Digest, timestampers: Sequence[Timestamper]) -> Stamping:
    """Keep each token as `<beside>.<authority>.tsr`, whole or not at all, with its question before it."""
    kept = 0
    for timestamper in timestampers:
        token = beside.with_name(f"{beside.name}.{timestamper.name}.tsr")
        if not token.exists():
            try:
                stamp = timestamper.stamp(digest)
            except NoTimestamp:
                continue
            token.with_suffix(".tsq").write_bytes(stamp.query)
            aside = token.with_suffix(".part")
            aside.write_bytes(stamp.token)
            aside.replace(token)
        kept += 1
    return (Stamping.UNSTAMPED, Stamping.STAMPED_ONCE, Stamping.STAMPED_TWICE)[min(kept, 2)]

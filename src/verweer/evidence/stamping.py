# SPDX-License-Identifier: Apache-2.0
"""Timestamps twice over: on the archive before it is packed, and on the package once it has its name."""

from collections.abc import Sequence
from pathlib import Path

from verweer.evidence.model import Stamping
from verweer.evidence.timestamp import NoTimestamp, Timestamper
from verweer.kernel import Digest
from verweer.proof import Custody, Stamp


def stamp_archive(timestampers: Sequence[Timestamper], digest: Digest, custody: Custody) -> tuple[Stamp, ...]:
    """Return the stamps that were given; each that was not is an event of the custody log."""
    stamps = []
    for timestamper in timestampers:
        try:
            stamps.append(timestamper.stamp(digest))
            custody.append("archive-stamped", authority=timestamper.name)
        except NoTimestamp:
            custody.append("archive-not-stamped", authority=timestamper.name)
    return tuple(stamps)


def stamp_package(package: Path, timestampers: Sequence[Timestamper]) -> Stamping:
    """Ask each authority that has not stamped this package yet, and return how far it is stamped."""
    digest = Digest.of_file(package)
    kept = 0
    for timestamper in timestampers:
        token = package.with_name(f"{package.name}.{timestamper.name}.tsr")
        if not token.exists():
            try:
                stamp = timestamper.stamp(digest)
            except NoTimestamp:
                continue
            package.with_name(f"{package.name}.{timestamper.name}.tsq").write_bytes(stamp.query)
            aside = token.with_suffix(".part")
            aside.write_bytes(stamp.token)
            aside.replace(token)
        kept += 1
    return (Stamping.UNSTAMPED, Stamping.STAMPED_ONCE, Stamping.STAMPED_TWICE)[min(kept, 2)]

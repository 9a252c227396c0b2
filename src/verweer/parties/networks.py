# SPDX-License-Identifier: Apache-2.0
"""The autonomous system that an address belongs to, from a table on disk (MMDB)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import maxminddb

from verweer.kernel import InputError


class BadTable(InputError):
    """The table of networks cannot be read."""


@dataclass(frozen=True, slots=True)
class System:
    """An autonomous system (RFC 4271): its number and who runs it."""

    number: int
    name: str


@dataclass(slots=True)
class Networks:
    """The table; without one, every address is unknown."""

    table: Path | None
    _reader: maxminddb.Reader | None = field(default=None, init=False)

    def of(self, address: str) -> System | None:
        """Return the system of an address, or None when the table does not know it."""
        if self.table is None:
            return None
        if self._reader is None:
            self._reader = _opened(self.table)
        try:
            row = self._reader.get(address)
        except ValueError:  # no address, or IPv6 asked of a table that only knows IPv4
            return None
        if not isinstance(row, dict):
            return None
        number = row.get("autonomous_system_number", row.get("asn"))
        name = row.get("autonomous_system_organization", row.get("organization", ""))
        text = str(number).upper().removeprefix("AS")
        return System(int(text), str(name)[:200]) if text.isdecimal() else None


def table_date(table: Path) -> datetime:
    """Return when a table was built; raises BadTable."""
    with _opened(table) as reader:
        return datetime.fromtimestamp(reader.metadata().build_epoch, UTC)


def _opened(table: Path) -> maxminddb.Reader:
    try:
        return maxminddb.open_database(table)
    except (OSError, ValueError, maxminddb.InvalidDatabaseError) as cause:
        message = f"{table} is no table of networks in MMDB form; name another in VERWEER_NETWORK_TABLE."
        raise BadTable(message) from cause

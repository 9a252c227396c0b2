# SPDX-License-Identifier: Apache-2.0
"""What the tracing of parties asks of the outside."""

from pathlib import Path
from typing import Protocol

import httpx

from verweer.kernel import Clock, system_clock
from verweer.parties.networks import Networks, System
from verweer.parties.rdap import Rdap, Registered
from verweer.parties.zones import Whereabouts, Zone, Zones


class Lookups(Protocol):
    """Registers and tables."""

    def domain(self, name: str) -> Registered:
        """Return what registers say of a domain; raises OutsideError."""

    def address(self, address: str) -> Registered:
        """Return what registers say of an address; raises OutsideError."""

    def system(self, address: str) -> System | None:
        """Return the autonomous system of an address."""

    def zone(self, domain: str) -> Zone:
        """Return what DNS says of a domain; raises OutsideError."""

    def where(self, host: str) -> Whereabouts:
        """Return where a host is; raises OutsideError."""


class OutsideLookups:
    """The real registers and the operator's table."""

    def __init__(
        self,
        *,
        client: httpx.Client,
        bootstrap: str,
        network_table: Path | None,
        cache: Path,
        resolver: tuple[str, int] | None,
        clock: Clock = system_clock,
    ) -> None:
        self._rdap = Rdap(client, bootstrap, cache, clock)
        self._networks = Networks(network_table)
        self._zones = Zones(resolver, clock)

    def domain(self, name: str) -> Registered:
        """Return what registers say of a domain; raises OutsideError."""
        return self._rdap.domain(name)

    def address(self, address: str) -> Registered:
        """Return what registers say of an address; raises OutsideError."""
        return self._rdap.address(address)

    def system(self, address: str) -> System | None:
        """Return the autonomous system of an address."""
        return self._networks.of(address)

    def zone(self, domain: str) -> Zone:
        """Return what DNS says of a domain; raises OutsideError."""
        return self._zones.of(domain)

    def where(self, host: str) -> Whereabouts:
        """Return where a host is; raises OutsideError."""
        return self._zones.where(host)

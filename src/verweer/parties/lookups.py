# SPDX-License-Identifier: Apache-2.0
"""What the tracing of parties asks of the outside."""

from pathlib import Path
from typing import Protocol

import httpx

from verweer.kernel import Clock, system_clock
from verweer.parties.networks import Networks, System
from verweer.parties.rdap import Rdap, Registered


class Lookups(Protocol):
    """Registers and tables."""

    def domain(self, name: str) -> Registered:
        """Return what registers say of a domain; raises OutsideError."""

    def address(self, address: str) -> Registered:
        """Return what registers say of an address; raises OutsideError."""

    def system(self, address: str) -> System | None:
        """Return the autonomous system of an address."""


class OutsideLookups:
    """The real registers, each given `seconds` for an answer, and the operator's table."""

    def __init__(
        self,
        *,
        client: httpx.Client,
        bootstrap: str,
        network_table: Path | None,
        cache: Path,
        clock: Clock = system_clock,
        seconds: float = 10.0,
    ) -> None:
        self._rdap = Rdap(client, bootstrap, cache, clock, seconds)
        self._networks = Networks(network_table)

    def domain(self, name: str) -> Registered:
        """Return what registers say of a domain; raises OutsideError."""
        return self._rdap.domain(name)

    def address(self, address: str) -> Registered:
        """Return what registers say of an address; raises OutsideError."""
        return self._rdap.address(address)

    def system(self, address: str) -> System | None:
        """Return the autonomous system of an address."""
        return self._networks.of(address)

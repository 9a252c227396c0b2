# SPDX-License-Identifier: Apache-2.0
"""What the tracing of parties asks of the outside."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from verweer.egress import Guard, ask_line
from verweer.kernel import Clock, system_clock
from verweer.parties.networks import Networks, System
from verweer.parties.rdap import NoRdap, Rdap, Registered
from verweer.parties.whois import Whois
from verweer.parties.zones import Whereabouts, Zone, Zones


class Lookups(Protocol):
    """Registers and tables."""

    def domain(self, name: str) -> Registered:
        """Return what registers say of a domain; raises OutsideError."""

    def address(self, address: str) -> Registered:
        """Return what registers say of an address; raises OutsideError."""

    def system(self, address: str) -> System | None:
        """Return the autonomous system of an address."""

    def holder_of(self, system: System) -> Registered:
        """Return what registers say of an autonomous system; raises OutsideError."""

    def zone(self, domain: str) -> Zone:
        """Return what DNS says of a domain; raises OutsideError."""

    def where(self, host: str) -> Whereabouts:
        """Return where a host is; raises OutsideError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where registers, name servers and tables are: as the operator chose."""

    rdap_bootstrap: str
    whois: tuple[str, int]
    resolver: tuple[str, int] | None
    network_table: Path | None


_LARGEST_WHOIS = 200_000
_WHOIS_SECONDS = 10.0


def _asked(guard: Guard, host: str, port: int, question: bytes) -> bytes:
    return ask_line(guard, host, port, question=question, limit_bytes=_LARGEST_WHOIS, seconds=_WHOIS_SECONDS)


class OutsideLookups:
    """The real registers, each given `seconds` for an answer, and the operator's table."""

    def __init__(
        self,
        *,
        client: httpx.Client,
        guard: Guard,
        sources: Sources,
        cache: Path,
        clock: Clock = system_clock,
        seconds: float = 10.0,
    ) -> None:
        self._rdap = Rdap(client, sources.rdap_bootstrap, cache, clock, seconds)
        self._networks = Networks(sources.network_table)
        self._zones = Zones(sources.resolver, clock)
        self._whois = Whois(sources.whois, lambda host, port, question: _asked(guard, host, port, question), clock)

    def domain(self, name: str) -> Registered:
        """Return what registers say of a domain, over WHOIS where there is no RDAP; raises OutsideError."""
        try:
            return self._rdap.domain(name)
        except NoRdap:
            registration, reply = self._whois.domain(name)
            return Registered(registration=registration, reply=reply)

    def address(self, address: str) -> Registered:
        """Return what registers say of an address; raises OutsideError."""
        return self._rdap.address(address)

    def system(self, address: str) -> System | None:
        """Return the autonomous system of an address."""
        return self._networks.of(address)

    def holder_of(self, system: System) -> Registered:
        """Return what registers say of an autonomous system; raises OutsideError."""
        return self._rdap.system(system.number)

    def zone(self, domain: str) -> Zone:
        """Return what DNS says of a domain; raises OutsideError."""
        return self._zones.of(domain)

    def where(self, host: str) -> Whereabouts:
        """Return where a host is; raises OutsideError."""
        return self._zones.where(host)

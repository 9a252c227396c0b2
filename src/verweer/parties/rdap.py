# SPDX-License-Identifier: Apache-2.0
"""Registers asked over RDAP (RFC 9082), found by the bootstrap files of IANA (RFC 9224)."""

import ipaddress
import json
import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from verweer.egress import Fetched, fetch_bounded
from verweer.kernel import Clock, Digest, OutsideError, system_clock
from verweer.parties.model import RawReply
from verweer.parties.registrations import MalformedReply, Registration, read_registration

LISTS = ("dns", "ipv4", "ipv6", "asn")
_LARGEST_REPLY = 2_000_000
_KEPT = timedelta(hours=24)
_LONGEST_WAIT = 5.0
_RANGE = re.compile(r"([0-9]{1,10})(?:-([0-9]{1,10}))?")
_OK, _NOT_FOUND, _TOO_MANY = 200, 404, 429
_ACCEPT = {"accept": "application/rdap+json, application/json"}


class NoRegister(OutsideError):
    """No register answers for this name, address or number over RDAP."""


class NoRdap(NoRegister):
    """No register of this top-level domain or network speaks RDAP at all."""


class Busy(OutsideError):
    """The register asks for a longer rest than a case can wait for."""


class NotRegistered(OutsideError):
    """The register that should know says that there is no such name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What registers said, the last and nearest first, with their raw replies."""

    registration: Registration
    reply: RawReply
    further: tuple[tuple[Registration, RawReply], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterList:
    """One bootstrap file: when it was published, and how many names or networks it knows."""

    name: str
    published: str
    entries: int


@dataclass(slots=True)
class Rdap:
    """The registers of the world, behind one bootstrap address; answers are kept while it lives."""

    client: httpx.Client
    bootstrap: str
    cache: Path
    clock: Clock
    seconds: float = 10.0
    _files: dict[str, list[Any]] = field(default_factory=dict)

    def domain(self, name: str) -> Registered:
        """Return what the registry, and the registrar it points to, say of a domain.

        Raises OutsideError: NoRegister, NotRegistered, Busy, MalformedReply, NoAnswer, AnswerTooLarge.
        """
        base = self._of_domain(name)
        found, reply = self._asked(f"{base}domain/{name}", "registrar")
        further: tuple[tuple[Registration, RawReply], ...] = ()
        if found.related and found.related != reply.source:
            try:
                further = (self._asked(found.related, "registrar"),)
            except OutsideError:
                further = ()  # The registry's own answer stands; the registrar's is a refinement.
        return Registered(registration=found, reply=reply, further=further)

    def address(self, address: str) -> Registered:
        """Return what the register of addresses says of the network around an address."""
        base = self._of_address(address)
        found, reply = self._asked(f"{base}ip/{address}", "registrant")
        return Registered(registration=found, reply=reply)

    def system(self, number: int) -> Registered:
        """Return what the register of numbers says of an autonomous system."""
        found, reply = self._asked(f"{self._of_system(number)}autnum/{number}", "registrant")
        return Registered(registration=found, reply=reply)

    def _asked(self, url: str, role: str) -> tuple[Registration, RawReply]:
        answer = self._fetched(url)
        if answer.status == _TOO_MANY and _asked_rest(answer) <= _LONGEST_WAIT:
            time.sleep(_asked_rest(answer))
            answer = self._fetched(url)
        if answer.status == _TOO_MANY:
            message = f"The register is busy and asks to wait {_asked_rest(answer):g} seconds."
            raise Busy(message)
        if answer.status == _NOT_FOUND:
            message = "The register knows no such name."
            raise NotRegistered(message)
        if answer.status != _OK:
            message = f"The register answered with status {answer.status}."
            raise NoRegister(message)
        reply = RawReply(
            source=url, at=self.clock(), media_type=answer.headers.get("content-type", ""), content=answer.body
        )
        return read_registration(answer.body, source=url, role=role), reply

    def _fetched(self, url: str) -> Fetched:
        return fetch_bounded(self.client, "GET", url, limit_bytes=_LARGEST_REPLY, seconds=self.seconds, headers=_ACCEPT)

    def _of_domain(self, name: str) -> str:
        """Return the register of the longest matching suffix (RFC 9224 section 4)."""
        labels = name.lower().split(".")
        suffixes = [".".join(labels[start:]) for start in range(len(labels))]
        known = {entry.lower(): bases for entries, bases in self._services("dns") for entry in entries}
        return _secure(next((known[suffix] for suffix in suffixes if suffix in known), ()))

    def _of_address(self, address: str) -> str:
        """Return the register of the most specific network (RFC 9224 section 5)."""
        place = ipaddress.ip_address(address)
        found: list[tuple[int, list[str]]] = []
        for entries, bases in self._services(f"ipv{place.version}"):
            for entry in entries:
                network = _network(entry)
                if network is not None and place in network:
                    found.append((network.prefixlen, bases))
        return _secure(max(found, key=lambda each: each[0])[1] if found else ())

    def _of_system(self, number: int) -> str:
        """Return the register of the range that a number lies in; ranges do not overlap (RFC 9224 section 5.3)."""
        within = (bases for entries, bases in self._services("asn") for entry in entries if number in _numbers(entry))
        return _secure(next(within, ()))

    def _services(self, name: str) -> list[Any]:
        if name not in self._files:
            self._files[name] = self._bootstrap_file(name)
        return self._files[name]

    def lists(self, *, refresh: bool) -> tuple[RegisterList, ...]:
        """Return the lists of registers with their dates, fetched anew when asked or when old."""
        told = []
        for name in LISTS:
            entries = self._bootstrap_file(name, refresh=refresh)
            published = str(json.loads(self._kept(name).read_bytes()).get("publication", ""))[:30]
            told.append(RegisterList(name=name, published=published, entries=sum(len(each[0]) for each in entries)))
        return tuple(told)

    def _kept(self, name: str) -> Path:
        """Return where a list is kept: apart for each source, so that one never stands in for another."""
        return self.cache / Digest.of(self.bootstrap.encode()).hex[:12] / f"{name}.json"

    def _bootstrap_file(self, name: str, *, refresh: bool = False) -> list[Any]:
        kept = self._kept(name)
        fresh = kept.exists() and datetime.fromtimestamp(kept.stat().st_mtime, UTC) > self.clock() - _KEPT
        if fresh and not refresh:
            with suppress(MalformedReply):  # A damaged file is fetched anew.
                return _read_services(kept.read_bytes())
        try:
            answer = self._fetched(f"{self.bootstrap}{name}.json")
            if answer.status != _OK:
                message = f"The list of registers answered with status {answer.status}."
                raise NoRegister(message)
            services = _read_services(answer.body)
        except OutsideError:
            if not kept.exists():
                raise
            return _read_services(kept.read_bytes())
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = kept.with_suffix(f".{os.getpid()}.part")
        aside.write_bytes(answer.body)
        aside.replace(kept)
        return services


def _network(untrusted_entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(untrusted_entry, strict=False)
    except ValueError:
        return None


def _numbers(untrusted_entry: str) -> range:
    """Return the numbers of a range such as 64496-64511, or of one number; none where it is neither."""
    found = _RANGE.fullmatch(untrusted_entry)
    return range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)


def register_lists(client: httpx.Client, bootstrap: str, cache: Path, *, refresh: bool) -> tuple[RegisterList, ...]:
    """Return the lists of registers with their dates; raises OutsideError when they do not come and none is kept."""
    return Rdap(client, bootstrap, cache, system_clock).lists(refresh=refresh)


def _read_services(untrusted_file: bytes) -> list[Any]:
    try:
        services = json.loads(untrusted_file)["services"]
        return [([str(entry) for entry in each[0]], [str(base) for base in each[1]]) for each in services]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as cause:
        message = "A bootstrap file is not what RFC 9224 describes."
        raise MalformedReply(message) from cause


def _secure(bases: Any) -> str:  # noqa: ANN401 - a list or tuple of addresses
    chosen = next((base for base in bases if base.startswith("https://")), next(iter(bases), ""))
    if not chosen:
        message = "No register answers for this over RDAP."
        raise NoRdap(message)
    return chosen if chosen.endswith("/") else f"{chosen}/"


def _asked_rest(answer: Fetched) -> float:
    """Return the seconds that Retry-After asks for (RFC 9110 section 10.2.3); one where it gives a date."""
    told = answer.headers.get("retry-after", "1")
    return float(told) if told.isdecimal() else 1.0

# SPDX-License-Identifier: Apache-2.0
"""Names to addresses, asked by us so that the address that is checked is the address that is used."""

import asyncio
import ipaddress
from dataclasses import dataclass
from datetime import datetime

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

from verweer.egress.addresses import Address
from verweer.kernel import Clock, OutsideError

_SECONDS = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A DNS answer that was used: which names led to which addresses, from which server."""

    name: str
    addresses: tuple[str, ...]
    aliases: tuple[str, ...]
    ttl: int
    server: str
    at: datetime


class NameNotFound(OutsideError):
    """DNS knows no address for this name, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The addresses of a name, IPv4 first, and the answers that gave them."""

    addresses: tuple[Address, ...]
    answer: Answer | None


class Names:
    """A resolver that remembers what it answered, until the answer's TTL has passed."""

    def __init__(self, resolver: tuple[str, int] | None, clock: Clock) -> None:
        self._resolver = dns.asyncresolver.Resolver(configure=resolver is None)
        if resolver is not None:
            host, port = resolver
            self._resolver.nameservers = [host]
            self._resolver.port = port
        self._resolver.lifetime = _SECONDS
        self._clock = clock

    async def resolve(self, host: str) -> Resolved:
        """Return the addresses of a host; an address in numbers is its own answer.

        Raises NameNotFound.
        """
        try:
            return Resolved((ipaddress.ip_address(host),), None)
        except ValueError:
            pass
        if host.endswith(".invalid"):
            message = "This name leads nowhere, by agreement (RFC 6761 section 6.4); nobody is asked."
            raise NameNotFound(message)
        found = await asyncio.gather(self._ask(host, "A"), self._ask(host, "AAAA"))
        answers = [answer for answer in found if answer is not None]
        if not answers:
            message = "DNS knows no address for this name."
            raise NameNotFound(message)
        return self._joined(host, answers, self._clock())

    async def _ask(self, host: str, kind: str) -> dns.resolver.Answer | None:
        try:
            return await self._resolver.resolve(host + ".", kind, raise_on_no_answer=False)
        except dns.exception.DNSException:
            return None

    @staticmethod
    def _joined(host: str, answers: list[dns.resolver.Answer], at: datetime) -> Resolved:
        texts = [record.to_text() for answer in answers for record in answer.rrset or ()]
        if not texts:
            message = "DNS knows this name, but no address for it."
            raise NameNotFound(message)
        aliases = [
            record.to_text().rstrip(".")
            for answer in answers
            for rrset in answer.response.answer
            if rrset.rdtype == dns.rdatatype.CNAME
            for record in rrset
        ]
        ttl = min(rrset.ttl for answer in answers for rrset in answer.response.answer)
        server = f"{answers[0].nameserver}:{answers[0].port}"
        joined = Answer(
            name=host, addresses=tuple(texts), aliases=tuple(dict.fromkeys(aliases)), ttl=ttl, server=server, at=at
        )
        return Resolved(tuple(ipaddress.ip_address(text) for text in texts), joined)

# SPDX-License-Identifier: Apache-2.0
"""What DNS says of a domain: who runs its name servers, who takes its mail, where its hosts are."""

from dataclasses import dataclass
from datetime import datetime

import dns.exception
import dns.rdatatype
import dns.resolver

from verweer.kernel import Clock, OutsideError
from verweer.parties.model import RawReply

_SECONDS = 6.0
_MOST = 12


class NoZone(OutsideError):
    """DNS says nothing of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Hosts named for a domain, without the final dot, and the answers as text."""

    name_servers: tuple[str, ...]
    mail_hosts: tuple[str, ...]
    reply: RawReply


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The addresses of a host and the other names that led there (CNAME)."""

    addresses: tuple[str, ...]
    aliases: tuple[str, ...]
    server: str
    ttl: int
    at: datetime


@dataclass(slots=True)
class Zones:
    """A resolver of our own choosing; `resolver` is None for the system's."""

    resolver: tuple[str, int] | None
    clock: Clock

    def of(self, domain: str) -> Zone:
        """Return the zone of a domain; raises NoZone."""
        texts: list[str] = []
        found: dict[str, list[str]] = {"NS": [], "MX": []}
        for kind, hosts in found.items():
            answer = self._asked(domain, kind)
            if answer is not None and answer.rrset is not None:
                texts.append(answer.rrset.to_text())
                hosts.extend(record.to_text().split()[-1].rstrip(".").lower() for record in answer.rrset[:_MOST])
        if not texts:
            message = "DNS tells no name servers and no mail hosts of this domain."
            raise NoZone(message)
        content = "\n".join(texts).encode()
        reply = RawReply(source=f"dns:{domain}", at=self.clock(), media_type="text/plain", content=content)
        return Zone(
            name_servers=tuple(sorted(found["NS"])),
            mail_hosts=tuple(sorted(host for host in found["MX"] if host)),
            reply=reply,
        )

    def where(self, host: str) -> Whereabouts:
        """Return where a host is; raises NoZone."""
        answers = [answer for kind in ("A", "AAAA") if (answer := self._asked(host, kind)) is not None]
        addresses = [record.to_text() for answer in answers for record in answer.rrset or ()]
        if not addresses:
            message = "DNS knows no address for this name."
            raise NoZone(message)
        aliases = [
            record.to_text().rstrip(".").lower()
            for answer in answers
            for rrset in answer.response.answer
            if rrset.rdtype == dns.rdatatype.CNAME
            for record in rrset
        ]
        return Whereabouts(
            addresses=tuple(addresses[:_MOST]),
            aliases=tuple(dict.fromkeys(aliases)),
            server=str(answers[0].nameserver),
            ttl=min(rrset.ttl for answer in answers for rrset in answer.response.answer),
            at=self.clock(),
        )

    def _asked(self, name: str, kind: str) -> dns.resolver.Answer | None:
        resolver = dns.resolver.Resolver(configure=self.resolver is None)
        if self.resolver is not None:
            resolver.nameservers, resolver.port = [self.resolver[0]], self.resolver[1]
        resolver.lifetime = _SECONDS
        try:
            return resolver.resolve(f"{name}.", kind, raise_on_no_answer=False)
        except dns.exception.DNSException:
            return None

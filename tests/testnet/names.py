# SPDX-License-Identifier: Apache-2.0
"""Answers DNS questions for the invented domains: A, CNAME, NS, SOA, MX and NXDOMAIN.

One name is a revolving door: its second answer is a private address.
"""

import contextlib
import socket
import struct
import threading
from collections import Counter

from dnslib import CNAME, MX, NS, QTYPE, RCODE, RR, SOA, A, DNSError, DNSRecord

from tests.testnet import places

_TTL = 60
_SHORT = 0


class Names:
    """The name server; `asked` counts questions for each name."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._lock = threading.Lock()
        self.asked: Counter[str] = Counter()
        self._turns: Counter[str] = Counter()
        self._hosts = {host: (places.address(block, last),) for host, last in places.SITES.items()}
        self._hosts |= {name: tuple(a.format(block=block) for a in lure) for name, lure in places.LURES.items()}
        self._zones = {_zone(name) for name in (*self._hosts, *places.ALIASES, places.REVOLVING_DOOR)} | EMPTY_ZONES

    def answer(self, question: bytes) -> bytes | None:
        """Return the reply to one message; None to what is no question."""
        try:
            asked = DNSRecord.parse(question)
        except (DNSError, IndexError):
            return None
        reply = asked.reply(ra=1, aa=1)
        name = str(asked.q.qname).rstrip(".").lower()
        with self._lock:
            self.asked[name] += 1
        for record in self._records(name, QTYPE[asked.q.qtype]):
            reply.add_answer(record)
        if not reply.rr:
            self._nothing(reply, name)
        return bytes(reply.pack())

    def serve_stream(self, connection: socket.socket) -> None:
        """Answer the questions of one TCP connection, each with its length in front."""
        connection.settimeout(10)
        with connection.makefile("rb") as stream:
            while len(head := stream.read(2)) == 2:
                reply = self.answer(stream.read(struct.unpack(">H", head)[0]))
                if reply is None:
                    return
                connection.sendall(struct.pack(">H", len(reply)) + reply)

    def _records(self, name: str, kind: str) -> list[RR]:
        if name in places.ALIASES:
            target = places.ALIASES[name]
            alias = RR(name, QTYPE.CNAME, rdata=CNAME(target), ttl=_TTL)
            return [alias] if kind == "CNAME" else [alias, *self._records(target, kind)]
        if kind == "A":
            return self._addresses(name)
        if name in self._zones:
            return _apex(name, kind)
        return []

    def _addresses(self, name: str) -> list[RR]:
        if name == places.REVOLVING_DOOR or name.endswith(f".{places.REVOLVING_DOOR}"):
            with self._lock:
                self._turns[name] += 1  # only questions for an address turn the door
                turn = min(self._turns[name], len(places.REVOLVING_ANSWERS)) - 1
            found = places.REVOLVING_ANSWERS[turn].format(block=self._block)
            return [RR(name, QTYPE.A, rdata=A(found), ttl=_SHORT)]
        return [RR(name, QTYPE.A, rdata=A(found), ttl=_TTL) for found in self._hosts.get(name, ())]

    def _nothing(self, reply: DNSRecord, name: str) -> None:
        zone = _zone(name)
        known = {*self._hosts, *places.ALIASES, *self._zones}
        if name not in known and not name.endswith(f".{places.REVOLVING_DOOR}"):
            reply.header.rcode = RCODE.NXDOMAIN
        for record in _apex(zone, "SOA") if zone in self._zones else _apex("test", "SOA"):
            reply.add_auth(record)


# Domains that are registered and have no address of their own.
EMPTY_ZONES = {
    "naamwinkel.test",
    "klikstroom.test",
    "testnet.test",
    "traag-antwoord.test",
    "kapot-antwoord.test",
    "eindeloos-antwoord.test",
}


def _zone(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def _apex(zone: str, kind: str) -> list[RR]:
    with contextlib.suppress(KeyError):
        rdata = {
            "NS": NS("ns1.testnet.test"),
            "SOA": SOA("ns1.testnet.test", "hostmaster.testnet.test", (2026110100, 3600, 600, 86400, 60)),
            "MX": MX("mail.testnet.test", 10),
        }[kind]
        return [RR(zone, getattr(QTYPE, kind), rdata=rdata, ttl=_TTL)]
    return []

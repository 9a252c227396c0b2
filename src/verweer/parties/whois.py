# SPDX-License-Identifier: Apache-2.0
"""WHOIS (RFC 3912), for the top-level domains whose registry does not speak RDAP yet.

Only what is said of the registrar is read. Lines about the registrant are never read:
that may be the perpetrator.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from verweer.kernel import Clock, OutsideError
from verweer.parties.contacts import BadContact, contact
from verweer.parties.model import Channel, Contact, RawReply
from verweer.parties.registrations import Registration

_MOST_LINES = 2_000
_LINE = re.compile(r"^\s*([A-Za-z][A-Za-z /-]{1,40}?)\s*:\s*(\S.{0,300})$")
_REFERRALS = ("refer", "whois")
_REGISTRARS = ("registrar", "registrar name", "sponsoring registrar")
_ABUSE = {
    "registrar abuse contact email": Channel.EMAIL,
    "abuse contact email": Channel.EMAIL,
    "registrar abuse contact phone": Channel.PHONE,
}
_FURTHER = "registrar whois server"
_HOST = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")

Ask = Callable[[str, int, bytes], bytes]
"""Asks a host and port one line through the guard, within bounds."""


class NoWhois(OutsideError):
    """No WHOIS server tells who registered a name."""


@dataclass(slots=True)
class Whois:
    """The WHOIS servers of the world, found from one root; all are asked at the port of the root."""

    root: tuple[str, int]
    ask: Ask
    clock: Clock

    def domain(self, name: str) -> tuple[Registration, RawReply]:
        """Return what WHOIS says of a domain; raises NoWhois or what asking raises."""
        server = self._server_of(name.rpartition(".")[2])
        found, reply = self._asked(server, name)
        further = _first(reply.content, (_FURTHER,))
        if further and not found.abuse and _HOST.match(further.lower()) and further.lower() != server:
            try:
                more, raw = self._asked(further.lower(), name)
            except OutsideError:
                return found, reply
            return (more, raw) if more.holder or more.abuse else (found, reply)
        return found, reply

    def _server_of(self, tld: str) -> str:
        reply = self.ask(self.root[0], self.root[1], f"{tld}\r\n".encode("ascii", "ignore"))
        server = (_first(reply, _REFERRALS) or "").lower()
        if not _HOST.match(server):
            message = "No WHOIS server is known for this top-level domain."
            raise NoWhois(message)
        return server

    def _asked(self, server: str, name: str) -> tuple[Registration, RawReply]:
        content = self.ask(server, self.root[1], f"{name}\r\n".encode("ascii", "ignore"))
        reply = RawReply(source=f"whois://{server}/{name}", at=self.clock(), media_type="text/plain", content=content)
        holder = _first(content, _REGISTRARS) or ""
        abuse = tuple(dict.fromkeys(_abuse(content, reply.source)))
        if not holder and not abuse:
            message = "WHOIS names no registrar of this domain."
            raise NoWhois(message)
        return Registration(name=name, holder=holder[:200], country=None, abuse=abuse, related=None), reply


def _rows(untrusted_reply: bytes) -> Iterator[tuple[str, str]]:
    for line in untrusted_reply.decode("utf-8", "replace").splitlines()[:_MOST_LINES]:
        if match := _LINE.match(line):
            yield match[1].strip().lower(), match[2].strip()


def _first(untrusted_reply: bytes, names: tuple[str, ...]) -> str | None:
    return next((value for name, value in _rows(untrusted_reply) if name in names), None)


def _abuse(untrusted_reply: bytes, source: str) -> Iterator[Contact]:
    for name, value in _rows(untrusted_reply):
        if name in _ABUSE:
            try:
                yield contact(_ABUSE[name], value, source=source)
            except BadContact:
                continue

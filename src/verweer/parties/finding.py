# SPDX-License-Identifier: Apache-2.0
"""From captures to all parties behind them: what pages show, joined with what registers say.

Each lookup is made once for a case. One that fails becomes a sentence about the gap,
and the rest goes on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from verweer.evidence import Capture, Captured, Exchange, NotCaptured, Trouble
from verweer.kernel import Bilingual, OutsideError
from verweer.parties.around import announced_by, certificate_parties, embedded_parties, no_contact, zone_parties
from verweer.parties.besides import always_there, told_of
from verweer.parties.directories import Directory
from verweer.parties.domains import host_in, is_address, registrable_domain
from verweer.parties.lookups import Lookups
from verweer.parties.marks import marks_of
from verweer.parties.merging import merge_parties
from verweer.parties.model import Certainty, Party, PartyKind, RawReply, Trace
from verweer.parties.networks import System
from verweer.parties.owners import owners_of
from verweer.parties.rdap import Registered
from verweer.parties.roles import found_party, host_party, known_party, reason_of
from verweer.parties.signs import contacts_on_page, parties_on_page
from verweer.parties.zones import Zone

_PLATFORMS = frozenset({PartyKind.PLATFORM, PartyKind.PLATFORM_MICRO, PartyKind.PLATFORM_VLOP})
_SITES = _PLATFORMS | {PartyKind.HOSTING, PartyKind.GENERATOR, PartyKind.SEARCH_ENGINE}
_NOT_TRACED = frozenset({Trouble.NOT_A_LINK, Trouble.PRIVATE_ADDRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person knows: payment firms seen, and tools."""

    payments: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


Progress = Callable[[int, int], None]


def find_parties(
    captures: Sequence[Capture],
    *,
    lookups: Lookups,
    directory: Directory,
    told: Told,
    at: datetime,
    progress: Progress,
) -> Trace:
    """Return all parties behind the captures, the raw replies, and what could not be found out."""
    traced = [capture for capture in captures if _is_traced(capture)]
    tracer = _Tracer(lookups, directory, at)
    parties: list[Party] = []
    for done, capture in enumerate(traced, start=1):
        parties += tracer.behind(capture)
        progress(done, len(traced))
    links = tuple(capture.link.url for capture in traced)
    parties += always_there(directory, links, at) if links else []
    parties += told_of(directory, (*told.payments, *told.tools), links, at)
    marks = tuple(mark for capture in traced for mark in marks_of(capture))
    return Trace(
        parties=merge_parties(parties),
        replies=tuple(tracer.replies),
        gaps=tuple(dict.fromkeys(tracer.gaps)),
        marks=marks,
        owners=owners_of(marks),
    )


def _is_traced(capture: Capture) -> bool:
    match capture.outcome:
        case NotCaptured(trouble=trouble):
            return trouble not in _NOT_TRACED
        case _:
            return True


@dataclass(slots=True)
class _Tracer:
    lookups: Lookups
    directory: Directory
    at: datetime
    replies: list[RawReply] = field(default_factory=list)
    gaps: list[Bilingual] = field(default_factory=list)
    _known: dict[str, Registered | None] = field(default_factory=dict)
    _zones: dict[str, Zone | None] = field(default_factory=dict)

    def behind(self, capture: Capture) -> Iterator[Party]:
        """Yield everyone behind one capture."""
        served = [exchange for exchange in capture.exchanges if exchange.url in _page_urls(capture)]
        cdn = self._cdn(capture, served)
        yield from self._site(capture, masked=cdn is not None)
        yield from self._registered(capture)
        if cdn is not None:
            yield cdn
        elif served:
            yield from self._host(served[-1].address, (capture.link.url,), "page")
        yield from self._media_hosts(capture)
        if isinstance(capture.outcome, Captured):
            yield from certificate_parties(capture)
            yield from embedded_parties(capture, self.directory)
            yield from parties_on_page(capture, self.directory)

    def _site(self, capture: Capture, *, masked: bool) -> Iterator[Party]:
        host = capture.link.host
        entry, links = self.directory.of_host(host), (capture.link.url,)
        own = contacts_on_page(capture)
        reason = reason_of(
            "link",
            f"De link wijst naar {host}.",
            f"The link points to {host}.",
            source=capture.link.url,
            at=capture.began,
        )
        if entry is not None and entry.kind in _SITES:
            yield known_party(entry, links=links, reason=reason, certainty=Certainty.CERTAIN, contacts=own)
            return
        yield found_party(
            PartyKind.PLATFORM,
            registrable_domain(host),
            name=registrable_domain(host),
            links=links,
            reason=reason,
            certainty=Certainty.POSSIBLE,
            contacts=own,
            masked=masked,
        )

    def _registered(self, capture: Capture) -> Iterator[Party]:
        domain, links = registrable_domain(capture.link.host), (capture.link.url,)
        registry = self.directory.of_tld(domain)
        if registry is not None:
            reason = reason_of(
                "tld",
                f"{domain} valt onder dit register.",
                f"{domain} is kept by this registry.",
                source=domain,
                at=self.at,
            )
            yield known_party(registry, links=links, reason=reason, certainty=Certainty.CERTAIN)
        if is_address(domain):
            return
        yield from self._zone(domain, links)
        found = self._asked(f"domain {domain}", lambda: self.lookups.domain(domain))
        if found is None:
            return
        told = ((found.registration, found.reply), *found.further)
        if not any(registration.abuse for registration, _ in told):
            self.gaps.append(no_contact(domain, found.registration.redacted))
        for registration, reply in told:
            if registration.holder:
                yield found_party(
                    PartyKind.REGISTRAR,
                    registration.holder,
                    name=registration.holder,
                    links=links,
                    reason=reason_of(
                        "rdap-domain",
                        f"Volgens het register is {domain} bij {registration.holder} geregistreerd.",
                        f"The register names {registration.holder} as the registrar of {domain}.",
                        source=reply.source,
                        at=reply.at,
                        reply=reply,
                    ),
                    certainty=Certainty.CERTAIN,
                    contacts=registration.abuse,
                    country=registration.country,
                )

    def _zone(self, domain: str, links: tuple[str, ...]) -> Iterator[Party]:
        if domain not in self._zones:
            try:
                found: Zone | None = self.lookups.zone(domain)
            except OutsideError:
                found = None
            self._zones[domain] = found
            self.replies += [found.reply] if found else []
        if zone := self._zones[domain]:
            yield from zone_parties(domain, zone, self.directory, links)

    def _cdn(self, capture: Capture, served: Sequence[Exchange]) -> Party | None:
        links = (capture.link.url,)
        for exchange in reversed(served):
            host = host_in(exchange.url)
            aliases = [alias for answer in capture.answers if answer.name == host for alias in answer.aliases]
            system = self.lookups.system(exchange.address) if exchange.address else None
            by_network = (
                self.directory.of_network(exchange.address, system.number if system else None, PartyKind.CDN)
                if exchange.address
                else None
            )
            by_alias = next((entry for alias in aliases if (entry := self.directory.of_host(alias))), None)
            entry = by_network or by_alias or self.directory.of_headers(exchange.headers)
            if entry is not None and entry.kind is PartyKind.CDN:
                reason = reason_of(
                    "cdn",
                    f"{host} wordt geleverd door {entry.name}; de echte host blijft daarachter verborgen.",
                    f"{host} is served by {entry.name}; the real host stays hidden behind it.",
                    source=f"address {exchange.address}, headers and aliases",
                    at=capture.began,
                )
                return known_party(entry, links=links, reason=reason, certainty=Certainty.CERTAIN)
        return None

    def _media_hosts(self, capture: Capture) -> Iterator[Party]:
        page_host = registrable_domain(capture.link.host)
        addresses = {exchange.url: exchange.address for exchange in capture.exchanges}
        for media in capture.media:
            host = host_in(media.url)
            entry = self.directory.of_host(host)
            if registrable_domain(host) == page_host or (entry is not None and entry.kind is PartyKind.AD_NETWORK):
                continue
            yield from self._host(addresses.get(media.url, ""), (media.url,), "media")

    def _host(self, address: str, links: tuple[str, ...], hop: str) -> Iterator[Party]:
        """Yield who runs the network that served a page or a file."""
        if not address:
            return
        found = self._asked(f"address {address}", lambda: self.lookups.address(address))
        system = self.lookups.system(address)
        entry = self.directory.of_network(address, system.number if system else None, PartyKind.HOSTING)
        if found is None and system is None and entry is None:
            return
        country = found.registration.country if found else None
        name = (found.registration.holder or found.registration.name) if found else system.name if system else ""
        reason = reason_of(
            f"{hop}-address",
            f"Het bestand of de pagina kwam van {address}, in het netwerk van {name}.",
            f"The file or page came from {address}, in the network of {name}.",
            source=found.reply.source if found else "table of networks",
            at=found.reply.at if found else self.at,
            reply=found.reply if found else None,
        )
        abuse = found.registration.abuse if found else ()
        yield host_party(entry, name or address, links=links, reason=reason, contacts=abuse, country=country)
        announced = self._announced(system) if system and not abuse else None
        if announced and system:
            around, reply = announced.registration, announced.reply
            reason = announced_by(address, system, around.holder, reply)
            yield host_party(entry, name or address, links=links, reason=reason, contacts=around.abuse, country=country)
        if not abuse and not (announced and announced.registration.abuse) and not (entry and entry.contacts):
            self.gaps.append(no_contact(address, found.registration.redacted if found else ()))

    def _announced(self, system: System) -> Registered | None:
        """Return what registers say of the system around a network, which may name the desk that the network does not."""
        return self._asked(f"AS{system.number}", lambda: self.lookups.holder_of(system))

    def _asked(self, what: str, ask: Callable[[], Registered]) -> Registered | None:
        if what in self._known:
            return self._known[what]
        try:
            found: Registered | None = ask()
        except OutsideError as error:
            found = None
            self.gaps.append(
                Bilingual(nl=f"Het register gaf niets over {what}: {error}", en=f"No register told of {what}: {error}")
            )
        if found is not None:
            self.replies += [found.reply, *(reply for _, reply in found.further)]
        self._known[what] = found
        return found


def _page_urls(capture: Capture) -> set[str]:
    """Return the addresses under which the page itself was served, redirects included."""
    return {capture.link.url, capture.final_url or capture.link.url}

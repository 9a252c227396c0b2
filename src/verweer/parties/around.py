# SPDX-License-Identifier: Apache-2.0
"""Who keeps a site going besides host and registrar: name servers, mail, certificates, and players it embeds."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from verweer.evidence import Capture
from verweer.kernel import Bilingual
from verweer.parties.directories import Directory
from verweer.parties.domains import registrable_domain
from verweer.parties.model import Certainty, Party, PartyKind, RawReply, Reason
from verweer.parties.networks import System
from verweer.parties.roles import found_party, known_party, reason_of
from verweer.parties.zones import Zone

_PLAYERS = frozenset({PartyKind.PLATFORM, PartyKind.PLATFORM_MICRO, PartyKind.PLATFORM_VLOP})
_ORGANISATION = re.compile(r"(?:^|,)\s*O=((?:\\.|[^,\\])+)")
_FRAME = re.compile(r"""<(?:iframe|embed|object)\b[^>]{0,2000}?(?:src|data)=["']([^"'<>]{4,2000})["']""", re.IGNORECASE)


def zone_parties(domain: str, zone: Zone, directory: Directory, links: tuple[str, ...]) -> Iterator[Party]:
    """Yield who runs the name servers and the mail of a domain."""
    asked = (
        (
            PartyKind.DNS_OPERATOR,
            zone.name_servers,
            "De naamservers van {} staan bij {}.",
            "The name servers of {} are at {}.",
        ),
        (PartyKind.MAIL_HOST, zone.mail_hosts, "De mail van {} gaat naar {}.", "The mail of {} goes to {}."),
    )
    for kind, hosts, nl, en in asked:
        for owner in dict.fromkeys(registrable_domain(host) for host in hosts):
            if owner == domain:
                continue
            named = directory.of_host(owner)
            name = named.legal_entity or named.name if named else owner
            reason = reason_of(
                "dns",
                nl.format(domain, owner),
                en.format(domain, owner),
                source=zone.reply.source,
                at=zone.reply.at,
                reply=zone.reply,
            )
            found = found_party(
                kind,
                owner,
                name=name,
                links=links,
                reason=reason,
                certainty=Certainty.CERTAIN,
                contacts=named.contacts if named else (),
                country=named.country if named else None,
            )
            dated = named.verified.isoformat() if named and named.verified else None
            yield replace(found, listed=named is not None, verified=dated)


def certificate_parties(capture: Capture) -> Iterator[Party]:
    """Yield who issued the certificate of the page's own host."""
    host = capture.link.host
    for connection in capture.connections:
        if connection.host != host or not connection.chain:
            continue
        issuer = connection.chain[0].issuer
        organisation = _ORGANISATION.search(issuer)
        name = (organisation[1].replace("\\,", ",") if organisation else issuer)[:200]
        reason = reason_of(
            "certificate",
            f"Het certificaat van {host} is uitgegeven door {name}.",
            f"The certificate of {host} was issued by {name}.",
            source=f"TLS {connection.address}:{connection.port}",
            at=capture.began,
        )
        yield found_party(
            PartyKind.CERTIFICATE_AUTHORITY,
            name,
            name=name,
            links=(capture.link.url,),
            reason=reason,
            certainty=Certainty.CERTAIN,
        )
        return


def embedded_parties(capture: Capture, directory: Directory) -> Iterator[Party]:
    """Yield platforms whose player or post the page embeds."""
    base = capture.final_url or capture.link.url
    for source in dict.fromkeys(_FRAME.findall(capture.markup)):
        url = urljoin(base, source)
        entry = directory.of_host(urlsplit(url).hostname or "")
        if entry is None or entry.kind not in _PLAYERS or registrable_domain(capture.link.host) in entry.domains:
            continue
        reason = reason_of(
            "embedded",
            f"De pagina toont een speler of bericht van {entry.name}.",
            f"The page embeds a player or post of {entry.name}.",
            source=url[:500],
            at=capture.began,
        )
        yield known_party(entry, links=(capture.link.url, url), reason=reason, certainty=Certainty.CERTAIN)


def announced_by(address: str, system: System, holder: str, reply: RawReply) -> Reason:
    """Return that an address is announced by an autonomous system, whose register was asked too."""
    name = f"AS{system.number}, {holder or system.name}"
    return reason_of(
        "system",
        f"Het netwerk van {address} noemt zelf geen meldadres voor misbruik; het wordt aangekondigd door {name}.",
        f"The network of {address} names no abuse contact itself; it is announced by {name}.",
        source=reply.source,
        at=reply.at,
        reply=reply,
    )


def no_contact(domain: str, redacted: tuple[str, ...]) -> Bilingual:
    """Return that no register names an abuse contact, and what was left out (RFC 9537)."""
    left_out = ", ".join(redacted)
    return Bilingual(
        nl=f"Geen register noemt een meldadres voor misbruik bij {domain}"
        + (f"; weggelaten is: {left_out}." if left_out else "."),
        en=f"No register names an abuse contact for {domain}" + (f"; left out: {left_out}." if left_out else "."),
    )

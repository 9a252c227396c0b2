# SPDX-License-Identifier: Apache-2.0
"""From one sign of a party to the party: powers by kind, directory entry or register's answer."""

from collections.abc import Mapping
from datetime import datetime

from verweer.kernel import Bilingual
from verweer.parties.entries import Entry
from verweer.parties.model import Certainty, Contact, Party, PartyKind, Power, RawReply, Reason

POWERS: Mapping[PartyKind, frozenset[Power]] = {
    PartyKind.PLATFORM: frozenset({Power.REMOVE, Power.SUSPEND, Power.IDENTIFY}),
    PartyKind.PLATFORM_MICRO: frozenset({Power.REMOVE, Power.SUSPEND, Power.IDENTIFY}),
    PartyKind.PLATFORM_VLOP: frozenset({Power.REMOVE, Power.SUSPEND, Power.IDENTIFY, Power.BLOCK_COPIES}),
    PartyKind.HOSTING: frozenset({Power.DISABLE, Power.SUSPEND, Power.IDENTIFY}),
    PartyKind.CDN: frozenset({Power.DISABLE, Power.IDENTIFY}),
    PartyKind.REGISTRAR: frozenset({Power.SUSPEND, Power.IDENTIFY}),
    PartyKind.REGISTRY: frozenset({Power.SUSPEND}),
    PartyKind.PAYMENT: frozenset({Power.CUT_INCOME, Power.IDENTIFY}),
    PartyKind.CARD_SCHEME: frozenset({Power.CUT_INCOME}),
    PartyKind.AD_NETWORK: frozenset({Power.CUT_INCOME, Power.IDENTIFY}),
    PartyKind.SEARCH_ENGINE: frozenset({Power.DELIST}),
    PartyKind.APP_STORE: frozenset({Power.DELIST, Power.CUT_INCOME, Power.SANCTION}),
    PartyKind.DNS_OPERATOR: frozenset({Power.SUSPEND}),
    PartyKind.MAIL_HOST: frozenset({Power.IDENTIFY}),
    PartyKind.CERTIFICATE_AUTHORITY: frozenset({Power.SUSPEND}),
    PartyKind.HASH_BANK: frozenset({Power.BLOCK_COPIES}),
    PartyKind.GENERATOR: frozenset({Power.BLOCK_COPIES, Power.IDENTIFY}),
}


def known_party(
    entry: Entry, *, links: tuple[str, ...], reason: Reason, certainty: Certainty, contacts: tuple[Contact, ...] = ()
) -> Party:
    """Return the party that a directory entry describes."""
    return Party(
        key=f"{entry.kind.value}:{entry.id}",
        kind=entry.kind,
        name=entry.legal_entity or entry.name,
        links=links,
        reasons=(reason,),
        certainty=certainty,
        powers=POWERS.get(entry.kind, frozenset()),
        contacts=(*entry.contacts, *contacts),
        country=entry.country,
        note=entry.note,
        verified=entry.verified.isoformat() if entry.verified else None,
        listed=True,
    )


def found_party(  # noqa: PLR0913 - what a register says of a party
    kind: PartyKind,
    identity: str,
    *,
    name: str,
    links: tuple[str, ...],
    reason: Reason,
    certainty: Certainty,
    contacts: tuple[Contact, ...] = (),
    country: str | None = None,
    masked: bool = False,
) -> Party:
    """Return a party that only a register or the page itself tells of."""
    return Party(
        key=f"{kind.value}:{identity.lower()}",
        kind=kind,
        name=name,
        links=links,
        reasons=(reason,),
        certainty=certainty,
        powers=POWERS.get(kind, frozenset()),
        contacts=contacts,
        country=country,
        masked=masked,
        verified=_read_on(reason, contacts),
    )


def host_party(
    entry: Entry | None,
    name: str,
    *,
    links: tuple[str, ...],
    reason: Reason,
    contacts: tuple[Contact, ...],
    country: str | None,
) -> Party:
    """Return who runs a network: as the directory knows it, or else as the register tells."""
    if entry is not None:
        return known_party(entry, links=links, reason=reason, certainty=Certainty.CERTAIN, contacts=contacts)
    return found_party(
        PartyKind.HOSTING,
        name,
        name=name,
        links=links,
        reason=reason,
        certainty=Certainty.LIKELY,
        contacts=contacts,
        country=country,
    )


def _read_on(reason: Reason, contacts: tuple[Contact, ...]) -> str | None:
    """Return the day on which contacts were read from their owner; those of the directory are not read there."""
    owners = contacts and not any(contact.source.startswith("directory:") for contact in contacts)
    return reason.at.date().isoformat() if owners else None


def reason_of(hop: str, nl: str, en: str, *, source: str, at: datetime, reply: RawReply | None = None) -> Reason:
    """Return one hop of the trace."""
    return Reason(hop=hop, seen=Bilingual(nl=nl, en=en), source=source, at=at, raw=reply.digest if reply else None)

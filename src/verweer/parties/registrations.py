# SPDX-License-Identifier: Apache-2.0
"""What an RDAP reply says (RFC 9083): the registrar or holder, and where abuse is reported.

Registrant and administrative contact of a domain are never read: they may be the
perpetrator. Of a network the registrant is its holder, which is a firm.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from verweer.kernel import OutsideError
from verweer.parties.contacts import BadContact, contact
from verweer.parties.model import Channel, Contact

_DEEPEST = 6
_MOST_ENTITIES = 200
_ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>\"')]+")


class MalformedReply(OutsideError):
    """A register's reply is not RDAP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a register says of a domain or network."""

    name: str
    holder: str
    country: str | None
    abuse: tuple[Contact, ...]
    related: str | None


def read_registration(untrusted_reply: bytes, *, source: str, role: str) -> Registration:
    """Return what a reply says; `role` is `registrar` for a domain and `registrant` for a network.

    Raises MalformedReply.
    """
    reply = _parsed(untrusted_reply)
    entities = [entity for entity in _entities(reply, 0) if isinstance(entity.get("roles"), list)]
    holder = next((entity for entity in entities if role in entity["roles"]), None)
    abuse = [entity for entity in entities if "abuse" in entity["roles"]]
    country = reply.get("country")
    return Registration(
        name=str(reply.get("ldhName") or reply.get("name") or reply.get("handle") or "")[:200],
        holder=_full_name(holder) if holder else "",
        country=country.upper() if isinstance(country, str) and re.fullmatch("[A-Za-z]{2}", country) else None,
        abuse=tuple(dict.fromkeys([*_contacts(abuse, source), *_forms(reply, source)])),
        related=_related(reply),
    )


def _parsed(untrusted_reply: bytes) -> dict[str, Any]:
    try:
        reply = json.loads(untrusted_reply)
    except (ValueError, RecursionError) as cause:
        message = "A register's reply is not JSON."
        raise MalformedReply(message) from cause
    if not isinstance(reply, dict):
        message = "A register's reply is not an object."
        raise MalformedReply(message)
    return reply


def _entities(thing: Mapping[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    listed = thing.get("entities")
    if depth >= _DEEPEST or not isinstance(listed, list):
        return
    for entity in listed[:_MOST_ENTITIES]:
        if isinstance(entity, dict):
            yield entity
            yield from _entities(entity, depth + 1)


def _card(entity: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    array = entity.get("vcardArray")
    rows = array[1] if isinstance(array, list) and len(array) > 1 and isinstance(array[1], list) else []
    for row in rows[:_MOST_ENTITIES]:
        if isinstance(row, list) and len(row) > 3 and isinstance(row[0], str) and isinstance(row[3], str):  # noqa: PLR2004 - jCard rows, RFC 7095
            yield row[0].lower(), row[3]


def _full_name(entity: Mapping[str, Any]) -> str:
    name = next((value for key, value in _card(entity) if key == "fn" and value), "")
    return (name or str(entity.get("handle") or ""))[:200]


def _contacts(abuse: list[dict[str, Any]], source: str) -> Iterator[Contact]:
    channels = {"email": Channel.EMAIL, "tel": Channel.PHONE, "contact-uri": Channel.FORM, "url": Channel.FORM}
    for entity in abuse:
        for key, value in _card(entity):
            if key in channels:
                try:
                    yield contact(channels[key], value, source=source)
                except BadContact:
                    continue


def _forms(reply: Mapping[str, Any], source: str) -> Iterator[Contact]:
    """Yield web forms that remarks about abuse point to; some holders want complaints nowhere else."""
    for thing in (reply, *_entities(reply, 0)):
        remarks = thing.get("remarks")
        for remark in remarks[:20] if isinstance(remarks, list) else []:
            text = json.dumps(remark)[:10_000] if isinstance(remark, dict) else ""
            if "abuse" in text.lower() or "complaint" in text.lower():
                for address in _ADDRESS_IN_TEXT.findall(text)[:3]:
                    try:
                        yield contact(Channel.FORM, address.rstrip(".,;\\"), source=source)
                    except BadContact:
                        continue


def _related(reply: Mapping[str, Any]) -> str | None:
    links = reply.get("links")
    for link in links[:50] if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "related" and "rdap" in str(link.get("type", "")):
            address = str(link.get("href", ""))
            return address if address.startswith(("https://", "http://")) else None
    return None

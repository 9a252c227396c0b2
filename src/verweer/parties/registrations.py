# SPDX-License-Identifier: Apache-2.0
"""What an RDAP reply says (RFC 9083): the registrar or holder, and where abuse is reported.

Registrant and administrative contact of a domain are never read: they may be the
perpetrator. Of a network the registrant is its holder, which is a firm.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from verweer.kernel import OutsideError
from verweer.parties.contacts import BadContact, contact
from verweer.parties.model import Channel, Contact

_DEEPEST = 6
_MOST_ENTITIES = 200
_OF_THE_OWNER = frozenset({"registrant", "administrative", "technical", "billing"})  # roles of RFC 9083 section 10.2.4
_ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>\"')]+")


class MalformedReply(OutsideError):
    """A register's reply is not RDAP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a register says of a domain or network; `redacted` names what it says it left out (RFC 9537)."""

    name: str
    holder: str
    country: str | None
    abuse: tuple[Contact, ...]
    related: str | None
    redacted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entity:
    """An entity of the reply (RFC 9083 section 5.1), its roles, and the roles of all entities around it."""

    body: Mapping[str, Any]
    roles: frozenset[str]
    around: frozenset[str]


def read_registration(untrusted_reply: bytes, *, source: str, role: str) -> Registration:
    """Return what a reply says; `role` is `registrar` for a domain and `registrant` for a network.

    Raises MalformedReply.
    """
    reply = _parsed(untrusted_reply)
    entities = [entity for entity in _entities(reply, frozenset(), 0) if _speaks_for(entity, role)]
    holder = next((entity for entity in entities if role in entity.roles), None)
    abuse = [entity.body for entity in entities if "abuse" in entity.roles]
    spoken = (reply, *(entity.body for entity in entities))
    country = reply.get("country")
    return Registration(
        name=_text(reply.get("ldhName")) or _text(reply.get("name")) or _text(reply.get("handle")),
        holder=_full_name(holder.body) if holder else "",
        country=country.upper() if isinstance(country, str) and re.fullmatch("[A-Za-z]{2}", country) else None,
        abuse=tuple(dict.fromkeys([*_contacts(abuse, source), *_forms(spoken, source)])),
        related=_related(reply),
        redacted=_redacted(reply),
    )


def _speaks_for(entity: _Entity, role: str) -> bool:
    """Tell whether an entity is the registrar or holder, or answers for abuse on its behalf.

    Of a domain, nothing counts that is, or stands within, a contact of its owner: only what stands
    within the registrar. Of a network, an abuse contact may also stand by itself.
    """
    if role == "registrar":
        path = entity.roles | entity.around
        return role in path and not path & _OF_THE_OWNER
    return entity.around <= {role, "abuse"} and bool(entity.roles & {role, "abuse"})


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


def _entities(thing: Mapping[str, Any], around: frozenset[str], depth: int) -> Iterator[_Entity]:
    if depth >= _DEEPEST:
        return
    for body in _objects(thing.get("entities"), _MOST_ENTITIES):
        listed = body.get("roles")
        roles = frozenset(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else frozenset()
        yield _Entity(body=body, roles=roles, around=around)
        yield from _entities(body, around | roles, depth + 1)


def _objects(listed: object, most: int) -> list[dict[str, Any]]:
    return [each for each in listed[:most] if isinstance(each, dict)] if isinstance(listed, list) else []


def _text(value: object) -> str:
    """Return a text on one line, without what cannot be seen or written; nothing when it is no text."""
    shown = value[:2_000] if isinstance(value, str) else ""
    return " ".join("".join(each if each.isprintable() else " " for each in shown).split())[:200]


def _card(entity: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    array = entity.get("vcardArray")
    rows = array[1] if isinstance(array, list) and len(array) > 1 and isinstance(array[1], list) else []
    for row in rows[:_MOST_ENTITIES]:
        if isinstance(row, list) and len(row) > 3 and isinstance(row[0], str) and isinstance(row[3], str):  # noqa: PLR2004 - jCard rows, RFC 7095
            yield row[0].lower(), row[3]


def _full_name(entity: Mapping[str, Any]) -> str:
    return next((_text(value) for key, value in _card(entity) if key == "fn" and _text(value)), "") or _text(
        entity.get("handle")
    )


def _contacts(abuse: Iterable[Mapping[str, Any]], source: str) -> Iterator[Contact]:
    channels = {"email": Channel.EMAIL, "tel": Channel.PHONE, "contact-uri": Channel.FORM, "url": Channel.FORM}
    for entity in abuse:
        for key, value in _card(entity):
            if key in channels:
                with suppress(BadContact):
                    yield contact(channels[key], value, source=source)


def _forms(spoken: Iterable[Mapping[str, Any]], source: str) -> Iterator[Contact]:
    """Yield web forms that remarks about abuse point to; some holders want complaints nowhere else."""
    for thing in spoken:
        for remark in _objects(thing.get("remarks"), 20):
            text = _words(remark)
            if "abuse" in text.lower() or "complaint" in text.lower():
                for address in _ADDRESS_IN_TEXT.findall(text)[:3]:
                    with suppress(BadContact):
                        yield contact(Channel.FORM, address.rstrip(".,;"), source=source)


def _words(remark: Mapping[str, Any]) -> str:
    """Return title, description and links of a remark as one text (RFC 9083 section 4.3)."""
    told = remark.get("description")
    lines = [remark.get("title"), *(told if isinstance(told, list) else [told])]
    lines += [link.get("href") for link in _objects(remark.get("links"), 20)]
    return " ".join(line for line in lines if isinstance(line, str))[:10_000]


def _related(reply: Mapping[str, Any]) -> str | None:
    for link in _objects(reply.get("links"), 50):
        address = str(link.get("href", ""))
        if (
            link.get("rel") == "related"
            and "rdap" in str(link.get("type", ""))
            and address.startswith(("https://", "http://"))
        ):
            return address
    return None


def _redacted(reply: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the reply says it leaves out, by its registered type or description (RFC 9537 section 4.2)."""
    named = (each.get("name") for each in _objects(reply.get("redacted"), 50))
    told = (_text(name.get("type")) or _text(name.get("description")) for name in named if isinstance(name, dict))
    return tuple(dict.fromkeys(each for each in told if each))

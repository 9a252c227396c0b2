# SPDX-License-Identifier: Apache-2.0
"""Writes what the registers say, as RDAP objects: domains, networks, autonomous systems, and who answers for abuse.

RFC 9083 (objects), RFC 7095 (cards), RFC 9537 (what was left out), RFC 9224 (bootstrap).
"""

from typing import Any

from tests.testnet import places
from tests.testnet.places import Network, url

Record = dict[str, Any]
NOTICE = {"title": "Terms", "description": ["This register is invented."]}
_CONFORMANCE = ["rdap_level_0", "redacted"]
# Who registered what, and whether the registry itself names the registrar's abuse contact.
REGISTERED_THROUGH = {
    "flitsvideo.test": ("naamwinkel", False),
    "praatplein.test": ("naamwinkel", True),
    "plaatbak.test": ("naamwinkel", False),
    "vriendenkring.test": ("domeinloket", True),
    "zoekwijzer.test": ("domeinloket", True),
    "droombeeld-ai.test": ("domeinloket", True),
    "raar.test": ("naamwinkel", True),
    places.IDN_HOST: ("domeinloket", True),
    "verlopen.test": ("naamwinkel", True),
    "draaideur.test": ("naamwinkel", True),
    "dood.test": ("naamwinkel", True),
    "snelcdn.test": ("domeinloket", True),
    "wolkopslag.test": ("domeinloket", True),
    "kluispay.test": ("domeinloket", True),
    "klikstroom.test": ("domeinloket", True),
    "naamwinkel.test": ("naamwinkel", True),
    "traag-antwoord.test": ("naamwinkel", True),
    "zwijgend.test": ("domeinloket", False),  # nobody names an abuse contact
    "prive-verwijzing.test": ("domeinloket", True),  # its further link leads to a private address
}
_REGISTRARS = {"naamwinkel": ("Naamwinkel B.V.", "99001"), "domeinloket": ("Domeinloket GmbH", "99002")}
# The mailbox of each network; None: the network's remark sends people to a web form.
_MAILBOXES = {"SNELCDN": None, "KLIKSTROOM": "noc@klikstroom.test"}
_WITHOUT_DESK = {"REKENWOLK"}  # only the record of its autonomous system names a desk for abuse


def domain(name: str, *, from_registrar: bool = False) -> Record | None:
    """Return the record of a domain as the registry, or its registrar, tells it."""
    if name not in REGISTERED_THROUGH:
        return None
    registrar, complete = REGISTERED_THROUGH[name]
    links = [_link("self", url("rdap.testnet.test", f"/registry/domain/{name}"))]
    if registrar == "naamwinkel" and not from_registrar:
        links.append(_link("related", url("rdap.naamwinkel.test", f"/domain/{name}")))
    if name == "prive-verwijzing.test":
        links.append(_link("related", f"http://127.0.0.1:{places.HTTP_PORT}/domain/{name}"))
    return {
        "rdapConformance": _CONFORMANCE,
        "objectClassName": "domain",
        "handle": f"D{sum(name.encode())}-TEST",
        "ldhName": name.upper() if name == "praatplein.test" else name,
        "status": ["active"],
        "events": [{"eventAction": "registration", "eventDate": "2025-03-04T09:00:00Z"}],
        "nameservers": [{"objectClassName": "nameserver", "ldhName": "ns1.testnet.test"}],
        "entities": [_registrar(registrar, with_abuse=complete or from_registrar), _registrant()],
        "redacted": [_redaction("Registrant Name"), _redaction("Registrant Email")],
        "links": links,
        "notices": [NOTICE],
    }


def network(block: int, found: Network) -> Record:
    """Return the record of a /24."""
    prefix = f"127.{block}.{found.third}"
    record: Record = {
        "rdapConformance": ["rdap_level_0", "cidr0"],
        "objectClassName": "ip network",
        "handle": f"{prefix}.0 - {prefix}.255",
        "startAddress": f"{prefix}.0",
        "endAddress": f"{prefix}.255",
        "ipVersion": "v4",
        "name": found.handle,
        "type": "ASSIGNED PA",
        "country": found.country,
        "cidr0_cidrs": [{"v4prefix": f"{prefix}.0", "length": 24}],
        "entities": [_holder(found, with_abuse=found.handle not in _WITHOUT_DESK)],
        "notices": [NOTICE],
    }
    if found.handle == "SNELCDN":
        form = url("snelcdn.test", "/abuse")
        words = f"Complaints about content are only handled through the web form at {form} and not by e-mail."
        record["remarks"] = [{"title": "Registration Comments", "description": ["SnelCDN is a CDN.", words]}]
    return record


def autonomous_system(found: Network) -> Record:
    """Return the record of an AS number."""
    return {
        "rdapConformance": ["rdap_level_0"],
        "objectClassName": "autnum",
        "handle": f"AS{found.system}",
        "startAutnum": found.system,
        "endAutnum": found.system,
        "name": f"AS-{found.handle}",
        "country": found.country,
        "entities": [_holder(found, with_abuse=True)],
    }


def bootstrap(block: int) -> dict[str, Record]:
    """Return the four bootstrap files."""
    registry, numbers = url("rdap.testnet.test", "/registry/"), url("rdap.testnet.test", "/numbers/")
    services: dict[str, list[list[list[str]]]] = {
        "dns": [[["test"], [registry]]],
        "ipv4": [[[f"127.{block}.0.0/16"], [numbers]]],
        "ipv6": [],
        "asn": [[["64496-64511"], [numbers]]],
    }
    head = {"version": "1.0", "publication": "2026-11-01T00:00:00Z", "description": "Invented registers"}
    return {f"{name}.json": {**head, "services": found} for name, found in services.items()}


def _registrar(key: str, *, with_abuse: bool) -> Record:
    name, number = _REGISTRARS[key]
    abuse = _entity(["abuse"], "Abuse desk", email=f"abuse@{key}.test", phone="+31.205550117")
    return {
        **_entity(["registrar"], name),
        "handle": number,
        "publicIds": [{"type": "IANA Registrar ID", "identifier": number}],
        "entities": [abuse] if with_abuse else [],
    }


def _registrant() -> Record:
    # RFC 9537: the name is left empty and the mailbox replaced by a form of the registrar.
    return {**_entity(["registrant"], ""), "remarks": [{"title": "REDACTED FOR PRIVACY", "description": ["redacted"]}]}


def _holder(found: Network, *, with_abuse: bool) -> Record:
    abuse_kind = {"email": _MAILBOXES.get(found.handle, f"abuse@{found.handle.lower()}.test")}
    abuse = _entity(["abuse"], f"{found.holder} Abuse", **abuse_kind)
    technical = _entity(["technical", "administrative"], "Network operations", email=f"noc@{found.handle.lower()}.test")
    return {
        **_entity(["registrant"], found.holder),
        "handle": found.handle,
        "entities": [abuse, technical] if with_abuse else [technical],
    }


def _entity(roles: list[str], name: str, *, email: str | None = None, phone: str | None = None) -> Record:
    card: list[list[Any]] = [["version", {}, "text", "4.0"], ["fn", {}, "text", name], ["kind", {}, "text", "org"]]
    if email:
        card.append(["email", {}, "text", email])
    if phone:
        card.append(["tel", {"type": ["voice"]}, "uri", f"tel:{phone}"])
    return {"objectClassName": "entity", "roles": roles, "vcardArray": ["vcard", card]}


def _redaction(field: str) -> Record:
    return {
        "name": {"description": field},
        "method": "emptyValue",
        "reason": {"description": "Server policy"},
    }


def _link(relation: str, target: str) -> Record:
    return {"rel": relation, "href": target, "type": "application/rdap+json", "value": target}

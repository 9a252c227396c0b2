# SPDX-License-Identifier: Apache-2.0
"""Decides whether an address that someone else wrote down may become a contact.

An address ends up in the head of a letter, so nothing that could add a second
recipient or a second header line passes (RFC 5321 section 4.1.2, RFC 5322 section 2.2).
"""

import re
from urllib.parse import unquote

import idna

from verweer.kernel import BadLink, InputError, Link
from verweer.parties.model import Channel, Contact

LONGEST_ADDRESS = 254
LONGEST_FORM = 2_000
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{4,28}[0-9]")
_LONGEST_LOCAL_PART = 64
_WANTED = {
    Channel.EMAIL: "an e-mail address",
    Channel.FORM: "the address of a web form",
    Channel.PHONE: "a telephone number",
}


class BadContact(InputError):
    """A text that should be a contact address is not one that can safely be written to."""


def contact(channel: Channel, untrusted_address: str, *, source: str) -> Contact:
    """Return the contact, or raise BadContact when the address cannot be used as it stands."""
    match channel:
        case Channel.EMAIL:
            address = _email(untrusted_address)
        case Channel.FORM:
            address = _form(untrusted_address)
        case Channel.PHONE:
            address = _phone(untrusted_address)
    return Contact(channel=channel, address=address, source=source)


def _email(untrusted_address: str) -> str:
    text = untrusted_address.strip(" ")
    if text.lower().startswith("mailto:"):
        text = unquote(text[len("mailto:") :].partition("?")[0])
    local_part, at, domain = text.rpartition("@")
    if not at or len(text) > LONGEST_ADDRESS or len(local_part) > _LONGEST_LOCAL_PART:
        raise _bad(Channel.EMAIL, untrusted_address)
    if not _LOCAL_PART.fullmatch(local_part):
        raise _bad(Channel.EMAIL, untrusted_address)
    labels = _ascii(domain).split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdecimal():  # noqa: PLR2004 - a host and its domain
        raise _bad(Channel.EMAIL, untrusted_address)
    return f"{local_part}@{'.'.join(labels)}"


def _ascii(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError as cause:
        raise _bad(Channel.EMAIL, domain) from cause


def _form(untrusted_address: str) -> str:
    if len(untrusted_address) > LONGEST_FORM or not untrusted_address.lower().startswith(("http://", "https://")):
        raise _bad(Channel.FORM, untrusted_address)
    try:
        return Link.parse(untrusted_address).url
    except BadLink as cause:
        raise _bad(Channel.FORM, untrusted_address) from cause


def _phone(untrusted_address: str) -> str:
    text = untrusted_address.strip(" ").removeprefix("tel:").replace(";", " ").split(" ext=")[0]
    if not _PHONE.fullmatch(text):
        raise _bad(Channel.PHONE, untrusted_address)
    return text


def _bad(channel: Channel, untrusted_address: str) -> BadContact:
    return BadContact(f"{untrusted_address[:60]!r} is not {_WANTED[channel]} that can be used.")

# SPDX-License-Identifier: Apache-2.0
"""Links: what a person pasted becomes a web address, or a sentence that says why not.

A link keeps the exact text that will be visited. Two links that differ only in
tracking parameters or fragment name the same place (`Link.place`).
The host is kept in its ASCII form (IDNA 2008, UTS 46); `Link.shown` is for people.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

import idna

from verweer.kernel.errors import InputError
from verweer.kernel.languages import Bilingual

LONGEST_LINK = 8_000
_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "igshid", "igsh", "mc_eid", "si", "ref_src", "yclid", "twclid", "ttclid"}
)
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?[]|{}"
_LETTERS_DIGITS_UNDERSCORE = re.compile(r"(?=.{1,253}$)(?!xn--)([a-z0-9_-]{1,63}\.)*(?!xn--)[a-z0-9_-]{1,63}")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class BadLink(InputError):
    """A pasted text is not a web address that can be visited."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A web address as it will be visited: http or https, ASCII, without a fragment."""

    url: str

    @classmethod
    def parse(cls, untrusted_text: str) -> Self:
        """Return the link in a pasted text.

        Raises BadLink with a sentence for the person who pasted it.
        """
        text = untrusted_text.strip()
        parts = _split(text)
        host = _ascii_host(parts)
        path = quote(parts.path or "/", safe=_KEPT_IN_PATH)
        query = quote(parts.query, safe=_KEPT_IN_QUERY)
        return cls(urlunsplit((parts.scheme.lower(), _netloc(parts, host), path, query, "")))

    @property
    def scheme(self) -> str:
        """Return `http` or `https`."""
        return urlsplit(self.url).scheme

    @property
    def host(self) -> str:
        """Return the host in ASCII, without port; an IPv6 address without brackets."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Return the port that will be connected to."""
        parts = urlsplit(self.url)
        return parts.port or _DEFAULT_PORTS[parts.scheme]

    @property
    def place(self) -> str:
        """Return what names the same page: without tracking parameters."""
        parts = urlsplit(self.url)
        kept = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name.lower() not in _TRACKING and not name.lower().startswith(_TRACKING_PREFIXES)
        ]
        return urlunsplit(("https", parts.netloc, parts.path, urlencode(kept), ""))

    @property
    def shown(self) -> str:
        """Return the address with its host in the letters a person would read."""
        parts = urlsplit(self.url)
        try:
            readable = idna.decode(self.host)
        except idna.IDNAError:
            return self.url
        return urlunsplit(parts._replace(netloc=parts.netloc.replace(self.host, readable)))

    def __str__(self) -> str:
        """Return the address as it will be visited."""
        return self.url


def _split(text: str) -> SplitResult:
    if not text:
        message = Bilingual(
            nl="Deze regel is leeg.",
            en="This line is empty.",
        )
        raise BadLink(message)
    if len(text) > LONGEST_LINK:
        message = Bilingual(
            nl=f"Deze link is langer dan {LONGEST_LINK} tekens; kopieer hem opnieuw uit de adresbalk.",
            en=f"This link is longer than {LONGEST_LINK} characters; copy it again from the address bar.",
        )
        raise BadLink(message)
    if any(character.isspace() or not character.isprintable() for character in text):
        message = Bilingual(
            nl="Een link heeft geen spaties of regeleinden; zet één link op elke regel.",
            en="A link has no spaces or line breaks; put one link on each line.",
        )
        raise BadLink(message)
    try:
        parts = urlsplit(text if "://" in text or ":" in text.partition("/")[0] else f"https://{text}")
        _ = parts.port
    except ValueError as cause:
        message = Bilingual(
            nl="Dit is geen webadres; kopieer het opnieuw uit de adresbalk.",
            en="This is not a web address; copy it again from the address bar.",
        )
        raise BadLink(message) from cause
    if parts.scheme.lower() not in _DEFAULT_PORTS and "." in parts.scheme:
        return _split(f"https://{text}")
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        message = Bilingual(
            nl=f"Alleen links die beginnen met http:// of https:// kunnen worden bezocht, geen {parts.scheme[:20]}:-links.",
            en=f"Only links that start with http:// or https:// can be visited, not {parts.scheme[:20]}: links.",
        )
        raise BadLink(message)
    return parts


def _ascii_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if _LETTERS_DIGITS_UNDERSCORE.fullmatch(host):  # IDNA refuses the underscore; DNS does not (RFC 2181 section 11).
        return host
    try:
        ascii_host = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as cause:
        message = Bilingual(
            nl="Het deel van de link vóór de eerste / is geen naam van een website; kopieer de link opnieuw uit de adresbalk.",
            en="The part of the link before the first / is not a host name; copy it again from the address bar.",
        )
        raise BadLink(message) from cause
    return ascii_host


def _netloc(parts: SplitResult, host: str) -> str:
    bracketed = f"[{host}]" if ":" in host else host
    if parts.port is None or parts.port == _DEFAULT_PORTS[parts.scheme.lower()]:
        return bracketed
    return f"{bracketed}:{parts.port}"

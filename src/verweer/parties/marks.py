# SPDX-License-Identifier: Apache-2.0
"""Marks on a page that tie it to an owner or to money: ids of analytics and ads, crypto addresses, ways to subscribe.

Two sites with one id have, most likely, one owner. A mark is a clue and no proof; none is
ever an addressee.
"""

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from verweer.evidence import Capture
from verweer.parties.model import Mark, MarkKind

_LARGEST_MARKUP = 3_000_000
_MOST = 60
_PATTERNS = (
    (
        MarkKind.ANALYTICS,
        re.compile(r"\b(G-[A-Z0-9]{8,12}|UA-\d{4,10}-\d{1,4}|GTM-[A-Z0-9]{4,9}|MT-\d{5,9}-\d{1,3})\b"),
    ),
    (MarkKind.PUBLISHER, re.compile(r"\b(ca-pub-\d{10,20}|pub-\d{10,20})\b")),
)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BITCOIN = re.compile(r"(?<![A-Za-z0-9])([13][1-9A-HJ-NP-Za-km-z]{25,34})(?![A-Za-z0-9])")
_SEGWIT = re.compile(r"(?<![A-Za-z0-9])(bc1[02-9ac-hj-np-z]{11,87})(?![A-Za-z0-9])")
_ETHEREUM = re.compile(r"(?<![A-Za-z0-9])(0x[0-9a-fA-F]{40})(?![A-Za-z0-9])")
_MONERO = re.compile(r"(?<![A-Za-z0-9])([48][1-9A-HJ-NP-Za-km-z]{94})(?![A-Za-z0-9])")
_SUBSCRIBE = re.compile(
    r"/(join|subscribe|subscription|premium|membership|signup-vip|abonnement|lidmaatschap|lid-worden|word-lid)\b",
    re.IGNORECASE,
)
_CHECKSUM = 4
_VERSIONED = 25


def marks_of(capture: Capture) -> tuple[Mark, ...]:
    """Return the marks of a capture, each once."""
    return tuple(dict.fromkeys(_found(capture)))[:_MOST]


def _found(capture: Capture) -> Iterator[Mark]:
    link = capture.link.url
    text = " ".join([capture.markup[:_LARGEST_MARKUP], *(exchange.url for exchange in capture.exchanges)])
    for kind, pattern in _PATTERNS:
        for value in pattern.findall(text):
            yield Mark(kind=kind, value=value, link=link)
    for value in _coins(text):
        yield Mark(kind=MarkKind.CRYPTO, value=value, link=link)
    for href in capture.outlinks:
        url = urljoin(capture.final_url or link, href)
        if _SUBSCRIBE.search(urlsplit(url).path):
            yield Mark(kind=MarkKind.SUBSCRIPTION, value=url[:500], link=link)


def _coins(text: str) -> Iterator[str]:
    """Yield addresses of crypto coins; a Bitcoin address must have its own checksum right."""
    yield from (value for value in _BITCOIN.findall(text) if _is_base58check(value))
    yield from _SEGWIT.findall(text)
    yield from _ETHEREUM.findall(text)
    yield from _MONERO.findall(text)


def _is_base58check(text: str) -> bool:
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    if number.bit_length() > 8 * _VERSIONED:
        return False
    raw = number.to_bytes(_VERSIONED, "big")
    body, check = raw[:-_CHECKSUM], raw[-_CHECKSUM:]
    return hashlib.sha256(hashlib.sha256(body).digest()).digest()[:_CHECKSUM] == check

# SPDX-License-Identifier: Apache-2.0
"""What a capture itself shows, without asking anyone: hosts, frames, forms, logos, names of tools.

Pure: a capture and the directory in, parties out.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from verweer.evidence import Capture
from verweer.parties.contacts import BadContact, contact
from verweer.parties.directories import Directory
from verweer.parties.domains import host_in, registrable_domain
from verweer.parties.model import Certainty, Channel, Contact, Party, PartyKind
from verweer.parties.roles import known_party, reason_of

_BY_HOST = frozenset(
    {PartyKind.PAYMENT, PartyKind.CARD_SCHEME, PartyKind.AD_NETWORK, PartyKind.GENERATOR, PartyKind.APP_STORE}
)
_PUBLISHER = re.compile(r"[?&](pub|pid|publisher|zone|zoneid|aff|affid|id)=([\w-]{3,40})", re.IGNORECASE)
_CONTACT_WORDS = re.compile(r"abuse|misbruik|meld(en|ing|punt)?\b|report|notice|takedown|dmca|contact", re.IGNORECASE)
# No "<" within: a page of nothing but "<img" would otherwise be read a thousand times over.
_LOGO = re.compile(r"""<(?:img|button|input)\b[^<>]{0,2000}?\s(?:alt|title|value)=["']([^"'<>]{2,80})["']""")
_MOST_CONTACTS = 4
_LARGEST_MARKUP = 3_000_000


def parties_on_page(capture: Capture, directory: Directory) -> Iterator[Party]:
    """Yield payment firms, cards, ad networks and tools that the page shows or reaches."""
    links = (capture.link.url,)
    for url in dict.fromkeys([*(exchange.url for exchange in capture.exchanges), *capture.outlinks]):
        entry = directory.of_host(host_in(url))
        if entry is None or entry.kind not in _BY_HOST or registrable_domain(capture.link.host) in entry.domains:
            continue
        publisher = _PUBLISHER.search(url)
        told = f" ({publisher[1]}={publisher[2]})" if publisher else ""
        reason = reason_of(
            "page",
            f"De pagina verwijst naar {entry.name}{told}.",
            f"The page refers to {entry.name}{told}.",
            source=urlsplit(url)._replace(query="", fragment="").geturl()[:500],
            at=capture.began,
        )
        yield known_party(entry, links=links, reason=reason, certainty=Certainty.LIKELY)
    for text in _logos(capture.markup):
        reason = reason_of(
            "page",
            f"Op de pagina staat een afbeelding of knop met de tekst {text[:60]!r}.",
            f"The page shows an image or button with the text {text[:60]!r}.",
            source=capture.link.url,
            at=capture.began,
        )
        for entry in directory.of_marks(text):
            if entry.kind in _BY_HOST:
                yield known_party(entry, links=links, reason=reason, certainty=Certainty.POSSIBLE)


def contacts_on_page(capture: Capture) -> tuple[Contact, ...]:
    """Return the pages of the site itself on which abuse can be reported, as far as the page links to them."""
    domain = registrable_domain(capture.link.host)
    found: list[Contact] = []
    for href, text in _Anchors.read(capture.markup):
        if not _CONTACT_WORDS.search(f"{text} {href}"):
            continue
        try:
            url = urljoin(capture.final_url or capture.link.url, href)
        except ValueError:
            continue
        if registrable_domain(host_in(url)) != domain:
            continue
        try:
            found.append(contact(Channel.FORM, url, source=f"a link on the page: {text[:60]}"))
        except BadContact:
            continue
    return tuple(dict.fromkeys(found))[:_MOST_CONTACTS]


def _logos(markup: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_LOGO.findall(markup[:_LARGEST_MARKUP])))


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href = ""
        self._text: list[str] = []

    @classmethod
    def read(cls, markup: str) -> list[tuple[str, str]]:
        """Return the address and text of each anchor."""
        parser = cls()
        parser.feed(markup[:_LARGEST_MARKUP])
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an anchor begins."""
        if tag == "a":
            self._href, self._text = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        """Gather the anchor's text."""
        if self._href:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Keep the anchor when it ends."""
        if tag == "a" and self._href:
            self.found.append((self._href[:2_000], " ".join("".join(self._text).split())[:200]))
            self._href = ""

# SPDX-License-Identifier: Apache-2.0
"""The whole graph behind a link: with a visit, and from the link alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.testnet import LINKS, Testnet
from verweer.evidence import Capture, Captured
from verweer.kernel import Link
from verweer.parties import (
    Directory,
    MarkKind,
    OutsideLookups,
    Party,
    PartyKind,
    Told,
    find_parties,
    without_visit,
)
from verweer.parties.marks import marks_of
from verweer.parties.owners import owners_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def behind(link: str, lookups: OutsideLookups, testnet: Testnet) -> dict[PartyKind, list[Party]]:
    capture = without_visit(Link.parse(link), 1, lookups=lookups, at=NOW)
    trace = find_parties(
        [capture],
        lookups=lookups,
        directory=Directory.load(Path(testnet.environment()["VERWEER_DIRECTORY"])),
        told=Told(),
        at=NOW,
        progress=lambda _done, _total: None,
    )
    found: dict[PartyKind, list[Party]] = {}
    for party in trace.parties:
        found.setdefault(party.kind, []).append(party)
    return found


def test_a_link_alone_leads_to_cdn_registrar_name_servers_and_mail(lookups: OutsideLookups, testnet: Testnet) -> None:
    before = len(testnet.requests.to("www.flitsvideo.test"))

    found = behind(LINKS["video page"], lookups, testnet)

    assert [party.name for party in found[PartyKind.REGISTRAR]] == ["Naamwinkel B.V."]
    assert [party.name for party in found[PartyKind.CDN]] == ["SnelCDN Inc."]
    assert found[PartyKind.DNS_OPERATOR][0].key == "dns_operator:testnet.test"
    assert found[PartyKind.MAIL_HOST][0].key == "mail_host:testnet.test"
    assert found[PartyKind.SEARCH_ENGINE]
    assert found[PartyKind.PLATFORM][0].masked
    assert all(party.reasons for parties in found.values() for party in parties)
    assert len(testnet.requests.to("www.flitsvideo.test")) == before


def test_a_link_alone_to_a_plain_host_leads_to_the_host(lookups: OutsideLookups, testnet: Testnet) -> None:
    found = behind(LINKS["image"], lookups, testnet)

    hosts = {party.name for party in found[PartyKind.HOSTING]}
    assert "Degelijk Hosting B.V." in hosts
    assert PartyKind.CDN not in found


def test_a_name_that_is_nowhere_still_has_its_registrar(lookups: OutsideLookups, testnet: Testnet) -> None:
    found = behind("https://weg.test/x", lookups, testnet)

    assert PartyKind.HOSTING not in found
    assert found[PartyKind.PLATFORM]


def page(markup: str, *, outlinks: tuple[str, ...] = (), link: str = "https://site.test/a") -> Capture:
    return Capture(
        number=1, link=Link.parse(link), began=NOW, ended=NOW, outcome=Captured(), markup=markup, outlinks=outlinks
    )


MARKS = {
    "a Google Analytics id": ("gtag('config', 'G-AB12CD34EF')", {(MarkKind.ANALYTICS, "G-AB12CD34EF")}),
    "an old one": ("UA-1234567-2", {(MarkKind.ANALYTICS, "UA-1234567-2")}),
    "an ad publisher": ("ca-pub-1234567890123456", {(MarkKind.PUBLISHER, "ca-pub-1234567890123456")}),
    "a Bitcoin address": (
        "stuur naar 1BoatSLRHtKNngkdXEeobR76b53LETtpyT graag",
        {(MarkKind.CRYPTO, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT")},
    ),
    "one with a wrong checksum": ("stuur naar 1BoatSLRHtKNngkdXEeobR76b53LETtpyU graag", set()),
    "a newer one": (
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        {(MarkKind.CRYPTO, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")},
    ),
    "an Ethereum address": (
        "0x52908400098527886E0F7030069857D2E4169EE7",
        {(MarkKind.CRYPTO, "0x52908400098527886E0F7030069857D2E4169EE7")},
    ),
    "a digest is no coin": ("460ee6aa3a80359181b794cc31a7185addba77626e9f719c10e3c8efb8668a1d", set()),
    "plain words": ("een gewone pagina over G-kracht en UA", set()),
}


@pytest.mark.parametrize(("markup", "marks"), MARKS.values(), ids=MARKS)
def test_marks_on_a_page(markup: str, marks: set[tuple[MarkKind, str]]) -> None:
    assert {(mark.kind, mark.value) for mark in marks_of(page(markup))} == marks


def test_a_page_to_subscribe_is_a_mark() -> None:
    capture = page("", outlinks=("/join", "/joint-pain", "https://site.test/premium/now", "/over-ons"))

    assert [mark.value for mark in marks_of(capture)] == ["https://site.test/join", "https://site.test/premium/now"]


OWNERS = {
    "two sites with one id": (
        {"een.test": "G-AB12CD34EF", "twee.test": "G-AB12CD34EF"},
        [(("een.test", "twee.test"), ("analytics: G-AB12CD34EF",))],
    ),
    "three sites tied through the middle one": (
        {
            "een.test": "UA-1234567-2",
            "twee.test": "UA-1234567-2 ca-pub-1234567890123456",
            "drie.test": "ca-pub-1234567890123456",
        },
        [(("drie.test", "een.test", "twee.test"), ("analytics: UA-1234567-2", "publisher: ca-pub-1234567890123456"))],
    ),
    "two pages of one site": ({"een.test": "UA-1234567-2", "www.een.test": "UA-1234567-2"}, []),
    "two ids": ({"een.test": "UA-1234567-2", "twee.test": "UA-7654321-2"}, []),
}


@pytest.mark.parametrize(("pages", "owners"), OWNERS.values(), ids=OWNERS)
def test_sites_that_share_a_mark_have_most_likely_one_owner(
    pages: dict[str, str], owners: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    marks = [mark for host, markup in pages.items() for mark in marks_of(page(markup, link=f"https://{host}/a"))]

    assert [(owner.sites, owner.marks) for owner in owners_of(marks)] == owners
    assert owners_of(reversed(marks)) == owners_of(marks)


def test_marks_of_a_hostile_page_are_bounded() -> None:
    assert len(marks_of(page(" ".join(f"UA-{number}-1" for number in range(10_000, 40_000))))) == 60

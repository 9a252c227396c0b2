# SPDX-License-Identifier: Apache-2.0
"""What a page itself shows: payment firms, ad networks, tools, the CDN in front, and where abuse is told."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.testnet import Testnet
from verweer.evidence import Capture, Captured, Exchange
from verweer.kernel import Digest, Link
from verweer.parties import Certainty, Directory, OutsideLookups, PartyKind, Told, Trace, find_parties
from verweer.parties.signs import contacts_on_page, parties_on_page

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PAGE = Capture(
    number=1, link=Link.parse("https://raar.test:8443/foto"), began=NOW, ended=NOW, outcome=Captured(), status=200
)

SIGNS: dict[str, tuple[Capture, set[tuple[str, Certainty]]]] = {
    "a payment form": (
        replace(PAGE, outlinks=("https://betaal.kluispay.test:8443/pay?shop=9",)),
        {("payment_psp:kluispay", Certainty.LIKELY)},
    ),
    "an advertisement": (
        replace(PAGE, outlinks=("https://ads.klikstroom.test:8443/show?zone=77",)),
        {("ad_network:klikstroom", Certainty.LIKELY)},
    ),
    "a link to the tool": (
        replace(PAGE, outlinks=("https://droombeeld-ai.test:8443/",)),
        {("genai_provider:droombeeld", Certainty.LIKELY)},
    ),
    "a logo": (
        replace(PAGE, markup='<img src="k.png" alt="Betaal met KluisPay">'),
        {("payment_psp:kluispay", Certainty.POSSIBLE)},
    ),
    "a button with two cards": (
        replace(PAGE, markup='<button class="b" title="Visa of Mastercard">'),
        {("card_scheme:visa", Certainty.POSSIBLE), ("card_scheme:mastercard", Certainty.POSSIBLE)},
    ),
    "a name within a word": (replace(PAGE, markup='<img alt="visagie en kluispayment">'), set()),
    "a name in running text": (replace(PAGE, markup="<p>Ik betaalde met KluisPay.</p>"), set()),
    "a logo of a platform": (replace(PAGE, markup='<img alt="Vriendenkring">'), set()),
    "a link to a platform": (replace(PAGE, outlinks=("https://vriendenkring.test:8443/",)), set()),
    "a firm's own page": (
        replace(
            PAGE,
            link=Link.parse("https://kluispay.test:8443/"),
            outlinks=("https://betaal.kluispay.test:8443/",),
        ),
        set(),
    ),
    "addresses that are none": (replace(PAGE, outlinks=("https://[kapot", "mailto:a@b.test", "")), set()),
}


@pytest.mark.parametrize(("capture", "parties"), SIGNS.values(), ids=SIGNS)
def test_whom_a_page_shows(capture: Capture, parties: set[tuple[str, Certainty]], directory: Directory) -> None:
    assert {(party.key, party.certainty) for party in parties_on_page(capture, directory)} == parties


def test_the_number_under_which_an_ad_network_pays_the_site_is_told(directory: Directory) -> None:
    page = replace(PAGE, outlinks=("https://ads.klikstroom.test:8443/show?zone=7781&user=secret",))

    ((reason,),) = [party.reasons for party in parties_on_page(page, directory)]

    assert reason.seen.en == "The page refers to Klikstroom (zone=7781)."
    assert reason.source == "https://ads.klikstroom.test:8443/show"


OWN = {
    "a page of its own": ('<a href="/abuse">Report</a>', ("https://raar.test:8443/abuse",)),
    "by its Dutch words": ('<a href="/m">Misbruik melden</a>', ("https://raar.test:8443/m",)),
    "on another site": ('<a href="https://vriendenkring.test:8443/report">report</a>', ()),
    "an ordinary link": ('<a href="/album">Album</a>', ()),
    "a mailbox, which is perhaps the owner's": ('<a href="mailto:report@raar.test">report</a>', ()),
    "a link that is no address": ('<a href="https://[report">report</a>', ()),
    "a script": ('<a href="javascript:report()">report</a>', ()),
}


@pytest.mark.parametrize(("markup", "addresses"), OWN.values(), ids=OWN)
def test_where_a_site_lets_abuse_be_told(markup: str, addresses: tuple[str, ...]) -> None:
    assert tuple(contact.address for contact in contacts_on_page(replace(PAGE, markup=markup))) == addresses


HOSTILE = {"pictures that never end": "<img", "anchors that never end": '<a href="', "comments": "<!--", "tags": "<b "}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_page_of_three_megabytes_of_nothing_is_read_soon(piece: str, directory: Directory) -> None:
    page = replace(PAGE, markup=piece * (3_000_000 // len(piece)))
    began = time.monotonic()

    assert list(parties_on_page(page, directory)) == []
    assert contacts_on_page(page) == ()
    assert time.monotonic() - began < 5


def served(link: str, address: str, *headers: tuple[str, str]) -> Capture:
    exchange = Exchange(
        url=Link.parse(link).url,
        method="GET",
        status=200,
        mime="text/html",
        address=address,
        byte_length=0,
        digest=Digest.of(b""),
        headers=headers,
    )
    return replace(PAGE, link=Link.parse(link), exchanges=(exchange,))


def traced(capture: Capture, lookups: OutsideLookups, directory: Directory, told: Told | None = None) -> Trace:
    return find_parties(
        [capture], lookups=lookups, directory=directory, told=told or Told(), at=NOW, progress=lambda _done, _of: None
    )


def test_a_link_leads_to_site_registrar_and_host(
    lookups: OutsideLookups, directory: Directory, testnet: Testnet
) -> None:
    trace = traced(served("https://raar.test:8443/", testnet.address("raar.test")), lookups, directory)

    found = {party.key: party for party in trace.parties}
    assert {"platform:raar.test", "registrar:naamwinkel b.v.", "hosting:ergensnet ltd."} <= found.keys()
    assert found["hosting:ergensnet ltd."].country == "SC"
    assert found["hosting:ergensnet ltd."].verified  # read from its own register
    assert not found["search_engine:google-search"].verified
    assert {reason.raw for reason in found["registrar:naamwinkel b.v."].reasons} <= {
        reply.digest for reply in trace.replies
    }
    assert trace.gaps == ()


def test_where_a_network_names_no_abuse_contact_its_autonomous_system_is_asked(
    lookups: OutsideLookups, directory: Directory, testnet: Testnet
) -> None:
    address = testnet.address("droombeeld-ai.test")

    trace = traced(served("https://raar.test:8443/", address), lookups, directory)

    (host,) = [party for party in trace.parties if party.kind is PartyKind.HOSTING]
    assert (host.name, host.country) == ("Rekenwolk SAS", "FR")
    assert [contact.address for contact in host.contacts] == ["abuse@rekenwolk.test"]
    assert [reason.seen.en for reason in host.reasons if reason.hop == "system"] == [
        f"The network of {address} names no abuse contact itself; it is announced by AS64504, Rekenwolk SAS."
    ]
    assert {reason.raw for reason in host.reasons} <= {reply.digest for reply in trace.replies}


def test_a_network_that_names_its_abuse_contact_is_enough(
    lookups: OutsideLookups, directory: Directory, testnet: Testnet
) -> None:
    testnet.requests.clear()

    traced(served("https://raar.test:8443/", testnet.address("raar.test")), lookups, directory)

    asked = [request.path for request in testnet.requests.to("rdap.testnet.test")]
    assert not [path for path in asked if "autnum" in path or path.endswith("asn.json")]


CDNS: dict[str, tuple[tuple[str, str], ...]] = {
    "by a header": (("x-snelcdn-ray", "7f"),),
    "by its network": (),
}


@pytest.mark.parametrize("headers", CDNS.values(), ids=CDNS)
def test_behind_a_cdn_the_site_is_masked_and_no_host_is_guessed(
    headers: tuple[tuple[str, str], ...], lookups: OutsideLookups, directory: Directory, testnet: Testnet
) -> None:
    address = testnet.address("raar.test" if headers else "flitsvideo.test")

    trace = traced(served("https://flitsvideo.test:8443/", address, *headers), lookups, directory)

    kinds = {party.kind for party in trace.parties}
    assert "cdn:snelcdn" in {party.key for party in trace.parties}
    assert PartyKind.HOSTING not in kinds
    assert [party.masked for party in trace.parties if party.key == "platform:flitsvideo.test"] == [True]


def test_a_name_that_no_register_knows_is_a_gap_and_no_party(lookups: OutsideLookups, directory: Directory) -> None:
    trace = traced(replace(PAGE, link=Link.parse("https://niemand.test/")), lookups, directory)

    assert PartyKind.REGISTRAR not in {party.kind for party in trace.parties}
    assert [gap.en for gap in trace.gaps] == [
        "No register told of domain niemand.test: The register knows no such name."
    ]


def test_where_nobody_names_an_abuse_contact_the_trace_says_what_was_left_out(
    lookups: OutsideLookups, directory: Directory
) -> None:
    trace = traced(replace(PAGE, link=Link.parse("https://zwijgend.test/")), lookups, directory)

    (registrar,) = [party for party in trace.parties if party.kind is PartyKind.REGISTRAR]
    assert registrar.contacts == ()
    assert [gap.en for gap in trace.gaps] == [
        "No register names an abuse contact for zwijgend.test; left out: Registrant Name, Registrant Email."
    ]


@pytest.mark.parametrize("host", ["192.0.2.17", "[2001:db8::17]"])
def test_a_link_to_a_bare_address_is_no_domain_and_no_register_of_names_is_asked(
    host: str, lookups: OutsideLookups, directory: Directory, testnet: Testnet
) -> None:
    testnet.requests.clear()

    trace = traced(replace(PAGE, link=Link.parse(f"https://{host}/x")), lookups, directory)

    assert f"platform:{host.strip('[]')}" in {party.key for party in trace.parties}
    assert testnet.requests.all() == ()


def test_what_the_person_names_is_found_in_whole_words_only(lookups: OutsideLookups, directory: Directory) -> None:
    told = Told(payments=("Visa",), tools=("Droombeeld AI", "Luxe Extra"))

    trace = traced(PAGE, lookups, directory, told)

    named = {party.key for party in trace.parties if any(reason.hop == "told" for reason in party.reasons)}
    assert named == {"card_scheme:visa", "genai_provider:droombeeld"}


SYSTEMS = {
    "an address of the table": ("127.{block}.14.20", 64501),
    "an address outside it": ("8.8.8.8", None),
    "IPv6 in a table of IPv4": ("2001:db8::1", None),
    "no address": ("plaatbak.test", None),
}


@pytest.mark.parametrize(("address", "number"), SYSTEMS.values(), ids=SYSTEMS)
def test_the_autonomous_system_of_an_address(
    address: str, number: int | None, lookups: OutsideLookups, testnet: Testnet
) -> None:
    system = lookups.system(address.format(block=testnet.block))

    assert (system.number if system else None) == number

# SPDX-License-Identifier: Apache-2.0
"""What registers say over RDAP: who registered a name, who holds an address, and where abuse is told."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.testnet import Testnet
from verweer.kernel import OutsideError
from verweer.parties import Channel, OutsideLookups
from verweer.parties.registrations import MalformedReply, read_registration


def test_a_domain_leads_to_its_registrar_and_the_abuse_contact_nested_in_it(lookups: OutsideLookups) -> None:
    found = lookups.domain("vriendenkring.test")

    assert found.registration.holder == "Domeinloket GmbH"
    assert [contact.address for contact in found.registration.abuse if contact.channel is Channel.EMAIL]


def test_where_the_registry_names_no_abuse_contact_the_registrar_is_asked(lookups: OutsideLookups) -> None:
    found = lookups.domain("flitsvideo.test")

    assert not found.registration.abuse
    ((further, reply),) = found.further
    assert further.abuse
    assert "naamwinkel" in reply.source


def test_an_address_leads_to_its_network_holder_country_and_abuse_contact(
    lookups: OutsideLookups, testnet: Testnet
) -> None:
    found = lookups.address(testnet.address("media.wolkopslag.test")).registration

    assert (found.holder, found.country) == ("Wolkopslag B.V.", "NL")
    assert found.abuse


def test_a_network_that_wants_reports_on_a_form_only_gives_the_form(lookups: OutsideLookups, testnet: Testnet) -> None:
    found = lookups.address(testnet.address("flitsvideo.test")).registration

    assert {contact.channel for contact in found.abuse} == {Channel.FORM}


def test_an_address_belongs_to_an_autonomous_system(lookups: OutsideLookups, testnet: Testnet) -> None:
    system = lookups.system(testnet.address("plaatbak.test"))

    assert system
    assert (system.number, system.name) == (64501, "Degelijk Hosting B.V.")


def test_an_international_name_is_asked_in_its_ascii_form(lookups: OutsideLookups) -> None:
    assert lookups.domain("xn--mller-beelden-wob.test").registration.holder == "Domeinloket GmbH"


def test_a_register_that_is_busy_is_asked_once_more(lookups: OutsideLookups) -> None:
    assert lookups.domain("traag-antwoord.test").registration.holder == "Naamwinkel B.V."


def test_a_top_level_domain_without_rdap_is_asked_over_whois(lookups: OutsideLookups) -> None:
    found = lookups.domain("oudesite.oud")

    assert found.registration.holder == "Antiek Registrar B.V."
    assert {contact.address for contact in found.registration.abuse} == {"abuse@antiek.test", "+31.205550199"}
    assert "whois://whois.testnet.test" in found.reply.source


GAPS = {
    "a name that nobody registered": ("niemand.test", "knows no such name"),
    "a reply that is cut off": ("kapot-antwoord.test", "not JSON"),
    "a reply without end": ("eindeloos-antwoord.test", "larger than"),
    "a top-level domain that nobody knows": ("site.onbekend", "No WHOIS server"),
    "a WHOIS server that is no name": ("site.krom", "No WHOIS server"),
    "a WHOIS server on a private address": ("site.verwijst", "not allowed"),
    "a WHOIS answer without a registrar": ("karig.oud", "names no registrar"),
    "a WHOIS answer without end": ("eindeloos.oud", "larger than"),
}


@pytest.mark.parametrize(("name", "words"), GAPS.values(), ids=GAPS)
def test_what_a_register_does_not_tell_is_one_sentence_and_soon(name: str, words: str, lookups: OutsideLookups) -> None:
    began = time.monotonic()

    with pytest.raises(OutsideError, match=words):
        lookups.domain(name)

    assert time.monotonic() - began < 15


def test_the_lists_of_registers_are_kept(lookups: OutsideLookups, tmp_path: Path) -> None:
    lookups.domain("zoekwijzer.test")

    (kept,) = (tmp_path / "lookups").glob("*/dns.json")

    assert json.loads(kept.read_text())["services"]


def card(**fields: str) -> list[Any]:
    return ["vcard", [["version", {}, "text", "4.0"], *([key, {}, "text", value] for key, value in fields.items())]]


ROLES = st.lists(
    st.sampled_from(["registrant", "administrative", "technical", "billing", "registrar", "noc", "sponsor"]),
    max_size=3,
)


@given(st.recursive(st.builds(lambda roles: {"roles": roles}, ROLES), lambda inner: st.fixed_dictionaries({"roles": ROLES, "entities": st.lists(inner, max_size=3)}), max_leaves=12))  # fmt: skip
def test_nobody_without_the_role_of_abuse_is_ever_a_contact(entity: dict[str, Any]) -> None:
    def with_card(each: dict[str, Any], depth: int = 0) -> dict[str, Any]:
        own = card(fn=f"Dader {depth}", email="dader@thuis.test", tel="tel:+31612345678")
        return {**each, "vcardArray": own, "entities": [with_card(one, depth + 1) for one in each.get("entities", [])]}

    reply = {"objectClassName": "domain", "ldhName": "site.test", "entities": [with_card(entity)]}

    assert read_registration(json.dumps(reply).encode(), source="x", role="registrar").abuse == ()


HOSTILE = {
    "not JSON": b"<html>",
    "a list": b"[]",
    "a number": b"7",
    "no text": b"\xff\xfe",
    "60,000 brackets": b"[" * 60_000,
    "60,000 objects in each other": b'{"entities":[' * 60_000,
}


@pytest.mark.parametrize("reply", HOSTILE.values(), ids=HOSTILE)
def test_a_reply_that_is_no_rdap_is_refused_with_a_sentence(reply: bytes) -> None:
    with pytest.raises(MalformedReply, match="register's reply"):
        read_registration(reply, source="x", role="registrar")


ODD = {
    "entities that are no list": {"entities": {"roles": ["abuse"]}},
    "roles that are no list": {"entities": [{"roles": "abuse", "vcardArray": card(email="a@b.test")}]},
    "a card that is a text": {"entities": [{"roles": ["abuse"], "vcardArray": "mail a@b.test"}]},
    "a card of numbers": {"entities": [{"roles": ["abuse"], "vcardArray": ["vcard", [1, 2, [3]]]}]},
    "an address that would add a header": {
        "entities": [{"roles": ["abuse"], "vcardArray": card(email="a@b.test\r\nBcc: c@d.test")}]
    },
    "a form that is a script": {"entities": [{"roles": ["abuse"], "vcardArray": card(url="javascript:alert(1)")}]},
    "a country of three letters": {"country": "NLD"},
    "remarks that are no list": {"remarks": "abuse: https://x.test/"},
    "links that are no list": {"links": {"rel": "related"}},
    "a related link to a file": {"links": [{"rel": "related", "type": "application/rdap+json", "href": "file:///x"}]},
}


@pytest.mark.parametrize("reply", ODD.values(), ids=ODD)
def test_an_odd_part_of_a_reply_gives_no_contact_and_no_error(reply: dict[str, Any]) -> None:
    found = read_registration(json.dumps(reply).encode(), source="x", role="registrar")

    assert found.abuse == ()
    assert found.related is None
    assert found.country is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["entities", "roles", "vcardArray", "links", "remarks", "country", "name", "handle", "href"]), inner, max_size=4
    ),
    max_leaves=30,
)  # fmt: skip


@given(JSON)
def test_no_reply_whatever_breaks_the_reader(reply: object) -> None:
    try:
        read_registration(json.dumps(reply).encode(), source="x", role="registrar")
    except MalformedReply:
        assert not isinstance(reply, dict)

# SPDX-License-Identifier: Apache-2.0
"""Registers asked over RDAP: who registered a name, who holds an address, and what happens when they do not say."""

import gc
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.testnet import Testnet
from tests.testnet.places import IDN_HOST
from verweer.kernel import Digest, OutsideError
from verweer.parties import Channel, OutsideLookups
from verweer.parties.networks import System
from verweer.parties.registrations import Registration


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Have httpcore's socket, which it leaves open when a proxy refuses, closed within the test that left it."""
    yield
    gc.collect()


REFUSED = pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")


def kept_lists(folder: Path, testnet: Testnet) -> Path:
    """Return the folder in which the lists of the small internet are kept, made."""
    source = testnet.environment()["VERWEER_RDAP_BOOTSTRAP"]
    kept = folder / "lookups" / Digest.of(source.encode()).hex[:12]
    kept.mkdir(parents=True)
    return kept


def mailboxes(registration: Registration) -> list[str]:
    return [contact.address for contact in registration.abuse if contact.channel is Channel.EMAIL]


def test_a_domain_leads_to_its_registrar_and_the_abuse_contact_nested_in_it(lookups: OutsideLookups) -> None:
    found = lookups.domain("vriendenkring.test").registration

    assert found.holder == "Domeinloket GmbH"
    assert mailboxes(found) == ["abuse@domeinloket.test"]


def test_where_the_registry_names_no_abuse_contact_the_registrar_is_asked(lookups: OutsideLookups) -> None:
    found = lookups.domain("flitsvideo.test")

    ((further, reply),) = found.further

    assert not found.registration.abuse
    assert mailboxes(further) == ["abuse@naamwinkel.test"]
    assert reply.source == "https://rdap.naamwinkel.test:8443/domain/flitsvideo.test"


def test_the_reply_is_kept_as_it_came_with_what_it_was_asked(lookups: OutsideLookups) -> None:
    reply = lookups.domain("vriendenkring.test").reply

    assert json.loads(reply.content)["ldhName"] == "vriendenkring.test"
    assert reply.media_type == "application/rdap+json"
    assert reply.source.endswith("/registry/domain/vriendenkring.test")


def test_an_address_leads_to_its_network_holder_country_and_abuse_contact(
    lookups: OutsideLookups, testnet: Testnet
) -> None:
    found = lookups.address(testnet.address("media.wolkopslag.test")).registration

    assert (found.name, found.holder, found.country) == ("WOLKOPSLAG", "Wolkopslag B.V.", "NL")
    assert mailboxes(found) == ["abuse@wolkopslag.test"]


def test_a_network_that_wants_reports_on_a_form_only_gives_the_form(lookups: OutsideLookups, testnet: Testnet) -> None:
    found = lookups.address(testnet.address("flitsvideo.test")).registration

    assert [(contact.channel, contact.address) for contact in found.abuse] == [
        (Channel.FORM, "https://snelcdn.test:8443/abuse")
    ]


def test_an_international_name_is_asked_in_its_ascii_form(lookups: OutsideLookups) -> None:
    found = lookups.domain(IDN_HOST)

    assert found.registration.name == IDN_HOST
    assert found.registration.holder == "Domeinloket GmbH"


def test_a_record_that_leaves_out_its_registrant_says_so_and_gives_no_contact_for_it(lookups: OutsideLookups) -> None:
    found = lookups.domain("zwijgend.test").registration

    assert found.redacted == ("Registrant Name", "Registrant Email")
    assert found.abuse == ()


def test_a_register_that_is_busy_is_asked_once_more(lookups: OutsideLookups, testnet: Testnet) -> None:
    testnet.requests.clear()

    found = lookups.domain("traag-antwoord.test")

    asked = [request.path for request in testnet.requests.to("rdap.testnet.test")]
    assert found.registration.holder == "Naamwinkel B.V."
    assert asked.count("/registry/domain/traag-antwoord.test") == 2


def test_a_register_that_asks_for_an_hour_is_left_alone(lookups: OutsideLookups, testnet: Testnet) -> None:
    testnet.requests.clear()

    with pytest.raises(OutsideError, match=r"^The register is busy and asks to wait 3600 seconds\.$"):
        lookups.domain("druk-antwoord.test")

    asked = [request.path for request in testnet.requests.to("rdap.testnet.test")]
    assert asked.count("/registry/domain/druk-antwoord.test") == 1


def test_a_top_level_domain_without_rdap_is_asked_over_whois(lookups: OutsideLookups) -> None:
    found = lookups.domain("oudesite.oud")

    assert found.registration.holder == "Antiek Registrar B.V."
    assert {contact.address for contact in found.registration.abuse} == {"abuse@antiek.test", "+31.205550199"}
    assert found.reply.source == "whois://whois.testnet.test/oudesite.oud"


GAPS = {
    "a name that nobody registered": ("niemand.test", "The register knows no such name."),
    "a top-level domain without a register": ("site.onbekend", "No WHOIS server is known for this top-level domain."),
    "a WHOIS server that is no name": ("site.krom", "No WHOIS server is known for this top-level domain."),
    "a WHOIS server on a private address": (
        "site.verwijst",
        "The server could not be reached, or is not allowed to be.",
    ),
    "a WHOIS answer without a registrar": ("karig.oud", "WHOIS names no registrar of this domain."),
    "a WHOIS answer without end": ("eindeloos.oud", "The answer is larger than 200000 bytes and was not read on."),
    "a register that is broken": ("stuk-antwoord.test", "The register answered with status 500."),
    "a reply that is cut off": ("kapot-antwoord.test", "A register's reply is not JSON."),
    "a reply of 60,000 brackets": ("diep-antwoord.test", "A register's reply is not JSON."),
    "a reply that is a list": ("lijst-antwoord.test", "A register's reply is not an object."),
    "a reply without end": ("eindeloos-antwoord.test", "The answer is larger than 2000000 bytes and was not read on."),
}


@pytest.mark.parametrize(("name", "sentence"), GAPS.values(), ids=GAPS)
def test_what_a_register_does_not_tell_is_one_sentence_and_soon(
    name: str, sentence: str, lookups: OutsideLookups
) -> None:
    began = time.monotonic()

    with pytest.raises(OutsideError) as told:
        lookups.domain(name)

    assert str(told.value) == sentence
    assert time.monotonic() - began < 6


def test_a_reply_with_every_value_of_a_wrong_type_says_nothing(lookups: OutsideLookups) -> None:
    found = lookups.domain("verkeerd-antwoord.test").registration

    assert found == Registration(name="", holder="", country=None, abuse=(), related=None)


@REFUSED
@pytest.mark.usefixtures("forgotten")
def test_a_reply_that_sends_us_to_a_private_address_is_refused(lookups: OutsideLookups, testnet: Testnet) -> None:
    testnet.requests.clear()

    with pytest.raises(OutsideError, match=r"^The server could not be reached, or its answer could not be read\.$"):
        lookups.domain("prive-antwoord.test")

    assert testnet.requests.hosts() == {"rdap.testnet.test"}


@REFUSED
@pytest.mark.usefixtures("forgotten")
def test_a_further_link_to_a_private_address_is_not_followed_and_the_first_reply_stands(
    lookups: OutsideLookups,
) -> None:
    found = lookups.domain("prive-verwijzing.test")

    assert found.registration.related == "http://127.0.0.1:8080/domain/prive-verwijzing.test"
    assert found.further == ()
    assert mailboxes(found.registration) == ["abuse@domeinloket.test"]


def test_an_address_that_no_register_keeps_is_one_sentence(lookups: OutsideLookups) -> None:
    for address in ("8.8.8.8", "2001:db8::1"):
        with pytest.raises(OutsideError, match="No register answers for this over RDAP"):
            lookups.address(address)


def test_an_autonomous_system_leads_to_its_holder_and_abuse_contact(lookups: OutsideLookups) -> None:
    found = lookups.holder_of(System(64498, "Wolkopslag"))

    assert (found.registration.holder, found.registration.country) == ("Wolkopslag B.V.", "NL")
    assert mailboxes(found.registration) == ["abuse@wolkopslag.test"]
    assert found.reply.source.endswith("/numbers/autnum/64498")


UNTOLD = {
    "a number that nobody holds": (64511, "The register knows no such name."),
    "a number outside every range": (4_200_000_000, "No register answers for this over RDAP."),
}


@pytest.mark.parametrize(("number", "sentence"), UNTOLD.values(), ids=UNTOLD)
def test_a_system_that_no_register_tells_of_is_one_sentence(
    number: int, sentence: str, lookups: OutsideLookups
) -> None:
    with pytest.raises(OutsideError) as told:
        lookups.holder_of(System(number, "Niemand"))

    assert str(told.value) == sentence


def test_what_is_no_range_of_numbers_in_a_list_is_passed_over(
    lookups: OutsideLookups, testnet: Testnet, tmp_path: Path
) -> None:
    here, elsewhere = "https://rdap.testnet.test:8443/numbers", "https://niet.vriendenkring.test:8443/"
    odd = ["", "-", "64498-", "-64498", "64498-64500-64501", "six", "٦٤٤٩٨", "9" * 5_000, "64499-64497"]
    kept = kept_lists(tmp_path, testnet) / "asn.json"
    kept.write_text(json.dumps({"services": [[odd, [elsewhere]], [["64498"], [here]]]}))

    assert lookups.holder_of(System(64498, "Wolkopslag")).registration.holder == "Wolkopslag B.V."


def test_the_lists_of_registers_are_kept_for_a_day(lookups: OutsideLookups, testnet: Testnet, tmp_path: Path) -> None:
    kept = kept_lists(tmp_path, testnet) / "dns.json"
    kept.write_text(json.dumps({"services": [[["test"], ["https://rdap.naamwinkel.test:8443/"]]]}))
    testnet.requests.clear()

    lookups.domain("plaatbak.test")

    assert testnet.requests.hosts() == {"rdap.naamwinkel.test"}


def test_a_list_older_than_a_day_still_serves_when_no_newer_one_can_be_had(
    lookups: OutsideLookups, testnet: Testnet, tmp_path: Path
) -> None:
    kept = kept_lists(tmp_path, testnet) / "dns.json"
    kept.write_text(json.dumps({"services": [[["test"], ["https://rdap.naamwinkel.test:8443/"]]]}))
    os.utime(kept, (0, 0))
    testnet.outages.add("rdap.testnet.test")

    try:
        found = lookups.domain("plaatbak.test")
    finally:
        testnet.outages.discard("rdap.testnet.test")

    assert found.registration.holder == "Naamwinkel B.V."


def test_a_list_that_cannot_be_had_is_one_sentence(lookups: OutsideLookups, testnet: Testnet) -> None:
    testnet.outages.add("rdap.testnet.test")

    try:
        with pytest.raises(OutsideError, match=r"^The list of registers answered with status 503\.$"):
            lookups.domain("plaatbak.test")
    finally:
        testnet.outages.discard("rdap.testnet.test")


def test_a_kept_list_that_is_damaged_is_fetched_anew(lookups: OutsideLookups, testnet: Testnet, tmp_path: Path) -> None:
    kept = kept_lists(tmp_path, testnet) / "dns.json"
    kept.write_text('{"services": [')

    assert lookups.domain("vriendenkring.test").registration.holder == "Domeinloket GmbH"
    assert json.loads(kept.read_text())["services"]


def test_the_longest_suffix_and_the_narrowest_network_choose_the_register(
    lookups: OutsideLookups, testnet: Testnet, tmp_path: Path
) -> None:
    here, elsewhere = "https://rdap.testnet.test:8443", "https://niet.vriendenkring.test:8443/"
    kept = kept_lists(tmp_path, testnet)
    names = [[["test"], [elsewhere]], [["vriendenkring.test"], [f"{here}/registry"]]]
    numbers = [[["127.0.0.0/8", "no network"], [elsewhere]], [[f"127.{testnet.block}.0.0/16"], [f"{here}/numbers"]]]
    (kept / "dns.json").write_text(json.dumps({"services": names}))
    (kept / "ipv4.json").write_text(json.dumps({"services": numbers}))

    assert lookups.domain("vriendenkring.test").registration.holder == "Domeinloket GmbH"
    assert lookups.address(testnet.address("plaatbak.test")).registration.holder == "Degelijk Hosting B.V."

# SPDX-License-Identifier: Apache-2.0
"""The names and certificates of the small internet, as dnspython and TLS see them."""

import socket
import ssl

import dns.exception
import dns.message
import dns.query
import dns.resolver
import pytest

from tests.testnet import Testnet, places

ADDRESSES = {
    "a site stands in the block": ("praatplein.test", ["127.{block}.14.10"]),
    "an alias leads to the edge of its CDN": ("www.flitsvideo.test", ["127.{block}.10.10"]),
    "capitals are the same name": ("PRAATPLEIN.test", ["127.{block}.14.10"]),
    "a lure points to loopback outside the block": ("thuis.test", ["127.0.0.1"]),
    "a lure points to a private network": ("kantoor.test", ["10.1.2.3"]),
    "a lure points to cloud metadata": ("metadata.test", ["169.254.169.254"]),
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_a_name_has_its_address(case: str, testnet: Testnet, resolver: dns.resolver.Resolver) -> None:
    name, expected = ADDRESSES[case]

    found = [record.to_text() for record in resolver.resolve(name, "A")]

    assert found == [address.format(block=testnet.block) for address in expected]


def test_a_name_outside_the_block_has_an_address_in_it_as_well(
    testnet: Testnet, resolver: dns.resolver.Resolver
) -> None:
    found = {record.to_text() for record in resolver.resolve("beide.test", "A")}

    assert found == {f"127.{testnet.block}.19.10", "10.1.2.3"}


def test_the_revolving_door_turns_to_private_addresses(testnet: Testnet, resolver: dns.resolver.Resolver) -> None:
    name = "eenmalig.draaideur.test"

    answers = [resolver.resolve(name, "A")[0].to_text() for _ in range(4)]

    assert answers == [f"127.{testnet.block}.19.10", "10.0.0.1", "127.0.0.1", "127.0.0.1"]


def test_asking_for_an_ipv6_address_does_not_turn_the_door(testnet: Testnet, resolver: dns.resolver.Resolver) -> None:
    name = "tweemaal.draaideur.test"

    with pytest.raises(dns.resolver.NoAnswer):
        resolver.resolve(name, "AAAA")

    assert resolver.resolve(name, "A")[0].to_text() == f"127.{testnet.block}.19.10"


def test_a_name_that_nobody_registered_does_not_exist(resolver: dns.resolver.Resolver) -> None:
    with pytest.raises(dns.resolver.NXDOMAIN):
        resolver.resolve("weg.test", "A")


def test_a_site_has_no_ipv6_address_yet_exists(resolver: dns.resolver.Resolver) -> None:
    with pytest.raises(dns.resolver.NoAnswer):
        resolver.resolve("praatplein.test", "AAAA")


@pytest.mark.parametrize("kind", ["NS", "SOA", "MX"])
def test_a_domain_has_its_other_records(kind: str, resolver: dns.resolver.Resolver) -> None:
    assert "testnet.test." in resolver.resolve("praatplein.test", kind)[0].to_text()


def test_names_are_answered_over_tcp_too(testnet: Testnet) -> None:
    question = dns.message.make_query("www.flitsvideo.test", "A")

    reply = dns.query.tcp(question, places.address(testnet.block, places.DNS), port=places.DNS_PORT, timeout=5)

    assert [record.rdtype.name for record in reply.answer] == ["CNAME", "A"]


def test_junk_gets_no_answer_and_does_no_harm(testnet: Testnet, resolver: dns.resolver.Resolver) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"\xff" * 40, (places.address(testnet.block, places.DNS), places.DNS_PORT))

    assert resolver.resolve("praatplein.test", "A")


def test_a_server_sends_leaf_and_intermediate_and_the_root_is_trusted(testnet: Testnet) -> None:
    trust = ssl.create_default_context(cafile=testnet.environment()["VERWEER_CA_FILE"])

    with (
        socket.create_connection((testnet.address("plaatbak.test"), places.HTTPS_PORT), timeout=5) as raw,
        trust.wrap_socket(raw, server_hostname="plaatbak.test") as secured,
    ):
        issuer = dict(pair[0] for pair in secured.getpeercert()["issuer"])

    assert issuer["commonName"] == "Testnet Intermediate"


REFUSED = {
    "one certificate has expired": ("verlopen.test", "verlopen.test", "expired"),
    "a certificate is good for its own names only": ("plaatbak.test", "praatplein.test", "Hostname mismatch"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_certificate_is_refused(case: str, testnet: Testnet) -> None:
    stands_at, asked_for, reason = REFUSED[case]
    trust = ssl.create_default_context(cafile=testnet.environment()["VERWEER_CA_FILE"])

    with (
        socket.create_connection((testnet.address(stands_at), places.HTTPS_PORT), timeout=5) as raw,
        pytest.raises(ssl.SSLCertVerificationError, match=reason),
    ):
        trust.wrap_socket(raw, server_hostname=asked_for)

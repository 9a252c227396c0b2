# SPDX-License-Identifier: Apache-2.0
"""Which addresses the egress guard refuses, however they are written."""

import ipaddress

import pytest

from verweer.egress.addresses import refusal

REFUSED = {
    "this machine": "127.0.0.1",
    "a home network": "192.168.1.1",
    "an office network": "10.1.2.3",
    "the metadata of a cloud": "169.254.169.254",
    "shared space of providers": "100.64.0.1",
    "multicast": "224.0.0.1",
    "nothing": "0.0.0.0",  # noqa: S104 - the case itself
    "broadcast": "255.255.255.255",
    "this machine in IPv6": "::1",
    "a link's own": "fe80::1",
    "a unique local one": "fc00::1",
    "a private one mapped into IPv6": "::ffff:10.0.0.1",
    "a private one in 6to4": "2002:a00:1::1",
    "a private one in NAT64": "64:ff9b::a00:1",
    "this machine, compatible": "::7f00:1",
}


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert refusal(ipaddress.ip_address(address), ()) is not None


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_a_public_address_passes(address: str) -> None:
    assert refusal(ipaddress.ip_address(address), ()) is None


def test_a_network_that_the_operator_allows_passes_and_its_neighbour_does_not() -> None:
    allowed = (ipaddress.ip_network("127.77.0.0/16"),)

    assert refusal(ipaddress.ip_address("127.77.1.1"), allowed) is None
    assert refusal(ipaddress.ip_address("127.78.1.1"), allowed) == "loopback"

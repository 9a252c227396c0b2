# SPDX-License-Identifier: Apache-2.0
"""Gives the registers and name servers of the small internet, asked as the product asks them."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.testnet import Testnet
from verweer.egress import Egress, outside_client, running_guard
from verweer.parties import Directory, OutsideLookups, Sources


@pytest.fixture
def lookups(testnet: Testnet, tmp_path: Path) -> Iterator[OutsideLookups]:
    settings = testnet.environment()
    host, _, port = settings["VERWEER_RESOLVER"].partition(":")
    egress = Egress(
        resolver=(host, int(port)),
        allowed_networks=(ipaddress.ip_network(settings["VERWEER_ALLOW_NETWORKS"]),),
        ca_file=Path(settings["VERWEER_CA_FILE"]),
    )
    with running_guard(egress) as guard, outside_client(guard, egress) as client:
        yield OutsideLookups(
            client=client,
            guard=guard,
            sources=Sources(
                rdap_bootstrap=settings["VERWEER_RDAP_BOOTSTRAP"],
                whois=("whois.testnet.test", int(settings["VERWEER_WHOIS"].rpartition(":")[2])),
                resolver=(host, int(port)),
                network_table=Path(settings["VERWEER_NETWORK_TABLE"]),
            ),
            cache=tmp_path / "lookups",
            seconds=3.0,
        )


@pytest.fixture(scope="session")
def directory(testnet: Testnet) -> Directory:
    """Give our entries with those of the small internet."""
    return Directory.load(Path(testnet.environment()["VERWEER_DIRECTORY"]))

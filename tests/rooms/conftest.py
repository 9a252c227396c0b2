# SPDX-License-Identifier: Apache-2.0
"""The real timestamp authorities of the small internet, for whichever room."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.testnet import Testnet
from verweer.egress import Egress, outside_client, running_guard
from verweer.evidence import Rfc3161Timestamper


@pytest.fixture
def authorities(testnet: Testnet) -> Iterator[list[Rfc3161Timestamper]]:
    settings = testnet.environment()
    egress = Egress(allowed_networks=(ipaddress.ip_network(settings["VERWEER_ALLOW_NETWORKS"]),))
    roots = Path(settings["VERWEER_TSA_CA"])
    with running_guard(egress) as guard, outside_client(guard, egress) as client:
        yield [Rfc3161Timestamper(url, roots, client) for url in settings["VERWEER_TSA_URLS"].split(",")]

# SPDX-License-Identifier: Apache-2.0
"""Writes the table from addresses to autonomous systems, as an MMDB file."""

from pathlib import Path

from mmdb_writer import MMDBWriter
from netaddr import IPSet

from tests.testnet.places import NETWORKS


def write_network_table(file: Path, block: int) -> None:
    """Write the table of a block."""
    writer = MMDBWriter(ip_version=4, database_type="testnet-asn", description="invented networks")
    for network in NETWORKS:
        facts = {
            "autonomous_system_number": network.system,
            "autonomous_system_organization": network.holder,
        }
        writer.insert_network(IPSet([f"127.{block}.{network.third}.0/24"]), facts)
    writer.to_db_file(str(file))

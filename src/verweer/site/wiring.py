# SPDX-License-Identifier: Apache-2.0
"""From the operator's environment to what building a case needs of the outside."""

from verweer.cases.outside import Outside
from verweer.evidence import Egress
from verweer.site.environment import Environment


def outside_from(environment: Environment) -> Outside:
    """Return the outside as the operator chose it."""
    return Outside(
        egress=Egress(
            resolver=environment.resolver,
            allowed_networks=environment.allowed_networks,
            ca_file=environment.ca_file,
        ),
        chromium=environment.chromium,
        keys=environment.data / "keys",
        timestamp_authorities=environment.timestamp_authorities,
        timestamp_ca=environment.timestamp_ca,
        rdap_bootstrap=environment.rdap_bootstrap,
        whois=environment.whois,
        register_lists=environment.data / "registers",
        directory=environment.directory,
        network_table=environment.network_table,
    )

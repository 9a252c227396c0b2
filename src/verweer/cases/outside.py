# SPDX-License-Identifier: Apache-2.0
"""All that building a case needs of the outside, as the operator chose it."""

from dataclasses import dataclass
from pathlib import Path

from verweer.evidence import Egress, Limits
from verweer.parties import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Where the network, the browser, the time and the tables come from.

    `register_lists` is the folder in which the lists of registers are kept with their dates,
    and `keys` the folder of the installation's own keys; `directory` and `network_table`
    are the organisation's own entries of intermediaries and its table of networks.
    """

    egress: Egress
    chromium: Path | None
    keys: Path
    timestamp_authorities: tuple[str, ...]
    timestamp_ca: Path | None
    rdap_bootstrap: str
    whois: tuple[str, int]
    register_lists: Path
    directory: Path | None
    network_table: Path | None
    limits: Limits = Limits()  # noqa: RUF009 - a frozen value
    captures_at_once: int = 2

    @property
    def sources(self) -> Sources:
        """Return where parties are looked up."""
        return Sources(
            rdap_bootstrap=self.rdap_bootstrap,
            whois=self.whois,
            resolver=self.egress.resolver,
            network_table=self.network_table,
        )

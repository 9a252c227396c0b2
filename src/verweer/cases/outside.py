# SPDX-License-Identifier: Apache-2.0
"""All that building a case needs of the outside, as the operator chose it."""

from dataclasses import dataclass
from pathlib import Path

from verweer.egress import Egress
from verweer.evidence import CaptureSettings
from verweer.parties import Sources
from verweer.proof import SigningIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Where the network, the browser, the time and the tables come from.

    `register_lists` is the folder in which the lists of registers are kept with their dates;
    `directory` and `network_table` are the organisation's own entries of intermediaries and
    its table of networks; `label_roots` are the roots of makers whose labels it trusts.
    """

    capturing: CaptureSettings
    rdap_bootstrap: str
    whois: tuple[str, int]
    register_lists: Path
    directory: Path | None
    network_table: Path | None
    label_roots: Path | None

    @property
    def egress(self) -> Egress:
        """Return the way to the network."""
        return self.capturing.egress

    @property
    def label_trust(self) -> bytes:
        """Return those roots as PEM, empty when nobody is trusted."""
        return self.label_roots.read_bytes() if self.label_roots else b""

    @property
    def identity(self) -> SigningIdentity | None:
        """Return the organisation's certificate and key, in whose name packages and dossiers are signed."""
        return self.capturing.identity

    @property
    def sources(self) -> Sources:
        """Return where parties are looked up."""
        return Sources(
            rdap_bootstrap=self.rdap_bootstrap,
            whois=self.whois,
            resolver=self.egress.resolver,
            network_table=self.network_table,
        )

# SPDX-License-Identifier: Apache-2.0
"""Where everything in the small internet stands: networks, hosts, aliases and ports.

A testnet lives in one block, 127.<block>.0.0/16. Names do not depend on the block,
so the same links work in every testnet that runs.
AS numbers are those kept for documentation (RFC 5398).
"""

import ipaddress
from dataclasses import dataclass

HTTPS_PORT = 8443
HTTP_PORT = 8080
DNS_PORT = 5353
SMTP_PORT = 2525
WHOIS_PORT = 4343
IDN_HOST = "xn--mller-beelden-wob.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A /24 of the block with its invented holder."""

    third: int
    system: int
    handle: str
    holder: str
    country: str


NETWORKS = (
    Network(third=0, system=64496, handle="TESTNET-INFRA", holder="Stichting Testnet", country="NL"),
    Network(third=10, system=64497, handle="SNELCDN", holder="SnelCDN Inc.", country="US"),
    Network(third=11, system=64498, handle="WOLKOPSLAG", holder="Wolkopslag B.V.", country="NL"),
    Network(third=12, system=64499, handle="KLUISPAY", holder="KluisPay N.V.", country="BE"),
    Network(third=13, system=64500, handle="KLIKSTROOM", holder="Klikstroom Ltd.", country="CY"),
    Network(third=14, system=64501, handle="DEGELIJKHOST", holder="Degelijk Hosting B.V.", country="NL"),
    Network(third=16, system=64502, handle="VRIENDENKRING", holder="Vriendenkring International Ltd.", country="IE"),
    Network(third=17, system=64503, handle="ZOEKWIJZER", holder="Zoekwijzer GmbH", country="DE"),
    Network(third=18, system=64504, handle="REKENWOLK", holder="Rekenwolk SAS", country="FR"),
    Network(third=19, system=64505, handle="ERGENSNET", holder="Ergensnet Ltd.", country="SC"),
)

# Host: the last two parts of its address. Web servers stand on each of these addresses.
SITES = {
    "mail.testnet.test": "0.25",
    "rdap.testnet.test": "0.41",
    "rdap.naamwinkel.test": "0.42",
    "whois.testnet.test": "0.43",
    "flitsvideo.test": "10.10",
    "edge.snelcdn.test": "10.10",
    "snelcdn.test": "10.20",
    "media.wolkopslag.test": "11.10",
    "wolkopslag.test": "11.20",
    "betaal.kluispay.test": "12.10",
    "kluispay.test": "12.20",
    "ads.klikstroom.test": "13.10",
    "meet.klikstroom.test": "13.11",
    "praatplein.test": "14.10",
    "plaatbak.test": "14.20",
    "vriendenkring.test": "16.10",
    "zoekwijzer.test": "17.10",
    "droombeeld-ai.test": "18.10",
    "raar.test": "19.10",
    IDN_HOST: "19.20",
    "verlopen.test": "19.30",
    "volledig.test": "19.40",
    # Browsers hold names below `localhost` for secure without TLS; service workers need that.
    "volledig.localhost": "19.40",
    "poorten.test": "19.50",
    "toestemming.test": "19.60",
    "vijandig.test": "19.70",
    "anders.test": "19.80",
    "zelfgemaakt.test": "19.90",
}
ALIASES = {
    "www.flitsvideo.test": "edge.snelcdn.test",
    "www.praatplein.test": "praatplein.test",
    "www.vriendenkring.test": "vriendenkring.test",
}
# Names that no careful visitor reaches: outside the block, or nothing listens there.
LURES = {
    "thuis.test": ("127.0.0.1",),
    "kantoor.test": ("10.1.2.3",),
    "metadata.test": ("169.254.169.254",),
    "beide.test": ("127.{block}.19.10", "10.1.2.3"),
    "dood.test": ("127.{block}.19.99",),
}
# The name answers an address of the block first and private ones afterwards (DNS rebinding);
# every name below it counts for itself.
REVOLVING_DOOR = "draaideur.test"
REVOLVING_ANSWERS = ("127.{block}.19.10", "10.0.0.1", "127.0.0.1")
AUTHORITIES = ("0.31", "0.32")
MAIL = "0.25"
DNS = "0.53"


def address(block: int, last_two: str) -> str:
    """Return the address in a block, as `127.77.0.53`."""
    return f"127.{block}.{last_two}"


def url(host: str, path: str = "/") -> str:
    """Return the https link to a path of a host."""
    return f"https://{host}:{HTTPS_PORT}{path}"


def network_of(block: int, untrusted_address: str) -> Network | None:
    """Return the network that holds an address of the block."""
    parts = ipaddress.ip_address(untrusted_address).packed
    if len(parts) != 4 or parts[:2] != bytes((127, block)):
        return None
    return next((network for network in NETWORKS if network.third == parts[2]), None)

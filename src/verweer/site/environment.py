# SPDX-License-Identifier: Apache-2.0
"""The operator's settings: environment variables that begin with VERWEER_, checked once at the start.

Every setting has a default that is safe on a single machine. docs/operations.md lists them all.
"""

import ipaddress
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verweer.kernel import Digest, InputError

if TYPE_CHECKING:
    from verweer.proof import SigningIdentity

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MEMORY = Path("/dev/shm")  # noqa: S108 - Linux keeps it in memory; a folder in it is checked before use
_ENOUGH_MEMORY = 2 * 1024**3
_IANA_BOOTSTRAP = "https://data.iana.org/rdap/"
_AUTHORITIES = "http://timestamp.digicert.com,http://timestamp.sectigo.com"


class BadSetting(InputError):
    """A VERWEER_ variable has a value that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What the operator chose.

    data: the folder that holds the database and the cases.
    work: the folder in which a case lies readable while it is made; in memory where there is room.
    resolver: the DNS server to ask, as address and port; None asks the system's.
    ca_file: certificate authorities trusted besides the system's.
    allowed_networks: private networks that captures may reach in spite of the egress guard.
    whois: the WHOIS server that knows the others, for top-level domains without RDAP.
    rdap_bootstrap: the address of the folder with dns.json, ipv4.json, ipv6.json and asn.json.
    timestamp_authorities: RFC 3161 addresses, asked in this order; two stamps are wanted.
    timestamp_ca: roots of those authorities; None trusts the system's.
    directory: a folder of the organisation's own entries of intermediaries.
    network_table: an MMDB file that maps addresses to autonomous systems.
    site_names: host names under which browsers reach the site, besides this machine's own.
    exit_address: where the quick exit leads.
    https: True when browsers reach the site over https, so that cookies travel only there.
    public_address: the address under which the outside sees this machine, for the record.
    database: a PostgreSQL database as an address; None keeps SQLite in the data folder.
    label_roots: roots of makers whose labels of pictures are trusted; None trusts nobody.
    identity: the organisation's own certificate and key, with which dossiers are signed; None signs none.
    """

    data: Path
    work: Path
    host: str
    port: int
    resolver: tuple[str, int] | None
    ca_file: Path | None
    allowed_networks: tuple[Network, ...]
    rdap_bootstrap: str
    timestamp_authorities: tuple[str, ...]
    timestamp_ca: Path | None
    directory: Path | None
    network_table: Path | None
    chromium: Path | None
    smtp: str | None
    site_names: tuple[str, ...] = ()
    exit_address: str = "https://www.buienradar.nl/"
    https: bool = False
    whois: tuple[str, int] = ("whois.iana.org", 43)
    database: str | None = None
    public_address: str | None = None
    label_roots: Path | None = None
    identity: "SigningIdentity | None" = None


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Return the operator's settings, or raise BadSetting naming the variable."""
    data = Path(variables.get("VERWEER_DATA") or "~/.local/share/verweer").expanduser()
    work = variables.get("VERWEER_WORK")
    return Environment(
        data=data,
        work=Path(work).expanduser() if work else _in_memory(data) or data / "work",
        host=variables.get("VERWEER_HOST") or "127.0.0.1",
        port=_port("VERWEER_PORT", variables.get("VERWEER_PORT") or "8080"),
        resolver=_resolver(variables.get("VERWEER_RESOLVER") or ""),
        ca_file=_file("VERWEER_CA_FILE", variables),
        allowed_networks=_networks(variables.get("VERWEER_ALLOW_NETWORKS") or ""),
        rdap_bootstrap=variables.get("VERWEER_RDAP_BOOTSTRAP") or _IANA_BOOTSTRAP,
        timestamp_authorities=_words(variables.get("VERWEER_TSA_URLS") or _AUTHORITIES),
        timestamp_ca=_file("VERWEER_TSA_CA", variables),
        directory=_file("VERWEER_DIRECTORY", variables),
        network_table=_file("VERWEER_NETWORK_TABLE", variables),
        chromium=_file("VERWEER_CHROMIUM", variables),
        smtp=variables.get("VERWEER_SMTP") or None,
        site_names=_words(variables.get("VERWEER_SITE_NAMES") or ""),
        exit_address=_web_address("VERWEER_EXIT", variables.get("VERWEER_EXIT") or "https://www.buienradar.nl/"),
        https=variables.get("VERWEER_HTTPS") == "1",
        whois=_server("VERWEER_WHOIS", variables.get("VERWEER_WHOIS") or "whois.iana.org:43"),
        database=variables.get("VERWEER_DATABASE") or None,
        public_address=_address("VERWEER_PUBLIC_ADDRESS", variables.get("VERWEER_PUBLIC_ADDRESS") or ""),
        label_roots=_roots("VERWEER_LABEL_ROOTS", variables),
        identity=_identity(variables),
    )


def _in_memory(data: Path) -> Path | None:
    """Return a folder in memory that belongs to this user and data folder; None where memory is scarce."""
    try:
        roomy = shutil.disk_usage(_MEMORY).total >= _ENOUGH_MEMORY and os.access(_MEMORY, os.W_OK | os.X_OK)
    except OSError:
        return None
    name = Digest.of(str(data.absolute()).encode()).hex[:12]
    return _MEMORY / f"verweer-{os.geteuid()}-{name}" if roomy else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _file(name: str, variables: Mapping[str, str]) -> Path | None:
    text = variables.get(name) or ""
    if not text:
        return None
    path = Path(text).expanduser()
    if not path.exists():
        message = f"{name} names {path}, which is not there; correct it or leave it empty."
        raise BadSetting(message)
    return path


def _roots(name: str, variables: Mapping[str, str]) -> Path | None:
    """Return a file of certificates, which would otherwise fail where nobody looks."""
    path = _file(name, variables)
    if path is None:
        return None
    from cryptography import x509  # noqa: PLC0415 - a start without the file needs none of it

    try:
        x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as cause:
        message = f"{name} names {path}, which cannot be read as certificates in PEM; correct it or leave it empty."
        raise BadSetting(message) from cause
    return path


def _identity(variables: Mapping[str, str]) -> "SigningIdentity | None":
    certificate, key = (_file(name, variables) for name in ("VERWEER_SIGNING_CERTIFICATE", "VERWEER_SIGNING_KEY"))
    passphrase = _file("VERWEER_SIGNING_PASSPHRASE", variables)
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        message = "VERWEER_SIGNING_CERTIFICATE and VERWEER_SIGNING_KEY belong together; name both files or neither."
        raise BadSetting(message)
    from verweer.proof import BadIdentity, load_identity  # noqa: PLC0415 - a start without a certificate needs none of it

    try:
        return load_identity(certificate, key, passphrase=passphrase)
    except BadIdentity as cause:
        message = f"VERWEER_SIGNING_CERTIFICATE, VERWEER_SIGNING_KEY: {cause}"
        raise BadSetting(message) from cause


def _web_address(name: str, text: str) -> str:
    if not text.startswith("https://"):
        message = f"{name} must be an address that begins with https://."
        raise BadSetting(message)
    return text


def _port(name: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_536:  # noqa: PLR2004 - ports have 16 bits
        message = f"{name} must be a port number from 1 to 65535."
        raise BadSetting(message)
    return int(text)


def _server(name: str, text: str) -> tuple[str, int]:
    host, _, port = text.partition(":")
    if not host:
        message = f"{name} must be a host, or a host and port, as whois.iana.org:43."
        raise BadSetting(message)
    return host, _port(name, port or "43")


def _resolver(text: str) -> tuple[str, int] | None:
    if not text:
        return None
    address, _, port = text.rpartition(":") if text.count(":") == 1 or "]" in text else (text, "", "53")
    try:
        host = str(ipaddress.ip_address(address.strip("[]")))
    except ValueError as cause:
        message = "VERWEER_RESOLVER must be the address of a DNS server, as 127.0.0.1 or 127.0.0.1:5353."
        raise BadSetting(message) from cause
    return host, _port("VERWEER_RESOLVER", port)


def _address(name: str, text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text)) if text else None
    except ValueError as cause:
        message = f"{name} must be an IP address, as 192.0.2.7."
        raise BadSetting(message) from cause


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(word) for word in _words(text))
    except ValueError as cause:
        message = "VERWEER_ALLOW_NETWORKS must be networks parted by commas, as 127.0.0.0/8,10.1.0.0/16."
        raise BadSetting(message) from cause

# SPDX-License-Identifier: Apache-2.0
"""Whether a served certificate chain leads to a trusted root for its host.

The browser goes on past a bad certificate, because a rogue site's page is evidence too;
this module says plainly whether the certificate was good.
"""

import ipaddress
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from verweer.browser.logged import LoggedSocket
from verweer.evidence.model import Certificate, CertificateFault, Connection
from verweer.kernel import Digest
from verweer.proof import BUNDLED_ROOTS, load_roots

_KNOWN_HTTP = frozenset({"http/1.0", "http/1.1", "h2", "h3"})  # Chromium says "unknown" when nothing was agreed on.


def list_connections(
    sockets: Sequence[LoggedSocket], peers: Mapping[tuple[str, int], str], *, ca_file: Path | None, at: datetime
) -> tuple[Connection, ...]:
    """Return one connection for each host and port that was reached: the first that was secured, else the last.

    Later ones may be for web sockets only, which agree on another version of HTTP than the page did.
    """
    best: dict[tuple[str, int], LoggedSocket] = {}
    for socket in sockets:
        place = (socket.host, socket.port)
        if place in peers and (place not in best or not best[place].tls_version):
            best[place] = socket
    return tuple(_connection(socket, peers[place], ca_file, at) for place, socket in best.items())


def _connection(socket: LoggedSocket, address: str, ca_file: Path | None, at: datetime) -> Connection:
    chain = _loaded(socket.chain)
    verified = _leads_to_a_root(chain, socket.host, ca_file, at) if chain else None
    unreadable = bool(socket.chain) and not chain
    return Connection(
        host=socket.host,
        address=address,
        port=socket.port,
        tls_version=socket.tls_version,
        cipher=socket.cipher,
        http=socket.http if socket.http in _KNOWN_HTTP else None,
        chain=tuple(_told(certificate) for certificate in chain),
        verified=False if unreadable else verified,
        fault=CertificateFault.UNREADABLE
        if unreadable
        else _fault(chain, socket.host, at)
        if verified is False
        else None,
    )


def _fault(chain: Sequence[x509.Certificate], host: str, at: datetime) -> CertificateFault:
    """Return the plainest reason for which a chain was not accepted, as a browser would tell it."""
    leaf = chain[0]
    if leaf.not_valid_after_utc < at:
        return CertificateFault.EXPIRED
    if leaf.not_valid_before_utc > at:
        return CertificateFault.NOT_YET_VALID
    if not _names(leaf, host):
        return CertificateFault.OTHER_HOST
    return CertificateFault.SELF_SIGNED if leaf.issuer == leaf.subject else CertificateFault.NO_TRUSTED_ROOT


def _names(leaf: x509.Certificate, host: str) -> bool:
    try:
        named = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = [name.lower() for name in named.get_values_for_type(x509.DNSName)]
        addresses = [str(address) for address in named.get_values_for_type(x509.IPAddress)]
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
    # RFC 6125 section 6.4.3: a wildcard stands for the whole of the leftmost label.
    return host in names or host in addresses or f"*.{host.partition('.')[2]}" in names


def _loaded(chain: Sequence[str]) -> list[x509.Certificate]:
    try:
        return [x509.load_pem_x509_certificate(text.encode()) for text in chain]
    except ValueError:
        return []


def _told(certificate: x509.Certificate) -> Certificate:
    return Certificate(
        subject=certificate.subject.rfc4514_string()[:500],
        issuer=certificate.issuer.rfc4514_string()[:500],
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        digest=Digest.of(certificate.public_bytes(Encoding.DER)),
        pem=certificate.public_bytes(Encoding.PEM).decode(),
    )


def _leads_to_a_root(chain: Sequence[x509.Certificate], host: str, ca_file: Path | None, at: datetime) -> bool:
    subject: x509.IPAddress | x509.DNSName
    try:
        subject = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        subject = x509.DNSName(host)
    try:
        verifier = PolicyBuilder().store(_store(ca_file)).time(at).build_server_verifier(subject)
        verifier.verify(chain[0], list(chain[1:]))
    except (VerificationError, ValueError):
        return False
    return True


@cache
def _store(ca_file: Path | None) -> Store:
    own = load_roots(ca_file) if ca_file is not None else ()
    return Store([*load_roots(BUNDLED_ROOTS), *own])

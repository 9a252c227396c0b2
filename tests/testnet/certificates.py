# SPDX-License-Identifier: Apache-2.0
"""Makes the certificates: a root, an intermediate, and a leaf for each address; one has expired.

Servers send leaf and intermediate, as real sites do; visitors trust the root alone.
"""

import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

_PRACTICE = "https://testnet.test/statement-of-the-practice-by-which-this-authority-issues-its-certificates.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def new_root(name: str, names: Sequence[str] = ()) -> Identity:
    """Return a self-signed authority; with `names` it speaks for hosts itself, as a home-made certificate does."""
    key = ec.generate_private_key(ec.SECP256R1())
    if not names:
        return Identity(certificate=_signed(_authority(name, key, None), key), key=key)
    hosts = x509.SubjectAlternativeName([x509.DNSName(host) for host in names])
    now = datetime.now(UTC)
    builder = _blank(name, key, None).not_valid_before(now - timedelta(days=9)).not_valid_after(now + timedelta(days=9))
    return Identity(certificate=_signed(builder.add_extension(hosts, critical=False), key), key=key)


def new_intermediate(name: str, root: Identity) -> Identity:
    """Return an authority that the root vouches for; it names the statement of its practice, as real ones do."""
    key = ec.generate_private_key(ec.SECP256R1())
    policy = x509.PolicyInformation(x509.ObjectIdentifier("2.5.29.32.0"), [_PRACTICE])
    builder = _authority(name, key, root).add_extension(x509.CertificatePolicies([policy]), critical=False)
    return Identity(certificate=_signed(builder, root.key), key=key)


def new_leaf(names: list[str], address: str, issuer: Identity, *, expired: bool = False) -> Identity:
    """Return a server's certificate for its names and its address."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    alternatives.append(x509.IPAddress(ipaddress.ip_address(address)))
    builder = (
        _blank(names[0], key, issuer)
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=-2 if expired else 60))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return Identity(certificate=_signed(builder, issuer.key), key=key)


def new_signer(name: str, issuer: Identity, usage: ObjectIdentifier) -> Identity:
    """Return a certificate for one purpose only, marked critical."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    builder = (
        _blank(name, key, issuer)
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    )
    return Identity(certificate=_signed(builder, issuer.key), key=key)


def server_context(folder: Path, leaf: Identity, intermediate: Identity, speaks: Sequence[str]) -> ssl.SSLContext:
    """Return the settings with which a server sends leaf and intermediate, and the versions of HTTP that it speaks."""
    file = folder / f"{leaf.certificate.serial_number:x}.pem"
    file.touch(mode=0o600)
    file.write_bytes(leaf.key_pem() + leaf.pem() + intermediate.pem())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    context.set_alpn_protocols(list(speaks))
    return context


def _authority(name: str, key: ec.EllipticCurvePrivateKey, issuer: Identity | None) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        _blank(name, key, issuer)
        .not_valid_before(now - timedelta(days=90))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None if issuer is None else 0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
    )


def _blank(name: str, key: ec.EllipticCurvePrivateKey, issuer: Identity | None) -> x509.CertificateBuilder:
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Testnet"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _signed(builder: x509.CertificateBuilder, issuer_key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return builder.add_extension(identifier, critical=False).sign(issuer_key, hashes.SHA256())

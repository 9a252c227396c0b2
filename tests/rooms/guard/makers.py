# SPDX-License-Identifier: Apache-2.0
"""Makes makers: a root, and a leaf that may sign media (digitalSignature, extended use e-mail protection)."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from verweer.guard.manifests import Maker


def new_maker(name: str = "Proefmaker") -> tuple[Maker, bytes]:
    """Return a maker, and the root that vouches for it as PEM."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    above = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Testroot"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Root of {name}"),
        ]
    )
    below = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Testnet"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    root = _certificate(above, root_key, (above, root_key), authority=True)
    leaf = _certificate(below, key, (above, root_key), authority=False)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Maker(certificates=leaf + root, key=private), root


def _certificate(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey],
    *,
    authority: bool,
) -> bytes:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer[0])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer[1].public_key()), critical=False)
    )
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(issuer[1], hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )

# SPDX-License-Identifier: Apache-2.0
"""The organisation's own certificate and key, with which it signs in its own name.

A certificate that does not fit the key, or a file that cannot be read, is an error at once.
One that has expired is not: the work goes on, unsigned, and that is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from verweer.kernel import InputError

_SHORTEST_RSA = 2048
_LARGEST_FILE = 1_000_000

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class BadIdentity(InputError):
    """The certificate or its key cannot be used; the sentence says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningIdentity:
    """A certificate with the authorities above it, the nearest first, and its key."""

    chain: tuple[x509.Certificate, ...]
    _key: Key = field(repr=False)

    @property
    def certificate(self) -> x509.Certificate:
        """Return the certificate of whoever signs."""
        return self.chain[0]

    @property
    def name(self) -> str:
        """Return whose certificate it is: the common name, else the organisation, else the whole subject."""
        subject = self.certificate.subject
        named = (
            *subject.get_attributes_for_oid(NameOID.COMMON_NAME),
            *subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME),
        )
        return str(named[0].value) if named else subject.rfc4514_string()

    def is_valid_at(self, moment: datetime) -> bool:
        """Return whether the certificate may be used at a moment."""
        return self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc

    def sign(self, content: bytes) -> bytes:
        """Return a signature over content with SHA-256: ECDSA (in DER), or RSA with the padding of PKCS #1 v1.5."""
        match self._key:
            case ec.EllipticCurvePrivateKey() as key:
                return key.sign(content, ec.ECDSA(hashes.SHA256()))
            case key:
                return key.sign(content, padding.PKCS1v15(), hashes.SHA256())


def load_identity(certificates: Path, key: Path, *, passphrase: Path | None = None) -> SigningIdentity:
    """Return the identity in two PEM files, the chain in any order; raises BadIdentity."""
    private = _load_key(key, passphrase)
    held = _load_certificates(certificates)
    own = next((each for each in held if each.public_key() == private.public_key()), None)
    if own is None:
        message = (
            f"The key in {key} belongs to none of the certificates in {certificates}; put the two that fit together."
        )
        raise BadIdentity(message)
    return SigningIdentity(chain=(own, *_above(own, held)), _key=private)


def _load_key(path: Path, passphrase: Path | None) -> Key:
    word = _read(passphrase).strip() if passphrase else None
    try:
        key = serialization.load_pem_private_key(_read(path), password=word)
    except TypeError as cause:
        told = (
            "is not encrypted, yet a passphrase was given"
            if word
            else "is encrypted; name the file with its passphrase"
        )
        message = f"The key in {path} {told}."
        raise BadIdentity(message) from cause
    except (ValueError, UnsupportedAlgorithm) as cause:
        message = f"{path} holds no private key in PEM that can be opened{' with this passphrase' if word else ''}."
        raise BadIdentity(message) from cause
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _SHORTEST_RSA:
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key
    message = f"The key in {path} must be an elliptic curve key, or RSA of at least {_SHORTEST_RSA} bits."
    raise BadIdentity(message)


def _load_certificates(path: Path) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(_read(path)))
    except ValueError as cause:
        message = f"{path} holds no certificates in PEM that can be read; put the certificate and those above it in it."
        raise BadIdentity(message) from cause


def _above(own: x509.Certificate, held: Sequence[x509.Certificate]) -> Iterator[x509.Certificate]:
    """Yield the authorities above a certificate, as far as they are at hand."""
    below, waiting = own, [each for each in held if each != own]
    while (issuer := next((each for each in waiting if _issued(each, below)), None)) is not None:
        yield issuer
        waiting.remove(issuer)
        below = issuer


def _issued(issuer: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE)
    except OSError as cause:
        message = f"{path} cannot be read: {cause.strerror}."
        raise BadIdentity(message) from cause

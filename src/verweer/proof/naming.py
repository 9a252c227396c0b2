# SPDX-License-Identifier: Apache-2.0
"""A signature in an organisation's own name: the domain form of WACZ-auth 0.1, made and checked.

The signature over the package's digest stands with the certificates of whoever signed, and
with a timestamp (RFC 3161) over the signature itself. For keys on elliptic curves it is raw r and s,
as in the anonymous form, since that is what replay tools in browsers check; one in DER, which
other programs make, is read too.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import rfc3161_client
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import NameOID

from verweer.kernel import Digest, parse_moment
from verweer.proof.identity import SigningIdentity
from verweer.proof.roots import BUNDLED_ROOTS, load_roots
from verweer.proof.signing import BadSignature
from verweer.proof.tokens import Stamp, check_timestamp

_MOST_BETWEEN = timedelta(minutes=10)  # WACZ-auth 0.1: between `created` and the timestamp.
_MOST_CERTIFICATES = 10
_UNFIT = "The signature does not belong to this digest and certificate."


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSignature:
    """A signature that belongs to a certificate; whether the certificate may be trusted is not said yet."""

    name: str
    chain: tuple[x509.Certificate, ...]
    signature: str
    token: bytes = field(repr=False)
    created: datetime

    @property
    def public_key(self) -> str:
        """Return the signer's public key as SubjectPublicKeyInfo in base64."""
        key = self.chain[0].public_key()
        return base64.b64encode(
            key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        ).decode()


def sign_in_name(text: str, identity: SigningIdentity, stamp: Callable[[Digest], Stamp]) -> Mapping[str, str]:
    """Return the fields of the domain form over a text; what `stamp` raises passes through."""
    signature = base64.b64encode(_as_browsers_read(identity.sign(text.encode()), identity)).decode()
    given = stamp(Digest.of(signature.encode()))
    return {
        "signature": signature,
        "domain": identity.name,
        "domainCert": _pem(identity.chain),
        "timeSignature": base64.b64encode(given.token).decode(),
        "timestampCert": _pem(_certificates_in(given.token)),
    }


def check_in_name(text: str, signed: Mapping[str, str]) -> NamedSignature:
    """Return the signature once it is proven to be over this text by the key of the certificate beside it.

    Raises BadSignature.
    """
    try:
        chain = tuple(x509.load_pem_x509_certificates(signed["domainCert"].encode()))[:_MOST_CERTIFICATES]
        raw = base64.b64decode(signed["signature"], validate=True)
        token = base64.b64decode(signed["timeSignature"], validate=True)
        _verify(chain[0].public_key(), raw, text.encode())
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature, UnsupportedAlgorithm) as cause:
        raise BadSignature(_UNFIT) from cause
    if signed["domain"] not in _names_of(chain[0]):
        message = "The certificate beside the signature is of another name than the one it is signed in."
        raise BadSignature(message)
    return NamedSignature(
        name=signed["domain"],
        chain=chain,
        signature=signed["signature"],
        token=token,
        created=parse_moment(signed["created"]),
    )


def moment_of(named: NamedSignature, roots: Path | None) -> datetime:
    """Return when the signature existed, by its timestamp; raises BadTimestamp or BadSignature."""
    at = check_timestamp(named.token, Digest.of(named.signature.encode()), roots)
    if abs(at - named.created) > _MOST_BETWEEN:
        message = "The signature was timestamped at another time than the package says it was made."
        raise BadSignature(message)
    if not named.chain[0].not_valid_before_utc <= at <= named.chain[0].not_valid_after_utc:
        message = "The certificate was not valid when the signature was made."
        raise BadSignature(message)
    return at


def leads_to_a_root(named: NamedSignature, roots: Path | None) -> bool:
    """Return whether the certificates lead, each to the next, to an authority that is trusted."""
    trusted = {*load_roots(BUNDLED_ROOTS), *(load_roots(roots) if roots else ())}
    steps = zip(named.chain, named.chain[1:], strict=False)
    if not all(_issued(below, above) for below, above in steps):
        return False
    last = named.chain[-1]
    return last in trusted or any(root.subject == last.issuer and _issued(last, root) for root in trusted)


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return _may_issue(above)


def _may_issue(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _as_browsers_read(signature: bytes, identity: SigningIdentity) -> bytes:
    key = identity.certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return signature
    half, (r, s) = _half(key), decode_dss_signature(signature)
    return r.to_bytes(half, "big") + s.to_bytes(half, "big")


def _verify(key: object, signature: bytes, content: bytes) -> None:
    match key:
        case ec.EllipticCurvePublicKey():
            half = _half(key)
            if len(signature) == 2 * half:
                numbers = (int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
                signature = encode_dss_signature(*numbers)
            key.verify(signature, content, ec.ECDSA(hashes.SHA256()))
        case rsa.RSAPublicKey():
            key.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
        case _:
            raise InvalidSignature


def _half(key: ec.EllipticCurvePublicKey) -> int:
    return (key.curve.key_size + 7) // 8


def _names_of(certificate: x509.Certificate) -> frozenset[str]:
    subject = certificate.subject
    common = [str(each.value) for each in subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    organisations = [str(each.value) for each in subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)]
    try:
        others = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        domains = others.get_values_for_type(x509.DNSName)
    except (x509.ExtensionNotFound, ValueError):
        domains = []
    return frozenset({*common, *organisations, *domains, subject.rfc4514_string()})


def _certificates_in(token: bytes) -> Sequence[x509.Certificate]:
    """Return the authority's certificates that travel in a token, as far as the strict library reads it."""
    try:
        held = rfc3161_client.decode_timestamp_response(token).signed_data.certificates
        return [x509.load_der_x509_certificate(each) for each in held]
    except ValueError:
        return []


def _pem(chain: Sequence[x509.Certificate]) -> str:
    return "\n".join(each.public_bytes(serialization.Encoding.PEM).decode() for each in chain)

# SPDX-License-Identifier: Apache-2.0
"""Who puts their name to a report: an organisation with its certificate, or this installation with its key.

Both sign with SHA-256 in a form that `openssl dgst -verify` checks.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from verweer.attestation.configuration import SigningTable
from verweer.kernel import InputError
from verweer.proof import InstallationKey, SigningIdentity, key_fingerprint, load_identity


class ExpiredCertificate(InputError):
    """The certificate is not valid at this moment; a report is not signed by it, nor left unsigned in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs: an organisation by name, or an installation by the fingerprint of its key, without `certificates` (PEM)."""

    name: str
    public: bytes
    sign: Callable[[bytes], bytes] = field(repr=False)
    certificates: bytes = b""
    identity: SigningIdentity | None = None


def signer_of(table: SigningTable | None, identity: SigningIdentity | None, keys: Path, *, now: datetime) -> Signer:
    """Return who signs: as the configuration names it, else the operator's identity, else the installation.

    Raises ExpiredCertificate, BadIdentity and BadKeyFile.
    """
    chosen = load_identity(table.certificate, table.key, passphrase=table.passphrase) if table else identity
    if chosen is None:
        return _installation(InstallationKey.load_or_create(keys / "wacz-signing.pem"))
    if not chosen.is_valid_at(now):
        message = f"The certificate of {chosen.name} is not valid today; name one that is, or none."
        raise ExpiredCertificate(message)
    public = chosen.certificate.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pem = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in chosen.chain)
    return Signer(name=chosen.name, public=public, sign=chosen.sign, certificates=pem, identity=chosen)


def _installation(key: InstallationKey) -> Signer:
    public = serialization.load_der_public_key(base64.b64decode(key.public)).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Signer(name=key_fingerprint(key.public), public=public, sign=key.sign_content)

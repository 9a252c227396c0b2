# SPDX-License-Identifier: Apache-2.0
"""The installation's key, which signs packages in the anonymous form of WACZ-auth 0.1.

ECDSA on P-384 with SHA-256 over the text of the package's digest, `sha256:` included;
the signature is raw r and s in base64, which is what replay tools in browsers check.
"""

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from verweer.kernel import Digest, EvidenceError

_HALF = 48


class BadSignature(EvidenceError):
    """A signature does not fit the text and the key that stand beside it."""


class BadKeyFile(EvidenceError):
    """The installation's key file cannot be read."""


def key_fingerprint(public: str) -> str:
    """Return a name for a public key that people can compare: the first 32 digits of its SHA-256."""
    return Digest.of(public.encode()).hex[:32]


@dataclass(frozen=True, slots=True)
class InstallationKey:
    """The key pair of this installation."""

    _private: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """Return the key in a file, made on first use and readable by its owner only."""
        if not path.exists():
            _create(path)
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError) as cause:
            message = f"{path} holds no usable key; put its backup back, or move it away to make a new one."
            raise BadKeyFile(message) from cause
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP384R1):
            message = f"{path} holds a key of another kind; move it away to make a new one."
            raise BadKeyFile(message)
        return cls(key)

    @property
    def public(self) -> str:
        """Return the public key as SubjectPublicKeyInfo (RFC 5280) in base64."""
        return base64.b64encode(
            self._private.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        ).decode()

    def sign_anonymously(self, text: str) -> Mapping[str, str]:
        """Return the fields of the anonymous form over a text."""
        return {"signature": self.sign(text), "publicKey": self.public}

    def sign(self, text: str) -> str:
        """Return the signature over a text, in base64."""
        r, s = decode_dss_signature(self._private.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return base64.b64encode(r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")).decode()

    def sign_content(self, content: bytes) -> bytes:
        """Return the signature over content with SHA-256, in DER as `openssl dgst` checks it."""
        return self._private.sign(content, ec.ECDSA(hashes.SHA256()))


def check_signature(text: str, *, signature: str, public: str) -> None:
    """Raise BadSignature unless the signature is the key's over this text."""
    message = "The signature does not belong to this digest and key."
    try:
        raw = base64.b64decode(signature, validate=True)
        key = serialization.load_der_public_key(base64.b64decode(public, validate=True))
        der = encode_dss_signature(int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big"))
    except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
        raise BadSignature(message) from cause
    if len(raw) != 2 * _HALF or not isinstance(key, ec.EllipticCurvePublicKey):
        raise BadSignature(message)
    try:
        key.verify(der, text.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, UnsupportedAlgorithm) as cause:
        raise BadSignature(message) from cause


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    aside.touch(mode=0o600)
    aside.write_bytes(pem)
    try:
        os.link(aside, path)  # Another process may have been first; its key stands.
    except FileExistsError:
        pass
    finally:
        aside.unlink()

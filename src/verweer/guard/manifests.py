# SPDX-License-Identifier: Apache-2.0
"""C2PA manifests: one is signed into a copy of a file, and whatever a file holds is read and judged, offline.

The library works in this process and is told to fetch nothing: no remote manifest, no OCSP, no host at all.
Nobody is trusted but the anchors that the caller names. Source: C2PA Technical Specification 2.4, chapters 14
(trust) and 15 (validation); what a generator must say is in chapter 18 (`c2pa.actions`).
"""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from verweer.kernel import InputError, rfc3339

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED = f"{SOURCE_TYPES}trainedAlgorithmicMedia"
_OFFLINE: Mapping[str, object] = {
    "core": {"allowed_network_hosts": []},
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}
_CURVES: Mapping[str, bytes] = {"secp256r1": b"es256", "secp384r1": b"es384", "secp521r1": b"es512"}
_REMOTE = "Remote:"  # how the library begins its refusal to fetch
_MOST_TEXT = 300
_MOST_CODES = 20


class Standing(StrEnum):
    """What a label is worth."""

    TRUSTED = "trusted"
    VALID = "valid"
    BROKEN = "broken"
    ELSEWHERE = "elsewhere"
    ABSENT = "absent"
    UNSUPPORTED = "unsupported"


class CannotSign(InputError):
    """The certificate, key or file does not permit a signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A maker's certificate chain, leaf first, and private key, both PEM; the key shows in no print."""

    certificates: bytes
    key: bytes

    def __repr__(self) -> str:
        return "Maker(...)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """With which tool, of which version, and when the media were made."""

    tool: str
    version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a file's manifest says, and what that is worth; without a valid one the texts are claims of nobody."""

    standing: Standing
    signer: str = ""
    tool: str = ""
    source_types: tuple[str, ...] = ()
    at: str = ""
    codes: tuple[str, ...] = ()


def signed(content: bytes, kind: str, maker: Maker, making: Making) -> bytes:
    """Return a copy of a file with a manifest that says a model made it; raises CannotSign."""
    info = c2pa.C2paSignerInfo(_algorithm(maker), maker.certificates, maker.key, None)
    out = io.BytesIO()
    try:
        with (
            c2pa.Context.from_dict(dict(_OFFLINE)) as context,
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(json.dumps(_claims(making)), context=context) as builder,
        ):
            builder.sign(signer, kind, io.BytesIO(content), out)
    except c2pa.C2paError as cause:
        message = (
            f"The file cannot be signed ({_short(cause)}). Give a whole {kind} file, a chain with the leaf first whose "
            "leaf may sign (digitalSignature, extended use e-mail protection or C2PA), and the leaf's key."
        )
        raise CannotSign(message) from cause
    return out.getvalue()


def read_manifest(path: Path, kind: str, anchors: bytes = b"") -> Manifest:
    """Return what the manifest in a file says and is worth; `anchors` are trusted roots as PEM."""
    told: dict[str, object] = dict(_OFFLINE)
    if anchors:
        told["trust"] = {"user_anchors": checked_anchors(anchors)}
    try:
        with (
            path.open("rb") as file,
            c2pa.Context.from_dict(told) as context,
            c2pa.Reader(kind, file, context=context) as reader,
        ):
            return judged(reader.get_validation_state() or "", json.loads(reader.json()))
    except c2pa.C2paError.ManifestNotFound:
        return Manifest(standing=Standing.ABSENT)
    except c2pa.C2paError.NotSupported:
        return Manifest(standing=Standing.UNSUPPORTED)
    except (c2pa.C2paError, ValueError, RecursionError) as cause:
        standing = Standing.ELSEWHERE if str(cause).startswith(_REMOTE) else Standing.BROKEN
        return Manifest(standing=standing, codes=(_short(cause),))


def _algorithm(maker: Maker) -> bytes:
    try:
        leaf = x509.load_pem_x509_certificates(maker.certificates)[0].public_key()
        key = load_pem_private_key(maker.key, password=None)
    except (ValueError, TypeError, IndexError) as cause:
        message = "The certificate or key cannot be read. Give both as PEM, the key without a password."
        raise CannotSign(message) from cause
    if key.public_key() != leaf:
        message = "The key does not belong to the first certificate. Put the leaf first in the chain."
        raise CannotSign(message)
    match leaf:
        case ec.EllipticCurvePublicKey() if leaf.curve.name in _CURVES:
            return _CURVES[leaf.curve.name]
        case ed25519.Ed25519PublicKey():
            return b"ed25519"
        case rsa.RSAPublicKey():
            return b"ps256"
        case _:
            message = "C2PA knows no signature with this kind of key. Use P-256, P-384, P-521, Ed25519 or RSA."
            raise CannotSign(message)


def checked_anchors(anchors: bytes) -> str:
    """Return trusted roots as text once they are certificates in PEM; raises InputError."""
    try:
        x509.load_pem_x509_certificates(anchors)
        return anchors.decode("ascii")
    except ValueError as cause:
        message = "The trusted certificates cannot be read. Give them as PEM."
        raise InputError(message) from cause


def _claims(making: Making) -> dict[str, object]:
    agent = {"name": making.tool, "version": making.version}
    created = {
        "action": "c2pa.created",
        "when": rfc3339(making.at),
        "digitalSourceType": TRAINED,
        "softwareAgent": agent,
    }
    return {
        "claim_generator_info": [agent],
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [created]}}],
    }


def judged(state: str, untrusted: object) -> Manifest:
    """Return what the library's report says of the manifest that counts."""
    standing = {"Trusted": Standing.TRUSTED, "Valid": Standing.VALID}.get(state, Standing.BROKEN)
    report = _fields(untrusted)
    active = _fields(_fields(report.get("manifests")).get(str(report.get("active_manifest"))))
    signature = _fields(active.get("signature_info"))
    actions = [action for each in _rows(active.get("assertions")) for action in _actions(each)]
    codes = [_short(each.get("code", "")) for each in _rows(report.get("validation_status"))]
    makers = [_short(each.get("name", "")) for each in _rows(active.get("claim_generator_info"))]
    # Claims of before C2PA 2 name their tool in one text alone.
    makers += [_short(active.get("claim_generator", ""))]
    whens = [_short(each.get("when", "")) for each in actions]
    types = [_short(each.get("digitalSourceType", "")) for each in actions]
    return Manifest(
        standing=standing,
        signer=", ".join(_short(signature[key]) for key in ("common_name", "issuer") if signature.get(key)),
        tool=next(filter(None, makers), ""),
        source_types=tuple(dict.fromkeys(filter(None, types)))[:_MOST_CODES],
        at=next(filter(None, whens), ""),
        codes=tuple(codes)[:_MOST_CODES],
    )


def _actions(assertion: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    if str(assertion.get("label", "")).startswith("c2pa.actions"):
        yield from _rows(_fields(assertion.get("data")).get("actions"))


def _fields(untrusted: object) -> Mapping[str, object]:
    return untrusted if isinstance(untrusted, dict) else {}


def _rows(untrusted: object) -> list[Mapping[str, object]]:
    return [row for row in untrusted if isinstance(row, dict)] if isinstance(untrusted, list) else []


def _short(untrusted: object) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in str(untrusted)[:_MOST_TEXT])
    return text.strip()

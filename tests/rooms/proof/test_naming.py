# SPDX-License-Identifier: Apache-2.0
"""A package signed in an organisation's name proves that name, or says why it does not."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.testnet import Testnet
from tests.testnet.certificates import new_intermediate, new_root, new_signer
from verweer.evidence import Rfc3161Timestamper
from verweer.kernel import rfc3339
from verweer.proof import BadSignature, BadTimestamp, SigningIdentity, Stamp, load_identity, sign_in_name
from verweer.proof.naming import check_in_name, leads_to_a_root, moment_of

ROOT = new_root("Root")
BETWEEN = new_intermediate("Between", ROOT)
OWN = new_signer("Hulplijn Kustlicht", BETWEEN, ExtendedKeyUsageOID.CLIENT_AUTH)
NO_STAMP = Stamp("authority", b"", b"no token", datetime.now(UTC))
TEXT = f"sha256:{'ab' * 32}"
Signed = dict[str, str]


@pytest.fixture
def identity(tmp_path: Path) -> SigningIdentity:
    (tmp_path / "chain.pem").write_bytes(OWN.pem() + BETWEEN.pem())
    (tmp_path / "key.pem").write_bytes(OWN.key_pem())
    return load_identity(tmp_path / "chain.pem", tmp_path / "key.pem")


@pytest.fixture
def signed(identity: SigningIdentity, authorities: list[Rfc3161Timestamper]) -> Signed:
    return {**sign_in_name(TEXT, identity, authorities[0].stamp), "created": rfc3339(datetime.now(UTC))}


@pytest.fixture
def stamp_roots(testnet: Testnet) -> Path:
    return Path(testnet.environment()["VERWEER_TSA_CA"])


def test_a_signature_in_a_name_tells_the_name_and_when(signed: Signed, stamp_roots: Path) -> None:
    named = check_in_name(TEXT, signed)

    assert named.name == "Hulplijn Kustlicht"
    assert abs(moment_of(named, stamp_roots) - datetime.now(UTC)) < timedelta(minutes=1)


def test_one_in_der_as_other_programs_make_is_read_too(signed: Signed) -> None:
    raw = base64.b64decode(signed["signature"])
    half = len(raw) // 2
    der = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))

    assert check_in_name(TEXT, {**signed, "signature": base64.b64encode(der).decode()}).name == "Hulplijn Kustlicht"


@pytest.mark.parametrize("trusted", [True, False], ids=["a root that is trusted", "a root that is not"])
def test_whether_the_name_is_vouched_for_is_told_apart(signed: Signed, tmp_path: Path, *, trusted: bool) -> None:
    (tmp_path / "roots.pem").write_bytes((ROOT if trusted else new_root("Root")).pem())

    assert leads_to_a_root(check_in_name(TEXT, signed), tmp_path / "roots.pem") is trusted


def test_a_certificate_that_may_not_issue_vouches_for_nobody(signed: Signed, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_bytes(ROOT.pem())
    stranger = new_signer("Someone else", OWN, ExtendedKeyUsageOID.CLIENT_AUTH)
    chain = stranger.pem() + OWN.pem() + BETWEEN.pem()
    (tmp_path / "chain.pem").write_bytes(chain)
    (tmp_path / "key.pem").write_bytes(stranger.key_pem())
    forged = load_identity(tmp_path / "chain.pem", tmp_path / "key.pem")
    told = {**signed, "domainCert": chain.decode(), "domain": "Someone else"}
    told["signature"] = dict(sign_in_name(TEXT, forged, lambda _: NO_STAMP))["signature"]

    assert not leads_to_a_root(check_in_name(TEXT, told), tmp_path / "roots.pem")


SPOILED: dict[str, Callable[[Signed], Signed]] = {
    "another name": lambda told: {**told, "domain": "Someone else"},
    "no certificate": lambda told: {**told, "domainCert": ""},
    "no base64": lambda told: {**told, "signature": "?"},
    "a changed signature": lambda told: {**told, "signature": told["signature"][:-8] + "AAAAAAA="},
    "a field that is missing": lambda told: {name: told[name] for name in told if name != "timeSignature"},
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_spoiled_signature_is_refused(signed: Signed, spoil: Callable[[Signed], Signed]) -> None:
    with pytest.raises(BadSignature):
        check_in_name(TEXT, spoil(signed))


def test_another_text_is_refused(signed: Signed) -> None:
    with pytest.raises(BadSignature):
        check_in_name(f"sha256:{'cd' * 32}", signed)


def test_a_package_that_claims_another_time_is_refused(signed: Signed, stamp_roots: Path) -> None:
    early = {**signed, "created": rfc3339(datetime.now(UTC) - timedelta(hours=1))}

    with pytest.raises(BadSignature, match="another time"):
        moment_of(check_in_name(TEXT, early), stamp_roots)


def test_the_timestamp_of_another_signature_is_refused(
    signed: Signed, identity: SigningIdentity, authorities: list[Rfc3161Timestamper], stamp_roots: Path
) -> None:
    other = sign_in_name(TEXT, identity, authorities[0].stamp)

    with pytest.raises(BadTimestamp):
        moment_of(check_in_name(TEXT, {**signed, "timeSignature": other["timeSignature"]}), stamp_roots)

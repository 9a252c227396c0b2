# SPDX-License-Identifier: Apache-2.0
"""A certificate and its key are one identity, or one sentence that says what does not fit."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.testnet.certificates import Identity, new_intermediate, new_root, new_signer
from verweer.proof import BadIdentity, load_identity

ROOT = new_root("Root")
BETWEEN = new_intermediate("Between", ROOT)
OWN = new_signer("Hulplijn Kustlicht", BETWEEN, ExtendedKeyUsageOID.CLIENT_AUTH)
OTHER = new_signer("Someone else", ROOT, ExtendedKeyUsageOID.CLIENT_AUTH)
WORD = serialization.BestAvailableEncryption(b"geheim")
NONE = serialization.NoEncryption()


def pem(key: object, encryption: serialization.KeySerializationEncryption = NONE) -> bytes:
    made: bytes = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)  # type: ignore[attr-defined]  # every key has it
    return made


def written(folder: Path, certificates: bytes, key: bytes) -> tuple[Path, Path]:
    (folder / "chain.pem").write_bytes(certificates)
    (folder / "key.pem").write_bytes(key)
    return folder / "chain.pem", folder / "key.pem"


@pytest.mark.parametrize("order", [(OWN, BETWEEN, ROOT), (ROOT, OWN, OTHER, BETWEEN)])
def test_the_chain_is_put_in_order_and_strangers_are_left_out(order: tuple[Identity, ...], tmp_path: Path) -> None:
    files = written(tmp_path, b"".join(each.pem() for each in order), OWN.key_pem())

    identity = load_identity(*files)

    assert identity.chain == (OWN.certificate, BETWEEN.certificate, ROOT.certificate)
    assert identity.name == "Hulplijn Kustlicht"


def test_what_it_signs_is_signed_by_its_key(tmp_path: Path) -> None:
    identity = load_identity(*written(tmp_path, OWN.pem(), OWN.key_pem()))

    OWN.key.public_key().verify(identity.sign(b"text"), b"text", ec.ECDSA(hashes.SHA256()))


def test_a_certificate_is_valid_from_its_first_to_its_last_moment(tmp_path: Path) -> None:
    identity = load_identity(*written(tmp_path, OWN.pem(), OWN.key_pem()))
    last = identity.certificate.not_valid_after_utc

    assert identity.is_valid_at(datetime.now(UTC))
    assert identity.is_valid_at(last)
    assert not identity.is_valid_at(last + timedelta(seconds=1))
    assert not identity.is_valid_at(identity.certificate.not_valid_before_utc - timedelta(seconds=1))


def test_a_key_never_shows_in_what_is_printed(tmp_path: Path) -> None:
    identity = load_identity(*written(tmp_path, OWN.pem(), OWN.key_pem()))

    assert "key" not in repr(identity)


def test_an_encrypted_key_opens_with_its_passphrase(tmp_path: Path) -> None:
    files = written(tmp_path, OWN.pem(), pem(OWN.key, WORD))
    (tmp_path / "word").write_text("geheim\n")

    assert load_identity(*files, passphrase=tmp_path / "word").certificate == OWN.certificate


WRONG = {
    "a key of someone else": (OWN.pem(), OTHER.key_pem(), None, "belongs to none of the certificates"),
    "no certificates": (b"-----BEGIN", OWN.key_pem(), None, "holds no certificates"),
    "no key": (OWN.pem(), OWN.pem(), None, "holds no private key"),
    "an encrypted key without a passphrase": (OWN.pem(), pem(OWN.key, WORD), None, "is encrypted"),
    "a wrong passphrase": (OWN.pem(), pem(OWN.key, WORD), b"anders", "with this passphrase"),
    "a passphrase for nothing": (OWN.pem(), OWN.key_pem(), b"geheim", "is not encrypted"),
    "a short RSA key": (OWN.pem(), pem(rsa.generate_private_key(65537, 1024)), None, "at least 2048 bits"),  # noqa: S505 - it is refused
    "a key of another kind": (OWN.pem(), pem(ed25519.Ed25519PrivateKey.generate()), None, "elliptic curve"),
}


@pytest.mark.parametrize(("certificates", "key", "word", "told"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_told(
    certificates: bytes, key: bytes, word: bytes | None, told: str, tmp_path: Path
) -> None:
    files = written(tmp_path, certificates, key)
    passphrase = None
    if word is not None:
        passphrase = tmp_path / "word"
        passphrase.write_bytes(word)

    with pytest.raises(BadIdentity, match=told):
        load_identity(*files, passphrase=passphrase)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadIdentity, match="cannot be read"):
        load_identity(tmp_path / "none", tmp_path / "none")

# SPDX-License-Identifier: Apache-2.0
"""The settings that name certificates: a pair that fits, roots that are some, or one sentence; and how long one holds."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.testnet.certificates import new_root, new_signer
from verweer.site.checks_here import check_signing
from verweer.site.checkup import State
from verweer.site.environment import BadSetting, read_environment

ROOT = new_root("Root")
OWN, OTHER = (new_signer(name, ROOT, ExtendedKeyUsageOID.EMAIL_PROTECTION) for name in ("Kustlicht", "Iemand"))


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "chain.pem").write_bytes(OWN.pem() + ROOT.pem())
    (tmp_path / "key.pem").write_bytes(OWN.key_pem())
    (tmp_path / "other.pem").write_bytes(OTHER.key_pem())
    return {
        "VERWEER_DATA": str(tmp_path),
        "VERWEER_SIGNING_CERTIFICATE": str(tmp_path / "chain.pem"),
        "VERWEER_SIGNING_KEY": str(tmp_path / "key.pem"),
    }


def test_a_pair_that_fits_is_an_identity(settings: dict[str, str]) -> None:
    identity = read_environment(settings).identity

    assert identity is not None
    assert identity.name == "Kustlicht"


def test_roots_of_labels_are_certificates(settings: dict[str, str], tmp_path: Path) -> None:
    chain = tmp_path / "chain.pem"

    assert read_environment(settings | {"VERWEER_LABEL_ROOTS": str(chain)}).label_roots == chain
    assert read_environment(settings).label_roots is None


def test_without_a_certificate_nothing_is_signed_and_nothing_is_wrong(tmp_path: Path) -> None:
    environment = read_environment({"VERWEER_DATA": str(tmp_path)})

    assert environment.identity is None
    assert check_signing(environment, OWN.certificate.not_valid_after_utc).state is State.OK


WRONG = {
    "a certificate alone": ({"VERWEER_SIGNING_KEY": ""}, "belong together"),
    "a key alone": ({"VERWEER_SIGNING_CERTIFICATE": ""}, "belong together"),
    "a key of someone else": ({"VERWEER_SIGNING_KEY": "other.pem"}, "belongs to none of the certificates"),
    "a file that is not there": ({"VERWEER_SIGNING_KEY": "none.pem"}, "VERWEER_SIGNING_KEY names"),
    "a folder": ({"VERWEER_SIGNING_KEY": "."}, "cannot be read"),
    "a passphrase for nothing": ({"VERWEER_SIGNING_PASSPHRASE": "other.pem"}, "is not encrypted"),
    "roots of labels that are a key": ({"VERWEER_LABEL_ROOTS": "key.pem"}, "as certificates in PEM"),
    "roots of labels that are a folder": ({"VERWEER_LABEL_ROOTS": "."}, "as certificates in PEM"),
}


@pytest.mark.parametrize(("changed", "told"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_stops_the_start(
    settings: dict[str, str], changed: dict[str, str], told: str, tmp_path: Path
) -> None:
    files = {name: str(tmp_path / value) if value else "" for name, value in changed.items()}

    with pytest.raises(BadSetting, match=told):
        read_environment(settings | files)


LEFT = {
    "long": (timedelta(days=60), State.OK),
    "a month less a day": (timedelta(days=29), State.WARN),
    "no more": (timedelta(days=-1), State.WARN),
}


@pytest.mark.parametrize(("left", "state"), LEFT.values(), ids=LEFT)
def test_the_doctor_tells_how_long_the_certificate_holds(
    settings: dict[str, str], left: timedelta, state: State
) -> None:
    found = check_signing(read_environment(settings), OWN.certificate.not_valid_after_utc - left)

    assert found.state is state
    assert "Kustlicht" in found.seen
    assert ("unsigned" in found.seen) is (left < timedelta())

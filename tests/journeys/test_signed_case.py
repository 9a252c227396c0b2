# SPDX-License-Identifier: Apache-2.0
"""A case of an organisation with a certificate: its dossier is signed, and signed anew once an authority answers again."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.testnet import LINKS, Testnet
from tests.testnet.certificates import new_intermediate, new_root, new_signer
from verweer.proof import verify_custody

FACTS = """
language = "en"
adult = "yes"
first_knowledge = 2026-11-20
links = ["{link}"]
[sender]
kind = "helper"
name = "Mila de Graaf"
email = "zaken@kustlicht.test"
"""


@pytest.fixture
def settings(testnet: Testnet, tmp_path: Path) -> dict[str, str]:
    root = new_root("Signing Root")
    between = new_intermediate("Signing Intermediate", root)
    own = new_signer("Hulplijn Kustlicht", between, ExtendedKeyUsageOID.EMAIL_PROTECTION)
    (tmp_path / "chain.pem").write_bytes(own.pem() + between.pem() + root.pem())
    (tmp_path / "key.pem").write_bytes(own.key_pem())
    (tmp_path / "facts.toml").write_text(FACTS.format(link=LINKS["image"]))
    signing = {
        "VERWEER_SIGNING_CERTIFICATE": str(tmp_path / "chain.pem"),
        "VERWEER_SIGNING_KEY": str(tmp_path / "key.pem"),
    }
    return {**os.environ, **testnet.environment(), **signing, "VERWEER_DATA": str(tmp_path / "data")}


def run(settings: dict[str, str], folder: Path, *words: str) -> str:
    command = [sys.executable, "-c", "from verweer.cli import main; main()", "case", *words]
    done = subprocess.run(command, env=settings, cwd=folder, check=False, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return done.stdout


def level(folder: Path) -> str:
    return str(json.loads((folder / "out/case.json").read_text())["signature"]["level"])


@pytest.mark.slow
def test_a_signature_without_a_moment_is_told_and_made_anew_on_resume(
    testnet: Testnet, settings: dict[str, str], tmp_path: Path
) -> None:
    authorities = {url.split("/")[2].partition(":")[0] for url in testnet.environment()["VERWEER_TSA_URLS"].split(",")}

    testnet.outages.update(authorities)
    try:
        told = run(settings, tmp_path, "new", "facts.toml", "--out", "out")
        first = level(tmp_path)
    finally:
        testnet.outages.difference_update(authorities)
    again = run(settings, tmp_path, "resume", "out")

    assert "has no timestamp yet" in told
    assert (first, level(tmp_path)) == ("B-B", "B-T")
    assert "has no timestamp yet" not in again
    dossier = tmp_path / "out/dossier.pdf"
    judged = subprocess.run(["pdfsig", str(dossier)], capture_output=True, text=True, check=False).stdout
    for line in ("Signature is Valid", "Total document signed", "Hulplijn Kustlicht", "ETSI.CAdES.detached"):
        assert line in judged
    with zipfile.ZipFile(tmp_path / "out/dossier.zip") as archive:
        assert archive.read("dossier.pdf") == dossier.read_bytes()
    events = [json.loads(line) for line in (tmp_path / "out/custody.jsonl").read_text().splitlines()]
    assert [event["level"] for event in events if event["event"] == "dossier-signed"] == ["B-B", "B-T"]
    verify_custody(tmp_path / "out/custody.jsonl")

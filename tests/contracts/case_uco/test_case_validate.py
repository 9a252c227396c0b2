# SPDX-License-Identifier: Apache-2.0
"""`case_validate`, the ontology community's own judge, accepts what we export, and refuses it once it is bent.

`./run test` prepares it in `.judges`; it never becomes part of the product.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rooms.exchange.told_cases import CASES
from tests.testnet import LINKS, Testnet
from verweer.exchange import CaseTold, case_uco
from verweer.kernel import Digest
from verweer.proof import verify_custody

JUDGE = Path(__file__).parents[3] / ".judges" / "bin" / "case_validate"
FACTS = """
language = "nl"
adult = "yes"
first_knowledge = 2026-11-20
links = ["{page}", "https://bestaat-niet.test:8443/", "geen link"]
person = "Fenna Duinker"
[sender]
kind = "helper"
name = "Mila de Graaf"
email = "zaken@kustlicht.test"
"""


def judged(document: Path) -> tuple[bool, str]:
    """Return whether the judge finds nothing at all to say: no violation, no warning, no unknown concept."""
    done = subprocess.run([str(JUDGE), str(document)], capture_output=True, text=True, check=False, timeout=300)
    told = done.stdout + done.stderr
    return done.returncode == 0 and "Conforms: True" in told and "Results" not in told and "Warning" not in told, told


@pytest.mark.parametrize("told", CASES.values(), ids=CASES)
def test_the_judge_accepts_every_small_case(told: CaseTold, tmp_path: Path) -> None:
    document = tmp_path / "case.jsonld"
    document.write_bytes(case_uco(told))

    accepted, why = judged(document)

    assert accepted, why


BENT = {
    "a hash that is none": (b'"@type": "xsd:hexBinary"', b'"@type": "xsd:string"'),
    "a word that the ontology does not know": (b"uco-observable:fileName", b"uco-observable:nameOfFile"),
    "a truth that is text": (b'isDirectional": true', b'isDirectional": "true"'),
    "a moment that is text": (b'"@type": "xsd:dateTime"', b'"@type": "xsd:string"'),
}


@pytest.mark.parametrize(("right", "wrong"), BENT.values(), ids=BENT)
def test_the_judge_refuses_a_bent_document(right: bytes, wrong: bytes, tmp_path: Path) -> None:
    document = tmp_path / "case.jsonld"
    whole = case_uco(CASES["one whole capture"])
    assert right in whole
    document.write_bytes(whole.replace(right, wrong))

    accepted, _ = judged(document)

    assert not accepted


@pytest.fixture(scope="module")
def folder(testnet: Testnet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    (folder / "facts.toml").write_text(FACTS.format(page=LINKS["video page"]))
    done = run(testnet, folder, "new", "facts.toml", "--out", "out")
    assert done.returncode == 0, done.stderr
    return folder


def run(testnet: Testnet, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from verweer.cli import main; main()", "case", *words]
    environment = {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)


@pytest.mark.slow
def test_the_judge_accepts_a_real_case_and_the_log_tells_of_its_export(testnet: Testnet, folder: Path) -> None:
    done = run(testnet, folder, "export", "out", "--out", "case.jsonld")
    document = folder / "case.jsonld"

    accepted, why = judged(document)

    assert done.returncode == 0, done.stderr
    assert accepted, why
    events = [json.loads(line) for line in (folder / "out/custody.jsonl").read_text().splitlines()]
    assert events[-1]["event"] == "exported"
    assert events[-1]["digest"] == Digest.of_file(document).hex
    verify_custody(folder / "out/custody.jsonl")


@pytest.mark.slow
def test_a_real_case_is_told_without_names_unless_asked(testnet: Testnet, folder: Path) -> None:
    bare = run(testnet, folder, "export", "out", "--out", "-").stdout.decode()
    named = run(testnet, folder, "export", "out", "--out", "-", "--names").stdout.decode()

    for name in ("Fenna", "Mila", "Buurvrouw van de haven"):
        assert name not in bare
        assert name in named
    assert "does not exist" in bare
    assert (folder / "out/evidence/1.wacz").exists()
    assert Digest.of_file(folder / "out/evidence/1.wacz").hex in bare


@pytest.mark.slow
def test_an_export_is_refused_where_it_would_lie_or_overwrite(testnet: Testnet, folder: Path) -> None:
    package = folder / "out/evidence/1.wacz"
    whole = package.read_bytes()
    (folder / "there.jsonld").write_bytes(b"mine")

    overwriting = run(testnet, folder, "export", "out", "--out", "there.jsonld")
    package.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    lying = run(testnet, folder, "export", "out", "--out", "-")
    package.write_bytes(whole)

    assert (overwriting.returncode, lying.returncode) == (65, 70)
    assert b"evidence/1.wacz is not the file that was captured" in lying.stderr
    assert lying.stdout == b""
    assert (folder / "there.jsonld").read_bytes() == b"mine"

# SPDX-License-Identifier: Apache-2.0
"""Every block of docs/verify-by-hand.md, run as it stands on a case that was made and handed over just now."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest

from tests.testnet import Testnet

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "docs" / "verify-by-hand.md").read_text(), re.DOTALL | re.MULTILINE)


def run(block: str, folder: Path) -> str:
    done = subprocess.run(
        ["sh", "-eu", "-c", block], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def received(testnet: Testnet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a case with one link, hand it over to a fresh key, and open it by the first block."""
    folder = tmp_path_factory.mktemp("by-hand")
    facts = (ROOT / "examples/testnet.toml").read_text()
    first = facts.index("links = [")
    one = f'{facts[:first]}links = ["{testnet.links["image"]}"{facts[facts.index("]", first) :]}'
    (folder / "one.toml").write_text(one)
    identity = pyrage.x25519.Identity.generate()
    (folder / "key.txt").write_text(str(identity))
    environ = {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data")}
    for words in (
        ("new", "one.toml", "--out", "made"),
        ("hand-over", "made", "--out", "package.zip.age", "--to", str(identity.to_public())),
    ):
        command = [sys.executable, "-m", "verweer.cli", "case", *words]
        subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True, timeout=120)
    run(BLOCKS[0], folder)
    (folder / "case" / "roots.pem").write_bytes(Path(testnet.environment()["VERWEER_TSA_CA"]).read_bytes())
    return folder / "case"


EXPECTED = {
    "every file is on the list": (1, r"\A\Z"),
    "the list is the log's": (2, r"(?s)([0-9a-f]{64}).*\"digest\":\"\1\""),
    "the log is whole": (3, r"chain whole"),
    "the log's end was timestamped": (4, r"(?s)(Verification: OK.*Time stamp: .*){2}"),
    "the package was timestamped": (5, r"(?s)(Verification: OK.*Time stamp: .*){2}"),
    "each file in the package is the one listed": (6, r"(?s)archive/data.warc.gz: OK.*evidence/network.json: OK"),
    "the traffic was timestamped": (7, r"(?s)(Verification: OK.*){2}"),
    "the signature holds": (8, r"(?s)Verified OK.*^[0-9a-f]{32}$"),
}


@pytest.mark.parametrize(("number", "expected"), EXPECTED.values(), ids=EXPECTED)
def test_a_block_shows_what_the_page_says(received: Path, number: int, expected: str) -> None:
    assert re.search(expected, run(BLOCKS[number], received), re.MULTILINE)


def test_no_block_is_left_out() -> None:
    assert len(BLOCKS) == 1 + len(EXPECTED)


def test_a_changed_log_is_told(received: Path, tmp_path: Path) -> None:
    log = (received / "custody.jsonl").read_text()
    (tmp_path / "custody.jsonl").write_text(log.replace('"actor":"verweer"', '"actor":"nobody"', 1))

    done = subprocess.run(["sh", "-eu", "-c", BLOCKS[3]], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "broken at" in done.stdout

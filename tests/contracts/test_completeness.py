# SPDX-License-Identifier: Apache-2.0
"""One visit keeps every exchange that the browser made, with the bytes that were served."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.testnet import LINKS, Testnet
from tests.testnet.sites.volledig import BODIES, POSTED


@pytest.fixture(scope="module")
def package(testnet: Testnet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("everything")
    command = [sys.executable, "-m", "verweer.cli", "capture", LINKS["everything"], "--mode", "sealed", "--out", "out"]
    environment = {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data")}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=120)
    return folder / "out" / "evidence" / "1.wacz"


@pytest.fixture(scope="module")
def kept(package: Path) -> dict[str, set[str]]:
    """Return for each path the digests of the bodies in the archive, gzip undone."""
    bodies: dict[str, set[str]] = {}
    with zipfile.ZipFile(package) as archive, archive.open("archive/data.warc.gz") as file:
        for record in ArchiveIterator(io.BytesIO(file.read())):
            if record.rec_type == "response":
                path = urlsplit(record.rec_headers.get_header("WARC-Target-URI")).path
                bodies.setdefault(path, set()).add(hashlib.sha256(record.content_stream().read()).hexdigest())
    return bodies


@pytest.mark.parametrize("path", BODIES)
def test_the_archive_holds_each_body_as_it_was_served(kept: dict[str, set[str]], path: str) -> None:
    assert hashlib.sha256(BODIES[path]).hexdigest() in kept.get(path, set())


@pytest.mark.parametrize("path", ["/omleiding", "/niets", "/praten"], ids=["a redirect", "a refusal", "a web socket"])
def test_the_archive_holds_exchanges_without_a_body_too(kept: dict[str, set[str]], path: str) -> None:
    assert path in kept


def test_what_the_page_sent_is_kept(package: Path) -> None:
    with zipfile.ZipFile(package) as archive, archive.open("archive/data.warc.gz") as file:
        posted = [
            record.content_stream().read()
            for record in ArchiveIterator(io.BytesIO(file.read()))
            if record.rec_type == "request" and record.rec_headers.get_header("WARC-Target-URI").endswith("/gezien")
        ]

    assert posted == [POSTED]

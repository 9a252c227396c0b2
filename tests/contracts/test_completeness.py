# SPDX-License-Identifier: Apache-2.0
"""One visit keeps every exchange that the browser made, with the bytes that were served."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from tests.testnet import LINKS, Testnet
from tests.testnet.net import HTTP_1, HTTP_2, running_testnet_anywhere
from tests.testnet.sites.volledig import BODIES, HOST, POSTED, SECURE_HOST, SHOWN_FROM_MEMORY


@pytest.fixture(scope="module", params=[HTTP_1, HTTP_2], ids=["HTTP/1.1", "HTTP/2"])
def testnet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Testnet]:
    with running_testnet_anywhere(tmp_path_factory.mktemp("testnet"), first=78, speaks=request.param) as net:
        yield net


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


def test_the_page_came_by_the_version_of_http_that_the_site_offers_first(package: Path, testnet: Testnet) -> None:
    with zipfile.ZipFile(package) as archive:
        facts = json.loads(archive.read("evidence/network.json"))

    agreed = {each["http"] for each in facts["connections"] if each["host"] == HOST}

    assert next(iter(testnet.speaks)) in agreed


@pytest.mark.parametrize("path", BODIES)
def test_the_archive_holds_each_body_as_it_was_served(kept: dict[str, set[str]], path: str) -> None:
    assert hashlib.sha256(BODIES[path]).hexdigest() in kept.get(path, set())


@pytest.mark.parametrize("path", ["/omleiding", "/niets", "/praten"], ids=["a redirect", "a refusal", "a web socket"])
def test_the_archive_holds_exchanges_without_a_body_too(kept: dict[str, set[str]], path: str) -> None:
    assert path in kept


def records(package: Path, kind: str) -> list[tuple[ArcWarcRecord, bytes]]:
    with zipfile.ZipFile(package) as archive, archive.open("archive/data.warc.gz") as file:
        found = ArchiveIterator(io.BytesIO(file.read()))
        return [(record, record.content_stream().read()) for record in found if record.rec_type == kind]


def target(record: ArcWarcRecord) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI"))


def test_every_exchange_that_the_sites_had_is_in_the_archive(package: Path, testnet: Testnet) -> None:
    had = {(each.host, each.path) for host in (HOST, SECURE_HOST) for each in testnet.requests.to(host)}
    kept = {
        (urlsplit(target(record)).hostname, urlsplit(target(record)).path) for record, _ in records(package, "response")
    }

    assert len(had) >= 40
    assert had <= kept


def test_what_the_page_and_its_workers_sent_is_kept_to_the_byte(package: Path, testnet: Testnet) -> None:
    seen = [each for host in (HOST, SECURE_HOST) for each in testnet.requests.to(host)]
    arrived = {each.path: each.body for each in seen if each.method == "POST"}
    sent = {urlsplit(target(record)).path: body for record, body in records(package, "request") if body}

    assert set(arrived) == {"/gezien", "/veel", "/vorm", "/van-werker", "/dienst-post", "/baken"}
    assert arrived["/gezien"] == POSTED
    assert len(arrived["/veel"]) == 300_000
    assert sent == arrived


def test_what_was_said_over_sockets_in_frames_and_workers_is_kept(package: Path) -> None:
    said = {
        urlsplit(target(record)).path: [json.loads(line)["text"] for line in body.splitlines()]
        for record, body in records(package, "metadata")
        if target(record).startswith("wss:")
    }

    assert said == {key: ["said over the socket"] for key in ("/praten", "/praten-in-kader", "/praten-in-werker")}


def test_what_the_page_made_itself_and_showed_is_kept(package: Path) -> None:
    made = {
        body: record.rec_headers.get_header("Content-Type")
        for record, body in records(package, "resource")
        if target(record).startswith(f"blob:https://{HOST}")
    }

    assert made == SHOWN_FROM_MEMORY


@pytest.mark.parametrize("deed", ["pressed-play", "played-media", "read-media-whole", "download-completed"])
def test_what_the_visitor_did_is_on_record(package: Path, deed: str) -> None:
    with zipfile.ZipFile(package) as archive:
        log = [json.loads(line)["event"] for line in archive.read("evidence/custody.log").splitlines()]

    assert deed in log


def test_without_images_nothing_that_the_page_made_stays(testnet: Testnet, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "verweer.cli",
        "capture",
        LINKS["everything"],
        "--mode",
        "digest-only",
        "--out",
        "out",
    ]
    environment = {**os.environ, **testnet.environment(), "VERWEER_DATA": str(tmp_path / "data")}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=120)
    package = tmp_path / "out" / "evidence" / "1.wacz"
    with zipfile.ZipFile(package) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        told = json.loads(archive.read("evidence/withheld.json"))
    stayed = [record for record, body in records(package, "resource") if body and target(record).startswith("blob:")]

    assert not stayed
    for content in SHOWN_FROM_MEMORY:
        assert content[100:160] not in everything
        assert hashlib.sha256(content).hexdigest() in {row["sha256"] for row in told["withheld"]}
    film = hashlib.sha256(next(iter(SHOWN_FROM_MEMORY))).hexdigest()
    assert any(row["sha256"] == film and len(row["pdq"]) > 1 for row in told["fingerprints"])

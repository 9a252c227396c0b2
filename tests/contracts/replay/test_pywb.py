# SPDX-License-Identifier: Apache-2.0
"""pywb, which had no part in the capture, replays it: what it gives back is what the site served.

`./run test` prepares pywb in `.judges`; it is another program under another licence and
never becomes part of ours.
"""

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.testnet import LINKS, Testnet

ROOT = Path(__file__).parents[3]
JUDGES = ROOT / ".judges" / "bin"
FACTS = """
language = "nl"
adult = "yes"
first_knowledge = 2026-11-20
mode = "sealed"
links = ["{link}"]
[sender]
kind = "helper"
name = "Mila de Graaf"
email = "zaken@kustlicht.test"
"""


@pytest.fixture(scope="module")
def package(testnet: Testnet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replayed")
    (folder / "facts.toml").write_text(FACTS.format(link=LINKS["video page"]))
    command = [sys.executable, "-m", "verweer.cli", "case", "new", "facts.toml", "--out", "out"]
    environment = {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data")}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=120)
    return folder / "out" / "evidence" / "1.wacz"


@pytest.fixture(scope="module")
def replay(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pywb")
    manager = str(JUDGES / "wb-manager")
    subprocess.run([manager, "init", "case"], cwd=folder, check=True, capture_output=True)
    subprocess.run([manager, "add", "--unpack-wacz", "case", str(package)], cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(JUDGES / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        base = f"http://127.0.0.1:{port}/case"
        wait_for(base)
        yield base
        process.terminate()


def wait_for(url: str) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            fetched(url)
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(url)


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as reply:  # noqa: S310 - our own loopback
        body: bytes = reply.read()
    return body


def test_the_replayed_video_is_the_file_that_the_site_served(
    replay: str, visit: Callable[[str], httpx.Response]
) -> None:
    served = visit(LINKS["video file"]).content

    replayed = fetched(f"{replay}/id_/{LINKS['video file']}")

    assert len(served) > 100_000
    assert hashlib.sha256(replayed).hexdigest() == hashlib.sha256(served).hexdigest()


def test_the_replayed_page_shows_what_the_person_saw(replay: str) -> None:
    page = fetched(f"{replay}/mp_/{LINKS['video page']}").decode()

    assert "8842.mp4" in page


def test_what_was_not_captured_is_not_made_up(replay: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetched(f"{replay}/id_/https://plaatbak.test:8443/elders.jpg")

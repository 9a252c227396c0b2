# SPDX-License-Identifier: Apache-2.0
"""A link that is a download is kept whole; one that never ends is cut off and stated."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from tests.testnet import LINKS, Testnet

# A capture with a small bound on bytes: `python -c PROGRAM LINK`.
_BOUNDED = """
import sys
from pathlib import Path
from dataclasses import replace
from verweer.browser import Limits
from verweer.evidence import Mode, capture_links
from verweer.kernel import Link
from verweer.site.capturing import capturing_from
from verweer.site.environment import read_environment
settings = replace(capturing_from(read_environment()), limits=Limits(bytes_received=3_000_000))
for each in capture_links([(1, Link(sys.argv[1]))], case_id="x", folder=Path("out"), settings=settings, mode=Mode.SEALED):
    print(each.outcome)
"""


def captured(testnet: Testnet, folder: Path, *words: str) -> zipfile.ZipFile:
    environment = {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data")}
    subprocess.run([sys.executable, *words], cwd=folder, env=environment, check=True, capture_output=True, timeout=120)
    return zipfile.ZipFile(folder / "out" / "evidence" / "1.wacz")


def body_of(archive: zipfile.ZipFile, link: str) -> tuple[bytes, str | None]:
    for record in ArchiveIterator(io.BytesIO(archive.read("archive/data.warc.gz"))):
        if record.rec_type == "response" and record.rec_headers.get_header("WARC-Target-URI") == link:
            return record.content_stream().read(), record.rec_headers.get_header("WARC-Truncated")
    raise AssertionError(link)


def events(archive: zipfile.ZipFile) -> set[str]:
    return {json.loads(line)["event"] for line in archive.read("evidence/custody.log").splitlines()}


def test_a_link_that_is_a_download_is_kept_whole_and_its_file_thrown_away(testnet: Testnet, tmp_path: Path) -> None:
    link = LINKS["download"]
    words = ("-m", "verweer.cli", "capture", link, "--mode", "sealed", "--out", "out")

    with captured(testnet, tmp_path, *words) as archive:
        assert body_of(archive, link) == (bytes(range(256)) * 256 * 16, None)
        assert "download-completed" in events(archive)
    assert not [path for path in tmp_path.rglob("*") if path.name == "downloads"]


def test_a_download_that_never_ends_is_cut_off_and_stated(testnet: Testnet, tmp_path: Path) -> None:
    link = LINKS["endless download"]

    with captured(testnet, tmp_path, "-c", _BOUNDED, link) as archive:
        body, truncated = body_of(archive, link)
        assert 500_000 < len(body) < 4_000_000
        assert truncated == "disconnect"
        assert "byte-limit" in json.loads(archive.read("evidence/network.json"))["outcome"]["lacks"]
        assert "download-completed" not in events(archive)

# SPDX-License-Identifier: Apache-2.0
"""Capture and verify as an investigator does, with outside tools as judges; one changed byte is always told."""

import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyrage  # type: ignore[import-untyped]
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from PIL import Image
from warcio.archiveiterator import ArchiveIterator

from tests.testnet import LINKS, Testnet
from tests.testnet.certificates import new_root, new_signer
from verweer.proof import judge

ROOT = Path(__file__).parents[2]
WACZ = str(Path(sys.executable).with_name("wacz"))


def verweer(testnet: Testnet, folder: Path, *words: str, expected: int = 0, **more: str) -> str:
    environment = {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data"), **more}
    done = subprocess.run(
        [sys.executable, "-m", "verweer.cli", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def both(testnet: Testnet, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folder of the video page captured in each mode."""
    folders = {}
    for mode in ("sealed", "digest-only"):
        folder = tmp_path_factory.mktemp(mode)
        verweer(testnet, folder, "capture", LINKS["video page"], "--out", str(folder / "out"), "--mode", mode)
        folders[mode] = folder / "out"
    return folders


def entries(folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(folder / "evidence" / "1.wacz") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def records(folder: Path) -> dict[str, tuple[Any, bytes]]:
    held = {}
    for record in ArchiveIterator(io.BytesIO(entries(folder)["archive/data.warc.gz"])):
        if record.rec_type == "response":
            url = record.rec_headers.get_header("WARC-Target-URI")
            held[url] = (record, record.content_stream().read())
    return held


def is_media(record: Any) -> bool:
    return (record.http_headers.get_header("Content-Type") or "").startswith(("image/", "video/"))


def judged(testnet: Testnet, path: Path, expected: int = 0) -> dict[str, Any]:
    roots = testnet.environment()["VERWEER_TSA_CA"]
    told = verweer(testnet, path.parent, "verify", str(path), "--roots", roots, "--json", expected=expected)
    report: dict[str, Any] = json.loads(told)
    return report


@pytest.mark.parametrize("mode", ["sealed", "digest-only"])
def test_a_package_of_either_mode_is_sound_to_us_and_to_the_format_s_own_tool(
    both: dict[str, Path], testnet: Testnet, mode: str
) -> None:
    report = judged(testnet, both[mode])

    assert report["sound"]
    assert len(report["files"][0]["proven"]) == 7
    validate = [WACZ, "validate", "-f", str(both[mode] / "evidence/1.wacz")]
    assert subprocess.run(validate, capture_output=True, check=False).returncode == 0


def test_without_images_no_picture_or_video_stays_and_each_is_told_by_its_digest(both: dict[str, Path]) -> None:
    kept, left = records(both["sealed"]), records(both["digest-only"])
    told = json.loads(entries(both["digest-only"])["evidence/withheld.json"])
    digests = {row["sha256"] for row in told["withheld"]}
    pictures = {url: body for url, (record, body) in kept.items() if is_media(record) and len(body) > 1_000}

    assert len(pictures) >= 3
    assert all(not body for record, body in left.values() if is_media(record))
    everything = b"".join(entries(both["digest-only"]).values())
    for url, body in pictures.items():
        assert body[200:260] not in everything
        assert url in left
    stills = {hashlib.sha256(body).hexdigest() for url, body in pictures.items() if url.endswith(".jpg")}
    assert stills
    assert stills <= digests
    assert any(row["kind"] == "picture" and row["pdq"] for row in told["fingerprints"])
    assert any(row["kind"] == "video" and len(row["pdq"]) > 1 for row in told["fingerprints"])


def test_text_is_kept_to_the_byte_in_either_mode(both: dict[str, Path]) -> None:
    kept, left = records(both["sealed"]), records(both["digest-only"])
    page = LINKS["video page"]

    assert left[page][1] == kept[page][1]
    assert b"<html" in left[page][1].lower()


def sharpness(folder: Path) -> float:
    """Return the sharpest step between neighbouring pixels of the player, in levels of grey."""
    with Image.open(io.BytesIO(entries(folder)["evidence/screenshot.png"])) as shot:
        seen = np.asarray(shot.convert("L").crop((170, 200, 780, 650)), dtype=float)
    return float(np.quantile(np.abs(np.diff(seen, axis=1)), 0.999))


def test_the_screenshot_without_images_shows_nothing_recognisable(both: dict[str, Path]) -> None:
    assert sharpness(both["sealed"]) > 25
    assert sharpness(both["digest-only"]) < 4


@pytest.mark.parametrize("mode", ["sealed", "digest-only"])
def test_any_changed_byte_is_told_with_the_name_of_its_file(
    both: dict[str, Path], testnet: Testnet, tmp_path: Path, mode: str
) -> None:
    roots = Path(testnet.environment()["VERWEER_TSA_CA"])
    files = sorted((both[mode] / "evidence").iterdir())
    dice = random.Random(4)
    for _ in range(60):
        copy = tmp_path / "copy"
        shutil.copytree(both[mode] / "evidence", copy / "evidence")
        target = copy / "evidence" / dice.choice(files).name
        content = bytearray(target.read_bytes())
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        target.write_bytes(content)
        broken = [each for each in judge(copy, roots=roots) if each.problems]
        assert broken, target.name
        assert target.name.startswith(broken[0].file)
        shutil.rmtree(copy)


def test_only_the_key_s_owner_opens_a_sealed_capture(testnet: Testnet, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    words = ("capture", LINKS["video page"], "--out", str(tmp_path / "out"), "--seal-to", str(identity.to_public()))
    told = json.loads(verweer(testnet, tmp_path, *words, "--json"))

    sealed = Path(told[0]["file"])
    assert {path.suffix for path in sealed.parent.iterdir()} == {".age", ".tsr", ".tsq"}
    opened = pyrage.decrypt(sealed.read_bytes(), [identity])
    assert hashlib.sha256(opened).hexdigest() == told[0]["digest"]
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed.read_bytes(), [pyrage.x25519.Identity.generate()])


def test_nothing_readable_of_a_sealed_capture_touches_its_folder(testnet: Testnet, tmp_path: Path) -> None:
    secrets, met, over = (b"flitsvideo", b"Flitsvideo"), set[str](), threading.Event()

    def search() -> None:
        while not over.wait(0.02):
            for file in (tmp_path / "out").rglob("*"):
                with suppress(OSError):  # A file that went while it was read.
                    met.update(file.name for secret in secrets if file.is_file() and secret in file.read_bytes())

    searching = threading.Thread(target=search)
    searching.start()
    to = str(pyrage.x25519.Identity.generate().to_public())
    work = {"VERWEER_WORK": str(tmp_path / "memory")}
    try:
        out = str(tmp_path / "out")
        verweer(testnet, tmp_path, "capture", LINKS["video page"], "--out", out, "--seal-to", to, **work)
    finally:
        over.set()
        searching.join()

    assert met == set()
    assert list((tmp_path / "memory").iterdir()) == []
    assert list((tmp_path / "out/screenshots").glob("*.jpg.age"))


def test_a_link_only_case_visits_nothing_and_still_finds_who_is_behind_it(testnet: Testnet, tmp_path: Path) -> None:
    out = tmp_path / "out"
    verweer(testnet, tmp_path, "case", "new", "examples/testnet.toml", "--out", str(out), "--mode", "link-only")
    record = json.loads((out / "case.json").read_text())
    parties = {party["kind"] for party in json.loads((out / "parties.json").read_text())["parties"]}

    assert {link["outcome"].get("trouble") for link in record["links"]} == {"not-visited"}
    assert not list(out.glob("evidence/*.wacz"))
    assert {"registrar", "platform"} <= parties
    assert '"mode":"link-only","by":"person"' in (out / "custody.jsonl").read_text()


REFUSED = {
    "no link": (("capture", "geen link", "--out", "{out}"), 65, ""),
    "no age key": (("capture", "https://a.test/", "--out", "{out}", "--seal-to", "sleutel"), 65, "age1"),
    "a folder that is in use": (("capture", "https://a.test/", "--out", "{full}"), 65, "not empty"),
    "nothing to verify": (("verify", "{out}"), 65, "not there"),
    "a folder without evidence": (("verify", "{empty}", "--language", "en"), 70, "Nothing here"),
    "no package": (("verify", "{file}"), 70, "not a readable package"),
}


@pytest.mark.parametrize(("words", "code", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_one_sentence(
    testnet: Testnet, tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    places = {name: tmp_path / name for name in ("out", "full", "empty", "file")}
    places["empty"].mkdir()
    places["full"].mkdir()
    (places["full"] / "iets").touch()
    places["file"].write_bytes(b"geen pakket")
    filled = [word.format(**places) for word in words]

    told = verweer(testnet, tmp_path, *filled, expected=code)

    assert sentence in told
    assert "Traceback" not in told


def test_the_network_facts_come_from_the_visit_s_own_connections(both: dict[str, Path]) -> None:
    held = entries(both["sealed"])
    facts = json.loads(held["evidence/network.json"])
    secured = [each for each in facts["connections"] if each["tls"]]
    served = {
        hashlib.sha256(each.public_bytes(Encoding.DER)).hexdigest()
        for each in x509.load_pem_x509_certificates(held["evidence/certificates.pem"])
    }

    assert {(each["tls"], each["http"]) for each in secured} == {("TLS 1.3", "http/1.1")}
    assert {one["sha256"] for each in secured for one in each["chain"]} == served
    assert len(facts["clocks"]) == 2
    assert all(abs(each["ours-is-behind-by-seconds"]) < 3 for each in facts["clocks"])
    assert facts["exit-address"] is None  # On loopback nobody outside saw an address.


def test_a_package_is_signed_in_the_name_of_whoever_has_a_certificate(testnet: Testnet, tmp_path: Path) -> None:
    root = new_root("Testnet vouches")
    own = new_signer("Hulplijn Kustlicht", root, ExtendedKeyUsageOID.CLIENT_AUTH)
    (tmp_path / "chain.pem").write_bytes(own.pem())
    (tmp_path / "key.pem").write_bytes(own.key_pem())
    roots = tmp_path / "roots.pem"
    roots.write_bytes(root.pem() + Path(testnet.environment()["VERWEER_TSA_CA"]).read_bytes())
    named = {
        "VERWEER_SIGNING_CERTIFICATE": str(tmp_path / "chain.pem"),
        "VERWEER_SIGNING_KEY": str(tmp_path / "key.pem"),
    }
    verweer(testnet, tmp_path, "capture", LINKS["image"], "--out", str(tmp_path / "out"), **named)

    known = verweer(testnet, tmp_path, "verify", str(tmp_path / "out"), "--roots", str(roots), "--language", "en")
    unknown = verweer(
        testnet, tmp_path, "verify", str(tmp_path / "out"), "--roots", testnet.environment()["VERWEER_TSA_CA"]
    )

    assert "Signed in the name of Hulplijn Kustlicht" in known
    assert "Of dit echt Hulplijn Kustlicht is" in unknown


def test_what_is_said_over_a_web_socket_is_kept_with_its_handshake(testnet: Testnet, tmp_path: Path) -> None:
    out = tmp_path / "out"
    verweer(testnet, tmp_path, "capture", LINKS["web socket"], "--out", str(out))
    said, statuses = [], {}
    for record in ArchiveIterator(io.BytesIO(entries(out)["archive/data.warc.gz"])):
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        if record.rec_type == "metadata" and url.startswith("wss:"):
            said += [json.loads(line) for line in record.content_stream().read().splitlines()]
        elif record.rec_type == "response":
            statuses[url] = record.http_headers.get_statuscode()

    assert [(frame["from"], frame["text"]) for frame in said] == [("site", "said over the socket")]
    assert statuses["https://raar.test:8443/socket"] == "101"
    assert judged(testnet, out)["sound"]

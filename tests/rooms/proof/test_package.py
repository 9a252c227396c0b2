# SPDX-License-Identifier: Apache-2.0
"""A package that was changed in any way is told from one that was not."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from verweer.kernel import VerweerError
from verweer.proof import BadPackage, InstallationKey, Package, verify_package, write_wacz
from verweer.proof.records import check_records

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
Members = dict[str, bytes]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> InstallationKey:
    return InstallationKey.load_or_create(tmp_path_factory.mktemp("keys") / "key.pem")


@pytest.fixture(scope="module")
def package(key: InstallationKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(tmp_path_factory.mktemp("package"), key, b"<h1>page</h1>")


def packed(folder: Path, key: InstallationKey, body: bytes) -> Path:
    warc, target = folder / "data.warc.gz", folder / "1.wacz"
    with warc.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            "https://site.test/", "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
        record.raw_stream.close()
    described = Package(
        title="page",
        page_url="https://site.test/",
        visited=NOW,
        text="page",
        extras={"custody.log": b"one\ntwo\n", "network.json": b"{}"},
        provenance={},
    )
    write_wacz(target, warc, described, sign=key.sign_anonymously, created=NOW)
    return target


def members_of(package: Path) -> Members:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(target: Path, members: Members, *, deflated: tuple[str, ...] = ()) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            squeezed = name in deflated or not name.startswith(("archive/", "indexes/"))
            archive.writestr(name, content, zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED)
    return target


def test_a_package_that_was_left_alone_is_whole(package: Path, tmp_path: Path) -> None:
    verify_package(package)
    verify_package(written(tmp_path / "again.wacz", members_of(package)))


def _without(name: str) -> Callable[[Members], Members]:
    return lambda members: {each: content for each, content in members.items() if each != name}


def _with(name: str, content: bytes) -> Callable[[Members], Members]:
    return lambda members: {**members, name: content}


def _swapped(members: Members) -> Members:
    one, other = "evidence/custody.log", "evidence/network.json"
    return {**members, one: members[other], other: members[one]}


def _signed_anew(change: Callable[[dict[str, str]], dict[str, str]]) -> Callable[[Members], Members]:
    def changed(members: Members) -> Members:
        told = json.loads(members["datapackage-digest.json"])
        told["signedData"] = change(told["signedData"])
        return {**members, "datapackage-digest.json": json.dumps(told).encode()}

    return changed


MUTATIONS: dict[str, tuple[Callable[[Members], Members], str]] = {
    "the WARC is gone": (_without("archive/data.warc.gz"), "lacks a file"),
    "the custody log is gone": (_without("evidence/custody.log"), "lacks a file"),
    "the description is gone": (_without("datapackage.json"), "readable"),
    "the signature is gone": (_without("datapackage-digest.json"), "readable"),
    "a file was added": (_with("evidence/more.txt", b"x"), "not listed"),
    "a second WARC was added": (_with("archive/more.warc.gz", b"x"), "not listed"),
    "the custody log was rewritten": (_with("evidence/custody.log", b"one\nTWO\n"), "custody.log is not the file"),
    "the custody log was lengthened": (_with("evidence/custody.log", b"one\ntwo\nthree\n"), "custody.log is not"),
    "two files changed places": (_swapped, "is not the file"),
    "the description is no JSON": (_with("datapackage.json", b"{"), "not the one that was signed"),
    "the signature is no JSON": (_with("datapackage-digest.json", b"{"), "readable"),
    "the signature is a list": (_with("datapackage-digest.json", b"[]"), "readable"),
    "60,000 brackets": (_with("datapackage-digest.json", b"[" * 60_000), "readable"),
    "the signature is another's": (_signed_anew(lambda told: {**told, "signature": told["signature"][::-1]}), "sign"),
    "the key is no key": (_signed_anew(lambda told: {**told, "publicKey": "AAAA"}), "signature"),
}


@pytest.mark.parametrize(("mutation", "words"), MUTATIONS.values(), ids=MUTATIONS)
def test_every_change_is_told(
    mutation: Callable[[Members], Members], words: str, package: Path, tmp_path: Path
) -> None:
    changed = written(tmp_path / "changed.wacz", mutation(members_of(package)))

    with pytest.raises(VerweerError, match=words):
        verify_package(changed)


def test_a_package_signed_with_another_key_says_whose_key_it_was(package: Path, tmp_path: Path) -> None:
    other = packed(tmp_path, InstallationKey.load_or_create(tmp_path / "key.pem"), b"<h1>page</h1>")

    assert verify_package(other).public_key != verify_package(package).public_key


def test_a_squeezed_archive_is_refused_since_replay_cannot_read_it(package: Path, tmp_path: Path) -> None:
    members = members_of(package)
    members["archive/data.warc.gz"] = members["archive/data.warc.gz"]
    squeezed = written(tmp_path / "squeezed.wacz", members, deflated=("archive/data.warc.gz",))

    with pytest.raises(BadPackage, match="compressed"):
        verify_package(squeezed)


BOMB = b"\0" * 3_000_000


def test_a_package_that_would_unpack_to_a_hundred_times_its_size_is_not_read(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verweer.proof.package._ALWAYS_READ", 1_000_000)
    bomb = written(tmp_path / "bomb.wacz", _with("evidence/network.json", BOMB)(members_of(package)))

    with pytest.raises(BadPackage, match="a hundred times its size"):
        verify_package(bomb)


def test_a_record_that_unpacks_without_end_is_not_read_on(
    key: InstallationKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verweer.proof.package._ALWAYS_READ", 1_000_000)
    bomb = packed(tmp_path, key, BOMB)

    with zipfile.ZipFile(bomb) as archive, pytest.raises(BadPackage, match="a hundred times its size"):
        check_records(archive)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_one_changed_byte_in_any_file_is_told(package: Path, tmp_path: Path, data: st.DataObject) -> None:
    members = members_of(package)
    name = data.draw(st.sampled_from(sorted(members)))
    content = bytearray(members[name])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    told = json.loads(members["datapackage-digest.json"])

    changed = written(tmp_path / "changed.wacz", {**members, name: bytes(content)})

    try:
        verified = verify_package(changed)
    except VerweerError:
        return
    # Only words that no digest covers may differ: nothing that the package proves.
    assert name == "datapackage-digest.json"
    assert verified.public_key == told["signedData"]["publicKey"]

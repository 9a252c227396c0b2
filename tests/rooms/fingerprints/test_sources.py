# SPDX-License-Identifier: Apache-2.0
"""What a person names is found in order; an archive's names lead nowhere, and what is odd in it is told, not followed."""

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from verweer.fingerprints import sources
from verweer.fingerprints.sources import Refused, Source, files_meant

Member = tuple[str, bytes]


def packed(*members: Member, mode: str = "w", kind: bytes = tarfile.REGTYPE) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            head = tarfile.TarInfo(name)
            head.type, head.size = kind, len(content)
            head.linkname = "/etc/passwd" if kind in {tarfile.SYMTYPE, tarfile.LNKTYPE} else ""
            archive.addfile(head, io.BytesIO(content))
    return stream.getvalue()


def meant(*names: object) -> Iterator[Source | Refused]:
    with tempfile.TemporaryDirectory() as folder:
        yield from files_meant((str(name) for name in names), Path(folder))


def found(*names: object) -> list[tuple[str, bytes | str]]:
    """Return the names and contents that are meant, or why there is no content."""
    rows: list[tuple[str, bytes | str]] = []
    for source in meant(*names):
        if isinstance(source, Source):
            rows.append((source.name, source.path.read_bytes()))
            source.release()
        else:
            rows.append((source.name, source.reason.en))
    return rows


def test_names_keep_their_order_and_a_folder_is_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "b" / "deeper").mkdir(parents=True)
    for name in ("z", "b/2", "b/10", "b/deeper/1", "a"):
        (tmp_path / name).write_bytes(name.encode())

    rows = found(tmp_path / "z", tmp_path / "b", tmp_path / "a")

    assert [content for _, content in rows] == [b"z", b"b/10", b"b/2", b"b/deeper/1", b"a"]
    assert rows[0][0] == str(tmp_path / "z")


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_an_archive_is_read_as_it_lies(mode: str, tmp_path: Path) -> None:
    (tmp_path / "two").write_bytes(packed(("b.jpg", b"second" * 200), ("a.jpg", b""), mode=mode))

    assert found(tmp_path / "two") == [
        (f"{tmp_path}/two/b.jpg", b"second" * 200),
        (f"{tmp_path}/two/a.jpg", b""),
    ]


def test_a_name_in_an_archive_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "evil.tar").write_bytes(packed(("../../escaped", b"1"), (f"{tmp_path}/absolute", b"2")))

    paths = []
    (tmp_path / "ours").mkdir()
    for source in files_meant([str(tmp_path / "evil.tar")], tmp_path / "ours"):
        assert isinstance(source, Source)
        paths.append(source.path)
        assert source.path.exists()
        source.release()

    assert not (tmp_path / "absolute").exists()
    assert {path.parent for path in paths} == {tmp_path / "ours"}
    assert list((tmp_path / "ours").iterdir()) == []


ODD: dict[str, tuple[bytes, str]] = {
    "an archive in an archive": (packed(("in.tar", packed(("x", b"x")))), "An archive inside an archive"),
    "a packed archive in one": (packed(("in.tgz", packed(("x", b"x"), mode="w:gz"))), "An archive inside an archive"),
    "a ZIP in an archive": (packed(("in.zip", b"PK\x03\x04" + bytes(100))), "An archive inside an archive"),
    "a symbolic link": (packed(("link", b""), kind=tarfile.SYMTYPE), "A link or device"),
    "a hard link": (packed(("link", b""), kind=tarfile.LNKTYPE), "A link or device"),
    "a device": (packed(("null", b""), kind=tarfile.CHRTYPE), "A link or device"),
    "a pipe": (packed(("pipe", b""), kind=tarfile.FIFOTYPE), "A link or device"),
    "an archive that breaks off": (packed(("x", b"x" * 9_000))[:4_000], "The archive breaks off"),
    "a packed one that breaks off": (packed(("x", os.urandom(9_000)), mode="w:gz")[:4_000], "The archive breaks off"),
    "a ZIP": (b"PK\x03\x04" + bytes(100), "This kind of archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), "This kind of archive"),
    "RAR": (b"Rar!\x1a\x07" + bytes(100), "This kind of archive"),
}


@pytest.mark.parametrize(("content", "words"), ODD.values(), ids=ODD)
def test_what_is_odd_is_told_in_a_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(content)
    (tmp_path / "next").write_bytes(b"next")

    *odd, after = found(tmp_path / "odd", tmp_path / "next")

    assert [reason for _, reason in odd if isinstance(reason, str) and reason.startswith(words)] != []
    assert after == (f"{tmp_path}/next", b"next")


def test_a_member_larger_than_its_archive_may_hold_is_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGEST_MEMBER", 10)
    (tmp_path / "large.tar").write_bytes(packed(("large", b"x" * 11), ("small", b"x" * 10)))

    rows = found(tmp_path / "large.tar")

    assert [content for _, content in rows] == [sources.LARGE.en, b"x" * 10]


def test_of_too_many_members_the_first_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_MEMBERS", 2)
    (tmp_path / "many.tar").write_bytes(packed(*((str(number), b"x") for number in range(5))))

    assert [content for _, content in found(tmp_path / "many.tar")] == [b"x", b"x", sources.MANY.en]


def test_a_header_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    head = tarfile.TarInfo("pax")
    head.type, head.size = tarfile.XHDTYPE, 5_000_000_000
    (tmp_path / "huge.tar").write_bytes(head.tobuf() + bytes(10_240))

    ((_, reason),) = found(tmp_path / "huge.tar")

    assert reason == "A header in this archive is larger than 1 MB; make the archive anew."


def test_what_is_no_ordinary_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    rows = found(tmp_path / "absent", tmp_path / "pipe", "a\0b")

    assert [reason for _, reason in rows] == [sources.ABSENT.en] * 3


def test_a_refusal_names_the_file() -> None:
    (row,) = meant("nowhere")

    assert row == Refused("nowhere", sources.ABSENT)

# SPDX-License-Identifier: Apache-2.0
"""The sealed store opens for the case's identity only, and sealing survives a kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from verweer.cases.access import new_identity
from verweer.proof import (
    DamagedSeal,
    NotSealed,
    add_sealed,
    holds,
    is_sealed,
    open_sealed,
    seal_folder,
    sealed_names,
    stream_sealed,
)

CONTENTS = {"case.json": b"{}", "letters/nl.dsa-filmpjes.example.pdf": b"letter", "big.bin": bytes(range(256)) * 4096}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    for name, content in {**CONTENTS, "work/body.bin": b"body", ".lock": b""}.items():
        (tmp_path / "work" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "work" / name).write_bytes(content)
    return tmp_path / "work"


def test_a_sealed_folder_gives_back_every_file_and_leaves_nothing_readable(work: Path, tmp_path: Path) -> None:
    identity, recipient = new_identity()
    sealed = tmp_path / "sealed"

    seal_folder(work, sealed, recipient)

    assert not work.exists()
    for name, content in CONTENTS.items():
        assert open_sealed(sealed, name, identity) == content
        assert b"".join(stream_sealed(sealed, name, identity)) == content
    assert not holds(sealed, "work/body.bin")
    stored = [path for path in sealed.iterdir() if path.name != "whole"]
    assert all(path.read_bytes().startswith(b"age-encryption.org/v1") for path in stored)
    assert not any("filmpjes" in path.name for path in stored)


def test_another_identity_opens_nothing(work: Path, tmp_path: Path) -> None:
    seal_folder(work, tmp_path / "sealed", new_identity()[1])

    with pytest.raises(DamagedSeal):
        open_sealed(tmp_path / "sealed", "case.json", new_identity()[0])
    with pytest.raises(DamagedSeal):
        b"".join(stream_sealed(tmp_path / "sealed", "case.json", new_identity()[0]))


def test_a_changed_byte_ends_the_stream_with_an_error(work: Path, tmp_path: Path) -> None:
    identity, recipient = new_identity()
    seal_folder(work, tmp_path / "sealed", recipient)
    largest = max((tmp_path / "sealed").iterdir(), key=lambda path: path.stat().st_size)
    damaged = bytearray(largest.read_bytes())
    damaged[-5] ^= 1
    largest.write_bytes(damaged)

    with pytest.raises(DamagedSeal):
        b"".join(stream_sealed(tmp_path / "sealed", "big.bin", identity))


def test_an_unknown_file_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(NotSealed):
        stream_sealed(tmp_path, "../../etc/passwd", new_identity()[0])


def test_a_reader_who_leaves_midway_leaves_no_thread_behind(work: Path, tmp_path: Path) -> None:
    identity, recipient = new_identity()
    seal_folder(work, tmp_path / "sealed", recipient)
    stream = stream_sealed(tmp_path / "sealed", "big.bin", identity)

    first = next(iter(stream))
    stream.close()  # type: ignore[attr-defined]  # a generator, as every WSGI server treats it

    assert first == CONTENTS["big.bin"][: len(first)]


def test_sealing_again_changes_nothing(work: Path, tmp_path: Path) -> None:
    identity, recipient = new_identity()
    seal_folder(work, tmp_path / "sealed", recipient)

    seal_folder(work, tmp_path / "sealed", recipient)

    assert open_sealed(tmp_path / "sealed", "case.json", identity) == b"{}"


@pytest.mark.parametrize("syncs", range(5))
def test_a_kill_at_any_file_loses_nothing(work: Path, tmp_path: Path, syncs: int) -> None:
    identity, recipient = new_identity()
    sealed = tmp_path / "sealed"
    program = (
        "import os, pathlib, signal, sys\n"
        "left, sync = [int(sys.argv[4])], os.fsync\n"
        "def last(fd):\n"
        "    if left[0] == 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    left[0] -= 1; sync(fd)\n"
        "os.fsync = last\n"
        "from verweer.proof.sealing import seal_folder\n"
        "seal_folder(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3])\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program, work, sealed, recipient, str(syncs)], check=False, env=os.environ
    )

    assert ended.returncode == -signal.SIGKILL
    assert not is_sealed(sealed)
    assert (work / "case.json").exists()
    seal_folder(work, sealed, recipient)
    assert {name: open_sealed(sealed, name, identity) for name in CONTENTS} == CONTENTS


def test_files_can_be_added_by_whoever_cannot_read_the_store(work: Path, tmp_path: Path) -> None:
    identity, recipient = new_identity()
    sealed = tmp_path / "sealed"
    seal_folder(work, sealed, recipient)

    add_sealed({"evidence/1.wacz.a.tsq": b"asked", "evidence/1.wacz.a.tsr": b"answered"}, sealed, recipient)
    add_sealed({"evidence/1.wacz.b.tsr": b"answered too"}, sealed, recipient)

    assert {"case.json", "evidence/1.wacz.a.tsr", "evidence/1.wacz.b.tsr"} <= sealed_names(sealed, identity)
    assert open_sealed(sealed, "evidence/1.wacz.a.tsr", identity) == b"answered"


def test_a_name_whose_file_never_came_is_no_file_of_the_store(work: Path, tmp_path: Path) -> None:
    identity, recipient = new_identity()
    sealed = tmp_path / "sealed"
    seal_folder(work, sealed, recipient)
    before = set(sealed.iterdir())
    add_sealed({"late.tsr": b"answered"}, sealed, recipient)

    for added in sorted(set(sealed.iterdir()) - before, key=lambda path: path.stat().st_mtime_ns)[1:]:
        added.unlink()  # As when the process was killed after the index was written.

    assert sealed_names(sealed, identity) == set(CONTENTS)

# SPDX-License-Identifier: Apache-2.0
"""Custody logs and signatures: what was changed afterwards is told, and where."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verweer.kernel import Digest
from verweer.proof import BadSignature, BrokenCustody, Custody, InstallationKey, verify_custody
from verweer.proof.signing import check_signature


def clock() -> datetime:
    return datetime(2026, 11, 24, tzinfo=UTC)


def test_a_custody_log_that_was_left_alone_is_whole(tmp_path: Path) -> None:
    custody = Custody(tmp_path / "custody.jsonl", clock)
    for number in range(5):
        custody.append("link-visited", link=number)

    assert verify_custody(custody.path) == 5


@pytest.mark.parametrize("line", [0, 2, 3])
def test_a_changed_line_breaks_the_chain_after_it(tmp_path: Path, line: int) -> None:
    custody = Custody(tmp_path / "custody.jsonl", clock)
    for number in range(5):
        custody.append("link-visited", link=number)
    lines = custody.path.read_text().splitlines()
    lines[line] = lines[line].replace("link-visited", "link-skipped")
    custody.path.write_text("\n".join(lines) + "\n")

    with pytest.raises(BrokenCustody, match=f"Line {line + 2} "):
        verify_custody(custody.path)


def test_a_removed_line_is_missed(tmp_path: Path) -> None:
    custody = Custody(tmp_path / "custody.jsonl", clock)
    for number in range(3):
        custody.append("link-visited", link=number)
    lines = custody.path.read_text().splitlines()
    custody.path.write_text("\n".join([lines[0], lines[2]]) + "\n")

    with pytest.raises(BrokenCustody, match="Line 2 "):
        verify_custody(custody.path)


def test_a_line_torn_by_a_kill_is_cut_and_told(tmp_path: Path) -> None:
    custody = Custody(tmp_path / "custody.jsonl", clock)
    custody.append("visit-begun")
    with custody.path.open("ab") as file:
        file.write(b'{"sequence":2,"at":"20')

    custody.append("visit-begun")

    assert verify_custody(custody.path) == 3
    assert "torn-line-cut" in custody.path.read_text()


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = InstallationKey.load_or_create(tmp_path / "keys" / "key.pem")
    second = InstallationKey.load_or_create(tmp_path / "keys" / "key.pem")

    assert first.public == second.public
    assert (tmp_path / "keys" / "key.pem").stat().st_mode & 0o777 == 0o600


def test_a_signature_belongs_to_one_text_and_one_key(tmp_path: Path) -> None:
    key, other = (InstallationKey.load_or_create(tmp_path / name) for name in ("one.pem", "two.pem"))
    signature = key.sign("sha256:abc")

    check_signature("sha256:abc", signature=signature, public=key.public)
    for text, made, public in (
        ("sha256:abd", signature, key.public),
        ("sha256:abc", signature, other.public),
        ("sha256:abc", "AAAA", key.public),
        ("sha256:abc", signature, "AAAA"),
    ):
        with pytest.raises(BadSignature):
            check_signature(text, signature=made, public=public)


def test_two_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    log = tmp_path / "custody.jsonl"
    program = (
        "import sys; from pathlib import Path; from verweer.proof import Custody; from verweer.kernel import system_clock\n"
        "for number in range(40): Custody(Path(sys.argv[1]), system_clock).append('exported', file=number)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(log)]) for _ in range(3)]

    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert verify_custody(log) == 120


def test_a_line_that_a_kill_left_half_is_cut_and_the_cut_is_told(tmp_path: Path) -> None:
    custody = Custody(tmp_path / "custody.jsonl", clock)
    custody.append("link-visited", link=1)
    with custody.path.open("ab") as log:
        log.write(b'{"sequence":2,"at":"2026-')

    custody.append("link-visited", link=2)

    events = [json.loads(line)["event"] for line in custody.path.read_text().splitlines()]
    assert events == ["link-visited", "torn-line-cut", "link-visited"]
    assert verify_custody(custody.path) == 3


def test_a_log_that_grew_large_is_added_to_without_being_read_whole(tmp_path: Path) -> None:
    custody = Custody(tmp_path / "custody.jsonl", clock)
    for number in range(400):
        custody.append("exported", file="x" * 400, number=number)

    custody.append("exported", file="the last")

    head = custody.head()
    assert head is not None
    assert head.sequence == verify_custody(custody.path) == 401
    assert head.digest == Digest.of(custody.path.read_bytes().splitlines()[-1])


def test_a_last_line_that_cannot_be_read_stops_the_log(tmp_path: Path) -> None:
    custody = Custody(tmp_path / "custody.jsonl", clock)
    custody.path.write_text("[" * 60_000 + "\n")

    with pytest.raises(BrokenCustody, match="backup"):
        custody.append("exported")

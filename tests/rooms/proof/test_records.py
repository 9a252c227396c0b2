# SPDX-License-Identifier: Apache-2.0
"""Custody logs and signatures: what was changed afterwards is told, and where."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

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

# SPDX-License-Identifier: Apache-2.0
"""A handed-in file that is not the one of its receipt is told, whatever was changed; and no more is claimed than holds."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verweer.kernel import Digest
from verweer.proof import BadReceipt, judge, verify_receipt

CONTENT = b"%PDF-1.7 what someone saved"


def receipt(**changes: object) -> dict[str, object]:
    return {
        "schema": "urn:verweer:handed-in:1",
        "number": 1,
        "received": "2026-11-24T09:00:00Z",
        "file": {"name": "original.pdf", "sha256": Digest.of(CONTENT).hex, "bytes": len(CONTENT)},
        "told": {"by": "helper", "how": "printed"},
        **changes,
    }


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "handed-in" / "1"
    folder.mkdir(parents=True)
    (folder / "original.pdf").write_bytes(CONTENT)
    (folder / "receipt.json").write_text(json.dumps(receipt()))
    return folder


def test_a_file_that_was_left_alone_is_that_of_its_receipt(place: Path) -> None:
    assert verify_receipt(place).digest == Digest.of(CONTENT)


def test_it_is_said_that_nothing_of_a_site_is_proven(place: Path) -> None:
    (judged,) = judge(place.parents[1], roots=None)

    assert judged.file == "handed-in/1"
    assert judged.problems == ()
    assert any("What the site showed" in one.en for one in judged.unproven)
    assert any("by two authorities: there are 0" in one.en for one in judged.unproven)


def test_of_a_file_that_was_not_kept_the_digest_is_told(place: Path) -> None:
    told = receipt(file={"name": "", "sha256": Digest.of(CONTENT).hex, "bytes": len(CONTENT)})
    (place / "receipt.json").write_text(json.dumps(told))
    (place / "original.pdf").unlink()

    (judged,) = judge(place.parents[1], roots=None)

    assert judged.problems == ()
    assert "was not kept" in judged.proven[0].en


def written(place: Path, content: bytes) -> None:
    (place / "receipt.json").write_bytes(content)


def pointing(name: str) -> Callable[[Path], object]:
    told = {"name": name, "sha256": Digest.of(CONTENT).hex, "bytes": len(CONTENT)}
    return lambda place: written(place, json.dumps(receipt(file=told)).encode())


def linked(place: Path) -> None:
    (place / "original.pdf").unlink()
    place.with_name("elsewhere").write_bytes(CONTENT)
    (place / "original.pdf").symlink_to(place.with_name("elsewhere"))


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed file": (lambda place: (place / "original.pdf").write_bytes(CONTENT.upper()), "is not the file"),
    "a longer file": (lambda place: (place / "original.pdf").write_bytes(CONTENT + b"."), "is not the file"),
    "no file": (lambda place: (place / "original.pdf").unlink(), "missing"),
    "a link for a file": (linked, "missing"),
    "no receipt": (lambda place: (place / "receipt.json").unlink(), "no receipt"),
    "a file that the receipt does not name": (lambda place: (place / "more.png").touch(), "not in the receipt"),
    "a timestamp of something else": (lambda place: (place / "other.tsr").touch(), "not in the receipt"),
    "60,000 brackets": (lambda place: written(place, b"[" * 60_000), "no receipt"),
    "60,000 braces": (lambda place: written(place, b'{"file":' * 60_000), "no receipt"),
    "a receipt like a book": (lambda place: written(place, b" " * 5_000_001), "no receipt"),
    "a number without end": (lambda place: written(place, b'{"number": ' + b"1" * 10_000 + b"}"), "no receipt"),
    "a list": (lambda place: written(place, b"[]"), "no receipt"),
    "the receipt of another": (lambda place: written(place, json.dumps(receipt(number=2)).encode()), "no receipt"),
    "no digest": (lambda place: written(place, json.dumps(receipt(file={"sha256": "x"})).encode()), "no receipt"),
    "a way out of the folder": (pointing("../../../etc/passwd"), "not in the receipt"),
    "a file that was said not to be kept": (pointing(""), "not in the receipt"),
}


@pytest.mark.parametrize(("change", "words"), CHANGES.values(), ids=CHANGES)
def test_every_change_is_told(change: Callable[[Path], object], words: str, place: Path) -> None:
    change(place)

    with pytest.raises(BadReceipt, match=words):
        verify_receipt(place)
    judged = [each for each in judge(place.parents[1], roots=None) if each.file == "handed-in/1"]
    assert judged[0].problems


def test_a_pipe_for_a_receipt_is_not_waited_for(place: Path) -> None:
    (place / "receipt.json").unlink()
    os.mkfifo(place / "receipt.json")

    with pytest.raises(BadReceipt):
        verify_receipt(place)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_for_a_receipt_are_told_to_be_none(place: Path, content: bytes) -> None:
    written(place, content)

    with pytest.raises(BadReceipt):
        verify_receipt(place)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_byte_of_the_file_is_told(place: Path, data: st.DataObject) -> None:
    changed = bytearray(CONTENT)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    (place / "original.pdf").write_bytes(changed)

    with pytest.raises(BadReceipt):
        verify_receipt(place)

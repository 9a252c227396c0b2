# SPDX-License-Identifier: Apache-2.0
"""A capture that is killed at any step, or that runs out of room, leaves no half package and nothing readable."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.testnet import LINKS, Testnet
from verweer.proof import judge, verify_package

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0
# In the order in which a capture takes them; what comes before is done anew each time.
STEPS = (
    ("visit", "before"),
    ("read_netlog", "after"),
    ("write_warc", "after"),
    ("write_wacz", "after"),
    ("stamp_package", "before"),
    ("stamp_package", "after"),
)


def environment(testnet: Testnet, folder: Path) -> dict[str, str]:
    return {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT)}


def run(testnet: Testnet, folder: Path, step: str, when: str) -> subprocess.CompletedProcess[str]:
    script = Path(__file__).with_name("killed_capture.py")
    command = [sys.executable, str(script), step, when, LINKS["image"], str(folder / "out")]
    return subprocess.run(
        command, cwd=ROOT, env=environment(testnet, folder), capture_output=True, text=True, check=False, timeout=120
    )


def readable(folder: Path) -> list[str]:
    """Return the files below a folder that hold what the page or the browser's log held."""
    signs = (b"plaatbak.test", b"logEventTypes")
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".wacz"]
    return [file.name for file in files if any(sign in file.read_bytes() for sign in signs)]


def test_a_capture_killed_at_any_step_leaves_no_half_package_and_is_whole_when_done_again(
    testnet: Testnet, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for step in STEPS:
        assert run(testnet, tmp_path, *step).returncode == -signal.SIGKILL, step
        for package in out.glob("evidence/*.wacz"):
            verify_package(package)  # Under its final name it is whole, or it is not there.

    again = run(testnet, tmp_path, "", "")

    assert again.returncode == 0, again.stderr
    assert [file.name for file in out.glob("evidence/*.wacz")] == ["1.wacz"]
    (told,) = judge(out, roots=Path(testnet.environment()["VERWEER_TSA_CA"]))
    assert told.problems == ()
    assert not readable(out / "work")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of 3 MB. Only root can make one; elsewhere no file may grow beyond that."""
    place = tmp_path / "small"
    place.mkdir()
    if IS_ROOT:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], check=True)
    yield place
    if IS_ROOT:
        subprocess.run(["umount", "--lazy", place], check=True)


def limited(*words: str) -> list[str]:
    return list(words) if IS_ROOT else ["prlimit", "--fsize=3000000:unlimited", "--", *words]


def test_a_full_disk_in_the_middle_of_a_capture_is_said_and_earlier_captures_stay_whole(
    testnet: Testnet, small_disk: Path, tmp_path: Path
) -> None:
    def capture(link: str, folder: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "verweer.cli", "capture", LINKS[link], "--mode", "sealed"]
        return subprocess.run(
            limited(*words, "--out", str(small_disk / folder)),
            env=environment(testnet, tmp_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    first, second = capture("image", "one"), capture("everything", "two")

    assert first.returncode == 0, first.stderr
    assert second.returncode == 73
    assert "no room left" in second.stderr
    assert "Traceback" not in second.stderr
    verify_package(small_disk / "one" / "evidence" / "1.wacz")
    assert not list(small_disk.glob("two/evidence/*"))


def test_a_case_that_ran_out_of_room_goes_on_when_there_is_room_again(
    testnet: Testnet, small_disk: Path, tmp_path: Path
) -> None:
    facts = (ROOT / "examples/testnet.toml").read_text()
    first, last = facts.index("links = ["), facts.index("]", facts.index("links = ["))
    links = f'links = ["{LINKS["image"]}", "{LINKS["everything"]}"'
    (tmp_path / "facts.toml").write_text(facts[:first] + links + facts[last:])

    def case(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            limited(sys.executable, "-m", "verweer.cli", "case", *words),
            env=environment(testnet, tmp_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=200,
        )

    out = small_disk / "case"
    full = case("new", str(tmp_path / "facts.toml"), "--out", str(out), "--mode", "sealed")
    kept = sorted(package.name for package in out.glob("evidence/*.wacz"))
    for package in out.glob("evidence/*.wacz"):
        verify_package(package)

    assert full.returncode == 73, full.stderr
    assert "Traceback" not in full.stderr
    assert kept in (["1.wacz"], [])

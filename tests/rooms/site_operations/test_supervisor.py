# SPDX-License-Identifier: Apache-2.0
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.site.supervisor import GAVE_UP, MOST_FALLS, wait_after

SUPERVISOR = """
import sys, time
from pathlib import Path
from verweer.site.supervisor import Child, supervise
folder = Path(sys.argv[1])
child = (sys.executable, "-c", sys.argv[2], str(folder))
sys.exit(supervise(
    [Child("The clock", child)], tell=lambda sentence: print(sentence, flush=True),
    announce=lambda: (folder / "ready").exists() and not print("ready", flush=True), patience=30, clock=time.monotonic,
))
"""
STEADY = """
import sys, os
from pathlib import Path
folder = Path(sys.argv[1])
(folder / f"{os.getpid()}.pid").touch()
(folder / "ready").touch()
sys.stdin.read()
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STEADY + "\nimport time; time.sleep(60)"
FALLING = "import sys; sys.exit(3)"


def start(folder: Path, child: str, *, first: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", first + SUPERVISOR, str(folder), child], stdout=subprocess.PIPE, text=True, stderr=None
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def children(folder: Path) -> list[int]:
    return sorted(int(file.stem) for file in folder.glob("*.pid"))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def wait_until_dead(pid: int, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < ends:
        time.sleep(0.05)
    return not is_alive(pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_within_seconds(number: signal.Signals, tmp_path: Path) -> None:
    process = start(tmp_path, STEADY)
    assert line(process) == "ready"

    process.send_signal(number)
    told, _ = process.communicate(timeout=4)

    assert told == "Stopping …\n"
    assert process.returncode == 0
    assert not is_alive(children(tmp_path)[0])


def test_a_child_that_does_not_listen_is_ended_all_the_same(tmp_path: Path) -> None:
    process = start(tmp_path, STUBBORN)
    assert line(process) == "ready"

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=8)

    assert process.returncode == 0
    assert not is_alive(children(tmp_path)[0])


def test_a_child_that_was_killed_is_started_again_and_that_is_said(tmp_path: Path) -> None:
    process = start(tmp_path, STEADY)
    assert line(process) == "ready"
    (first,) = children(tmp_path)

    os.kill(first, signal.SIGKILL)
    told = line(process)
    ends = time.monotonic() + 5
    while len(children(tmp_path)) == 1 and time.monotonic() < ends:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=8)

    assert told == "The clock fell (exit code -9); it starts again in 0.5 s."
    assert len(children(tmp_path)) == 2


def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    process = start(tmp_path, STEADY)
    assert line(process) == "ready"

    process.kill()
    process.communicate()

    assert wait_until_dead(children(tmp_path)[0], seconds=3)


def test_a_child_that_keeps_falling_ends_with_one_sentence(tmp_path: Path) -> None:
    hasty = "import verweer.site.supervisor as asked; asked._LONGEST_WAIT = 0.01\n"
    process = start(tmp_path, FALLING, first=hasty)

    told, _ = process.communicate(timeout=20)

    assert process.returncode == GAVE_UP
    assert f"The clock fell {MOST_FALLS} times in a row" in told


@given(st.integers(min_value=1, max_value=10_000))
def test_the_wait_grows_and_stays_bounded(falls: int) -> None:
    assert 0.5 <= wait_after(falls) <= wait_after(falls + 1) <= 30

# SPDX-License-Identifier: Apache-2.0
"""The browser runs as a user of its own with its sandbox on, reaches nothing of ours, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.testnet import LINKS, Testnet
from verweer.evidence import Capture, Limits, Mode, capture_links, find_chromium
from verweer.evidence.guard import Egress, Guard, running_guard
from verweer.evidence.launching import has_sandbox, start_browser
from verweer.evidence.processes import processes_of
from verweer.evidence.quarters import PASSING_USERS, Quarters, browser_quarters, quarters_root
from verweer.evidence.watchdog import watched
from verweer.kernel import Link
from verweer.site.capturing import capturing_from
from verweer.site.environment import read_environment

ROOT = Path(__file__).parents[3]
IS_ROOT = os.geteuid() == 0


@contextmanager
def browser_running(quarters: Quarters, guard: Guard) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = start_browser(
            playwright, find_chromium(None), guard=guard.address, quarters=quarters, limits=Limits()
        )
        assert started.sandboxed
        try:
            yield started.browser
        finally:
            started.browser.close()


def status(process: int) -> dict[str, list[str]]:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {name: value.split() for name, _, value in (line.partition(":") for line in lines)}


def test_the_browser_is_another_user_and_its_pages_are_in_the_sandbox() -> None:
    with browser_quarters() as quarters, running_guard(Egress()) as guard, browser_running(quarters, guard) as browser:
        browser.new_page()
        processes = quarters.processes()
        pages = [each for each in processes if each.shows_pages]
        namespaces = {os.readlink(f"/proc/{each.number}/ns/user") for each in pages}
        told = [status(each.number) for each in processes]

        assert len(processes) > 4
        assert pages
        assert all(each.confined for each in pages)
        assert os.readlink("/proc/self/ns/user") not in namespaces
        assert all(each["NoNewPrivs"] == ["1"] for each in told)
        assert {user for each in told for user in each["Uid"]} == {str(quarters.user if IS_ROOT else os.geteuid())}
        if IS_ROOT:
            assert quarters.user in PASSING_USERS
            assert all(each["CapPrm"] == each["CapEff"] == ["0" * 16] for each in told if each["NSpid"][1:] == [])
            assert {group for each in told for group in (*each["Gid"], *each["Groups"])} == {str(quarters.user)}


def test_the_bounds_of_the_kernel_hold_the_browser() -> None:
    with browser_quarters() as quarters, running_guard(Egress()) as guard, browser_running(quarters, guard):
        lines = Path(f"/proc/{quarters.leader}/limits").read_text().splitlines()

    bounds = {line[:26].strip(): line[26:].split()[0] for line in lines}
    assert bounds["Max core file size"] == "0"
    for name in ("Max cpu time", "Max file size", "Max data size", "Max open files"):
        assert bounds[name].isdecimal(), name


def test_the_browser_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERWEER_DATABASE", "postgresql://wij:wachtwoord@db/verweer")
    with browser_quarters() as quarters, running_guard(Egress()) as guard, browser_running(quarters, guard):
        told = Path(f"/proc/{quarters.leader}/environ").read_bytes()

    assert b"wachtwoord" not in told
    assert str(quarters.own).encode() in told


SECRETS = {
    "the key that signs": "keys/wacz-signing.pem",
    "the database": "verweer.sqlite3",
    "a sealed case": "cases/abc/1.age",
    "a case that is being made": "work/abc/facts.json",
}


@pytest.mark.parametrize("name", SECRETS.values(), ids=SECRETS)
def test_the_browser_s_user_reads_nothing_of_ours(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As root: another user. Otherwise only the sandbox of the pages stands between, which the test above shows."""
    data = tmp_path_factory.mktemp("data")
    data.chmod(0o700)
    secret = data / name
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_text("geheim")
    with browser_quarters() as quarters:
        seen = subprocess.run(["cat", secret], user=quarters.user, capture_output=True, text=True, check=False)

    assert (seen.stdout == "") == IS_ROOT


def test_two_browsers_at_once_have_users_and_folders_of_their_own() -> None:
    with browser_quarters() as one, browser_quarters() as other:
        assert one.folder != other.folder
        assert not IS_ROOT or one.user != other.user
        assert one.folder.stat().st_mode & 0o066 == 0
        assert one.own.stat().st_mode & 0o077 == 0


def test_nothing_is_left_of_a_browser_that_was_killed_with_us() -> None:
    """Kill -9 on us while the browser runs: the next start removes its processes, its log and its profile."""
    script = (
        "import sys\n"
        "from tests.rooms.evidence.test_isolation import browser_running\n"
        "from verweer.evidence.guard import Egress, running_guard\n"
        "from verweer.evidence.quarters import browser_quarters\n"
        "with browser_quarters() as quarters, running_guard(Egress()) as guard, browser_running(quarters, guard):\n"
        "    print(quarters.folder, quarters.leader, quarters.user, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        folder, leader, user = process.stdout.readline().split()
        assert Path(folder, "own", "netlog.json").exists()
        process.send_signal(signal.SIGKILL)
    assert Path(folder).exists()

    with browser_quarters():
        assert not Path(folder).exists()
        assert not processes_of(leader=int(leader), user=int(user) if IS_ROOT else None)


def test_a_log_that_the_browser_put_a_link_in_the_place_of_is_not_read() -> None:
    with browser_quarters() as quarters:
        assert not quarters.has_log()
        quarters.netlog.symlink_to("/etc/passwd")
        assert not quarters.has_log()


def test_the_watchdog_ends_a_browser_whose_every_call_hangs() -> None:
    limits = Limits(seconds=0.5, grace=0.5)
    began = time.monotonic()
    with browser_quarters() as quarters, running_guard(Egress()) as guard, watched(quarters, guard, limits):
        hanging = subprocess.Popen(
            ["sleep", "60"], user=quarters.user, start_new_session=True
        )
        (quarters.folder / "leader").write_text(str(hanging.pid))
        hanging.wait(20)

    assert hanging.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 15


def test_a_page_whose_renderer_crashes_is_stated_and_the_others_are_captured_whole(
    testnet: Testnet, tmp_path: Path
) -> None:
    captures = _captured_while(testnet, tmp_path, (LINKS["never finishes"], LINKS["image"]), _crash_the_first)

    crashed, whole = captures
    assert crashed.outcome.lacks >= ("broken-off",)  # type: ignore[union-attr]
    assert crashed.package is not None
    assert whole.outcome.lacks == ()  # type: ignore[union-attr]
    with zipfile.ZipFile(crashed.package) as archive:
        assert json.loads(archive.read("datapackage.json"))["sandbox"] == "on"


def test_a_doctor_can_tell_that_the_sandbox_works() -> None:
    assert has_sandbox(find_chromium(None), Limits())

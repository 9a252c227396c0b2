# SPDX-License-Identifier: Apache-2.0
"""The browser runs as a user of its own with its sandbox on, reaches nothing of ours, and leaves nothing behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.testnet import LINKS, Testnet
from verweer.browser import BrowserNotStarted, Lack, Limits, examine_isolation, find_chromium
from verweer.browser.launching import start_browser
from verweer.browser.processes import processes_of
from verweer.browser.quarters import PASSING_USERS, Quarters, browser_quarters, quarters_root
from verweer.browser.watchdog import watched
from verweer.egress import Egress, Guard, running_guard
from verweer.evidence import Capture, Captured, Mode, capture_links
from verweer.kernel import Link
from verweer.proof import verify_package
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
        namespaces = {Path(f"/proc/{each.number}/ns/user").readlink() for each in pages}
        told = [status(each.number) for each in processes]

        assert len(processes) > 4
        assert pages
        assert all(each.confined for each in pages)
        assert Path("/proc/self/ns/user").readlink() not in namespaces
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
        "from tests.rooms.browser.test_isolation import browser_running\n"
        "from verweer.egress.guard import Egress, running_guard\n"
        "from verweer.browser.quarters import browser_quarters\n"
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
        hanging = subprocess.Popen(["sleep", "60"], user=quarters.user, start_new_session=True)
        (quarters.folder / "leader").write_text(str(hanging.pid))
        hanging.wait(20)

    assert hanging.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 15


def test_a_page_whose_renderer_crashes_is_stated_and_another_capture_is_whole(testnet: Testnet, tmp_path: Path) -> None:
    settings = capturing_from(read_environment({**testnet.environment(), "VERWEER_DATA": str(tmp_path / "data")}))

    def captured(link: str) -> Capture:
        folder = tmp_path / link
        (capture,) = capture_links(
            [(1, Link.parse(LINKS[link]))], case_id="c", folder=folder, settings=settings, mode=Mode.SEALED
        )
        return capture

    with ThreadPoolExecutor(2) as pool:
        crashing = pool.submit(captured, "never finishes")
        pages = _first_pages()
        other = pool.submit(captured, "image")
        for page in pages:
            os.kill(page, signal.SIGKILL)
        crashed, whole = crashing.result(), other.result()

    assert isinstance(crashed.outcome, Captured)
    assert {Lack.BROKEN_OFF, Lack.NO_SCREENSHOT} <= set(crashed.outcome.lacks)
    assert whole.outcome == Captured()
    assert crashed.package is not None
    verify_package(crashed.package)
    with zipfile.ZipFile(crashed.package) as archive:
        assert json.loads(archive.read("datapackage.json"))["provenance"]["sandbox"] == "on"


def _first_pages() -> list[int]:
    """Wait until a browser that this process began has taken in a page, and return the processes that show it."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for folder in quarters_root().glob("*"):
            quarters = Quarters(folder=folder, user=int(folder.name.partition("-")[0] or 0) or None, group=None)
            driver = _parent(quarters.leader)
            if driver and _parent(driver) == os.getpid() and _shows("raar.test", quarters.netlog):
                time.sleep(1)
                return [each.number for each in quarters.processes() if each.shows_pages]
        time.sleep(0.1)
    message = "no page came"
    raise AssertionError(message)


def _parent(process: int) -> int:
    try:
        return int(status(process)["PPid"][0])
    except OSError:
        return 0


def _shows(host: str, log: Path) -> bool:
    return log.exists() and f"https://{host}" in log.read_text(errors="replace")


def test_the_doctor_tells_how_the_browser_is_kept_apart() -> None:
    told = examine_isolation(None)

    assert told.sandboxed
    assert told.own_user == IS_ROOT
    assert told.folder == quarters_root()


def test_where_no_sandbox_is_possible_the_browser_starts_without_one_and_says_so(tmp_path: Path) -> None:
    """A Chromium that refuses as the real one does where the kernel forbids user namespaces."""
    refusing = tmp_path / "chromium"
    refusing.write_text(
        f'#!/bin/sh\ncase "$*" in *--no-sandbox*) exec {find_chromium(None)} "$@";; esac\n'
        'echo "FATAL:zygote_host_impl_linux.cc: No usable sandbox!" >&2; exit 1\n'
    )
    refusing.chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)

    with browser_quarters() as quarters, running_guard(Egress()) as guard, sync_playwright() as playwright:
        started = start_browser(playwright, refusing, guard=guard.address, quarters=quarters, limits=Limits())
        started.browser.close()

    assert not started.sandboxed
    assert not examine_isolation(refusing).sandboxed


def test_where_the_kernel_forbids_user_namespaces_that_is_what_is_told() -> None:
    """The inner namespace is the only one that is allowed, so Chromium can make none for its sandbox."""
    script = "from verweer.browser import examine_isolation; print(examine_isolation(None).sandboxed)"
    inner = f"exec unshare --user --map-user=1500 --map-group=1500 {sys.executable} -c '{script}'"
    command = [
        "unshare",
        "--user",
        "--map-root-user",
        "sh",
        "-c",
        f"echo 1 >/proc/sys/user/max_user_namespaces; {inner}",
    ]

    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    shutil.rmtree(quarters_root().with_name("verweer-browser-1500"), ignore_errors=True)

    assert told.stdout == "False\n", told.stderr


def test_a_browser_that_does_not_start_is_our_trouble_and_not_the_link_s(tmp_path: Path, testnet: Testnet) -> None:
    broken = {**testnet.environment(), "VERWEER_DATA": str(tmp_path / "data"), "VERWEER_CHROMIUM": "/bin/false"}
    settings = capturing_from(read_environment(broken))

    with pytest.raises(BrowserNotStarted, match="doctor"):
        list(
            capture_links(
                [(1, Link.parse(LINKS["image"]))], case_id="c", folder=tmp_path, settings=settings, mode=Mode.SEALED
            )
        )

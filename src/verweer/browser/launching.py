# SPDX-License-Identifier: Apache-2.0
"""Starts a confined Chromium for Playwright: with its sandbox wherever the kernel allows one, and told where not.

Chromium refuses to start when its sandbox cannot work. Only then, and never for another reason, is it
started without one; the package and the doctor say so.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as BrowserError

from verweer.browser import confined
from verweer.browser.bounds import Limits
from verweer.browser.chromium import NoChromium, find_chromium, flags
from verweer.browser.quarters import Quarters, browser_quarters, is_in_memory
from verweer.kernel import OutsideError

_START_SECONDS = 30
_NO_SANDBOX_WORDS = ("No usable sandbox", "Failed to move to new namespace")
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
# V8 reserves address space by the terabyte, so RLIMIT_AS would end every page; RLIMIT_DATA counts what can be
# written. A page starts with a reservation of 4 GiB, and dies at once below that.
_RESERVED = 5_000_000_000
_SHARED = 500_000_000  # Memory that processes share is a file to the kernel; a tall screenshot needs 60 MB of it.


class BrowserNotStarted(OutsideError):
    """Chromium did not start; the link is not to blame."""


@dataclass(frozen=True, slots=True)
class Started:
    """A running browser, and whether its sandbox is on."""

    browser: Browser
    sandboxed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """How the browser is kept apart on this machine; `folder` holds the files of running ones."""

    sandboxed: bool
    own_user: bool
    folder: Path
    in_memory: bool


def start_browser(
    playwright: Playwright, program: Path, *, guard: tuple[str, int], quarters: Quarters, limits: Limits
) -> Started:
    """Start Chromium in its quarters; raises BrowserNotStarted or NoChromium."""

    def start(*, sandboxed: bool) -> Started:
        with _launcher(program, quarters, limits) as launcher:
            browser = playwright.chromium.launch(
                executable_path=launcher,
                args=flags(guard=guard, netlog=quarters.netlog),
                chromium_sandbox=sandboxed,
                env={**_variables(quarters)},
                timeout=_START_SECONDS * 1000,
            )
        return Started(browser, sandboxed)

    try:
        return start(sandboxed=True)
    except BrowserError as error:
        sandboxed = not _lacks_sandbox(error.message)
    quarters.end_browser()
    try:
        return start(sandboxed=sandboxed)
    except BrowserError as error:
        raise _not_started(program, error.message) from error


def examine_isolation(chosen: Path | None) -> Isolation:
    """Start Chromium once as captures do, on an empty page, and return how it is kept apart.

    Raises NoChromium, BrowserNotStarted, NoQuarters or UnsafeQuarters.
    """
    program, limits = find_chromium(chosen), Limits()
    words = ("--headless", "--disable-gpu", "--dump-dom", "about:blank")
    with browser_quarters() as quarters:
        done = _tried(program, quarters, limits, *words)
        sandboxed = done.returncode == 0
        if not sandboxed:
            if not _lacks_sandbox(done.stderr):
                raise _not_started(program, done.stderr)
            bare = _tried(program, quarters, limits, "--no-sandbox", *words)
            if bare.returncode:
                raise _not_started(program, bare.stderr)
        return Isolation(
            sandboxed=sandboxed,
            own_user=quarters.user is not None,
            folder=quarters.folder.parent,
            in_memory=is_in_memory(quarters.folder),
        )


def _tried(program: Path, quarters: Quarters, limits: Limits, *words: str) -> subprocess.CompletedProcess[str]:
    with _launcher(program, quarters, limits) as launcher:
        command = [str(launcher), f"--user-data-dir={quarters.own}", *words]
        try:
            return subprocess.run(
                command,
                env=_variables(quarters),
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_START_SECONDS,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as cause:
            raise _not_started(program, "") from cause


def _lacks_sandbox(told: str) -> bool:
    return any(word in told for word in _NO_SANDBOX_WORDS)


def _not_started(program: Path, told: str) -> OutsideError | NoChromium:
    if "verweer-cannot-start-the-browser" in told:
        why = told.partition("verweer-cannot-start-the-browser: ")[2].splitlines()[0]
        return NoChromium(
            f"{program} cannot be started as a user of its own ({why}); install Chromium for all users, "
            "on Debian: apt-get install chromium, and run Verweer as root or as an ordinary user."
        )
    return BrowserNotStarted("The browser did not start; nothing was visited. `verweer doctor` tells why.")


@contextmanager
def _launcher(program: Path, quarters: Quarters, limits: Limits) -> Iterator[Path]:
    """Write the program that Playwright starts; it is needed only until the browser runs."""
    orders = quarters.folder / "orders.json"
    orders.write_text(
        json.dumps(
            {
                "program": str(program),
                "folder": str(quarters.own),
                "leader": str(quarters.folder / "leader"),
                "user": quarters.user,
                "group": quarters.group,
                "bounds": _bounds(limits, own_user=quarters.user is not None),
                "no_new_privileges": not _has_helper(program),
            }
        )
    )
    command = shlex.join([sys.executable, "-I", "-S", confined.__file__, str(orders)])
    with tempfile.TemporaryDirectory(dir=_where_programs_run(quarters.folder)) as folder:
        launcher = Path(folder) / "browser"
        launcher.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        launcher.chmod(0o700)
        yield launcher


def _bounds(limits: Limits, *, own_user: bool) -> Mapping[str, int]:
    cores = os.cpu_count() or 1
    bounds = {
        "RLIMIT_DATA": limits.memory + _RESERVED,
        "RLIMIT_CPU": int((limits.seconds + limits.grace) * cores) + 30,
        "RLIMIT_FSIZE": 2 * limits.log_bytes + _SHARED,
        "RLIMIT_NOFILE": 4_096,
        "RLIMIT_CORE": 0,
    }
    # The kernel counts threads per user, and an ordinary user has others.
    return {**bounds, "RLIMIT_NPROC": 20 * limits.processes} if own_user else bounds


def _has_helper(program: Path) -> bool:
    """Return whether Chromium's older sandbox helper stands here, which must gain rights to work."""
    places = (program.resolve().parent, Path("/usr/lib/chromium"), Path("/usr/lib/chromium-browser"))
    return any((place / "chrome-sandbox").exists() for place in places)


def _variables(quarters: Quarters) -> dict[str, str]:
    """Return the browser's variables: ours may hold addresses and passwords."""
    own = str(quarters.own)
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {"PATH": "/usr/bin:/bin", **kept, "HOME": own, "TMPDIR": own, "XDG_RUNTIME_DIR": own}


def _where_programs_run(folder: Path) -> Path | None:
    """Return the folder itself unless its file system runs no programs, as /dev/shm in containers."""
    return None if os.statvfs(folder).f_flag & os.ST_NOEXEC else folder

# SPDX-License-Identifier: Apache-2.0
"""Prepare Chromium on the first start: Debian's package when that may be installed, else Playwright's own.

A stamp in the data folder names the program, so that later starts do not look again.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from verweer.kernel import OutsideError

_APT = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get")
_PACKAGES = ("chromium", "fonts-liberation")
_MINUTES = 10
_STAMP = "chromium.path"


class NoBrowser(OutsideError):
    """Chromium is missing and could not be installed."""


def prepare_chromium(chosen: Path | None, *, data: Path, tell: Callable[[str], None]) -> Path:
    """Return the Chromium that captures will use, installing it if need be; raises NoBrowser."""
    if chosen is not None:
        return chosen
    stamp = data / _STAMP
    if (known := _stamped(stamp)) is not None:
        return known
    for prepare in (_as_it_is, _from_debian, _from_playwright):
        prepare(tell)
        if (program := _found()) is not None:
            stamp.write_text(f"{program}\n")
            return program
    message = (
        "There is no Chromium here and it could not be installed; run `apt-get install chromium` as root, "
        "or install any Chromium and name its program in VERWEER_CHROMIUM."
    )
    raise NoBrowser(message)


def _stamped(stamp: Path) -> Path | None:
    if not stamp.exists():
        return None
    program = Path(stamp.read_text().strip())
    return program if os.access(program, os.X_OK) else None


def _found() -> Path | None:
    from verweer.browser.chromium import NoChromium, examine_chromium  # noqa: PLC0415 - only the first start looks

    try:
        return examine_chromium(None).program
    except NoChromium:
        return None


def _as_it_is(tell: Callable[[str], None]) -> None:
    """Install nothing: perhaps it is there already."""


def _from_debian(tell: Callable[[str], None]) -> None:
    become_root = _way_to_root()
    if become_root is None or shutil.which("apt-get") is None:
        return
    tell("Installing Chromium (Debian's package, once) …")
    _ran(*become_root, *_APT, "update", "-q")
    _ran(*become_root, *_APT, "install", "-y", "-q", "--no-install-recommends", *_PACKAGES)


def _way_to_root() -> tuple[str, ...] | None:
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and _ran("sudo", "-n", "true"):
        return ("sudo", "-n")
    return None


def _from_playwright(tell: Callable[[str], None]) -> None:
    tell("Installing Chromium (Playwright's own, once) …")
    _ran(sys.executable, "-m", "playwright", "install", "chromium")


def _ran(*words: str) -> bool:
    quiet = subprocess.DEVNULL
    try:
        ended = subprocess.run(words, stdin=quiet, stdout=quiet, stderr=quiet, timeout=_MINUTES * 60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0

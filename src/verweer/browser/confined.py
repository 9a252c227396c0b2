# SPDX-License-Identifier: Apache-2.0
"""The program that becomes the browser: it gives up what a browser has no need of, then starts Chromium in its place.

It runs before Chromium as `python -I -S confined.py ORDERS FLAG…`, with nothing but the standard
library. Orders are a JSON file that only we can write. Rights go in one order: the bounds first, then
the groups, the group and the user, and last the right to gain any again (no_new_privs).
The profile that Playwright made is not used: it belongs to the wrong user, and may lie on a disk.
"""

import ctypes
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

CANNOT_BECOME_THE_USER = 71
_NO_NEW_PRIVILEGES = 38
_PROFILE = "--user-data-dir="


def become(orders: dict[str, Any], flags: list[str]) -> None:
    """Turn this process into the browser that `orders` describe; returns only by an OSError."""
    folder = Path(orders["folder"])
    profile = f"{_PROFILE}{folder / 'profile'}"
    if os.getsid(0) != os.getpid():
        os.setsid()
    _write_whole(Path(orders["leader"]), str(os.getpid()))
    for name, bound in orders["bounds"].items():
        _lower(getattr(resource, name), bound)
    os.umask(0o077)
    _give_way_first()
    if orders["user"] is not None:
        _become_user(orders["user"], orders["group"])
    os.chdir(folder)
    if orders["no_new_privileges"]:
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    words = [profile if flag.startswith(_PROFILE) else flag for flag in flags]
    os.execv(orders["program"], [orders["program"], *words])  # noqa: S606 - no shell is wanted


def _become_user(user: int, group: int) -> None:
    os.setgroups([])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)


def _lower(kind: int, bound: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(kind, (most, most))


def _give_way_first() -> None:
    """Let the kernel end the browser before anything else when memory runs out."""
    try:
        Path("/proc/self/oom_score_adj").write_text("600")
    except OSError:
        return  # Not Linux, or a container that does not allow it; the watchdog counts memory as well.


def _write_whole(target: Path, text: str) -> None:
    aside = target.with_suffix(".part")
    aside.write_text(text)
    aside.replace(target)


if __name__ == "__main__":
    try:
        become(json.loads(Path(sys.argv[1]).read_text()), sys.argv[2:])
    except OSError as trouble:
        sys.stderr.write(f"verweer-cannot-start-the-browser: {trouble.strerror}\n")
        sys.exit(CANNOT_BECOME_THE_USER)

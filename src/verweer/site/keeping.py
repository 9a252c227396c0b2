# SPDX-License-Identifier: Apache-2.0
"""Which room keeps which kind of promise; the worker runs this table."""

import os
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verweer.site.settings")
django.setup()

from verweer.cases.building import BUILD_CASE, keep_build_promise  # noqa: E402 - Django must be set up first
from verweer.cases.folder import CaseFolder  # noqa: E402 - as above
from verweer.cases.late_stamps import STAMP_PACKAGES, keep_late_stamps  # noqa: E402 - as above
from verweer.cases.logbook import EVERY_DAY, STAMP_LOGBOOK, keep_stamp_promise  # noqa: E402 - as above
from verweer.cases.pipeline import build_case, open_case  # noqa: E402 - as above
from verweer.cases.store import working_root  # noqa: E402 - as above
from verweer.kernel import system_clock  # noqa: E402 - Django must be set up first
from verweer.promises import Handler, Kept, Promise, book  # noqa: E402 - as above
from verweer.promises.worker import work  # noqa: E402 - as above
from verweer.site.capturing import capturing_from  # noqa: E402 - as above
from verweer.site.environment import read_environment  # noqa: E402 - as above
from verweer.site.wiring import outside_from  # noqa: E402 - as above

_LONGEST_PATH = 60
"""A browser makes sockets below its temporary folder, and a socket's path holds 107 bytes (unix(7))."""


def build(folder: Path, case_id: str) -> None:
    """Build the case in a working folder, from wherever an earlier attempt stopped."""
    case = CaseFolder(folder)
    if not (folder / "case.json").exists():
        open_case(case, case.read_facts(), case_id=case_id, now=system_clock())
    build_case(case, outside=outside_from(read_environment()), clock=system_clock, tell=lambda _: None)


def _keep_build(promise: Promise) -> Kept:
    return keep_build_promise(promise, build)


def _keep_stamp(promise: Promise) -> Kept:
    return keep_stamp_promise(promise, capturing=capturing_from(read_environment()), clock=system_clock)


def _keep_late_stamps(promise: Promise) -> Kept:
    return keep_late_stamps(promise, capturing=capturing_from(read_environment()), clock=system_clock)


HANDLERS: Mapping[str, Handler] = {
    BUILD_CASE: _keep_build,
    STAMP_LOGBOOK: _keep_stamp,
    STAMP_PACKAGES: _keep_late_stamps,
}


def _keep_temporary_files_in(folder: Path) -> None:
    """Let the browser's profile and all other temporary files lie where cases are made, and not on the disk."""
    if len(str(folder)) > _LONGEST_PATH:
        return
    folder.mkdir(exist_ok=True, mode=0o700)
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None


def keep_promises(*, worker: str, stop: threading.Event) -> bool:
    """Keep promises until `stop` is set; return whether every handler had ended by then."""
    folder = read_environment().data / "workers"
    _keep_temporary_files_in(working_root() / "tmp")
    book.promise(STAMP_LOGBOOK, EVERY_DAY, due=system_clock(), now=system_clock())
    return work(HANDLERS, folder=folder, worker=worker, clock=system_clock, stop=stop)

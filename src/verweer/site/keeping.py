# SPDX-License-Identifier: Apache-2.0
"""Which room keeps which kind of promise; the worker runs this table."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verweer.site.settings")
django.setup()

from verweer.cases.building import BUILD_CASE, keep_build_promise  # noqa: E402 - Django must be set up first
from verweer.cases.folder import CaseFolder  # noqa: E402 - as above
from verweer.cases.pipeline import build_case, open_case  # noqa: E402 - as above
from verweer.kernel import system_clock  # noqa: E402 - Django must be set up first
from verweer.promises import Handler, Kept, Promise  # noqa: E402 - as above
from verweer.promises.worker import work  # noqa: E402 - as above
from verweer.site.environment import read_environment  # noqa: E402 - as above
from verweer.site.wiring import outside_from  # noqa: E402 - as above


def build(folder: Path, case_id: str) -> None:
    """Build the case in a working folder, from wherever an earlier attempt stopped."""
    case = CaseFolder(folder)
    if not (folder / "case.json").exists():
        open_case(case, case.read_facts(), case_id=case_id, now=system_clock())
    build_case(case, outside=outside_from(read_environment()), clock=system_clock, tell=lambda _: None)


def _keep_build(promise: Promise) -> Kept:
    return keep_build_promise(promise, build)


HANDLERS: Mapping[str, Handler] = {BUILD_CASE: _keep_build}


def keep_promises(*, worker: str, stop: threading.Event) -> bool:
    """Keep promises until `stop` is set; return whether every handler had ended by then."""
    folder = read_environment().data / "workers"
    return work(HANDLERS, folder=folder, worker=worker, clock=system_clock, stop=stop)

# SPDX-License-Identifier: Apache-2.0
"""Which room keeps which kind of promise; the worker runs this table."""

import os
import threading
from collections.abc import Mapping

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verweer.site.settings")
django.setup()

from verweer.kernel import system_clock  # noqa: E402 - Django must be set up first
from verweer.promises import Handler  # noqa: E402 - as above
from verweer.promises.worker import work  # noqa: E402 - as above
from verweer.site.environment import read_environment  # noqa: E402 - as above

HANDLERS: Mapping[str, Handler] = {}


def keep_promises(*, worker: str, stop: threading.Event) -> bool:
    """Keep promises until `stop` is set; return whether every handler had ended by then."""
    folder = read_environment().data / "workers"
    return work(HANDLERS, folder=folder, worker=worker, clock=system_clock, stop=stop)

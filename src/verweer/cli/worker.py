# SPDX-License-Identifier: Apache-2.0
"""`verweer worker`: keep promises until told to stop."""

import os
import secrets
import signal

import click

from verweer.cli.attached import end_with_parent
from verweer.kernel.stopping import stopped_by


@click.command("worker")
@click.option("--attached", is_flag=True, help="End when standard input closes, as when the supervisor dies.")
def worker(*, attached: bool) -> None:
    """Keep promises as they come due."""
    with stopped_by(signal.SIGTERM, signal.SIGINT) as stop:
        if attached:
            end_with_parent()
        from verweer.site.keeping import keep_promises  # noqa: PLC0415 - signals are heard before Django is loaded

        ended = keep_promises(worker=secrets.token_hex(8), stop=stop)
    if not ended:
        os._exit(0)  # A handler is still at it; its promise is released and will be kept by the next worker.

# SPDX-License-Identifier: Apache-2.0
"""A child process that ends with its parent, even when the parent is killed: standard input closes then."""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """Send SIGTERM to this process once standard input closes."""
    threading.Thread(target=_wait_for_the_end, name="parent", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)

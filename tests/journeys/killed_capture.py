# SPDX-License-Identifier: Apache-2.0
"""Captures one link in a process that is killed at a named step: `python killed_capture.py STEP WHEN LINK FOLDER`.

A step is a function that verweer.evidence.capture calls; WHEN is `before` or `after` it. Without a step nothing is killed.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from verweer.evidence import Mode, capture, capture_links
from verweer.kernel import Link
from verweer.site.capturing import capturing_from
from verweer.site.environment import read_environment


def deadly(step: Callable[..., Any], when: str) -> Callable[..., Any]:
    def run(*arguments: Any, **named: Any) -> Any:
        if when == "after":
            step(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return run


if __name__ == "__main__":
    step, when, link, folder = sys.argv[1:5]
    if step:
        setattr(capture, step, deadly(getattr(capture, step), when))
    settings = capturing_from(read_environment())
    for made in capture_links(
        [(1, Link.parse(link))], case_id="c", folder=Path(folder), settings=settings, mode=Mode.SEALED
    ):
        print(made.digest)  # noqa: T201 - the test reads it

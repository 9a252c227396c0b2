# SPDX-License-Identifier: Apache-2.0
"""Files that are there whole or not at all, whatever happens while they are written."""

import os
from collections.abc import Iterable
from pathlib import Path

UNFINISHED = ".unfinished"


def write_whole(file: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Write a file beside its place, make it durable, and put it into its place; raises OSError."""
    unfinished = file.with_name(file.name + UNFINISHED)
    try:
        with unfinished.open("wb") as stream:
            for part in parts:
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

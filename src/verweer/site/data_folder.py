# SPDX-License-Identifier: Apache-2.0
"""The data folder: made on the first start, readable by its owner only."""

import os
from pathlib import Path
from tempfile import TemporaryFile

from verweer.kernel import InputError


class UnwritableData(InputError):
    """Nothing can be kept in the data folder."""


def prepare_data(folder: Path) -> None:
    """Make the data folder if need be, and prove that a file can be kept in it; raises UnwritableData."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=folder) as file:
            file.write(b"verweer")
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        message = (
            f"The data folder {folder} cannot be written ({cause.strerror}); mend its rights or room, "
            "or name another folder in VERWEER_DATA."
        )
        raise UnwritableData(message) from cause

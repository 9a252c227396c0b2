# SPDX-License-Identifier: Apache-2.0
"""Random files that an installation makes for itself on first use, readable by its owner only."""

import os
import secrets
from pathlib import Path

LENGTH = 32


def secret_bytes(path: Path) -> bytes:
    """Return the file's 32 bytes; the first caller makes them, and all others get the same."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_bytes()

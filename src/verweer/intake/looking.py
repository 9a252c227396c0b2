# SPDX-License-Identifier: Apache-2.0
"""Has a file looked at by a process that can do little else, and takes its answer, but never waits for long."""

import json
import subprocess
import sys
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from verweer.intake.model import Kind, Looked, Soundness
from verweer.kernel import Bilingual

LOOKED: TypeAdapter[Looked] = TypeAdapter(Looked)
_SECONDS = 90.0
_LONGEST_ANSWER = 1_000_000
_GAVE_UP = Looked(
    soundness=Soundness.NOT_LOOKED,
    not_checked=(
        Bilingual(
            nl="Het bestand is niet vanbinnen bekeken: dat vroeg te veel tijd of geheugen.",
            en="The file was not looked into: that took too much time or memory.",
        ),
    ),
)


def look_into(path: Path, kind: Kind, *, our_key: str, seconds: float = _SECONDS) -> Looked:
    """Return what a look at a file's structure found; a file that breaks the look was not looked into."""
    asked = json.dumps([str(path.resolve()), kind.value, our_key]).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "verweer.intake.worker"],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
        )
        return LOOKED.validate_json(done.stdout[:_LONGEST_ANSWER])
    except (subprocess.SubprocessError, ValidationError, OSError, RecursionError):
        return _GAVE_UP

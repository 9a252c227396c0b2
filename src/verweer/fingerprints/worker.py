# SPDX-License-Identifier: Apache-2.0
"""The process in which untrusted media are decoded: little memory and time, no network, one answer a line.

Started by `fingerprinter`; reads one JSON text a line, the path of a file, and writes one JSON line for each.
"""

import json
import os
import sys
from pathlib import Path

from verweer.fingerprints.model import Fingerprint, Unreadable
from verweer.fingerprints.reading import read_fingerprint
from verweer.fingerprints.wire import ANSWER
from verweer.kernel import Digest
from verweer.media.confinement import allow_seconds, confine
from verweer.media.reasons import TOLD, Reason

PROCESSOR_SECONDS = 90


def main() -> None:
    """Answer until the input ends."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # What a decoder prints is no answer.
        confine()
        for line in sys.stdin:
            allow_seconds(PROCESSOR_SECONDS)
            answers.write(ANSWER.dump_json(_answered(Path(json.loads(line)))) + b"\n")
            answers.flush()


def _answered(path: Path) -> Fingerprint | Unreadable:
    try:
        return read_fingerprint(path)
    except MemoryError:
        return Unreadable(content=Digest.of_file(path), reason=TOLD[Reason.TOO_LARGE])


if __name__ == "__main__":
    main()

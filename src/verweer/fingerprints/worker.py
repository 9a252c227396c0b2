# SPDX-License-Identifier: Apache-2.0
"""The process in which untrusted media are decoded: little memory, no new files, one answer a line.

Started by `fingerprinter`; reads one path a line and writes one JSON line for each.
"""

import resource
import sys
from pathlib import Path

from pydantic import TypeAdapter

from verweer.fingerprints.model import Fingerprint, Unreadable
from verweer.fingerprints.reading import read_fingerprint
from verweer.fingerprints.reasons import TOLD, Reason
from verweer.kernel import Digest

MEMORY = 3_000_000_000
ANSWER: TypeAdapter[Fingerprint | Unreadable] = TypeAdapter(Fingerprint | Unreadable)


def main() -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        sys.stdout.buffer.write(ANSWER.dump_json(_answered(Path(line.rstrip("\n")))) + b"\n")
        sys.stdout.buffer.flush()


def _answered(path: Path) -> Fingerprint | Unreadable:
    try:
        return read_fingerprint(path)
    except MemoryError:
        return Unreadable(content=Digest.of_file(path), reason=TOLD[Reason.TOO_LARGE])


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""The process in which untrusted media are decoded: little memory and time, no network, one answer a line.

Started by `fingerprinter`; reads one question a line (see `wire`) and writes one JSON line for each.
"""

import os
import sys
from pathlib import Path

from verweer.fingerprints.carrying import told_asked, told_stored
from verweer.fingerprints.comparing import read_asked, read_stored
from verweer.fingerprints.model import Unreadable
from verweer.fingerprints.reading import read_fingerprint, read_variants
from verweer.fingerprints.reporting import Ladder
from verweer.fingerprints.wire import ANSWER, UNREADABLE, VARIANTS, Ask, parse_question
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
            answers.write(_answered(*parse_question(line)) + b"\n")
            answers.flush()


def _answered(ask: Ask, path: Path) -> bytes:
    try:
        match ask:
            case Ask.FINGERPRINT:
                return ANSWER.dump_json(read_fingerprint(path))
            case Ask.VARIANTS:
                return VARIANTS.dump_json(read_variants(path))
            case Ask.STORED | Ask.STORED_WITH_CROPS:
                ladder = Ladder.CROPS if ask is Ask.STORED_WITH_CROPS else Ladder.NONE
                stored = read_stored(path, ladder)
                return UNREADABLE.dump_json(stored) if isinstance(stored, Unreadable) else told_stored(stored)
            case Ask.ASKED:
                asked = read_asked(path)
                return UNREADABLE.dump_json(asked) if isinstance(asked, Unreadable) else told_asked(asked)
    except MemoryError:
        return ANSWER.dump_json(Unreadable(content=Digest.of_file(path), reason=TOLD[Reason.TOO_LARGE]))


if __name__ == "__main__":
    main()

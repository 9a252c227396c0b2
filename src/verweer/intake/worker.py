# SPDX-License-Identifier: Apache-2.0
"""The process in which a stranger's file is looked into: little memory and time, no network, no new files, one answer.

Started by `looking`; reads one JSON list (path, kind, fingerprint of our key) and writes one JSON value.
"""

import json
import os
import sys
from pathlib import Path
from typing import assert_never

from verweer.intake.endings import look_at_ending
from verweer.intake.looking import LOOKED
from verweer.intake.mails import look_at_message
from verweer.intake.model import Kind, Looked
from verweer.intake.packages import look_at_wacz, look_at_warc
from verweer.media.confinement import allow_seconds, confine

_PROCESSOR_SECONDS = 60


def main() -> None:
    """Answer once; whatever goes wrong ends the process, and that is an answer too."""
    path, kind, our_key = json.load(sys.stdin)
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)  # What a parser prints is no answer.
        confine()
        allow_seconds(_PROCESSOR_SECONDS)
        answer.write(LOOKED.dump_json(_looked(Path(path), Kind(kind), our_key)))


def _looked(path: Path, kind: Kind, our_key: str) -> Looked:
    match kind:
        case Kind.WACZ:
            return look_at_wacz(path, our_key)
        case Kind.WARC:
            return look_at_warc(path)
        case Kind.MAIL | Kind.MHTML:
            return look_at_message(path, kind)
        case Kind.PDF | Kind.PNG | Kind.JPEG | Kind.WEBP | Kind.HEIC | Kind.MP4 | Kind.MOV | Kind.WEBM:
            return look_at_ending(path, kind)
        case _:
            assert_never(kind)


if __name__ == "__main__":
    main()

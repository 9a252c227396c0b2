# SPDX-License-Identifier: Apache-2.0
"""The process in which strangers' pictures are decoded for the guard: little memory and time, no network, no new files.

Started by `confined` with the word that says what is looked for; reads one JSON list a line (path, trusted
roots, whether to seek a watermark) and writes for each a kind, a length and so many bytes.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import cv2

from verweer.guard.confined import HEAD, LABELS, PIXELS, SIZE, UNREADABLE, Look
from verweer.guard.picture_input import shrunk
from verweer.media.confinement import allow_seconds, confine
from verweer.media.pictures import read_pixels
from verweer.media.reasons import CannotRead, Reason

PROCESSOR_SECONDS = 60
_Answer = tuple[bytes, bytes]
_Look = Callable[[Path, str, bool], _Answer]


def main(look: Look) -> None:
    """Answer until the input ends."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # What a decoder prints is no answer.
        answer = _labels_answer() if look is Look.LABELS else _pixels_answer
        cv2.setNumThreads(1)
        confine()
        for line in sys.stdin:
            path, trust, seek_mark = json.loads(line)
            allow_seconds(PROCESSOR_SECONDS)
            kind, content = _answered(answer, Path(path), trust, seek_mark)
            answers.write(HEAD.pack(kind, len(content)) + content)
            answers.flush()


def _answered(answer: _Look, path: Path, trust: str, seek_mark: bool) -> _Answer:  # noqa: FBT001 - as it was sent
    try:
        return answer(path, trust, seek_mark)
    except CannotRead as cause:
        return UNREADABLE, cause.reason.encode()
    except MemoryError:
        return UNREADABLE, Reason.TOO_LARGE.encode()


def _pixels_answer(path: Path, trust: str, seek_mark: bool) -> _Answer:  # noqa: FBT001 - as it was sent
    del trust, seek_mark
    pixels = shrunk(read_pixels(path)[0])
    return PIXELS, SIZE.pack(*pixels.shape[:2]) + pixels.tobytes()


def _labels_answer() -> _Look:
    """Return what answers about labels, its libraries loaded while they still may be."""
    from pydantic import TypeAdapter  # noqa: PLC0415

    from verweer.guard.weighing import Labels, labels_in  # noqa: PLC0415

    told = TypeAdapter(Labels)
    return lambda path, trust, seek_mark: (
        LABELS,
        told.dump_json(labels_in(path, trust=trust.encode(), seek_mark=seek_mark)),
    )


if __name__ == "__main__":
    main(Look(sys.argv[1]))

# SPDX-License-Identifier: Apache-2.0
"""Frame hashes as vPDQ programs exchange them: a JSON list of texts, or lines of a file.

A text is `hash,quality,second`, as ThreatExchange's `vpdq` signal has it; a line is
`number,quality,hash,second`, as the vpdq program writes files. Both are read. Seconds are
written with three decimals; where other programs write them rounded (1e+03), so they are read.
"""

import json
import re
from collections.abc import Iterable

from verweer.fingerprints import Frame, Pdq
from verweer.fingerprints.frames import LastingFrame
from verweer.kernel import InputError

MOST_BYTES = 32_000_000
MOST_FRAMES = 250_000
MOST_SECONDS = 200_000.0
_HIGHEST_QUALITY = 100
_SECOND = r"(?P<second>\d{1,12}(?:\.\d{1,12})?(?:e[+-]?\d{1,2})?)"
_TEXT = re.compile(rf"(?P<hash>[0-9a-f]{{64}}),(?P<quality>\d{{1,3}}),{_SECOND}", re.ASCII | re.IGNORECASE)
_LINE = re.compile(rf"\d{{1,12}},(?P<quality>\d{{1,3}}),(?P<hash>[0-9a-f]{{64}}),{_SECOND}", re.ASCII | re.IGNORECASE)


class MalformedVpdq(InputError):
    """A document is no list of vPDQ frames."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This is no vPDQ document: {why}. Ask its maker for the list of frame hashes.")


def vpdq_texts(frames: Iterable[Frame | LastingFrame]) -> list[str]:
    """Return the text of each frame: `hash,quality,second`."""
    return [f"{frame.pdq.hex},{frame.quality},{frame.second:.3f}" for frame in frames]


def vpdq_json(frames: Iterable[Frame | LastingFrame]) -> str:
    """Return frames as a vPDQ signal: a JSON list with a text for each."""
    return json.dumps(vpdq_texts(frames))


def vpdq_lines(frames: Iterable[Frame | LastingFrame]) -> str:
    """Return frames as the lines of a vPDQ file, numbered from 0."""
    numbered = enumerate(frames)
    return "".join(f"{number},{frame.quality},{frame.pdq.hex},{frame.second:.3f}\n" for number, frame in numbered)


def read_vpdq(untrusted: bytes) -> tuple[Frame, ...]:
    """Return the frames of a vPDQ document of either form, in its order; raises MalformedVpdq."""
    if len(untrusted) > MOST_BYTES:
        why = "it is larger than 32 MB"
        raise MalformedVpdq(why)
    try:
        text = untrusted.decode("utf-8").strip()
        if text.startswith("["):
            parts, form = json.loads(text), _TEXT
        else:
            parts, form = text.splitlines(), _LINE
    except (ValueError, RecursionError) as cause:
        why = "it is neither JSON nor lines of text"
        raise MalformedVpdq(why) from cause
    if len(parts) > MOST_FRAMES:
        why = f"it has more than {MOST_FRAMES} frames"
        raise MalformedVpdq(why)
    return tuple(_frame(part, form, number) for number, part in enumerate(parts, 1))


def _frame(part: object, form: re.Pattern[str], number: int) -> Frame:
    found = form.fullmatch(part.strip()) if isinstance(part, str) else None
    if found is None:
        why = f"its frame {number} is not written as a hash, a quality and a second"
        raise MalformedVpdq(why)
    quality, second = int(found["quality"]), float(found["second"])
    if quality > _HIGHEST_QUALITY or second > MOST_SECONDS:
        why = f"its frame {number} has a quality above 100 or lies after {MOST_SECONDS:.0f} seconds"
        raise MalformedVpdq(why)
    return Frame(second=second, pdq=Pdq(bytes.fromhex(found["hash"])), quality=quality)

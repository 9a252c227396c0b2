# SPDX-License-Identifier: Apache-2.0
"""What becomes of each pasted line before anything is visited: a link, a repeat, or a reason."""

from collections.abc import Sequence

from verweer.cases.model import LinkRecord, SamePlace
from verweer.evidence import Capture, NotCaptured, Trouble
from verweer.kernel import BadLink, Link


def list_links(pasted: Sequence[str]) -> tuple[LinkRecord, ...]:
    """Return a record for each pasted line; repeats of a place are told apart from new ones."""
    first_at: dict[str, int] = {}
    return tuple(_record(number, text, first_at) for number, text in enumerate(pasted, start=1))


def with_capture(record: LinkRecord, capture: Capture) -> LinkRecord:
    """Return the link's record after its visit; file names are relative to the case folder."""
    return LinkRecord(
        number=record.number,
        text=record.text,
        shown=record.shown,
        outcome=capture.outcome,
        title=capture.title,
        final_url=capture.final_url or "",
        captured_at=capture.began,
        package=f"evidence/{capture.package.name}" if capture.package else "",
        digest=capture.digest,
        blurred=f"screenshots/{capture.blurred.name}" if capture.blurred else "",
        stamping=capture.stamping,
    )


def outcome_word(record: LinkRecord) -> str:
    """Return one word for the result of a link, for progress lines."""
    match record.outcome:
        case NotCaptured(trouble=trouble):
            return trouble.value
        case SamePlace(number=number):
            return f"same-as-{number}"
        case None:
            return "waiting"
        case captured:
            return "captured-partly" if captured.lacks else "captured"


def _record(number: int, text: str, first_at: dict[str, int]) -> LinkRecord:
    try:
        link = Link.parse(text)
    except BadLink as error:
        refused = NotCaptured(trouble=Trouble.NOT_A_LINK, reason=error.sentence)
        return LinkRecord(number=number, text=text, outcome=refused)
    earlier = first_at.setdefault(link.place, number)
    repeat = SamePlace(number=earlier) if earlier != number else None
    return LinkRecord(number=number, text=text, shown=link.shown, outcome=repeat)

# SPDX-License-Identifier: Apache-2.0
"""The capture step: each link is visited once, several at a time, and each result is saved before it is told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from verweer.cases.folder import CaseFolder
from verweer.cases.model import CaseRecord, LinkRecord
from verweer.cases.outside import Outside
from verweer.evidence import Capture, Stamping, capture_links, capturing_with, stamp_head, stamp_package
from verweer.kernel import Clock, Link
from verweer.proof import Custody


def to_visit(links: Sequence[LinkRecord], folder: CaseFolder) -> tuple[LinkRecord, ...]:
    """Return the links that must still be visited: no result yet, and no saved capture."""
    return tuple(link for link in links if link.outcome is None and folder.read_capture(link.number) is None)


def saved_captures(links: Sequence[LinkRecord], folder: CaseFolder) -> tuple[Capture, ...]:
    """Return the captures that were ended, in the order of the links."""
    return tuple(capture for link in links if (capture := folder.read_capture(link.number)) is not None)


def capture_case(
    links: Sequence[LinkRecord], record: CaseRecord, *, folder: CaseFolder, outside: Outside, clock: Clock
) -> Iterator[Capture]:
    """Visit the links of a case in its mode, yielding each capture once it is safe on disk."""
    return capture_links(
        [(link.number, Link.parse(link.text)) for link in links],
        case_id=record.id,
        folder=folder.path,
        settings=outside.capturing,
        mode=record.mode,
        clock=clock,
        ended=lambda capture: folder.write(f"work/captures/{capture.number}.json", capture),
    )


def stamp_again(links: Sequence[LinkRecord], folder: CaseFolder, outside: Outside) -> tuple[LinkRecord, ...]:
    """Ask the authorities that did not stamp a capture when it was made, and return the links as they now stand."""
    with capturing_with(outside.capturing) as capturing:
        return tuple(
            replace(link, stamping=stamp_package(folder.path / link.package, capturing.timestampers))
            if is_short_of_stamps(link)
            else link
            for link in links
        )


def stamp_log(custody: Custody, outside: Outside) -> Stamping:
    """Have the head of a case's log timestamped, unless it was; what an authority did not give is asked next time."""
    with capturing_with(outside.capturing) as capturing:
        return stamp_head(custody, capturing.timestampers)


def is_short_of_stamps(link: LinkRecord) -> bool:
    """Return whether a capture has fewer timestamps than two."""
    return bool(link.package) and link.stamping is not Stamping.STAMPED_TWICE

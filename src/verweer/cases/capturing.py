# SPDX-License-Identifier: Apache-2.0
"""The capture step: each link is visited once, two at a time, and each result is saved before it is told."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from verweer.cases.folder import CaseFolder
from verweer.cases.model import CaseRecord, LinkRecord
from verweer.cases.outside import Outside
from verweer.evidence import (
    Capture,
    CaptureSurroundings,
    InstallationKey,
    Rfc3161Timestamper,
    Stamping,
    capture_link,
    outside_client,
    running_guard,
    stamp_package,
)
from verweer.kernel import Clock, Link


def to_visit(links: Sequence[LinkRecord], folder: CaseFolder) -> tuple[LinkRecord, ...]:
    """Return the links that must still be visited: no result yet, and no saved capture."""
    return tuple(link for link in links if link.outcome is None and folder.read_capture(link.number) is None)


def saved_captures(links: Sequence[LinkRecord], folder: CaseFolder) -> tuple[Capture, ...]:
    """Return the captures that were ended, in the order of the links."""
    return tuple(capture for link in links if (capture := folder.read_capture(link.number)) is not None)


def capture_links(
    links: Sequence[LinkRecord], record: CaseRecord, *, folder: CaseFolder, outside: Outside, clock: Clock
) -> Iterator[Capture]:
    """Visit the links of a case in its mode, yielding each capture once it is safe on disk."""
    with capture_surroundings(outside) as surroundings, ThreadPoolExecutor(outside.captures_at_once) as pool:

        def visit(link: LinkRecord) -> Capture:
            return capture_link(
                Link.parse(link.text),
                number=link.number,
                case_id=record.id,
                folder=folder.path,
                surroundings=surroundings,
                limits=outside.limits,
                clock=clock,
                mode=record.mode,
            )

        futures = [pool.submit(visit, link) for link in links]
        try:
            for future in as_completed(futures):
                capture = future.result()
                folder.write(f"work/captures/{capture.number}.json", capture)
                yield capture
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def stamp_again(links: Sequence[LinkRecord], folder: CaseFolder, outside: Outside) -> tuple[LinkRecord, ...]:
    """Ask the authorities that did not stamp a capture when it was made, and return the links as they now stand."""
    with capture_surroundings(outside) as surroundings:
        return tuple(
            replace(link, stamping=stamp_package(folder.path / link.package, surroundings.timestampers))
            if is_short_of_stamps(link)
            else link
            for link in links
        )


def is_short_of_stamps(link: LinkRecord) -> bool:
    """Return whether a capture has fewer timestamps than two."""
    return bool(link.package) and link.stamping is not Stamping.STAMPED_TWICE


@contextmanager
def capture_surroundings(outside: Outside) -> Iterator[CaptureSurroundings]:
    """Open what captures share: the way to the timestamp authorities and the installation's key."""
    with ExitStack() as stack:
        guard = stack.enter_context(running_guard(outside.egress))
        client = stack.enter_context(outside_client(guard, outside.egress))
        yield CaptureSurroundings(
            egress=outside.egress,
            chromium=outside.chromium,
            timestampers=tuple(
                Rfc3161Timestamper(url=url, roots=outside.timestamp_ca, client=client)
                for url in outside.timestamp_authorities
            ),
            signing_key=InstallationKey.load_or_create(outside.keys / "wacz-signing.pem"),
        )

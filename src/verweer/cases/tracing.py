# SPDX-License-Identifier: Apache-2.0
"""The parties step: who stands behind the captures, asked of the outside through the egress guard."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from verweer.cases.outside import Outside
from verweer.egress import outside_client, running_guard
from verweer.evidence import NOT_VISITED, Capture
from verweer.kernel import Bilingual
from verweer.parties import Directory, OutsideLookups, Told, Trace, find_parties, without_visit
from verweer.remedies import Facts


def trace_parties(
    captures: Sequence[Capture],
    facts: Facts,
    outside: Outside,
    *,
    now: datetime,
    told: Callable[[int, int], None],
) -> Trace:
    """Return all parties behind the captures, with the raw replies."""
    directory, faults = Directory.read_all(outside.directory)
    with running_guard(outside.egress) as guard, outside_client(guard, outside.egress) as client:
        lookups = OutsideLookups(
            client=client,
            guard=guard,
            sources=outside.sources,
            cache=outside.register_lists,
        )
        trace = find_parties(
            [_looked_up(capture, lookups, now) for capture in captures],
            lookups=lookups,
            directory=directory,
            told=Told(payments=facts.payments_seen, tools=facts.tools),
            at=now,
            progress=told,
        )
    gaps = (Bilingual(nl=str(fault), en=str(fault)) for fault in faults)
    return replace(trace, gaps=(*trace.gaps, *gaps))


def _looked_up(capture: Capture, lookups: OutsideLookups, now: datetime) -> Capture:
    """Return the capture; of a link that nobody visited, with what names and numbers tell."""
    if capture.outcome != NOT_VISITED:
        return capture
    return without_visit(capture.link, capture.number, lookups=lookups, at=now)

# SPDX-License-Identifier: Apache-2.0
"""One party behind five links is one party with five links and all reasons."""

from collections.abc import Iterable
from dataclasses import replace

from verweer.parties.model import Certainty, Party, Reason

_SURENESS = {Certainty.CERTAIN: 0, Certainty.LIKELY: 1, Certainty.POSSIBLE: 2}


def merge_parties(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return the parties with equal keys joined, in the order of their keys."""
    merged: dict[str, Party] = {}
    for party in parties:
        held = merged.get(party.key)
        merged[party.key] = party if held is None else _joined(held, party)
    return tuple(merged[key] for key in sorted(merged))


def _joined(one: Party, other: Party) -> Party:
    return replace(
        one,
        links=tuple(sorted({*one.links, *other.links})),
        files=tuple(sorted({*one.files, *other.files})),
        reasons=tuple(sorted({*one.reasons, *other.reasons}, key=_place_of)),
        contacts=tuple(
            sorted({*one.contacts, *other.contacts}, key=lambda each: (each.channel, each.address, each.source))
        ),
        certainty=min(one.certainty, other.certainty, key=lambda each: _SURENESS[each]),
        powers=one.powers | other.powers,
        masked=one.masked or other.masked,
        listed=one.listed or other.listed,
        verified=_verified(one, other),
        country=min(filter(None, (one.country, other.country)), default=None),
    )


def _verified(one: Party, other: Party) -> str | None:
    """Return the older of two days; None as soon as contacts of either were never verified."""
    dates = [party.verified for party in (one, other) if party.contacts] or [one.verified, other.verified]
    return None if None in dates else min(date for date in dates if date)


def _place_of(reason: Reason) -> tuple[str, ...]:
    """Return all that a reason says, so that no two that differ change places."""
    raw = reason.raw.hex if reason.raw else ""
    return (reason.hop, reason.source, reason.seen.en, reason.seen.nl, reason.at.isoformat(), raw)

# SPDX-License-Identifier: Apache-2.0
"""What the captures show: files become items, and copies of one picture become one item."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from verweer.cases.model import ItemRecord, Sighting, UnreadableRecord
from verweer.evidence import Capture, Media
from verweer.fingerprints import Fingerprint, MediaKind, Unreadable
from verweer.kernel import Digest
from verweer.matching import Group, group_copies

Readings = Mapping[Digest, Fingerprint | Unreadable]


def list_items(captures: Sequence[Capture], readings: Readings) -> tuple[ItemRecord, ...]:
    """Return the items of a case, in the order in which they were first seen."""
    sightings = _sightings(captures)
    read = [reading for digest in sightings if isinstance(reading := readings[digest], Fingerprint)]
    groups = sorted(group_copies(read), key=lambda group: _first_seen(group, list(sightings)))
    fingerprints = {fingerprint.content: fingerprint for fingerprint in read}
    return tuple(
        _item(f"item-{number}", group, fingerprints, sightings) for number, group in enumerate(groups, start=1)
    )


def list_unreadable(captures: Sequence[Capture], readings: Readings) -> tuple[UnreadableRecord, ...]:
    """Return the files that gave no fingerprint, each with its reason."""
    return tuple(
        UnreadableRecord(digest=digest, url=seen[0].url, link=seen[0].link, reason=reading.reason)
        for digest, seen in _sightings(captures).items()
        if isinstance(reading := readings[digest], Unreadable)
    )


def media_of(captures: Sequence[Capture]) -> tuple[Media, ...]:
    """Return one file for each digest, in the order in which they were seen."""
    return tuple({media.digest: media for capture in reversed(captures) for media in reversed(capture.media)}.values())[
        ::-1
    ]


def join_handed_in(
    items: Sequence[ItemRecord], known: Sequence[Fingerprint], handed_in: Mapping[int, Fingerprint]
) -> tuple[ItemRecord, ...]:
    """Return the items with what was handed in joined to those that it shows; names and numbers stay as they were.

    `known` are the fingerprints of the files that were captured, `handed_in` those of each handed-in file.
    """
    joined, seen = list(items), list(known)
    for number, fingerprint in handed_in.items():
        if not any(number in item.handed_in for item in joined):
            place = _place_of(fingerprint, joined, seen)
            if place is None:
                joined.append(_only_handed_in(f"item-{len(joined) + 1}", number, fingerprint))
            else:
                joined[place] = _shown_also_by(joined[place], number, fingerprint)
        seen.append(fingerprint)
    return tuple(joined)


def _place_of(fingerprint: Fingerprint, items: Sequence[ItemRecord], known: Sequence[Fingerprint]) -> int | None:
    groups = group_copies([*known, fingerprint])
    copies = next(set(group.members) for group in groups if fingerprint.content in group.members)
    return next((place for place, item in enumerate(items) if copies & set(item.digests)), None)


def _shown_also_by(item: ItemRecord, number: int, fingerprint: Fingerprint) -> ItemRecord:
    digests = tuple(dict.fromkeys((*item.digests, fingerprint.content)))
    return replace(item, digests=digests, handed_in=(*item.handed_in, number))


def _only_handed_in(name: str, number: int, fingerprint: Fingerprint) -> ItemRecord:
    return ItemRecord(
        name=name,
        kind=fingerprint.kind.value,
        digests=(fingerprint.content,),
        sightings=(),
        width=fingerprint.width,
        height=fingerprint.height,
        seconds=fingerprint.seconds,
        quality=max(frame.quality for frame in fingerprint.frames),
        widest_distance=0,
        handed_in=(number,),
    )


def _sightings(captures: Sequence[Capture]) -> dict[Digest, tuple[Sighting, ...]]:
    seen: dict[Digest, tuple[Sighting, ...]] = {}
    for capture in captures:
        for media in capture.media:
            sighting = Sighting(url=media.url, link=capture.number)
            if sighting not in seen.get(media.digest, ()):
                seen[media.digest] = (*seen.get(media.digest, ()), sighting)
    return seen


def _first_seen(group: Group, order: Sequence[Digest]) -> int:
    return min(order.index(digest) for digest in group.members)


def _item(
    name: str,
    group: Group,
    fingerprints: Mapping[Digest, Fingerprint],
    sightings: Mapping[Digest, tuple[Sighting, ...]],
) -> ItemRecord:
    members = [fingerprints[digest] for digest in group.members]
    best = max(
        members, key=lambda member: (member.kind is MediaKind.VIDEO, member.width * member.height, member.content.hex)
    )
    return ItemRecord(
        name=name,
        kind=best.kind.value,
        digests=group.members,
        sightings=tuple(sighting for digest in group.members for sighting in sightings[digest]),
        width=best.width,
        height=best.height,
        seconds=best.seconds,
        quality=max(frame.quality for frame in best.frames),
        widest_distance=group.widest_distance,
    )

# SPDX-License-Identifier: Apache-2.0
"""What the captures show: files become items, and copies of one picture become one item."""

from collections.abc import Mapping, Sequence

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

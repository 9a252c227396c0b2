# SPDX-License-Identifier: Apache-2.0
"""A picture's prints and a bank in; for each item that matches, a decision out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verweer.banks import Hits, Opinion
from verweer.fingerprints.asking import PicturePrints, Way
from verweer.fingerprints.details import unpacked_patches
from verweer.fingerprints.frames import moments_of
from verweer.fingerprints.patches import Patches, PatchReader
from verweer.fingerprints.rows import DetailKind, Rows, Space, kinds_of
from verweer.matching.agreement import Agreement, Pairs, Size, agree
from verweer.matching.confirming import confirm
from verweer.matching.deciding import Decision, HashMatch, PatchMatch, decide
from verweer.matching.thresholds import Threshold, Verdict, widest

Search = Callable[[Space, NDArray[np.uint8], int], Hits]
"""Asks a bank in a space for hashes (n by 32 bytes) within a radius."""
PatchesOf = Callable[[Sequence[int]], Mapping[int, Rows]]
"""Asks a bank for all patches of these items."""
_ORDER = list(Verdict)
_MOST_COMPARED = 200
_MOST_CONFIRMED = 50


@dataclass(frozen=True, slots=True)
class Stored:
    """What is asked of a bank."""

    search: Search
    patches_of: PatchesOf
    opinion_of: Callable[[int], Opinion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """An item of a bank, by its number there, and what the matches with it amount to."""

    item: int
    decision: Decision


def recognise(prints: PicturePrints, stored: Stored, thresholds: Sequence[Threshold]) -> tuple[Recognised, ...]:
    """Return the items that match, the strongest verdict first; items that do not match are left out."""
    rows = tuple(thresholds)
    hashes = _hash_matches(prints.ways, stored.search(Space.PDQ, prints.hashes, widest("pdq", rows)))
    return _decided(hashes, _confirmed(prints, stored, rows), rows, stored)


def _confirmed(prints: PicturePrints, stored: Stored, rows: tuple[Threshold, ...]) -> dict[int, list[PatchMatch]]:
    """Return the agreements of patches with each item, of the picture and of its mirror image, looked at once more."""
    demands, radius = _demands(rows), widest("patch256", rows)
    agreeing = {
        mirrored: _agreeing(asked, stored.search(Space.PATCH, asked.hashes, radius), demands)
        for asked, mirrored in (((prints.patches, False), (prints.mirror, True)) if demands else ())
    }
    items = sorted({item for found in agreeing.values() for item, _, _ in found})
    held = stored.patches_of(items) if items else {}
    patches: dict[int, list[PatchMatch]] = {}
    for mirrored, found in agreeing.items():
        # What was removed since the search is held no longer.
        there = [each for each in found if each[0] in held]
        if not there:
            continue
        reader = PatchReader(np.ascontiguousarray(prints.seen[:, ::-1]) if mirrored else prints.seen)
        for item, agreement, within in there:
            confirmation = confirm(reader, held[item], agreement.similarity)
            match = PatchMatch(agreement=agreement, confirmation=confirmation, distance=within, mirrored=mirrored)
            patches.setdefault(item, []).append(match)
    return patches


def recognise_hash(
    hashes: NDArray[np.uint8], ways: Sequence[Way], stored: Stored, thresholds: Sequence[Threshold]
) -> tuple[Recognised, ...]:
    """Return the items that bare hashes (n by 32 bytes) match; `ways` says what each was made of."""
    rows = tuple(thresholds)
    return _decided(_hash_matches(ways, stored.search(Space.PDQ, hashes, widest("pdq", rows))), {}, rows, stored)


def _decided(
    hashes: Mapping[int, Sequence[HashMatch]],
    patches: Mapping[int, Sequence[PatchMatch]],
    rows: Sequence[Threshold],
    stored: Stored,
) -> tuple[Recognised, ...]:
    decided = [
        Recognised(
            item=item, decision=decide(hashes.get(item, ()), patches.get(item, ()), rows, stored.opinion_of(item))
        )
        for item in sorted({*hashes, *patches})
    ]
    found = [each for each in decided if each.decision.verdict is not Verdict.NONE]
    return tuple(sorted(found, key=_strength))


def _demands(rows: Sequence[Threshold]) -> dict[int, int]:
    """Return for each radius of patches how many votes are wanted at least."""
    demands: dict[int, int] = {}
    for row in rows:
        if row.kind == "patch256":
            demands[row.most_distance] = min(row.least_votes, demands.get(row.most_distance, row.least_votes))
    return demands


def _strength(each: Recognised) -> tuple[int, int, int, int]:
    decision = each.decision
    far = decision.distance if decision.distance is not None else 256
    return _ORDER.index(decision.verdict), -decision.votes, far, each.item


def _hash_matches(ways: Sequence[Way], hits: Hits) -> dict[int, list[HashMatch]]:
    found: dict[int, list[HashMatch]] = {}
    kinds = kinds_of(hits.detail)
    moments = moments_of(hits.detail).starts
    for place in np.flatnonzero(kinds <= DetailKind.FRAME).tolist():
        is_frame = int(kinds[place]) == DetailKind.FRAME
        found.setdefault(int(hits.item[place]), []).append(
            HashMatch(
                distance=int(hits.distance[place]),
                way=ways[int(hits.query[place])],
                stored_is_whole=int(kinds[place]) == DetailKind.WHOLE,
                second=float(moments[place]) if is_frame else None,
            )
        )
    return found


def _agreeing(asked: Patches, hits: Hits, demands: Mapping[int, int]) -> list[tuple[int, Agreement, int]]:
    """Return items with the agreement of their patches and its radius, those with most votes first.

    `demands` says how many votes a radius wants at least. In a large bank many items are met twice by chance: those
    that are met most often are looked at, and of these the ones that agree best.
    """
    columns = np.stack((asked.x, asked.y, asked.sigma, asked.angle), axis=1).astype(np.float64)
    found: list[tuple[int, Agreement, int]] = []
    for radius, fewest in sorted(demands.items()):
        near = np.flatnonzero(hits.distance <= radius)
        near = near[np.argsort(hits.item[near], kind="stable")]
        items, starts, counts = np.unique(hits.item[near], return_index=True, return_counts=True)
        often = np.argsort(-counts, kind="stable")[:_MOST_COMPARED]
        for place in often[counts[often] >= fewest].tolist():
            mine = near[starts[place] : starts[place] + counts[place]]
            agreement = _agreement(columns, (asked.width, asked.height), hits, mine)
            if agreement is not None and agreement.votes >= fewest:
                found.append((int(items[place]), agreement, radius))
    return sorted(found, key=lambda each: (-each[1].votes, each[0]))[:_MOST_CONFIRMED]


def _agreement(columns: NDArray[np.float64], size: Size, hits: Hits, mine: NDArray[np.intp]) -> Agreement | None:
    places = unpacked_patches(hits.detail[mine])
    pairs = Pairs(
        asked=columns[hits.query[mine]],
        stored=np.stack((places.x, places.y, places.sigma, places.angle), axis=1),
        asked_number=hits.query[mine].astype(np.int64),
        stored_number=np.unique(hits.detail[mine], return_inverse=True)[1].astype(np.int64),
        distance=hits.distance[mine].astype(np.int64),
    )
    return agree(pairs, asked=size, stored=(float(places.width[0]), float(places.height[0])))

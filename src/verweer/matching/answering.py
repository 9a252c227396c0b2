# SPDX-License-Identifier: Apache-2.0
"""A file's prints and a bank in; each item that matches, in words and figures, out: for pictures and for videos."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verweer.banks import Bank, Hits, UnknownItem, search_bounded
from verweer.fingerprints import Pdq, Space
from verweer.fingerprints.asking import PicturePrints, Way
from verweer.fingerprints.dihedral import Turn
from verweer.fingerprints.questions import VideoQuery, undone_of
from verweer.fingerprints.rectangles import WHOLE
from verweer.fingerprints.rows import DetailKind, kinds_of
from verweer.kernel import Bilingual
from verweer.matching import undoing
from verweer.matching.deciding import Decision, weighed
from verweer.matching.recognising import Recognised, Stored, recognise, recognise_hash
from verweer.matching.runs import Run, longest_runs
from verweer.matching.thresholds import Threshold, Verdict

MOST_HITS = 2_000_000
"""So many hits of all hashes of a video are looked at; of more, the first of each hash (`verweer.banks.bounding`)."""
_GOOD_QUALITY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An item of a bank that matches; `run` tells which stretches of two videos run along."""

    item: str
    decision: Decision
    run: Run | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The items that a file matches, the strongest first.

    `most_of_each` says how many hits of each hash were looked at where a video had more of them than can be, else None.
    """

    matches: tuple[Match, ...]
    most_of_each: int | None = None


def matches_of_prints(bank: Bank, prints: PicturePrints | VideoQuery, thresholds: Sequence[Threshold]) -> Answer:
    """Return the items that a file matches."""
    match prints:
        case PicturePrints():
            found = recognise(prints, _stored(bank), thresholds)
            return Answer(matches=_named(bank, found))
        case VideoQuery():
            return _of_video(bank, prints, thresholds)


def matches_of_hash(bank: Bank, pdq: Pdq, thresholds: Sequence[Threshold]) -> tuple[Match, ...]:
    """Return the items that one hash of others matches, the nearest first; nothing can be undone about a bare hash."""
    way = Way(WHOLE, Turn.IDENTITY, _GOOD_QUALITY)
    found = recognise_hash(np.frombuffer(pdq.bits, np.uint8).reshape(1, -1), (way,), _stored(bank), thresholds)
    return _named(bank, found)


def _named(bank: Bank, found: Iterable[Recognised]) -> tuple[Match, ...]:
    """Return the matches by name; an item that was removed since the search has none, and is left out."""
    named = ((_name_of(bank, each.item), each.decision) for each in found)
    return tuple(Match(item=name, decision=decision) for name, decision in named if name is not None)


def _name_of(bank: Bank, number: int) -> str | None:
    try:
        return bank.name_of(number)
    except UnknownItem:
        return None


def _stored(bank: Bank) -> Stored:
    return Stored(
        search=lambda space, hashes, radius: bank.search(space, hashes, radius=radius),
        patches_of=bank.patches_of,
        opinion_of=bank.opinion_of,
    )


def _of_video(bank: Bank, query: VideoQuery, thresholds: Sequence[Threshold]) -> Answer:
    """Return the videos that run along and the pictures that are shown, the strongest first.

    The first of the thresholds for hashes of anything says how near frames must be, and what that is called.
    """
    row = next((row for row in thresholds if row.kind == "pdq" and not row.whole_only), None)
    if row is None:
        return Answer(matches=())
    bounded = search_bounded(bank, Space.PDQ, query.hashes, radius=row.most_distance, most=MOST_HITS)
    hits = bounded.hits
    kinds = kinds_of(hits.detail)
    stills = _taken(hits, kinds <= DetailKind.RECTANGLE)
    runs = longest_runs(_taken(hits, kinds == DetailKind.FRAME), query)
    found: list[tuple[int, Decision, Run | None]] = [(run.item, _of_run(run, row), run) for run in runs]
    found += [(item, decision, None) for item, decision in _of_stills(stills, query, row)]
    matches = [
        Match(item=name, decision=weighed(decision, bank.opinion_of(item)), run=run)
        for item, decision, run in found
        if (name := _name_of(bank, item)) is not None
    ]
    strongest = sorted(matches, key=lambda each: list(Verdict).index(each.decision.verdict))
    return Answer(matches=tuple(strongest), most_of_each=bounded.most_of_each)


def _taken(hits: Hits, rows: NDArray[np.bool_]) -> Hits:
    return Hits(query=hits.query[rows], item=hits.item[rows], detail=hits.detail[rows], distance=hits.distance[rows])


def _of_run(run: Run, row: Threshold) -> Decision:
    undone = undone_of(run.code)
    asked, stored = run.asked, run.stored
    return Decision(
        verdict=row.verdict,
        reason=Bilingual(
            nl=f"Seconde {asked.start:g} tot {asked.end:g} loopt gelijk met {stored.start:g} tot {stored.end:g}; "
            f"{run.matched} beelden komen overeen.",
            en=f"Second {asked.start:g} to {asked.end:g} runs along with {stored.start:g} to {stored.end:g}; "
            f"{run.matched} frames match.",
        ),
        threshold="a copy by a run of frames",
        votes=run.matched,
        undone=(*undoing.of_turn(undone.way), *undoing.of_speed(run.speed)),
    )


def _of_stills(hits: Hits, query: VideoQuery, row: Threshold) -> Iterator[tuple[int, Decision]]:
    """Yield each stored picture that is shown in a video, with the decision that it is."""
    order = np.argsort(hits.item, kind="stable")
    items, firsts = np.unique(hits.item[order], return_index=True)
    seconds = np.minimum.reduceat(query.seconds[hits.query[order]], firsts)
    distances = np.minimum.reduceat(hits.distance[order], firsts)
    for item, second, distance in zip(items.tolist(), seconds.tolist(), distances.tolist(), strict=True):
        yield item, _of_still(second, distance, row)


def _of_still(second: float, distance: int, row: Threshold) -> Decision:
    """Return that a stored picture is shown in a video, and from which second."""
    return Decision(
        verdict=row.verdict,
        reason=Bilingual(
            nl=f"Dit beeld is vanaf seconde {second:g} te zien; de vingerafdruk verschilt {distance} van 256 bits.",
            en=f"This picture is shown from second {second:g}; the fingerprints differ in {distance} of 256 bits.",
        ),
        threshold=row.name,
        distance=distance,
    )

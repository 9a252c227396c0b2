# SPDX-License-Identifier: Apache-2.0
"""What raw matches with one item amount to: the same picture, an edited copy, perhaps, or none.

A pure function of the matches, the thresholds (data) and what reviewers said before. A match
never decides about removal: that is a person's, or a platform's own rule's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from verweer.banks import Opinion
from verweer.fingerprints.asking import Way
from verweer.fingerprints.dihedral import Turn
from verweer.fingerprints.rectangles import WHOLE, Rectangle
from verweer.kernel import Bilingual
from verweer.matching import undoing
from verweer.matching.agreement import Agreement
from verweer.matching.confirming import Confirmation
from verweer.matching.thresholds import Threshold, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class HashMatch:
    """A hash that was asked (and what it was made of) lies near one that is stored: of a whole picture, a crop or a frame.

    `second` is that of the frame in its video.
    """

    distance: int
    way: Way
    stored_is_whole: bool
    second: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchMatch:
    """Patches agree with those of a stored picture; `mirrored` tells that its mirror image does."""

    agreement: Agreement
    confirmation: Confirmation
    distance: int
    mirrored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict, the threshold that gave it, and what was found; `undone` tells what was done to the copy."""

    verdict: Verdict
    reason: Bilingual
    threshold: str = ""
    distance: int | None = None
    votes: int = 0
    undone: tuple[Bilingual, ...] = ()


_NOTHING = Decision(
    verdict=Verdict.NONE,
    reason=Bilingual(nl="Er is niets gevonden dat genoeg lijkt.", en="Nothing was found that is near enough."),
)
_REVIEW = Bilingual(
    nl="Eerder keek iemand hiernaar en zag een ander beeld; laat een mens kijken.",
    en="Someone looked before and saw another picture; let a person look.",
)


def decide(
    hashes: Sequence[HashMatch],
    patches: Sequence[PatchMatch],
    thresholds: Sequence[Threshold],
    opinion: Opinion = Opinion.NONE,
) -> Decision:
    """Return what the matches with one item amount to; an opinion against it leaves at most `possible`."""
    return weighed(next((each for row in thresholds if (each := _by(row, hashes, patches))), _NOTHING), opinion)


def weighed(decision: Decision, opinion: Opinion) -> Decision:
    """Return a decision, which is at most `possible` when people have said that the item is not what it seems."""
    if opinion in {Opinion.REJECTED, Opinion.DISPUTED} and decision.verdict in {Verdict.SAME, Verdict.EDITED_COPY}:
        return replace(decision, verdict=Verdict.POSSIBLE, reason=_REVIEW)
    return decision


def _by(row: Threshold, hashes: Sequence[HashMatch], patches: Sequence[PatchMatch]) -> Decision | None:
    if row.kind == "pdq":
        near = [each for each in hashes if each.distance <= row.most_distance]
        near = [each for each in near if not row.whole_only or _is_whole(each)]
        return _of_hash(row, min(near, key=_order)) if near else None
    enough = [
        each
        for each in patches
        if each.agreement.votes >= row.least_votes
        and each.distance <= row.most_distance
        and each.confirmation.alike >= row.least_alike
        and each.confirmation.share >= row.least_share
        and each.agreement.area >= row.least_area
        and min(each.agreement.width, each.agreement.height) >= row.least_side
    ]
    return _of_patches(row, max(enough, key=lambda each: each.agreement.votes)) if enough else None


def _is_whole(match: HashMatch) -> bool:
    way = match.way
    return match.stored_is_whole and way.turn is Turn.IDENTITY and not way.degrees and way.rectangle == WHOLE


def _order(match: HashMatch) -> tuple[int, bool, str, Rectangle]:
    return match.distance, not _is_whole(match), match.way.turn, match.way.rectangle


def _of_hash(row: Threshold, match: HashMatch) -> Decision:
    undone = undoing.of_way(match.way)
    if match.second is not None:
        undone = (*undone, undoing.from_second(match.second))
    elif not match.stored_is_whole:
        undone = (*undone, undoing.CROPPED)
    return Decision(
        verdict=row.verdict,
        reason=Bilingual(
            nl=f"De vingerafdruk verschilt {match.distance} van 256 bits.",
            en=f"The fingerprints differ in {match.distance} of 256 bits.",
        ),
        threshold=row.name,
        distance=match.distance,
        undone=undone,
    )


def _of_patches(row: Threshold, match: PatchMatch) -> Decision:
    agreement, confirmation = match.agreement, match.confirmation
    return Decision(
        verdict=row.verdict,
        reason=Bilingual(
            nl=f"Van {confirmation.visible} plekken van het bewaarde beeld die te zien moeten zijn, "
            f"zijn er {confirmation.alike} gelijk.",
            en=f"Of {confirmation.visible} places of the stored picture that must be seen, {confirmation.alike} are alike.",
        ),
        threshold=row.name,
        distance=match.distance,
        votes=agreement.votes,
        undone=undoing.of_similarity(agreement.similarity, mirrored=match.mirrored),
    )

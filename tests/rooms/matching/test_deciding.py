# SPDX-License-Identifier: Apache-2.0
"""Matches become a verdict by a table; what reviewers said before weighs; a broken table is refused in one sentence."""

import pytest

from verweer.banks.model import Opinion
from verweer.fingerprints.asking import Way
from verweer.fingerprints.dihedral import Turn
from verweer.fingerprints.rectangles import WHOLE, Rectangle
from verweer.matching.agreement import Agreement, Similarity
from verweer.matching.confirming import Confirmation
from verweer.matching.deciding import Decision, HashMatch, PatchMatch, decide
from verweer.matching.thresholds import BadThresholds, Verdict, our_thresholds, parsed_thresholds, widest

PART = Rectangle(0.1, 0.1, 0.9, 0.6)


def near(distance: int, *, turn: Turn = Turn.IDENTITY, part: Rectangle = WHOLE, whole: bool = True) -> HashMatch:
    return HashMatch(distance=distance, way=Way(part, turn, 90), stored_is_whole=whole)


def patches(
    votes: int, area: float = 0.5, side: float = 0.6, *, mirrored: bool = False, alike: int = 20, visible: int = 60
) -> PatchMatch:
    agreement = Agreement(
        votes=votes,
        similarity=Similarity(scale=1.2, turn=0.0, right=0.0, down=0.0),
        visible=1.0,
        width=side,
        height=side,
        area=area,
    )
    confirmation = Confirmation(visible=visible, alike=alike)
    return PatchMatch(agreement=agreement, confirmation=confirmation, distance=40, mirrored=mirrored)


CASES: dict[str, tuple[list[HashMatch], list[PatchMatch], Verdict]] = {
    "nothing near": ([], [], Verdict.NONE),
    "the whole, a few bits off": ([near(9)], [], Verdict.SAME),
    "a few bits off, but mirrored": ([near(4, turn=Turn.MIRRORED)], [], Verdict.EDITED_COPY),
    "a few bits off, in a part of the picture": ([near(4, part=PART)], [], Verdict.EDITED_COPY),
    "a few bits off a stored crop": ([near(4, whole=False)], [], Verdict.EDITED_COPY),
    "31 bits": ([near(31)], [], Verdict.EDITED_COPY),
    "32 bits": ([near(32)], [], Verdict.POSSIBLE),
    "37 bits": ([near(37)], [], Verdict.NONE),
    "three patches all over": ([], [patches(3)], Verdict.EDITED_COPY),
    "three patches all over, hardly anything else alike": ([], [patches(3, alike=6)], Verdict.POSSIBLE),
    "two patches": ([], [patches(2)], Verdict.NONE),
    "two patches, and where the others must be most are alike": ([], [patches(2, 0, 0, alike=24)], Verdict.EDITED_COPY),
    "two patches, and of the few others most are alike": ([], [patches(2, 0, 0, alike=7, visible=8)], Verdict.NONE),
    "many patches on a small part": ([], [patches(20, 0.05, 0.2)], Verdict.POSSIBLE),
    "many patches in a narrow strip": ([], [patches(20, 0.15, 0.1)], Verdict.POSSIBLE),
    "hash far off, patches agree": ([near(35)], [patches(5)], Verdict.EDITED_COPY),
}


@pytest.mark.parametrize(("hashes", "found", "verdict"), CASES.values(), ids=CASES)
def test_matches_become_a_verdict(hashes: list[HashMatch], found: list[PatchMatch], verdict: Verdict) -> None:
    assert decide(hashes, found, our_thresholds()).verdict is verdict


def test_a_decision_says_by_which_row_and_what_was_undone() -> None:
    decision = decide([near(12, turn=Turn.MIRRORED, part=PART)], [], our_thresholds())

    assert decision.threshold == "a copy by its hash"
    assert [each.en for each in decision.undone] == ["mirrored", "part of a larger picture"]
    assert [each.nl for each in decision.undone] == ["gespiegeld", "deel van een groter beeld"]
    assert decision.reason.en == "The fingerprints differ in 12 of 256 bits."


@pytest.mark.parametrize("opinion", [Opinion.REJECTED, Opinion.DISPUTED])
def test_what_a_reviewer_rejected_is_never_more_than_possible(opinion: Opinion) -> None:
    decision = decide([near(0)], [patches(30)], our_thresholds(), opinion)

    assert decision.verdict is Verdict.POSSIBLE
    assert "let a person look" in decision.reason.en


def test_an_opinion_makes_no_match_where_there_is_none() -> None:
    expected: Decision = decide([], [], our_thresholds())

    assert decide([], [], our_thresholds(), Opinion.REJECTED) == expected


def test_a_search_reaches_as_far_as_the_widest_row() -> None:
    assert widest("pdq", our_thresholds()) == 36
    assert widest("patch256", our_thresholds()) == 40
    assert widest("face", our_thresholds()) == 0


FAULTS = {
    "no TOML": "version = = 1",
    "another version": "version = 2\nrows = []",
    "no rows": "version = 1\nrows = []",
    "an unknown verdict": 'version = 1\n[[rows]]\nname="x"\nverdict="sure"\nkind="pdq"\nmost_distance=3\nmeasured="x"',
    "an unknown field": 'version = 1\n[[rows]]\nname="x"\nverdict="same"\nkind="pdq"\nmost_distance=3\nmeasured="x"\nsure=1',
    "60,000 brackets": "version = " + "[" * 60_000,
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS)
def test_thresholds_that_cannot_be_read_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BadThresholds, match="cannot be used"):
        parsed_thresholds(text)

# SPDX-License-Identifier: Apache-2.0
"""A plan for 50 links and 300 parties, and one letter in all its forms: `./run python benchmarks/plan.py`."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.rooms.notices.every_letter import DAY, EVERY, EXHIBIT, FACTS, NOW, REACHED
from tests.rooms.remedies.test_plan import party
from verweer.notices import LetterLanguage, draft_letter, letter_files
from verweer.parties import PartyKind
from verweer.remedies import load_law, plan_tracks

_ROUNDS = 15


def main() -> None:
    """Measure and print."""
    links = tuple(f"https://site{number}.test/a" for number in range(50))
    kinds = list(PartyKind)[:15]
    parties = [
        replace(party(kind, f"{kind.value}{number}", "NL"), links=links[number::10], contacts=(REACHED,))
        for kind in kinds
        for number in range(20)
    ]
    facts, law = replace(FACTS, links=links), load_law()
    tracks = plan_tracks(facts, parties, law=law, now=NOW).tracks
    seconds = _median(lambda: plan_tracks(facts, parties, law=law, now=NOW))
    print(f"plan of {len(links)} links and {len(parties)} parties: {len(tracks)} tracks in {seconds * 1_000:.0f} ms")
    track, told = EVERY["eu.dsa.16", "helper"]

    def letter() -> object:
        made = draft_letter(track, told, exhibits=[EXHIBIT], day=DAY, language=LetterLanguage.DUTCH)
        return letter_files(made, message_id="x@verweer.invalid", moment=NOW)

    print(f"one letter as PDF, mail and text: {_median(letter) * 1_000:.0f} ms (medians of {_ROUNDS})")


def _median(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    main()

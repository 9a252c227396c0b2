# SPDX-License-Identifier: Apache-2.0
"""Whatever a capture lacks and whatever was done has plain words in both languages; what is new is still told."""

from datetime import UTC, datetime

import pytest

from verweer.browser import Lack
from verweer.cases.dossier_words import WALLS
from verweer.cases.timeline import told_event
from verweer.evidence import LACKS
from verweer.exchange import EventTold
from verweer.kernel import Digest, Language
from verweer.parties import CERTAINTY_WORDS
from verweer.parties.model import Certainty
from verweer.visit import Wall

DIGEST = Digest.of(b"line")


def event(name: str, **details: str) -> EventTold:
    told = tuple({"actor": "verweer", "copy": "evidential", **details}.items())
    return EventTold(
        sequence=1, at=datetime(2026, 11, 25, tzinfo=UTC), event=name, details=told, digest=DIGEST, previous="0" * 64
    )


def test_every_lack_wall_and_certainty_has_its_words() -> None:
    assert set(LACKS) == set(Lack)
    assert set(WALLS) == set(Wall)
    assert set(CERTAINTY_WORDS) == set(Certainty)
    assert len({words.en for words in (*LACKS.values(), *WALLS.values())}) == len(Lack) + len(Wall)


TOLD = {
    "a choice": (event("mode-chosen", mode="sealed", by="person"), "Chosen how much is kept: sealed."),
    "a step, by its name": (event("step-done", step="parties"), "Step done: finding out who is behind it."),
    "a step of a later version": (event("step-done", step="something"), "Step done: something."),
    "an event without its details": (event("exported"), "Exported as  (SHA-256 )."),
    "an event of a later version": (event("picture-shown", link="3"), "picture shown (link 3)."),
    "an event that says nothing more": (event("log-stamped"), "log stamped."),
}


@pytest.mark.parametrize(("given", "told"), TOLD.values(), ids=TOLD)
def test_an_event_is_told_in_plain_words(given: EventTold, told: str) -> None:
    assert told_event(given, Language.ENGLISH) == told
    assert told_event(given, Language.DUTCH)

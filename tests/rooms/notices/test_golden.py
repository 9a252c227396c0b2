# SPDX-License-Identifier: Apache-2.0
"""The whole text of every letter, in both languages, as a lawyer would review it.

After a change that is meant, write the files anew with `VERWEER_GOLDEN=write ./run test
tests/rooms/notices/test_golden.py` and read the difference.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rooms.notices.test_letters import FACTS, TRACKS, draft, tracks
from verweer.kernel import Language
from verweer.remedies import Sender, SenderKind

GOLDEN = Path(__file__).parent / "golden"
OWN = replace(FACTS, sender=Sender(kind=SenderKind.SELF, name="Fenna Duinker", email="fenna@post.test"))
SIGNED_BY_THE_PERSON = {identity: tracks(OWN)[identity] for identity in ("nl.sv.aangifte", "eu.dsa.16", "eu.gdpr.17")}
LETTERS = {
    f"{identity}.{by}{language.value}.txt": (track, facts, language)
    for by, facts, letters in (("", FACTS, TRACKS), ("self.", OWN, SIGNED_BY_THE_PERSON))
    for identity, track in letters.items()
    for language in Language
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_reads_as_it_was_reviewed(name: str) -> None:
    track, facts, language = LETTERS[name]
    text = draft(track, language, facts)
    if os.environ.get("VERWEER_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(text, "utf-8")

    assert text == (GOLDEN / name).read_text("utf-8")


def test_no_golden_letter_is_left_behind() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == set(LETTERS)

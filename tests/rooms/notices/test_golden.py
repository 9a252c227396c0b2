# SPDX-License-Identifier: Apache-2.0
"""The whole text of every letter, for every sender, in every language, as a lawyer would review it.

After a change that is meant, write the files anew with `VERWEER_GOLDEN=write ./run test
tests/rooms/notices/test_golden.py` and read the difference.
"""

import os
from pathlib import Path

import pytest

from tests.rooms.notices.every_letter import SPOKEN, text_of

GOLDEN = Path(__file__).parent / "golden"
LETTERS = {
    f"{template}.{sender}.{language.value}.txt": (template, sender, language) for template, sender, language in SPOKEN
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_reads_as_it_was_reviewed(name: str) -> None:
    template, sender, language = LETTERS[name]
    text = text_of(template, language, sender=sender)
    if os.environ.get("VERWEER_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(text, "utf-8")

    assert text == (GOLDEN / name).read_text("utf-8")


def test_no_golden_letter_is_left_behind() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == set(LETTERS)

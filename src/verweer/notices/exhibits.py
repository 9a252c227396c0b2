# SPDX-License-Identifier: Apache-2.0
"""How a letter names its evidence: what we captured, and apart from it what someone handed in."""

from verweer.kernel import Bilingual
from verweer.notices.model import Exhibit, HandedInExhibit, LetterLanguage
from verweer.notices.phrases import said_in

_CAPTURE = Bilingual(nl="Opname", en="Capture")


def told_capture(exhibit: Exhibit, language: LetterLanguage) -> str:
    """Return the line that points to a capture."""
    word = said_in(_CAPTURE, language)
    return f"{word} {exhibit.number}: {exhibit.url}, {exhibit.captured_at}, SHA-256 {exhibit.digest}"


def told_handed_in(exhibit: HandedInExhibit, language: LetterLanguage) -> str:
    """Return the line that points to a file that was handed in."""
    by = said_in(exhibit.by, language)
    return f"{exhibit.number}: {exhibit.url}, {by}, {exhibit.received_at}, SHA-256 {exhibit.digest}"

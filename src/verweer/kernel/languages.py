# SPDX-License-Identifier: Apache-2.0
"""The two languages in which everything is said, and a text in both."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Language(StrEnum):
    """A language the product speaks (ISO 639-1)."""

    DUTCH = "nl"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """One text in both languages, so that neither can be forgotten."""

    nl: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in one language."""
        match language:
            case Language.DUTCH:
                return self.nl
            case Language.ENGLISH:
                return self.en
            case _:
                assert_never(language)

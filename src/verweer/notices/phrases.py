# SPDX-License-Identifier: Apache-2.0
"""Letters in more languages: phrases by their English words, and whether a letter can be said whole in a language."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import assert_never

from verweer.kernel import Bilingual
from verweer.notices.model import LetterLanguage
from verweer.notices.wording import BrokenTemplate, Part, load_shared, load_template


def said_in(text: Bilingual, language: LetterLanguage) -> str:
    """Return a text in a language; raises BrokenTemplate for a phrase that was not translated."""
    match language:
        case LetterLanguage.DUTCH:
            return text.nl
        case LetterLanguage.ENGLISH:
            return text.en
        case LetterLanguage.GERMAN | LetterLanguage.FRENCH:
            words = _joined(text.en)
            if words and words not in _phrases(language):
                message = f"There is no {language} for: {words[:80]}"
                raise BrokenTemplate(message)
            return _phrases(language).get(words, "")
        case _:
            assert_never(language)


def day_in(day: date, language: LetterLanguage) -> str:
    """Return a day as it is written in a language."""
    forms = {
        LetterLanguage.DUTCH: "%d-%m-%Y",
        LetterLanguage.ENGLISH: "%Y-%m-%d",
        LetterLanguage.GERMAN: "%d.%m.%Y",
        LetterLanguage.FRENCH: "%d/%m/%Y",
    }
    return day.strftime(forms[language])


@cache
def speaks(template: str, language: LetterLanguage) -> bool:
    """Return whether every phrase of a letter is there in a language."""
    if language in {LetterLanguage.DUTCH, LetterLanguage.ENGLISH}:
        return True
    loaded = load_template(template)
    told = (loaded.subject.value(), *(text for part in loaded.part for text in _texts(part)))
    return all(_joined(text.en) in _phrases(language) for text in told if text.en.strip())


def _texts(part: Part) -> Iterator[Bilingual]:
    if "bilingual" in part.when:
        return
    if part.use:
        for shared in load_shared()[part.use]:
            yield from _texts(shared)
        return
    yield from (part.heading.value(), part.text.value(), *(point.value() for point in part.points))


@cache
def _phrases(language: LetterLanguage) -> Mapping[str, str]:
    content = files("verweer.notices").joinpath("translations", f"{language}.toml").read_text("utf-8")
    rows = tomllib.loads(content)["phrase"]
    return {_joined(row["en"]): _joined(row["said"]) for row in rows}


def _joined(text: str) -> str:
    return " ".join(text.split())

# SPDX-License-Identifier: Apache-2.0
"""The names and templates of a part, read from its data file and checked whole before use."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from verweer.kernel import EvidenceError
from verweer.suite.model import Part

CULTURES = ("nl", "en", "de", "fr", "es", "tr", "ar", "sl", "zh", "in")
LANGUAGES = ("nl", "en", "de", "fr", "es")


class BrokenSuite(EvidenceError):
    """A data file of the suite is not as it should be; the sentence names it."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Texts = Annotated[tuple[str, ...], Field(min_length=1)]


class Syllables(_Table):
    """Of what Dutch, English and German surnames are put together."""

    starts: str
    ends: str


class People(_Table):
    """Given names of each culture, and surnames or the syllables of them."""

    given: Mapping[str, str]
    families: Mapping[str, str]
    syllables: Syllables


class Attacks(_Table):
    """What asks for a sexual image of `{N}` in one language; what a disguise is laid on stands in brackets."""

    templates: Texts
    around: Texts
    intents: Texts
    pointing: Texts
    history: tuple[tuple[str, str], ...] = ()

    @field_validator("templates")
    @classmethod
    def _have_a_person_and_an_intent(cls, templates: Texts) -> Texts:
        for text in templates:
            if text.count("{N}") != 1 or text.count("[") != 1 or text.count("]") != 1:
                message = f"{text!r} needs one {{N}} and one [intent]"
                raise ValueError(message)
        return templates


class Harmless(_Table):
    """What must pass: `{N}` is a protected person, `{W}` one of the words."""

    templates: Texts
    words: Texts = ("",)


class Material(_Table):
    """All of a part."""

    people: People
    attacks: Mapping[str, Attacks]
    harmless: Mapping[str, Harmless]

    @field_validator("attacks")
    @classmethod
    def _is_in_every_language(cls, attacks: Mapping[str, Attacks]) -> Mapping[str, Attacks]:
        if set(attacks) != set(LANGUAGES):
            message = f"the languages are {', '.join(LANGUAGES)}"
            raise ValueError(message)
        return attacks


@cache
def load_part(part: Part) -> Material:
    """Return the names and templates of a part; raises BrokenSuite."""
    name = f"{part.value}.toml"
    return material(name, files("verweer.suite").joinpath("data", name).read_bytes())


def material(name: str, content: bytes) -> Material:
    """Return one data file in its shape; raises BrokenSuite naming the file."""
    try:
        return Material.model_validate(tomllib.loads(content.decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, RecursionError) as cause:
        message = f"{name} is not data of the attack suite as docs/guard.md describes it: {cause}"
        raise BrokenSuite(message) from cause

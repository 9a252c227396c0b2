# SPDX-License-Identifier: Apache-2.0
"""What is known of the pictures of one request, in figures: no pixels, no templates, nothing that is kept."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from verweer.guard.model import TextSigns, Where

MOST_PICTURES = 32  # of one request
PictureCode = Literal[
    "same-person",
    "person-unclear",
    "enrolled",
    "enrolled-edit",
    "sexual-input",
    "sexual-edit",
    "minor",
    "age-unknown",
    "unreadable",
]


class PictureIntent(StrEnum):
    """What is done with the pictures that go in: a new picture is made, or one of them is changed."""

    MAKE = "make"
    EDIT = "edit"


class Protects(StrEnum):
    """What somebody who enrolled consented to be protected from by their face."""

    SEXUAL = "sexual"
    EDITS = "edits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one picture shows: its nudity score, and of each face the guessed age, None when it cannot be told.

    `comparable` tells whether any face could be compared with others. A picture without score could not be read.
    """

    where: Where
    place: int
    nudity: float | None
    ages: tuple[float | None, ...] = ()
    comparable: bool = False
    made_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """How like each other the most similar faces of an input and an output are (cosine)."""

    given: int
    made: int
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A face like that of an enrolled person, in one picture."""

    where: Where
    place: int
    person: str
    similarity: float
    protects: frozenset[Protects]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The cosines from which two faces are taken for one person, and for perhaps one person."""

    same: float
    alike: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """All that is known of one request."""

    seen: tuple[Seen, ...]
    intent: PictureIntent
    text: TextSigns = field(default_factory=TextSigns)
    alike: tuple[Alike, ...] = ()
    known: tuple[Known, ...] = ()

    @property
    def inputs(self) -> tuple[Seen, ...]:
        """Return what goes in."""
        return tuple(each for each in self.seen if each.where is Where.INPUT)

    @property
    def outputs(self) -> tuple[Seen, ...]:
        """Return what came out."""
        return tuple(each for each in self.seen if each.where is Where.OUTPUT)

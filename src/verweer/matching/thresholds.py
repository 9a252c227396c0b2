# SPDX-License-Identifier: Apache-2.0
"""The thresholds of decisions as data: what is demanded of a match before it is called something."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verweer.kernel import InputError


class Verdict(StrEnum):
    """What a match is called; the first is the strongest."""

    SAME = "same"
    EDITED_COPY = "edited-copy"
    POSSIBLE = "possible"
    NONE = "none"


class BadThresholds(InputError):
    """A file of thresholds cannot be used."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    verdict: Verdict
    kind: Literal["pdq", "patch256"]
    most_distance: int = Field(ge=0, le=127)
    whole_only: bool = False
    least_votes: int = Field(default=0, ge=0)
    least_alike: int = Field(default=0, ge=0)
    least_share: float = Field(default=0.0, ge=0, le=1)
    least_area: float = Field(default=0.0, ge=0, le=1)
    least_side: float = Field(default=0.0, ge=0, le=1)
    measured: str = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    rows: tuple[_Row, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One row: a verdict, and what it demands.

    most_distance: in bits of 256. whole_only: the hash of the whole picture, not turned, against that of a whole picture.
    least_votes: patches that agree. least_area, least_side: what they span of the visible part of the stored picture, as shares.
    least_alike, least_share: patches, and the share of all those that must be visible, that are alike where the agreement puts them.
    """

    name: str
    verdict: Verdict
    kind: str
    most_distance: int
    whole_only: bool
    least_votes: int
    least_alike: int
    least_share: float
    least_area: float
    least_side: float
    measured: str


def parsed_thresholds(untrusted_text: str) -> tuple[Threshold, ...]:
    """Return the rows of a file, strongest verdict first as they stand; raises BadThresholds."""
    try:
        told = _File.model_validate(tomllib.loads(untrusted_text))
    except (ValidationError, tomllib.TOMLDecodeError, RecursionError) as cause:
        message = f"The thresholds cannot be used: {str(cause).splitlines()[0]}."
        raise BadThresholds(message) from cause
    return tuple(Threshold(**row.model_dump()) for row in told.rows)


@cache
def our_thresholds() -> tuple[Threshold, ...]:
    """Return the thresholds that come with this program."""
    return parsed_thresholds(files("verweer.matching").joinpath("thresholds.toml").read_text("utf-8"))


def widest(kind: str, rows: tuple[Threshold, ...]) -> int:
    """Return how far a search must reach for these rows, in bits."""
    return max((row.most_distance for row in rows if row.kind == kind), default=0)

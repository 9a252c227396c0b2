# SPDX-License-Identifier: Apache-2.0
"""The measures that lawyers and police named, and what of this product answers each.

From NRC, March 2024, on what can be done against sexual deepfakes; the titles are ours.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter, ValidationError

from verweer.kernel import Bilingual
from verweer.remedies.law import BrokenLaw


class Feature(StrEnum):
    """A part of the product."""

    CAPTURE = "capture"
    FINGERPRINTS = "fingerprints"
    PARTIES = "parties"
    PLAN = "plan"
    GATES = "gates"
    LETTERS = "letters"
    DOSSIER = "dossier"
    GUIDANCE = "guidance"
    DIRECTORY = "directory"
    LAW_DATA = "law-data"
    OVERVIEW = "overview"
    GUARD = "guard"


class MeasureKind(StrEnum):
    """Whose measure it is."""

    VICTIM = "victim"
    AUTHORITY = "authority"
    CHAIN = "chain"
    SOCIETY = "society"
    CROSS = "cross"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure; `features` are there now, `later` are announced and do not answer it yet."""

    title: Bilingual
    kind: MeasureKind
    core: bool
    remedies: tuple[str, ...]
    features: tuple[Feature, ...]
    later: tuple[Feature, ...] = ()


@cache
def load_measures() -> Mapping[str, Measure]:
    """Return every measure by its id; raises BrokenLaw."""
    try:
        tables = tomllib.loads(files("verweer.remedies").joinpath("measures.toml").read_text("utf-8"))
        return TypeAdapter(dict[str, Measure]).validate_python(tables)
    except (tomllib.TOMLDecodeError, ValidationError) as cause:
        message = f"measures.toml is not as it should be: {cause}"
        raise BrokenLaw(message) from cause

# SPDX-License-Identifier: Apache-2.0
"""A file that a person saved themselves in; what it is, whether it is whole, and a receipt out.

Kept apart from captures: nobody here saw how the file was made.
"""

from verweer.intake.arriving import AlreadyHere, Desk, take_in
from verweer.intake.kinds import PICTURES, VIDEOS
from verweer.intake.model import (
    SCHEMA,
    Arrived,
    AtMoment,
    HandedFile,
    How,
    Kind,
    Looked,
    NotKnown,
    OnDay,
    Receipt,
    Role,
    Soundness,
    Told,
)
from verweer.intake.refusing import LARGEST_FILE, Refusal, Refused, refusal_sentence
from verweer.intake.telling import LONGEST_NOTE, read_told, read_when
from verweer.intake.words import ABOUT, HOWS, KINDS, NOT_KEPT, NOT_KEPT_BEFORE, ROLES, SOUND, told_when

__all__ = [
    "ABOUT",
    "HOWS",
    "KINDS",
    "LARGEST_FILE",
    "LONGEST_NOTE",
    "NOT_KEPT",
    "NOT_KEPT_BEFORE",
    "PICTURES",
    "ROLES",
    "SCHEMA",
    "SOUND",
    "VIDEOS",
    "AlreadyHere",
    "Arrived",
    "AtMoment",
    "Desk",
    "HandedFile",
    "How",
    "Kind",
    "Looked",
    "NotKnown",
    "OnDay",
    "Receipt",
    "Refusal",
    "Refused",
    "Role",
    "Soundness",
    "Told",
    "read_told",
    "read_when",
    "refusal_sentence",
    "take_in",
    "told_when",
]

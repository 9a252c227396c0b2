# SPDX-License-Identifier: Apache-2.0
"""A prompt or picture in; a verdict with its reason out: tools that cannot be turned on a person.

What pictures and labels need is imported when one of its names is first asked for: a maker who only
checks prompts does not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from verweer.guard.euphemism import Encoder, Euphemisms, IntentSignal
from verweer.guard.guard import Guard, Protected
from verweer.guard.model import (
    POLICY,
    BadGuard,
    Decision,
    PersonKind,
    PersonSignal,
    PictureSignal,
    Reason,
    SexualSignal,
    Span,
    TextSigns,
    Verdict,
    Where,
    strictest,
)
from verweer.guard.register import MalformedRegister, Register, WrongKey, enrolled, load_register
from verweer.guard.wordfiles import BrokenLexicon

if TYPE_CHECKING:
    from verweer.guard.enrolment import Consent, FaceRegister
    from verweer.guard.labels import Labels, label, read_labels
    from verweer.guard.picture_input import MadeHere
    from verweer.guard.picture_policy import PicturePolicy
    from verweer.guard.picture_values import PictureIntent, Protects
    from verweer.guard.pictures import PictureGuard, check_images

__all__ = [
    "POLICY",
    "BadGuard",
    "BrokenLexicon",
    "Consent",
    "Decision",
    "Encoder",
    "Euphemisms",
    "FaceRegister",
    "Guard",
    "IntentSignal",
    "Labels",
    "MadeHere",
    "MalformedRegister",
    "PersonKind",
    "PersonSignal",
    "PictureGuard",
    "PictureIntent",
    "PicturePolicy",
    "PictureSignal",
    "Protected",
    "Protects",
    "Reason",
    "Register",
    "SexualSignal",
    "Span",
    "TextSigns",
    "Verdict",
    "Where",
    "WrongKey",
    "check_images",
    "enrolled",
    "label",
    "load_register",
    "read_labels",
    "strictest",
]
_LATER = {
    "Consent": "enrolment",
    "FaceRegister": "enrolment",
    "Labels": "labels",
    "label": "labels",
    "read_labels": "labels",
    "MadeHere": "picture_input",
    "PicturePolicy": "picture_policy",
    "PictureIntent": "picture_values",
    "Protects": "picture_values",
    "PictureGuard": "pictures",
    "check_images": "pictures",
}


def __getattr__(name: str) -> object:
    """Import a name of the part for pictures or labels when it is first asked for."""
    if name not in _LATER:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)

# SPDX-License-Identifier: Apache-2.0
"""A prompt or picture in; a verdict with its reason out: tools that cannot be turned on a person."""

from verweer.guard.euphemism import Encoder, Euphemisms, IntentSignal
from verweer.guard.guard import Guard, Protected
from verweer.guard.lexicon import BrokenLexicon
from verweer.guard.model import (
    POLICY,
    BadGuard,
    Decision,
    PersonKind,
    PersonSignal,
    Reason,
    SexualSignal,
    Span,
    Verdict,
)
from verweer.guard.register import MalformedRegister, Register, WrongKey, enrolled, load_register

__all__ = [
    "POLICY",
    "BadGuard",
    "BrokenLexicon",
    "Decision",
    "Encoder",
    "Euphemisms",
    "Guard",
    "IntentSignal",
    "MalformedRegister",
    "PersonKind",
    "PersonSignal",
    "Protected",
    "Reason",
    "Register",
    "SexualSignal",
    "Span",
    "Verdict",
    "WrongKey",
    "enrolled",
    "load_register",
]

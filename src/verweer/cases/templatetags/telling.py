# SPDX-License-Identifier: Apache-2.0
"""Say values of the case in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from verweer.cases.words import ACTORS, EFFECTS, EVENTS, RESULTS, STAMPINGS, STEPS
from verweer.intake import HOWS, KINDS, ROLES, SOUND
from verweer.kernel import Bilingual, Language
from verweer.parties import KIND_WORDS, MARK_WORDS, POWER_WORDS

register = template.Library()
_WORDS: Mapping[str, Mapping[Any, Bilingual]] = {
    "effect": EFFECTS,
    "step": STEPS,
    "result": RESULTS,
    "kind": KIND_WORDS,
    "power": POWER_WORDS,
    "mark": MARK_WORDS,
    "event": EVENTS,
    "actor": ACTORS,
    "saved": KINDS,
    "how": HOWS,
    "role": ROLES,
    "sound": SOUND,
    "stamping": STAMPINGS,
}


@register.filter
def told(text: Bilingual) -> str:
    """Return a text in the reader's language."""
    return text.in_(Language(get_language() or "nl"))


@register.filter
def word_for(value: str, what: str) -> str:
    """Return the words for one value of an enumeration."""
    text = _WORDS[what].get(value)
    return told(text) if text else str(value).replace("_", " ")

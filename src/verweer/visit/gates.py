# SPDX-License-Identifier: Apache-2.0
"""What stands between a visit and a page: gates, which one click of any visitor opens, and walls.

The rules are data (gates.toml), in Dutch, English, German, French and Spanish. A wall is
never climbed, only stated; it is told by what the page as a whole shows, so that a login
form in a site's header, or a badge of reCAPTCHA on a contact form, is none.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator

from verweer.kernel import EvidenceError

_SHORT_TEXT = 1_500
_ALMOST_EMPTY = 600
_MANY_FIELDS = 2
_LONGEST_RULES = 1_000_000
_UNAUTHORIZED = 401  # RFC 9110 section 15.5.2
_FORBIDDEN = 403
_UNAVAILABLE_FOR_LEGAL_REASONS = 451  # RFC 7725
_LOGIN_PATH = re.compile(
    r"/(log-?in|sign-?in|inloggen|aanmelden|anmelden|connexion|accounts?/login|auth)\b", re.IGNORECASE
)


class Wall(StrEnum):
    """What stood between the visit and the page's content."""

    LOGIN = "login"
    CAPTCHA = "captcha"
    AGE = "age"
    GEO = "geo"


class BadGateRules(EvidenceError):
    """The file of gate rules cannot be used; the sentence says why."""


class Kind(StrEnum):
    """What a click opens: the page behind a question about cookies or age, or a player."""

    CONSENT = "consent"
    AGE = "age"
    PLAY = "play"


def _compiled(text: str) -> str:
    try:
        re.compile(text)
    except re.error as cause:
        message = f"`{text[:60]}` is no regular expression"
        raise ValueError(message) from cause
    return text


Pattern = Annotated[str, AfterValidator(_compiled)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GateRule(_Model):
    """One way to pass a gate, as gates.toml describes it."""

    id: str
    kind: Kind
    language: Literal["nl", "en", "de", "fr", "es"] | None = None
    way: Literal["press", "tick", "birth"] = "press"
    selectors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    pattern: Pattern | None = None

    @model_validator(mode="after")
    def _finds_by_one_means(self) -> "GateRule":
        if bool(self.selectors) == bool(self.words or self.pattern):
            message = f"gate `{self.id}` needs either selectors, or words or a pattern"
            raise ValueError(message)
        if any(word != flattened(word) for word in self.words):
            message = f"gate `{self.id}`: words stand without capitals and punctuation"
            raise ValueError(message)
        return self


class WallRule(_Model):
    """A text that tells a wall; `short` only where the page says little else."""

    id: str
    kind: Literal["login", "captcha", "geo"]
    pattern: Pattern
    short: bool = False


class _Captcha(_Model):
    parts: tuple[str, ...]
    challenges: tuple[str, ...]


class Rules(_Model):
    """All of gates.toml."""

    never: Pattern
    about: dict[Kind, Pattern]
    standing: dict[Literal["age"], Pattern]
    gate: tuple[GateRule, ...]
    wall: tuple[WallRule, ...]
    captcha: _Captcha

    @model_validator(mode="after")
    def _is_consistent(self) -> "Rules":
        names = [each.id for each in self.gate] + [each.id for each in self.wall]
        if len(names) != len(set(names)):
            message = "two rules have the same id"
            raise ValueError(message)
        return self

    def told_to_the_page(self, *kinds: Kind) -> dict[str, object]:
        """Return the rules of some kinds as gates.js takes them."""
        return {
            "never": self.never,
            "about": {kind.value: text for kind, text in self.about.items()},
            "gates": [each.model_dump(mode="json") for each in self.gate if each.kind in kinds],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a page shows by which a wall is told.

    password: whether a password field stands in the page itself, headers and menus aside.
    fields: how many visible fields a visitor could write in.
    age_gate: whether a question about age still stands over the page.
    """

    status: int | None
    url: str
    text: str
    markup: str
    password: bool
    fields: int
    age_gate: bool = False


@cache
def gate_rules() -> Rules:
    """Return the rules that come with the program."""
    return parsed_rules(files("verweer.visit").joinpath("gates.toml").read_text("utf-8"))


def parsed_rules(text: str) -> Rules:
    """Return rules from the text of a file; raises BadGateRules."""
    try:
        return Rules.model_validate(tomllib.loads(text[:_LONGEST_RULES]))
    except (tomllib.TOMLDecodeError, ValidationError, RecursionError) as cause:
        message = f"The gate rules cannot be used: {str(cause)[:300]}"
        raise BadGateRules(message) from cause


def flattened(text: str) -> str:
    """Return what a button says as rules compare it: without capitals and punctuation."""
    return re.sub(r"[^\w+▶]+|_+", " ", text.lower()).strip()


def walls_of(signs: Signs) -> tuple[Wall, ...]:
    """Return the walls that a page shows."""
    rules = gate_rules()
    text = " ".join(signs.text.split())
    said = {rule.kind for rule in rules.wall if (not rule.short or len(text) < _SHORT_TEXT) and _says(rule, text)}
    walls = {
        Wall.LOGIN: _is_login(signs, text, said="login" in said),
        Wall.CAPTCHA: _is_captcha(signs, text, rules.captcha, said="captcha" in said),
        Wall.AGE: signs.age_gate,
        Wall.GEO: signs.status == _UNAVAILABLE_FOR_LEGAL_REASONS or "geo" in said,
    }
    return tuple(wall for wall, stands in walls.items() if stands)


def _is_login(signs: Signs, text: str, *, said: bool) -> bool:
    if signs.status == _UNAUTHORIZED or (said and (signs.password or len(text) < _SHORT_TEXT)):
        return True
    sent_there = signs.password and bool(_LOGIN_PATH.search(signs.url)) and len(text) < _SHORT_TEXT
    return sent_there or (signs.status == _FORBIDDEN and signs.password)


def _is_captcha(signs: Signs, text: str, parts: _Captcha, *, said: bool) -> bool:
    if len(text) >= _ALMOST_EMPTY:
        return False
    if said or any(part in signs.markup for part in parts.challenges):
        return True
    # A form that asks for other things has a CAPTCHA as its guard; the page itself is open.
    return signs.fields < _MANY_FIELDS and not signs.password and any(part in signs.markup for part in parts.parts)


def _says(rule: WallRule, text: str) -> bool:
    return re.search(rule.pattern, text.replace("\u2019", "'"), re.IGNORECASE) is not None

# SPDX-License-Identifier: Apache-2.0
"""The templates of letters, read from the files in templates/ and checked whole.

A template is a list of parts. A part stands when all its conditions hold, and its text
may hold slots in braces. An unknown part, condition, slot or list is an error.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from verweer.kernel import Bilingual, EvidenceError
from verweer.notices.model import Form

_PARTS = frozenset({"grounds", "shared"})


class BrokenTemplate(EvidenceError):
    """A template is not as it should be; the sentence names it."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Table):
    nl: str
    en: str

    def value(self) -> Bilingual:
        return Bilingual(nl=self.nl.strip(), en=self.en.strip())


_NOTHING = _Text(nl="", en="")


class Part(_Table):
    """One part of a letter, or the name of a shared one in `use`."""

    use: str = ""
    when: tuple[str, ...] = ()
    heading: _Text = _NOTHING
    text: _Text = _NOTHING
    points: tuple[_Text, ...] = ()
    list: str = ""
    paste: bool = False


class Template(_Table):
    """One letter or form sheet."""

    form: Form
    sender: str
    sign: Literal["nobody", "sender", "person"] = "nobody"
    """Who signs by hand; the person depicted may empower another."""
    subject: _Text
    part: tuple[Part, ...]


@cache
def load_template(key: str) -> Template:
    """Return a template by its key; raises BrokenTemplate."""
    return _read(f"{key}.toml", Template)


@cache
def template_names() -> tuple[str, ...]:
    """Return the keys of all letters, in order."""
    names = (file.name.removesuffix(".toml") for file in files("verweer.notices").joinpath("templates").iterdir())
    return tuple(sorted(name for name in names if name not in _PARTS))


@cache
def load_shared() -> Mapping[str, tuple[Part, ...]]:
    """Return the shared parts by their names."""
    tables = tomllib.loads(_content("shared.toml"))
    return {name: tuple(Part.model_validate(part) for part in parts) for name, parts in tables.items()}


@cache
def load_grounds() -> Mapping[str, Bilingual]:
    """Return for each legal ground the sentence that says how it bears on the material."""
    tables = tomllib.loads(_content("grounds.toml"))
    return {identity: _Text.model_validate(table).value() for identity, table in tables.items()}


def _read(name: str, kind: type[Template]) -> Template:
    try:
        return kind.model_validate(tomllib.loads(_content(name)))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as cause:
        message = f"The letter template {name} cannot be used: {cause}"
        raise BrokenTemplate(message) from cause


def _content(name: str) -> str:
    return files("verweer.notices").joinpath("templates", name).read_text("utf-8")

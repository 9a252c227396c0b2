# SPDX-License-Identifier: Apache-2.0
"""The facts file: a TOML text that a person or helper wrote becomes the facts of a case.

The format is documented in docs/facts.md. An unknown key is refused rather than
ignored, so that a misspelled `danger` is never lost.
"""

import tomllib
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verweer.evidence import Mode
from verweer.kernel import InputError, Language
from verweer.remedies import Facts, Material, Refusal, Sender, SenderKind, Uploader, YesNoUnsure

LARGEST_FILE = 1_000_000
MOST_LINKS = 500
_Line = Annotated[str, Field(max_length=300)]
_Link = Annotated[str, Field(max_length=20_000)]


class BadFacts(InputError):
    """The facts file cannot be used; the sentence names the key and what it should be."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Sender(_Table):
    kind: SenderKind
    name: _Line
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")]
    organisation: _Line = ""
    address: _Line = ""
    phone: _Line = ""


class _Uploader(_Table):
    known: bool = False
    name: _Line = ""
    accounts: tuple[_Line, ...] = ()
    contact_is_safe: bool = False


class _Refusal(_Table):
    remedy: _Line
    by: _Line = ""
    on: date | None = None


class _FactsFile(_Table):
    language: Language
    jurisdiction: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "NL"
    adult: YesNoUnsure
    material: Material = Material.UNSURE
    links: Annotated[tuple[_Link, ...], Field(max_length=MOST_LINKS)]
    first_knowledge: date
    sender: _Sender
    person: _Line = ""
    search_names: tuple[_Line, ...] = ()
    made_before: date | None = None
    consented: bool = False
    satire_or_public_interest: YesNoUnsure = YesNoUnsure.NO
    danger: bool = False
    extortion: bool = False
    repeated_harassment: bool = False
    name_attached: bool = False
    private_group_only: bool = False
    payments_seen: tuple[_Line, ...] = ()
    tools: tuple[_Line, ...] = ()
    uploader: _Uploader = _Uploader()
    has_the_file: bool = False
    own_photo: bool = False
    countries: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()
    many_victims: bool = False
    police_refused: bool = False
    prosecution: bool = False
    refusals: tuple[_Refusal, ...] = ()
    mode: Mode | None = None
    notes: Annotated[str, Field(max_length=5_000)] = ""


_NESTED = frozenset({"sender", "uploader", "refusals"})


def read_facts(untrusted_file: bytes, *, today: date) -> Facts:
    """Return the facts in a TOML file, or raise BadFacts naming what to mend."""
    untrusted = _parsed(untrusted_file)
    try:
        checked = _FactsFile.model_validate(untrusted)
    except ValidationError as cause:
        raise BadFacts(_sentence(cause)) from cause
    if checked.first_knowledge > today:
        message = "`first_knowledge` lies in the future; write the day on which it was first seen or told."
        raise BadFacts(message)
    return Facts(
        **{name: getattr(checked, name) for name in _FactsFile.model_fields if name not in _NESTED},
        sender=Sender(**dict(checked.sender)),
        uploader=Uploader(**dict(checked.uploader)),
        refusals=tuple(Refusal(**dict(refusal)) for refusal in checked.refusals),
    )


def _parsed(untrusted_file: bytes) -> dict[str, Any]:
    if len(untrusted_file) > LARGEST_FILE:
        message = f"The facts file is larger than {LARGEST_FILE} bytes; put only facts and links in it."
        raise BadFacts(message)
    try:
        return tomllib.loads(untrusted_file.decode("utf-8"))
    except UnicodeDecodeError as cause:
        message = "The facts file is not text in UTF-8; save it as plain text."
        raise BadFacts(message) from cause
    except tomllib.TOMLDecodeError as cause:
        message = f"The facts file is not valid TOML: {cause}."
        raise BadFacts(message) from cause
    except RecursionError as cause:
        message = "The facts file is nested too deeply; examples/testnet.toml shows the form."
        raise BadFacts(message) from cause


def _sentence(cause: ValidationError) -> str:
    problems = []
    for error in cause.errors(include_url=False, include_input=False)[:3]:
        key = ".".join(str(part) for part in error["loc"])
        match error["type"]:
            case "missing":
                problems.append(f"`{key}` is missing")
            case "extra_forbidden":
                problems.append(f"`{key}` is not a key of the facts file")
            case _:
                problems.append(f"`{key}`: {error['msg'][0].lower()}{error['msg'][1:]}")
    return "; ".join(problems) + ". docs/facts.md tells what each key means."

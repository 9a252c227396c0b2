# SPDX-License-Identifier: Apache-2.0
"""The JSON that generators send and receive, read with a bound and told without what was sent.

The JSON parser bounds depth and refuses broken UTF-8 by itself, so 60,000 brackets are one sentence.
"""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from verweer.generators.asking import Asked
from verweer.guard import Decision
from verweer.kernel import Bilingual, InputError

MOST_PROMPTS = 1_000
MOST_TURNS = 1_000
MOST_IMAGES = 1_000
_MALFORMED = Bilingual(
    nl="Het verzoek is geen JSON in UTF-8, of te diep genest.",
    en="The request is no JSON in UTF-8, or nested too deep.",
)


class MalformedRequest(InputError):
    """The body is not JSON in UTF-8."""


class MisshapenRequest(InputError):
    """The body is JSON of another shape than /openapi.json describes."""


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_Shape = TypeVar("_Shape", bound=_Document)


def _whole(untrusted: object) -> object:
    """Return 1.0 as 1, since JSON knows no difference."""
    return int(untrusted) if isinstance(untrusted, float) and untrusted.is_integer() else untrusted


class PromptDocument(_Document):
    """One prompt, with what came before it and with it."""

    text: Annotated[str, Field(description="The prompt as the user wrote it.")]
    negative: Annotated[
        str, Field(description="The negative prompt: what must be absent. Clothes in it count as undressing.")
    ] = ""
    history: Annotated[
        list[str], Field(max_length=MOST_TURNS, description="Earlier turns of the talk, oldest first.")
    ] = []
    images: Annotated[
        int,
        Field(ge=0, le=MOST_IMAGES, description="How many pictures came with the prompt; send none of them."),
        BeforeValidator(_whole),
    ] = 0

    def asked(self) -> Asked:
        """Return the question in it."""
        return Asked(text=self.text, negative=self.negative, history=tuple(self.history), images=self.images)


class BatchDocument(_Document):
    """Many prompts that stand alone."""

    prompts: Annotated[list[PromptDocument], Field(min_length=1, max_length=MOST_PROMPTS)]


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions on a batch, in the order of its prompts."""

    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """One list of people: how many it holds, when it was read (UTC), and what is wrong with the file now there."""

    people: int
    read: str
    trouble: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the service does: `degraded` while a list on disk cannot be used and the one before it still is."""

    status: str
    policy: str
    lists: dict[str, ListState]
    workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether prompts are taken now."""

    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why there is no answer: a short name, and one sentence in both languages."""

    code: str
    told: Bilingual


_FIELDS = frozenset(PromptDocument.model_fields) | frozenset(BatchDocument.model_fields)
Answer = Decision | Decisions | Health | Readiness | Problem
WRITERS = {kind: TypeAdapter[Answer](kind) for kind in (Decision, Decisions, Health, Readiness, Problem)}


def parse_prompt(untrusted: bytes) -> tuple[Asked]:
    """Return the one question in a body; raises MalformedRequest or MisshapenRequest."""
    return (_parsed(PromptDocument, untrusted).asked(),)


def parse_batch(untrusted: bytes) -> tuple[Asked, ...]:
    """Return the questions in a body; raises MalformedRequest or MisshapenRequest."""
    return tuple(each.asked() for each in _parsed(BatchDocument, untrusted).prompts)


def as_bytes(answer: Answer) -> bytes:
    """Return an answer as JSON."""
    return WRITERS[type(answer)].dump_json(answer)


def _parsed(shape: type[_Shape], untrusted: bytes) -> _Shape:
    try:
        return shape.model_validate_json(untrusted)
    except ValidationError as cause:
        fault = cause.errors(include_url=False, include_context=False, include_input=False)[0]
    # Raised apart from its cause, which quotes what was sent.
    if fault["type"] == "json_invalid":
        raise MalformedRequest(_MALFORMED)
    place = ".".join(str(part) for part in fault["loc"] if isinstance(part, int) or part in _FIELDS)
    raise MisshapenRequest(_misshapen(place))


def _misshapen(place: str) -> Bilingual:
    return Bilingual(
        nl=f"Het verzoek heeft niet de vorm die /openapi.json beschrijft{f', bij {place}' if place else ''}.",
        en=f"The request does not have the shape that /openapi.json describes{f', at {place}' if place else ''}.",
    )

# SPDX-License-Identifier: Apache-2.0
"""The JSON that generators send and receive, read with a bound and told without what was sent.

The JSON parser bounds depth and refuses broken UTF-8 by itself, so 60,000 brackets are one sentence.
"""

import binascii
from dataclasses import dataclass
from typing import Annotated, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from verweer.generators.asking import Asked
from verweer.generators.picturing import AskedPictures
from verweer.guard import Decision
from verweer.guard.picture_values import MOST_PICTURES, PictureIntent
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


def _of_base64(untrusted: object) -> object:
    """Return the bytes; whatever is no text in base64, padding and all, is none."""
    return binascii.a2b_base64(untrusted, strict_mode=True) if isinstance(untrusted, str) else None


_File = Annotated[
    bytes,
    Field(min_length=1),
    BeforeValidator(_of_base64),
    WithJsonSchema(
        {
            "type": "string",
            "contentEncoding": "base64",
            "minLength": 4,
            "pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        }
    ),
]
_Place = Annotated[int, Field(ge=0, lt=MOST_PICTURES), BeforeValidator(_whole)]


class PicturesDocument(_Document):
    """The pictures of one request, at least one and at most 32 in all, and the prompt that came with them."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": [side], "properties": {side: {"minItems": 1}}} for side in ("inputs", "outputs")]
        }
    )

    inputs: Annotated[
        list[_File], Field(max_length=MOST_PICTURES, description="Files of the pictures that go in, in base64.")
    ] = []
    outputs: Annotated[
        list[_File], Field(max_length=MOST_PICTURES, description="Files of the pictures that came out, in base64.")
    ] = []
    intent: Annotated[
        PictureIntent | None,
        Field(description="What is done with the inputs; left out, an input counts as edited."),
    ] = None
    prompt: Annotated[
        PromptDocument | None, Field(description="The prompt, judged as well; the strictest decision counts.")
    ] = None
    made_here: Annotated[
        list[_Place],
        Field(max_length=MOST_PICTURES, description="Places among the inputs, from 0, that your own generator made."),
    ] = []

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 1 <= len(self.inputs) + len(self.outputs) <= MOST_PICTURES:
            message = "too few or too many pictures"
            raise ValueError(message)
        if any(place >= len(self.inputs) for place in self.made_here):
            message = "a place where no picture is"
            raise ValueError(message)
        return self

    def asked(self) -> AskedPictures:
        """Return the question in it."""
        return AskedPictures(
            inputs=tuple(self.inputs),
            outputs=tuple(self.outputs),
            intent=self.intent,
            prompt=self.prompt.asked() if self.prompt else None,
            made_here=frozenset(self.made_here),
        )


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
class PictureState:
    """By which rules pictures are judged, and by which network ages are guessed (`none`: every age is unknown)."""

    policy: str
    ages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the service does: `degraded` while a list on disk cannot be used and the one before it still is.

    `pictures` is null where pictures are not judged.
    """

    status: str
    policy: str
    pictures: PictureState | None
    lists: dict[str, ListState]
    workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether prompts are taken now, and whether pictures are."""

    ready: bool
    pictures: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why there is no answer: a short name, and one sentence in both languages."""

    code: str
    told: Bilingual


_FIELDS = frozenset[str]().union(*(each.model_fields for each in (PromptDocument, BatchDocument, PicturesDocument)))
Answer = Decision | Decisions | Health | Readiness | Problem
WRITERS = {kind: TypeAdapter[Answer](kind) for kind in (Decision, Decisions, Health, Readiness, Problem)}


def parse_prompt(untrusted: bytes) -> tuple[Asked]:
    """Return the one question in a body; raises MalformedRequest or MisshapenRequest."""
    return (_parsed(PromptDocument, untrusted).asked(),)


def parse_batch(untrusted: bytes) -> tuple[Asked, ...]:
    """Return the questions in a body; raises MalformedRequest or MisshapenRequest."""
    return tuple(each.asked() for each in _parsed(BatchDocument, untrusted).prompts)


def parse_pictures(untrusted: bytes) -> AskedPictures:
    """Return the question about pictures in a body; raises MalformedRequest or MisshapenRequest."""
    return _parsed(PicturesDocument, untrusted).asked()


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

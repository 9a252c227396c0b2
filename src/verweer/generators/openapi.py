# SPDX-License-Identifier: Apache-2.0
"""The service described in OpenAPI 3.1, its shapes made from the very models that read and write them."""

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from verweer.generators.documents import (
    WRITERS,
    BatchDocument,
    Decisions,
    Health,
    PicturesDocument,
    Problem,
    PromptDocument,
    Readiness,
)
from verweer.guard import Decision

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaMode

Json = dict[str, Any]
_REFERENCE = "#/components/schemas/{model}"
_ALWAYS = {
    "401": "A token is wanted.",
    "421": "Asked by a name while no token guards.",
    "500": "No verdict: fail closed.",
}
_POSTED = {
    "400": "No JSON in UTF-8.",
    "408": "The body came too slowly.",
    "413": "The body is too large.",
    "415": "Not application/json.",
    "422": "JSON of another shape.",
    "503": "Too much is under way; try again after Retry-After.",
}


@cache
def openapi() -> Json:
    """Return the document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Verweer guard",
            "version": version("verweer"),
            "summary": "Refuses prompts and pictures for sexual images of identifiable people, and tells why.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "paths": {
            "/v1/prompts": {"post": _posted("checkPrompt", "Judge one prompt.", PromptDocument, Decision)},
            "/v1/prompts:batch": {"post": _posted("checkPrompts", "Judge many prompts.", BatchDocument, Decisions)},
            "/v1/images": {
                "post": _posted(
                    "checkImages",
                    "Judge the pictures of one request, and its prompt.",
                    PicturesDocument,
                    Decision,
                    {
                        "404": "Pictures are not judged by this service.",
                        "413": "The body is too large, or what it holds takes too long.",
                    },
                )
            },
            "/health": {"get": _read("health", "Tell how the service does; asks no token.", Health)},
            "/ready": {
                "get": _read(
                    "ready", "Tell whether prompts are taken now; asks no token.", Readiness, {"503": "Not now."}
                )
            },
            "/metrics": {"get": _text("metrics", "Give counts in the text format of Prometheus.", "text/plain")},
            "/openapi.json": {"get": _text("openapi", "Give this document.", "application/json")},
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _posted(name: str, told: str, asked: type, given: type, more: dict[str, str] | None = None) -> Json:
    return {
        "operationId": name,
        "summary": told,
        "requestBody": {"required": True, "content": _json(asked)},
        "responses": _responses(given, _POSTED | (more or {})),
    }


def _read(name: str, told: str, given: type, more: dict[str, str] | None = None) -> Json:
    return {"operationId": name, "summary": told, "security": [{}], "responses": _responses(given, more or {})}


def _text(name: str, told: str, kind: str) -> Json:
    given: Json = {"200": {"description": "As asked.", "content": {kind: {}}}}
    return {"operationId": name, "summary": told, "responses": given | _problems({})}


def _responses(given: type, more: dict[str, str]) -> Json:
    answered: Json = {"200": {"description": "As asked.", "content": _json(given)}}
    problems = _problems(more)
    if given is Readiness:
        problems["503"]["content"] = _json(Readiness)
    return answered | problems


def _problems(more: dict[str, str]) -> Json:
    told = dict(sorted((_ALWAYS | more).items()))
    answers: Json = {status: {"description": why, "content": _json(Problem)} for status, why in told.items()}
    if "503" in answers:
        answers["503"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
    return answers


def _json(kind: type) -> Json:
    return {"application/json": {"schema": {"$ref": _REFERENCE.format(model=kind.__name__)}}}


def _schemas() -> Json:
    """Return the schema of every model, and of the models within them."""
    modes: list[tuple[type, JsonSchemaMode, TypeAdapter[Any]]] = [
        (kind, "validation", TypeAdapter(kind)) for kind in (PromptDocument, BatchDocument, PicturesDocument)
    ]
    modes += [(kind, "serialization", writer) for kind, writer in WRITERS.items()]
    places, told = TypeAdapter.json_schemas(modes, ref_template=_REFERENCE)
    assert all("$ref" in place for place in places.values())  # noqa: S101 - every model has a name
    schemas: Json = told["$defs"]
    return schemas

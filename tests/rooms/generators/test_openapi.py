# SPDX-License-Identifier: Apache-2.0
"""The description at /openapi.json: valid by the schema of the OpenAPI Initiative (Apache-2.0), and true."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.rooms.generators.served import Served
from tests.rooms.generators.test_http import FAULTS, PROMPTS, Request
from tests.rooms.generators.test_http_pictures import PICTURE_FAULTS, PICTURES

ASKED: dict[str, tuple[str, dict[str, object]]] = {
    **{name: ("/v1/prompts", prompt) for name, (prompt, _) in PROMPTS.items()},
    **{name: ("/v1/images", asked) for name, (asked, _, _) in PICTURES.items()},
}
ALL_FAULTS = {
    **{name: case[:2] for name, case in FAULTS.items()},
    **{f"pictures: {name}": case[:2] for name, case in PICTURE_FAULTS.items()},
}
SCHEMA = json.loads((Path(__file__).parent / "openapi-3.1.json").read_text())


@pytest.fixture
def told(service: Served) -> dict[str, Any]:
    document: dict[str, Any] = service.get("/openapi.json").document
    return document


def test_the_document_is_valid_openapi(told: dict[str, Any]) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(told)) == []
    assert told["openapi"] == "3.1.0"


def test_the_validator_finds_faults(told: dict[str, Any]) -> None:
    told["paths"]["/health"]["get"]["responses"]["200"].pop("description")
    told["info"]["license"]["name"] = 5

    assert len(list(Draft202012Validator(SCHEMA).iter_errors(told))) >= 2


def test_every_schema_is_one_and_every_reference_leads_somewhere(told: dict[str, Any]) -> None:
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    missing = [
        reference
        for reference in references(told)
        if reference.removeprefix("#/components/schemas/") not in told["components"]["schemas"]
    ]

    assert missing == []
    assert len(list(references(told))) > 10


@pytest.mark.parametrize(("path", "asked"), ASKED.values(), ids=ASKED)
def test_requests_and_answers_have_the_shapes_that_are_told(
    service: Served, told: dict[str, Any], path: str, asked: dict[str, object]
) -> None:
    shapes = validator(told, path, "200")

    assert list(shapes["asked"].iter_errors(asked)) == []
    assert list(shapes["given"].iter_errors(service.post(path, asked).document)) == []


@pytest.mark.parametrize(("request_", "status"), ALL_FAULTS.values(), ids=ALL_FAULTS)
def test_problems_have_the_shape_and_status_that_are_told(
    service: Served, told: dict[str, Any], request_: Request, status: int
) -> None:
    answer = service.ask(*request_)

    if status in {404, 405}:  # what is not described
        shape = validator(told, "/v1/prompts", "400")["given"]
    else:
        shape = validator(told, request_[1], str(status))["given"]
    assert list(shape.iter_errors(answer.document)) == []


MISSHAPEN = {name: request for name, (request, status) in ALL_FAULTS.items() if status == 422}


@pytest.mark.parametrize("request_", MISSHAPEN.values(), ids=MISSHAPEN)
def test_what_is_misshapen_is_so_by_the_shape_that_is_told(told: dict[str, Any], request_: Request) -> None:
    _, path, body, _ = request_
    assert body is not None

    assert list(validator(told, path, "200")["asked"].iter_errors(json.loads(body))) != []


def validator(told: dict[str, Any], path: str, status: str) -> dict[str, Draft202012Validator]:
    """Return validators of what a path takes and gives."""
    registry = Registry().with_resource("urn:told", Resource.from_contents(told, default_specification=DRAFT202012))
    (operation,) = told["paths"][path].values()
    shapes = {"given": operation["responses"][status]["content"]["application/json"]["schema"]}
    if "requestBody" in operation:
        shapes["asked"] = operation["requestBody"]["content"]["application/json"]["schema"]
    return {
        which: Draft202012Validator({"$ref": f"urn:told{shape['$ref']}"}, registry=registry)
        for which, shape in shapes.items()
    }


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if "$ref" in node else [])
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from references(each)

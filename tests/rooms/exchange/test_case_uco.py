# SPDX-License-Identifier: Apache-2.0
"""A case as CASE/UCO: everything has a lasting name, the custody log's chain can be followed in the document alone."""

import json
from typing import Any

import pytest

from tests.rooms.exchange.told_cases import CASES, NOW, PACKAGE, capture, case
from verweer.exchange import CaseTold, NameTold, case_uco
from verweer.kernel import Digest
from verweer.proof import verify_events

FOLLOWS = "case-investigation:wasInformedBy"


def graph(told: CaseTold) -> dict[str, dict[str, Any]]:
    return {node["@id"]: node for node in json.loads(case_uco(told))["@graph"]}


def of_kind(nodes: dict[str, dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [node for node in nodes.values() if node["@type"].endswith(f":{kind}")]


def references(node: object) -> set[str]:
    match node:
        case {"@id": str(name)}:
            return {name}
        case dict():
            return set().union(*(references(each) for each in node.values()))
        case list():
            return set().union(*(references(each) for each in node))
        case _:
            return set()


@pytest.mark.parametrize("told", CASES.values(), ids=CASES)
def test_every_reference_leads_to_something_in_the_document(told: CaseTold) -> None:
    nodes = graph(told)
    text = json.dumps(list(nodes.values()))

    assert [
        name
        for node in nodes.values()
        for value in list(node.values())
        for name in references(value)
        if name not in nodes and text.count(f'{{"@id": "{name}", "@type"') == 0
    ] == []


@pytest.mark.parametrize("told", CASES.values(), ids=CASES)
def test_the_same_case_gives_the_same_bytes(told: CaseTold) -> None:
    assert case_uco(told) == case_uco(told)


def test_the_custody_log_can_be_followed_in_the_document_alone() -> None:
    told = CASES["one whole capture"]
    nodes = graph(told)
    log = next(node for node in of_kind(nodes, "File") if "custody.jsonl" in json.dumps(node))
    payload = log["uco-core:hasFacet"][1]["uco-observable:dataPayload"]

    assert verify_events(payload.encode()) == len(told.events)
    for line, event in zip(payload.split("\n"), told.events, strict=False):
        assert Digest.of(line.encode()) == event.digest
        assert f'"{event.digest}"' in json.dumps(list(nodes.values()))


def test_the_events_of_the_log_follow_each_other_in_order() -> None:
    nodes = graph(case())
    first, second = (
        next(node for node in nodes.values() if node.get("uco-core:name") == name)
        for name in ("step-begun", "link-visited")
    )

    assert FOLLOWS not in first
    assert second[FOLLOWS] == [{"@id": first["@id"]}]


def test_two_captures_of_the_same_bytes_are_two_acts_with_a_file_each() -> None:
    nodes = graph(CASES["two captures of the same bytes"])

    packages = [node for node in of_kind(nodes, "File") if PACKAGE.hex in json.dumps(node)]
    acts = [node for node in nodes.values() if str(node.get("uco-core:name")).startswith("capture ")]

    assert len(packages) == len(acts) == 2
    assert acts[0]["uco-action:result"] != acts[1]["uco-action:result"]


def test_another_case_has_other_names_for_the_same_bytes() -> None:
    mine = graph(case(gatherings=(capture(),)))
    theirs = graph(case(id="ffffffffffff", gatherings=(capture(),)))

    assert not mine.keys() & theirs.keys()


def test_a_timestamp_that_no_authority_vouches_for_tells_no_moment() -> None:
    stamps = [
        node
        for node in graph(CASES["one whole capture"]).values()
        if str(node.get("uco-core:name")).startswith("timestamp by")
    ]

    assert sorted("uco-action:startTime" in node for node in stamps) == [False, True]


def test_a_visit_that_brought_in_nothing_is_told_with_its_reason() -> None:
    text = case_uco(CASES["a visit that brought in nothing"]).decode()

    assert "The name does not exist." in text
    assert '"uco-action:actionStatus": "Fail"' in text


def test_names_stand_in_it_only_when_they_are_told() -> None:
    named = case(names=(NameTold(name="Fenna Duinker", part="the person depicted"),))

    assert "Fenna" in case_uco(named).decode()
    assert "Person" not in case_uco(case(gatherings=(capture(),))).decode()
    assert NOW.isoformat()[:10] in case_uco(named).decode()

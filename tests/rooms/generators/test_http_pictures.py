# SPDX-License-Identifier: Apache-2.0
"""Pictures over HTTP: what is asked, what comes back, and one sentence for whatever is wrong."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest

from tests.rooms.faces.drawings import other_face
from tests.rooms.generators.pictured import FACE, SEA, claiming, png, wrapped
from tests.rooms.generators.served import JSON, Served, assert_one_sentence, until
from tests.rooms.guard.scorers import PaintShare, painted
from verweer.generators.admission import Bounds
from verweer.generators.bodies import body_of
from verweer.generators.lists import Sources, made_lists, read_people
from verweer.generators.picture_desk import PictureDesk
from verweer.generators.picturing import AskedPictures, ask_about_pictures
from verweer.generators.problems import Refusal
from verweer.guard import Guard, PictureGuard

ENROLLED, OTHER, OCEAN = (wrapped(png(each)) for each in (FACE, other_face()[:, ::-1], SEA))
HUGE = wrapped(claiming(65_000, 65_000))
PICTURES: dict[str, tuple[dict[str, object], str, set[str]]] = {
    "an ordinary edit": ({"inputs": [OCEAN], "outputs": [OCEAN], "intent": "edit"}, "allow", set()),
    "something new": ({"outputs": [OCEAN]}, "allow", set()),
    "an edit of somebody who enrolled": ({"inputs": [ENROLLED]}, "refuse", {"enrolled-edit"}),
    "their picture beside something new": ({"inputs": [ENROLLED], "intent": "make"}, "allow", set()),
    "a sexual prompt and somebody": (
        {"inputs": [OTHER], "intent": "edit", "prompt": {"text": "naked on the beach"}},
        "refuse",
        {"sexual-edit"},
    ),
    "clothes that must be absent": (
        {"inputs": [OTHER], "prompt": {"text": "at the beach", "negative": "clothing, blurry"}},
        "refuse",
        {"sexual-edit"},
    ),
    "a prompt that is refused by itself": (
        {"outputs": [OCEAN], "prompt": {"text": "n4ked Lumora"}},
        "refuse",
        {"listed"},
    ),
    "a prompt that points at the picture": (
        {"inputs": [OCEAN], "intent": "make", "prompt": {"text": "undress her"}},
        "refuse",
        {"pictured"},
    ),
    "a prompt and pictures with nothing wrong": (
        {"inputs": [OCEAN], "outputs": [OCEAN], "prompt": {"text": "a storm", "history": ["the sea"], "images": 1}},
        "allow",
        set(),
    ),
    "no picture at all": ({"inputs": [wrapped(b"hello, world")]}, "review", {"unreadable"}),
    "a picture cut in half": ({"outputs": [OCEAN, ENROLLED[:4_000]]}, "review", {"unreadable"}),
    "65,000 by 65,000 pixels": ({"outputs": [HUGE]}, "review", {"unreadable"}),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "verdict", "codes"), PICTURES.values(), ids=PICTURES)
def test_pictures_get_a_verdict(service: Served, asked: dict[str, object], verdict: str, codes: set[str]) -> None:
    answer = service.post("/v1/images", asked)

    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.document["verdict"] == verdict
    assert codes <= {each["code"] for each in answer.document["reasons"]}
    assert bool(codes) == bool(answer.document["reasons"])


def test_a_refusal_tells_which_picture_and_by_which_rules(service: Served) -> None:
    told = service.post("/v1/images", {"inputs": [OCEAN, ENROLLED], "prompt": {"text": "a hat"}}).document

    (reason,) = told["reasons"]
    (picture,) = reason["pictures"]
    assert (picture["where"], picture["place"], picture["person"]) == ("input", 1, "case-7")
    assert picture["similarity"] > 0.9
    assert [each.split(" ")[0] for each in told["policy"].split(", ")] == ["verweer-guard", "verweer-pictures"]


def test_what_is_asked_about_pictures_is_counted_apart(service: Served) -> None:
    counts = (
        'verweer_guard_seconds_count{asked="images"}',
        'verweer_guard_reasons_total{reason="enrolled-edit"}',
        'verweer_guard_decisions_total{verdict="refuse"}',
        'verweer_guard_seconds_count{asked="prompts"}',
    )
    before = [service.metric(each) for each in counts]

    service.post("/v1/images", {"inputs": [ENROLLED]})

    assert [service.metric(each) - old for each, old in zip(counts, before, strict=True)] == [1, 1, 1, 0]


def body(**fields: object) -> bytes:
    return json.dumps(fields).encode()


MULTIPART = {"content-type": "multipart/form-data; boundary=x"}
PICTURE_FAULTS = {
    "another method": (("GET", "/v1/images", None, {}), 405, "method"),
    "a form with files": (("POST", "/v1/images", b"--x--", MULTIPART), 415, "content-type"),
    "a bare picture": (("POST", "/v1/images", png(SEA), {"content-type": "image/png"}), 415, "content-type"),
    "compressed": (("POST", "/v1/images", b"", {**JSON, "content-encoding": "gzip"}), 415, "content-type"),
    "nothing sent": (("POST", "/v1/images", b"", JSON), 400, "malformed"),
    "half of it": (("POST", "/v1/images", body(inputs=[OCEAN])[:-3], JSON), 400, "malformed"),
    "60,000 brackets": (("POST", "/v1/images", b"[" * 60_000, JSON), 400, "malformed"),
    "brackets in place of a picture": (("POST", "/v1/images", b'{"inputs":' + b"[" * 60_000 + b"]" * 60_000 + b"}", JSON), 400, "malformed"),
    "no pictures": (("POST", "/v1/images", body(), JSON), 422, "misshapen"),
    "lists without pictures": (("POST", "/v1/images", body(inputs=[], outputs=[]), JSON), 422, "misshapen"),
    "40 pictures": (("POST", "/v1/images", body(inputs=[OCEAN] * 40), JSON), 422, "misshapen"),
    "an empty picture": (("POST", "/v1/images", body(inputs=[""]), JSON), 422, "misshapen"),
    "base64 cut off": (("POST", "/v1/images", body(inputs=[OCEAN[:-3]]), JSON), 422, "misshapen"),
    "base64 in lines": (("POST", "/v1/images", body(inputs=[OCEAN[:76] + "\n" + OCEAN[76:]]), JSON), 422, "misshapen"),
    "base64 of another alphabet": (("POST", "/v1/images", body(inputs=["-_-_"]), JSON), 422, "misshapen"),
    "base64 that goes on after its end": (("POST", "/v1/images", body(inputs=["QQ==QQ=="]), JSON), 422, "misshapen"),
    "a link with the picture in it": (("POST", "/v1/images", body(inputs=[f"data:image/png;base64,{OCEAN}"]), JSON), 422, "misshapen"),
    "no text": (("POST", "/v1/images", body(inputs=[[137, 80, 78, 71]]), JSON), 422, "misshapen"),
    "other letters": (("POST", "/v1/images", body(inputs=["\u00e9" * 4]), JSON), 422, "misshapen"),
    "one picture, not a list": (("POST", "/v1/images", body(inputs=OCEAN), JSON), 422, "misshapen"),
    "an intent nobody knows": (("POST", "/v1/images", body(inputs=[OCEAN], intent="undress"), JSON), 422, "misshapen"),
    "a field nobody knows": (("POST", "/v1/images", body(inputs=[OCEAN], output=[OCEAN]), JSON), 422, "misshapen"),
    "a prompt of another shape": (("POST", "/v1/images", body(inputs=[OCEAN], prompt="a cat"), JSON), 422, "misshapen"),
    "a place before the first": (("POST", "/v1/images", body(inputs=[OCEAN], made_here=[-1]), JSON), 422, "misshapen"),
    "a place beyond all": (("POST", "/v1/images", body(inputs=[OCEAN], made_here=[1e999]), JSON), 422, "misshapen"),
    "more than 32 megabytes": (("POST", "/v1/images", body(inputs=["A" * 32_000_000]), JSON), 413, "too-large"),
}  # fmt: skip
Request = tuple[str, str, bytes | None, dict[str, str]]


@pytest.mark.parametrize(("request_", "status", "code"), PICTURE_FAULTS.values(), ids=PICTURE_FAULTS)
def test_a_fault_is_told_in_one_sentence(service: Served, request_: Request, status: int, code: str) -> None:
    assert_one_sentence(service.ask(*request_), status, code)


BEYOND = {
    "a place of no input": {"inputs": [OCEAN], "made_here": [1]},
    "40 pictures on two sides": {"inputs": [OCEAN] * 20, "outputs": [OCEAN] * 20},
}


@pytest.mark.parametrize("asked", BEYOND.values(), ids=BEYOND)
def test_what_no_schema_tells_is_a_fault_as_well(service: Served, asked: dict[str, object]) -> None:
    assert service.post("/v1/images", asked).status == 422


def test_a_fault_names_the_picture_and_repeats_nothing(service: Served) -> None:
    told = service.post("/v1/images", {"inputs": [OCEAN, "zeldzaam!"]})

    assert "at inputs.1" in told.document["told"]["en"]
    assert b"zeldzaam" not in told.body


def test_a_stream_without_end_is_given_up(service: Served) -> None:
    counted = 'verweer_guard_answers_total{status="413"}'
    before = service.metric(counted)
    with service.raw() as connection, contextlib.suppress(OSError):  # until it is closed while we still send
        connection.sendall(HEAD + b'd\r\n{"inputs": ["\r\n')
        while True:
            connection.sendall(b"100000\r\n" + b"A" * 0x100000 + b"\r\n")

    until(lambda: service.metric(counted) == before + 1)
    assert service.post("/v1/images", {"outputs": [OCEAN]}).document["verdict"] == "allow"


HEAD = b"POST /v1/images HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"


class Slow:
    """The other end, which sends a part and no more."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"inputs": ['
        await asyncio.Event().wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Take no answer."""


def test_a_body_that_comes_too_slowly_is_given_up() -> None:
    with pytest.raises(Refusal) as refused:
        asyncio.run(body_of(Slow(), Bounds(body_seconds=0.01)))

    assert (refused.value.status, refused.value.problem.code) == (408, "too-slow")


def test_what_takes_too_long_is_told_so() -> None:
    sources = Sources()
    desk = PictureDesk(Bounds.of_pictures(), seconds=-1)

    with pytest.raises(Refusal) as refused:
        asyncio.run(desk.decided(made_lists(read_people(sources), sources), body(inputs=[OCEAN])))
    desk.close()

    assert (refused.value.status, refused.value.problem.code) == (413, "too-costly")


MADE_HERE = {"a picture of a stranger": (frozenset[int](), "refuse"), "our own": (frozenset({0}), "allow")}


@pytest.mark.parametrize(("made_here", "verdict"), MADE_HERE.values(), ids=MADE_HERE)
def test_a_picture_made_here_may_be_edited(made_here: frozenset[int], verdict: str) -> None:
    asked = AskedPictures(inputs=(png(painted(SEA, 0.6)),), outputs=(), made_here=made_here)

    with PictureGuard(scorer=PaintShare()) as pictures:
        assert ask_about_pictures(Guard(), pictures, asked).verdict.value == verdict

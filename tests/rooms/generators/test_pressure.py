# SPDX-License-Identifier: Apache-2.0
"""Too much at once, and too slowly: whoever asks is told to come back, and nobody else waits for it."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.rooms.generators.pictured import FACE, png, wrapped
from tests.rooms.generators.served import Answer, Served, served, until
from verweer.generators.admission import Admission, Bounds, Full

HEAVY = "Annelies de Vr1es walks n a k e d in the park with l33t and m0re " * 100


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a service with room for one prompt and two that wait, and for one request with pictures."""
    folder = tmp_path_factory.mktemp("narrow")
    (folder / "names").write_text("Annelies de Vries\n")
    words = ("--workers", "1", "--at-work", "1", "--waiting", "2", "--pictures", "--pictures-waiting", "0")
    with served(folder, "--protected", str(folder / "names"), *words) as running:
        yield running


def test_what_is_too_much_is_turned_away_and_told_when_to_return(narrow: Served) -> None:
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: narrow.post("/v1/prompts", {"text": HEAVY}), range(12)))

    turned_away = [answer for answer in answers if answer.status == 503]
    assert {answer.status for answer in answers} == {200, 503}
    assert len(answers) - len(turned_away) >= 3
    assert {answer.headers["retry-after"] for answer in turned_away} == {"1"}
    assert {answer.document["code"] for answer in turned_away} == {"full"}
    assert narrow.metric('verweer_guard_answers_total{status="503"}') == len(turned_away)
    assert narrow.verdict("naked Annelies de Vries") == "refuse"


def test_readiness_says_when_there_is_no_room(narrow: Served) -> None:
    with ThreadPoolExecutor(3) as threads:
        busy = [threads.submit(narrow.post, "/v1/prompts:batch", {"prompts": [{"text": HEAVY}] * 6}) for _ in "abc"]
        answers: list[Answer] = []

        def is_full() -> bool:
            answers.append(narrow.get("/ready"))
            return answers[-1].status == 503

        until(is_full)
        assert {each.result().status for each in busy} == {200}

    assert answers[-1].document == {"ready": False, "pictures": True}
    assert answers[-1].headers["retry-after"] == "1"
    assert narrow.get("/ready").status == 200


def test_while_there_is_no_room_for_pictures_prompts_are_judged(narrow: Served) -> None:
    asked = {"inputs": [wrapped(png(FACE))] * 16, "intent": "edit", "prompt": {"text": "naked"}}
    with ThreadPoolExecutor(1) as threads:
        busy = threads.submit(narrow.post, "/v1/images", asked)
        until(lambda: narrow.metric("verweer_guard_pictures_in_work") == 1)

        assert narrow.get("/ready").document == {"ready": True, "pictures": False}
        turned_away = narrow.post("/v1/images", asked)
        assert (turned_away.status, turned_away.document["code"]) == (503, "full")
        assert turned_away.headers["retry-after"] == "1"
        assert narrow.verdict("naked Annelies de Vries") == "refuse"
        assert not busy.done()
        assert busy.result().document["verdict"] == "refuse"

    assert narrow.get("/ready").document == {"ready": True, "pictures": True}


def test_others_are_answered_while_a_large_batch_is_judged(service: Served) -> None:
    with ThreadPoolExecutor(2) as threads:
        batches = [threads.submit(service.post, "/v1/prompts:batch", {"prompts": [{"text": HEAVY}] * 12}) for _ in "ab"]
        until(lambda: service.metric("verweer_guard_in_work") == 2)

        assert service.verdict("naked Lumora") == "refuse"
        assert not any(batch.done() for batch in batches)
        assert {batch.result().status for batch in batches} == {200}


TELLING = b'content-type: application/json\r\ncontent-length: 100\r\n\r\n{"text":'
SLOW = {
    "a body": (b"POST /v1/prompts HTTP/1.1\r\nhost: localhost\r\n" + TELLING, b"HTTP/1.1 408 "),
    "half a head": (b"POST /v1/prompts HTTP/1.1\r\nhost: local", b""),
    "no head": (b"", b""),
}


def test_what_comes_too_slowly_is_given_up(service: Served) -> None:
    with contextlib.ExitStack() as opened:
        slow = {name: opened.enter_context(service.raw()) for name in SLOW}
        for name, (part, _) in SLOW.items():
            slow[name].sendall(part)
        assert service.verdict("naked Lumora") == "refuse"  # nobody waits for it

        told = {name: b"".join(iter(lambda each=each: each.recv(65_536), b"")) for name, each in slow.items()}  # type: ignore[misc]

    assert b"too-slow" in told["a body"]
    for name, (_, begins) in SLOW.items():
        assert told[name].startswith(begins)
        assert bool(told[name]) == bool(begins)


def test_slow_clients_keep_nobody_out(service: Served) -> None:
    slow = [service.raw() for _ in range(200)]
    for connection in slow:
        connection.sendall(b"POST /v1/prompts HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n")

    assert service.verdict("naked Lumora") == "refuse"
    for connection in slow:
        connection.close()


def test_bodies_together_are_bounded() -> None:
    admission = Admission(Bounds(bodies=10))

    async def hold() -> None:
        async with admission.holding(6):
            with pytest.raises(Full):
                async with admission.holding(5):
                    pass
            async with admission.holding(4):
                pass
        async with admission.holding(10):
            pass

    asyncio.run(hold())


def test_slices_of_two_questions_take_turns() -> None:
    admission = Admission(Bounds(at_work=1, waiting=1))
    order: list[str] = []

    def work(given: str) -> str:
        time.sleep(0.01)
        order.append(given)
        return given.upper()

    async def both() -> list[list[str]]:
        return await asyncio.gather(
            admission.answered(work, [["a1"], ["a2"], ["a3"]]), admission.answered(work, [["b1"], ["b2"]])
        )

    made = asyncio.run(both())
    admission.close()

    assert made == [["A1", "A2", "A3"], ["B1", "B2"]]
    assert order == ["a1", "b1", "a2", "b2", "a3"]


def test_a_question_that_fails_makes_room_again() -> None:
    admission = Admission(Bounds(at_work=1, waiting=0))

    async def fail() -> None:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await admission.answered(lambda each: 1 // each, [[0]])

    asyncio.run(fail())
    admission.close()

    assert not admission.is_full

# SPDX-License-Identifier: Apache-2.0
"""Too much at once, and too slowly: whoever asks is told to come back, and nobody else waits for it."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.rooms.generators.served import Answer, Served, served, until
from verweer.generators.admission import Admission, Bounds, Full

HEAVY = "Annelies de Vr1es walks n a k e d in the park with l33t and m0re " * 100


def test_what_is_too_much_is_turned_away_and_told_when_to_return(tmp_path: Path, names: Path) -> None:
    words = ("--protected", str(names), "--workers", "1", "--at-work", "1", "--waiting", "2")
    with served(tmp_path, *words) as service, ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: service.post("/v1/prompts", {"text": HEAVY}), range(12)))

        turned_away = [answer for answer in answers if answer.status == 503]
        assert {answer.status for answer in answers} == {200, 503}
        assert len(answers) - len(turned_away) >= 3
        assert {answer.headers["retry-after"] for answer in turned_away} == {"1"}
        assert {answer.document["code"] for answer in turned_away} == {"full"}
        assert service.metric('verweer_guard_answers_total{status="503"}') == len(turned_away)
        assert service.verdict("naked Annelies de Vries") == "refuse"


def test_readiness_says_when_there_is_no_room(tmp_path: Path, names: Path) -> None:
    words = ("--protected", str(names), "--workers", "1", "--at-work", "1", "--waiting", "0")
    with served(tmp_path, *words) as service:
        busy = threading.Thread(target=service.post, args=("/v1/prompts:batch", {"prompts": [{"text": HEAVY}] * 12}))
        busy.start()
        answers: list[Answer] = []

        def is_full() -> bool:
            answers.append(service.get("/ready"))
            return answers[-1].status == 503

        until(is_full)
        busy.join()

        assert answers[-1].document == {"ready": False}
        assert answers[-1].headers["retry-after"] == "1"
        assert service.get("/ready").status == 200


def test_others_are_answered_while_a_large_batch_is_judged(service: Served) -> None:
    with ThreadPoolExecutor(2) as threads:
        batches = [threads.submit(service.post, "/v1/prompts:batch", {"prompts": [{"text": HEAVY}] * 12}) for _ in "ab"]
        until(lambda: service.metric("verweer_guard_in_work") == 2)

        assert service.verdict("naked Lumora") == "refuse"
        assert not any(batch.done() for batch in batches)
        assert {batch.result().status for batch in batches} == {200}


def test_a_body_that_comes_too_slowly_is_given_up(service: Served) -> None:
    with service.raw() as slow:
        slow.sendall(
            b"POST /v1/prompts HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            b'content-length: 100\r\n\r\n{"text":'
        )
        assert service.verdict("naked Lumora") == "refuse"  # nobody waits for it

        told = b""
        while part := slow.recv(65_536):
            told += part

    assert told.startswith(b"HTTP/1.1 408 ")
    assert b"too-slow" in told


@pytest.mark.parametrize("head", [b"", b"POST /v1/prompts HTTP/1.1\r\nhost: local"])
def test_a_head_that_never_ends_is_given_up(service: Served, head: bytes) -> None:
    with service.raw() as slow:
        slow.sendall(head)

        assert slow.recv(65_536) == b""


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

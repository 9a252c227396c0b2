# SPDX-License-Identifier: Apache-2.0
"""The counts at /metrics: in the format of Prometheus, summed over all workers, rising with what is asked."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms.generators.served import Served
from verweer.generators.board import BOUNDS, REASONS, Board
from verweer.generators.metrics import prometheus_text
from verweer.guard import Decision, PersonKind, Reason, Verdict
from verweer.kernel import Bilingual

# The grammar of https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4.
_SAMPLE = re.compile(r'([a-z_]+)(\{([a-z]+="[^"\\\n]*",?)+\})? (\d+(\.\d+)?)')
_COMMENT = re.compile(r"# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))")
TOLD = Bilingual(nl="", en="")


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    board = Board.make(tmp_path / "counts", rows=2)
    board.own_row()
    yield board
    board.close()


def test_every_line_is_of_the_format_and_every_family_is_declared_first(service: Served) -> None:
    answer = service.get("/metrics")
    text = answer.body.decode()
    declared: set[str] = set()

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("#"):
            assert _COMMENT.fullmatch(line), line
            declared.add(line.split()[2])
        else:
            assert _SAMPLE.fullmatch(line), line
            assert re.sub(r"_(bucket|sum|count)$", "", line.partition("{")[0].partition(" ")[0]) in declared


RISING = {
    'verweer_guard_decisions_total{verdict="refuse"}': 2,
    'verweer_guard_decisions_total{verdict="allow"}': 3,
    'verweer_guard_reasons_total{reason="listed"}': 2,
    'verweer_guard_answers_total{status="200"}': 2 + len(("metrics",)),
    'verweer_guard_answers_total{status="404"}': 1,
    'verweer_guard_seconds_count{asked="prompts"}': 1,
    'verweer_guard_seconds_count{asked="batch"}': 1,
    'verweer_guard_seconds_bucket{asked="batch",le="+Inf"}': 1,
}


def test_counts_rise_with_what_is_asked_whichever_worker_answers(service: Served) -> None:
    def counts() -> dict[str, float]:
        lines = (line.rsplit(" ", 1) for line in service.get("/metrics").body.decode().splitlines())
        return {name: float(value) for name, value in lines if name in RISING}

    before = counts()
    service.post("/v1/prompts", {"text": "Annelies de Vries naked"})
    service.post("/v1/prompts:batch", {"prompts": [{"text": t} for t in ("a", "b", "c", "naked Lumora")]})
    service.get("/nowhere")
    after = counts()

    assert {name: after[name] - before[name] for name in RISING} == RISING


def test_policy_and_sizes_are_told(service: Served) -> None:
    policy = service.get("/health").document["policy"]

    assert service.metric(f'verweer_guard_policy_info{{policy="{policy}"}}') == 1
    assert service.metric('verweer_guard_list_people{list="protected"}') == 2
    assert service.metric('verweer_guard_list_people{list="register"}') == 1
    assert service.metric('verweer_guard_list_people{list="faces"}') == 1
    assert service.metric("verweer_guard_workers") == 2


def test_every_time_falls_in_one_bucket(board: Board) -> None:
    for seconds in (0.0, *BOUNDS, 11.0):
        board.count_time("prompts", seconds)

    text = prometheus_text(board)

    assert 'verweer_guard_seconds_bucket{asked="prompts",le="0.0005"} 2' in text
    assert f'verweer_guard_seconds_bucket{{asked="prompts",le="10"}} {len(BOUNDS) + 1}' in text
    assert f'verweer_guard_seconds_bucket{{asked="prompts",le="+Inf"}} {len(BOUNDS) + 2}' in text
    assert f'verweer_guard_seconds_sum{{asked="prompts"}} {sum(BOUNDS) + 11:.9f}' in text


def test_every_kind_of_person_has_a_count_of_its_own(board: Board) -> None:
    for kind in PersonKind:
        board.count_decision(Decision(verdict=Verdict.REFUSE, policy="", reasons=(Reason(code=kind, told=TOLD),)))

    assert [board.sum(f"reason {reason}") for reason in REASONS] == [1] * len(PersonKind) + [0] * (
        len(REASONS) - len(PersonKind)
    )


def test_a_reason_nobody_knew_is_counted_without_its_name(board: Board) -> None:
    reason = Reason(code="of tomorrow", told=TOLD)
    board.count_decision(Decision(verdict=Verdict.REVIEW, policy="", reasons=(reason,)))

    assert 'verweer_guard_reasons_total{reason="other"} 1' in prometheus_text(board)
    assert "tomorrow" not in prometheus_text(board)


COUNTING = """
import sys
from pathlib import Path
from verweer.generators.board import Board
board = Board(Path(sys.argv[1]))
board.own_row()
board.count_answer(200)
board.put("protected", 7)
print(board.sum("status 200"), board.of_living("protected"), flush=True)
sys.stdin.read()
"""


def test_workers_are_counted_together_and_the_dead_are_not_forgotten(tmp_path: Path, board: Board) -> None:
    words = [sys.executable, "-c", COUNTING, str(tmp_path / "counts")]
    board.count_answer(200)
    for count in (2, 3):  # the second worker goes on in the row of the first
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == f"{count} [0, 7]\n"
            assert board.of_living("protected") == [0, 7]
            assert f'verweer_guard_answers_total{{status="200"}} {count}' in prometheus_text(board)
            assert 'verweer_guard_list_people{list="protected"} 0' in prometheus_text(board)

    assert board.sum("status 200") == 3
    assert board.of_living("protected") == [0]


def test_there_are_no_more_workers_than_rows(tmp_path: Path, board: Board) -> None:
    words = [sys.executable, "-c", COUNTING, str(tmp_path / "counts")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()

        done = subprocess.run(words, input="", capture_output=True, text=True, check=False)

    assert "NoRow" in done.stderr
    assert len(board.of_living("protected")) == 1

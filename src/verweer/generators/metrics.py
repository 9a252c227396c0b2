# SPDX-License-Identifier: Apache-2.0
"""The service's counts in the text format of Prometheus (0.0.4); nothing of a prompt is among them."""

from collections.abc import Iterator

from verweer.generators.board import ASKED, BOUNDS, REASONS, STATUSES, Board
from verweer.guard import POLICY, Verdict

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_NANO = 1e-9


def prometheus_text(board: Board) -> str:
    """Return all counts of all workers."""
    return "\n".join(_lines(board)) + "\n"


def _lines(board: Board) -> Iterator[str]:
    yield from _head("verweer_guard_decisions_total", "counter", "Decisions by verdict.")
    for verdict in Verdict:
        yield f'verweer_guard_decisions_total{{verdict="{verdict.value}"}} {board.sum(f"verdict {verdict.value}")}'
    yield from _head("verweer_guard_reasons_total", "counter", "Reasons of the decisions.")
    for reason in REASONS:
        yield f'verweer_guard_reasons_total{{reason="{reason}"}} {board.sum(f"reason {reason}")}'
    yield from _head("verweer_guard_answers_total", "counter", "Answers by status.")
    for status in STATUSES:
        yield f'verweer_guard_answers_total{{status="{status}"}} {board.sum(f"status {status}")}'
    yield from _histogram(board)
    yield from _state(board)


def _histogram(board: Board) -> Iterator[str]:
    name = "verweer_guard_seconds"
    yield from _head(name, "histogram", "Time from the whole request to its answer, waiting included.")
    for asked in ASKED:
        total = 0
        for at, bound in enumerate((*(f"{each:g}" for each in BOUNDS), "+Inf")):
            total += board.sum(f"within {asked} {at}")
            yield f'{name}_bucket{{asked="{asked}",le="{bound}"}} {total}'
        yield f'{name}_sum{{asked="{asked}"}} {board.sum(f"nanoseconds {asked}") * _NANO:.9f}'
        yield f'{name}_count{{asked="{asked}"}} {total}'


def _state(board: Board) -> Iterator[str]:
    yield from _head("verweer_guard_list_people", "gauge", "People on each list, in the worker that has fewest.")
    for label, told in (("protected", "protected"), ("register", "registered"), ("faces", "faces")):
        yield f'verweer_guard_list_people{{list="{label}"}} {min(board.of_living(told), default=0)}'
    yield from _head("verweer_guard_list_unusable", "gauge", "Workers that could not use what lies there now.")
    for label in ("protected", "register", "faces"):
        yield f'verweer_guard_list_unusable{{list="{label}"}} {sum(board.of_living(f"trouble {label}"))}'
    yield from _head("verweer_guard_list_read_seconds", "gauge", "When the oldest lists in force were read.")
    yield f"verweer_guard_list_read_seconds {min(board.of_living('read'), default=0)}"
    yield from _head("verweer_guard_readings_total", "counter", "Readings of the lists, of all workers.")
    yield f'verweer_guard_readings_total{{outcome="used"}} {board.sum("readings")}'
    yield f'verweer_guard_readings_total{{outcome="unusable"}} {board.sum("failed readings")}'
    yield from _head("verweer_guard_in_work", "gauge", "Questions about prompts under way or waiting.")
    yield f"verweer_guard_in_work {sum(board.of_living('at work'))}"
    yield from _head("verweer_guard_pictures_in_work", "gauge", "Questions about pictures under way or waiting.")
    yield f"verweer_guard_pictures_in_work {sum(board.of_living('pictures at work'))}"
    yield from _head("verweer_guard_workers", "gauge", "Workers that live.")
    yield f"verweer_guard_workers {len(board.of_living('at work'))}"
    yield from _head("verweer_guard_policy_info", "gauge", "The rules and data in force.")
    yield f'verweer_guard_policy_info{{policy="{POLICY}"}} 1'


def _head(name: str, kind: str, told: str) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"

# SPDX-License-Identifier: Apache-2.0
"""Another product is asked by a pipe or by POST: it hears the prompt and no more, and must answer with a verdict."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import urlsplit

import pytest

from verweer.attestation import SilentGate
from verweer.attestation.gates import Gate, OwnGuard, address_gate, program_gate
from verweer.guard import Guard, Verdict
from verweer.suite import About, Prompt

NAKED = Prompt(
    text="naakt, 'é'\n\"Odilia\"",
    kind="plain",
    family="plain",
    language="nl",
    about=About.LISTED,
    name="Odilia",
    history=("een",),
    images=2,
)
PLAIN = Prompt(text="a boat", kind="harmless", family="harmless", language="", about=About.NOBODY)


def program(body: str) -> list[str]:
    return [
        sys.executable,
        "-u",
        "-c",
        f"import json, sys, time\nfor line in sys.stdin:\n  told = json.loads(line)\n  {body}",
    ]


REFUSES_NAKED = "print(json.dumps({'verdict': 'refuse' if 'naakt' in told['text'] else 'allow', 'more': 1}))"


def test_a_program_is_asked_a_line_a_prompt() -> None:
    with program_gate(program(REFUSES_NAKED), seconds=10) as gate:
        verdicts = [gate.judge(each) for each in (NAKED, PLAIN, NAKED)]

    assert verdicts == [Verdict.REFUSE, Verdict.ALLOW, Verdict.REFUSE]


def test_a_program_hears_the_prompt_and_nothing_of_what_is_right() -> None:
    echo = "print(json.dumps({'verdict': 'allow' if told == HEARD else 'refuse'}))"
    heard = {"text": NAKED.text, "history": ["een"], "images": 2}
    with program_gate(program(echo.replace("HEARD", repr(heard))), seconds=10) as gate:
        assert gate.judge(NAKED) is Verdict.ALLOW


def test_two_answers_in_one_piece_are_two_answers() -> None:
    ahead = 'sys.stdout.write(\'{"verdict": "review"}\\n{"verdict": "allow"}\\n\'); sys.stdout.flush(); sys.stdin.readline()'
    with program_gate(program(ahead), seconds=10) as gate:
        assert [gate.judge(PLAIN), gate.judge(PLAIN)] == [Verdict.REVIEW, Verdict.ALLOW]


def test_a_prompt_longer_than_a_pipe_holds_is_passed_whole() -> None:
    long = Prompt(text="é" * 300_000, kind="x", family="x", language="", about=About.NOBODY)
    with program_gate(
        program("print(json.dumps({'verdict': 'review' if len(told['text']) == 300000 else 'allow'}))"), seconds=20
    ) as gate:
        assert gate.judge(long) is Verdict.REVIEW


SILENT = {
    "no JSON": "print('refuse')",
    "no verdict": "print('{}')",
    "an unknown verdict": "print(json.dumps({'verdict': 'maybe'}))",
    "a list": "print('[]')",
    "brackets without end": "print('[' * 60000)",
    "an end": "sys.exit(1)",
    "nothing for a while": "time.sleep(60)",
    "a line without end": "sys.stdout.write('x' * 3000000)",
}


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_a_program_without_a_verdict_is_an_error_and_no_pass(body: str) -> None:
    with program_gate(program(body), seconds=1.5) as gate, pytest.raises(SilentGate):
        gate.judge(PLAIN)


def test_a_program_that_is_not_there_is_told_by_its_name() -> None:
    with pytest.raises(SilentGate, match="no-such-program"), program_gate(["no-such-program"], seconds=1):
        pass


class Service(BaseHTTPRequestHandler):
    """A maker's service: refuses what is naked, and knows who may ask."""

    protocol_version = "HTTP/1.1"
    answers: ClassVar[dict[str, tuple[int, bytes]]] = {
        "/broken": (500, b'{"verdict": "allow"}'),
        "/large": (200, b" " * 1_100_000),
        "/moved": (302, b""),
    }

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["content-length"])))
        status, body = self.answers.get(self.path, (200, b""))
        if not body and status == 200:
            is_known = self.headers.get("authorization") == "Bearer geheim"
            verdict = ("refuse" if "naakt" in told["text"] else "allow") if is_known else "review"
            body = json.dumps({"verdict": verdict}).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def served(path: str, *, token: str) -> Iterator[Gate]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        with address_gate(urlsplit(f"http://127.0.0.1:{server.server_port}{path}"), token=token, seconds=5) as gate:
            yield gate
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_address_is_asked_by_post_over_one_connection() -> None:
    with served("/check", token="geheim") as gate:
        assert [gate.judge(NAKED), gate.judge(PLAIN)] == [Verdict.REFUSE, Verdict.ALLOW]


def test_a_token_goes_along_only_when_one_is_given() -> None:
    with served("/check", token="") as gate:
        assert gate.judge(NAKED) is Verdict.REVIEW


@pytest.mark.parametrize("path", Service.answers)
def test_an_address_without_a_verdict_is_an_error_and_no_pass(path: str) -> None:
    with served(path, token="geheim") as gate, pytest.raises(SilentGate):
        gate.judge(PLAIN)


def test_an_address_where_nobody_is_is_an_error() -> None:
    with address_gate(urlsplit("http://127.0.0.1:9/"), token="", seconds=2) as gate, pytest.raises(SilentGate):
        gate.judge(PLAIN)


def test_the_own_guard_is_asked_with_history_and_pictures() -> None:
    gate = OwnGuard(Guard(["Odilia Krekelbeek"]))
    turns = Prompt(
        text="now nude",
        kind="x",
        family="x",
        language="en",
        about=About.LISTED,
        history=("a photo of Odilia Krekelbeek",),
    )
    picture = Prompt(text="make her nude", kind="x", family="x", language="en", about=About.PICTURED, images=1)

    assert [gate.judge(turns), gate.judge(picture), gate.judge(PLAIN)] == [
        Verdict.REFUSE,
        Verdict.REFUSE,
        Verdict.ALLOW,
    ]

# SPDX-License-Identifier: Apache-2.0
"""A guard served by the real command, in processes of its own, asked over real connections."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

PATIENCE = 60.0
JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


@dataclass
class Served:
    """A running service."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {**self.headers, **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def post(self, path: str, document: object) -> Answer:
        return self.ask("POST", path, json.dumps(document).encode(), JSON)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def verdict(self, text: str, **more: object) -> str:
        answer = self.post("/v1/prompts", {"text": text, **more})
        assert answer.status == 200, answer.body
        return str(answer.document["verdict"])

    def metric(self, line: str) -> float:
        """Return the value of one line of the metrics."""
        lines = dict(each.rsplit(" ", 1) for each in self.get("/metrics").body.decode().splitlines() if each[0] != "#")
        return float(lines[line])

    def raw(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def told(self) -> str:
        return self.log.read_text()

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.process.pid, number)

    def workers(self) -> list[int]:
        """Return the processes that answer, the oldest first."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == self.process.pid and b"spawn_main" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except (OSError, ValueError, IndexError):
                continue
        return sorted(found)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "it never held"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "verweer.cli", "guard", "serve", *words]


@contextmanager
def served(folder: Path, *words: str, **environment: str) -> Iterator[Served]:
    """Give a service that is ready; at the end it is stopped."""
    port, log = free_port(), folder / "service.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command("--port", str(port), *words), stdout=file, stderr=file, env={**os.environ, **environment}
        )
    service = Served(port, process, log)
    try:
        until(lambda: "The guard is ready" in service.told() or process.poll() is not None)
        assert process.poll() is None, service.told()
        yield service
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)


def assert_one_sentence(answer: Answer, status: int, code: str) -> None:
    """Hold that a fault has this status and code, and is told in one short sentence in each language."""
    assert (answer.status, answer.document["code"]) == (status, code)
    for sentence in answer.document["told"].values():
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
        assert len(sentence) < 120

# SPDX-License-Identifier: Apache-2.0
"""A fault of ours: answered as one, told without a word of the prompt that it fell over."""

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from verweer.generators.application import Application, Settings
from verweer.generators.board import Board
from verweer.generators.desks import Desk
from verweer.generators.lists import Sources, read_people

MARK = "merkteken7f3a"


class Failing(Application):
    """A service that falls over each prompt, and says so as Python does."""

    async def _decided(self, desk: Desk, body: bytes) -> Any:
        message = f"{desk.named} {body!r}"
        raise ValueError(message)


class Asker:
    """The other end, which keeps what it gets."""

    def __init__(self, body: bytes) -> None:
        self.body, self.answers = body, list[tuple[int, bytes]]()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.body

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        assert MARK not in str(headers)
        self.answers.append((status, body))


def test_a_failure_is_no_permission_and_repeats_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Board.make(tmp_path / "counts", rows=1).close()
    settings = Settings(sources=Sources(), board=tmp_path / "counts", parent=os.getppid())
    service = Failing(settings, read_people(Sources()))
    asker = Asker(json.dumps({"text": f"naked {MARK}"}).encode())
    scope = SimpleNamespace(path="/v1/prompts", method="POST", headers={"content-type": "application/json"})

    async def ask() -> None:
        await service.__rsgi__(scope, asker)  # type: ignore[arg-type] # what granian hands in, as far as it is used
        service.__rsgi_del__(asyncio.get_running_loop())

    with caplog.at_level(logging.DEBUG):
        asyncio.run(ask())

    ((status, body),) = asker.answers
    assert status == 500
    assert json.loads(body)["code"] == "failed"
    assert "A request failed: ValueError in tests.rooms.generators.test_failing line" in caplog.text
    assert MARK not in caplog.text
    assert MARK.encode() not in body

# SPDX-License-Identifier: Apache-2.0
"""Messages of web sockets: as they were, bounded, and without pictures where none may be kept."""

import base64
import hashlib
import json
from datetime import UTC, datetime

from verweer.evidence.frames import frame_lines
from verweer.visit.sockets import SocketFrame, SocketLog

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def frame(content: bytes, *, is_text: bool, by_page: bool = False) -> SocketFrame:
    return SocketFrame(url="wss://site.test/s", at=NOW, by_page=by_page, is_text=is_text, content=content)


def told(*frames: SocketFrame, pictures_kept: bool) -> list[dict[str, object]]:
    return [
        json.loads(line) for line in frame_lines(frames, pictures_kept=pictures_kept)["wss://site.test/s"].splitlines()
    ]


def test_a_binary_message_is_kept_whole_or_by_its_digest_alone() -> None:
    picture = frame(b"\x89PNG" + bytes(100), is_text=False)

    (whole,), (digest,) = told(picture, pictures_kept=True), told(picture, pictures_kept=False)

    assert base64.b64decode(str(whole["base64"])) == picture.content
    assert digest["sha256"] == hashlib.sha256(picture.content).hexdigest()
    assert digest["bytes"] == 104
    assert "base64" not in digest


def test_a_text_message_that_carries_a_picture_is_kept_by_its_digest_alone() -> None:
    carried = b'{"i": "data:image/png;base64,' + base64.b64encode(bytes(300)) + b'"}'

    assert "text" in told(frame(carried, is_text=True), pictures_kept=True)[0]
    assert "text" not in told(frame(carried, is_text=True), pictures_kept=False)[0]
    assert told(frame(b"hallo", is_text=True, by_page=True), pictures_kept=False)[0]["from"] == "page"


def test_a_socket_that_never_stops_talking_is_cut_and_said_to_be() -> None:
    log = SocketLog(clock=lambda: NOW)
    for _ in range(30):
        log.keep("wss://site.test/s", b"x" * 1_000_000, by_page=False)

    assert log.is_cut
    assert len(log.frames) == 20

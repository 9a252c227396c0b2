# SPDX-License-Identifier: Apache-2.0
"""Nothing of a prompt or picture stays: not in logs, files or metrics, nor in what is said of faults."""

import io
import json
import os
import signal
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.rooms.generators.pictured import wrapped
from tests.rooms.generators.served import JSON, Served, served, until

MARK = "merkteken7f3a"
PERSON = "Zebediah Quillfeather"


def test_no_prompt_or_picture_is_kept_or_logged(tmp_path: Path) -> None:
    (tmp_path / "names").write_text(f"{PERSON}\n")
    (tmp_path / "temporary").mkdir()
    words = ("--protected", str(tmp_path / "names"), "--pictures")
    environment = {"TMPDIR": str(tmp_path / "temporary"), "HOME": str(tmp_path), "PYTHONDEVMODE": "1"}
    with served(tmp_path, *words, **environment) as service:
        told = ask_everything(service)
        told.append(service.get("/metrics").body)
        told.append(service.get("/health").body)
        running = [each for worker in service.workers() for each in (worker, *children(worker))]
        assert len(running) == 4  # each with the process that decodes pictures
        opened = b"".join(content(file) for process in running for file in opened_by(process))
        # A list that breaks is told without its names.
        (tmp_path / "names").write_bytes(f"{PERSON}\n?!\n".encode())
        service.signal(signal.SIGHUP)
        until(lambda: "no two letters" in service.told())
        told.append(service.get("/health").body)
    files = b"".join(content(file) for file in tmp_path.rglob("*") if file.name != "names")

    assert len(opened) > 1_000  # the counts at least
    for what in (b"".join(told), opened, files):
        assert MARK.encode() not in what
        assert PERSON.encode() not in what
        assert b"Quillfeather" not in what


def ask_everything(service: Served) -> list[bytes]:
    """Send the mark in every place, and return the answers."""
    prompt = {"text": f"naked {PERSON} {MARK}", "negative": f"clothing {MARK}", "history": [MARK], "images": 1}
    bodies = [
        json.dumps(prompt),
        json.dumps({"prompts": [prompt] * 3}),
        json.dumps({**prompt, MARK: MARK}),
        json.dumps({"text": [MARK]}),
        json.dumps({"text": MARK})[:-1],
        json.dumps({"text": MARK + "x" * 1_000_000}),
        MARK,
    ]
    asked = {"inputs": [marked_picture(), wrapped(MARK.encode())], "prompt": prompt}
    bodies += [json.dumps(asked), json.dumps({**asked, MARK: MARK}), json.dumps({"inputs": [MARK + "!"]})]
    answers = [
        service.ask("POST", path, body.encode(), JSON).body
        for body in bodies
        for path in ("/v1/prompts", "/v1/prompts:batch", "/v1/images", f"/{MARK}")
    ]
    answers.append(service.ask("GET", f"/health?{MARK}", headers={"x-mark": MARK, "authorization": MARK}).body)
    answers.append(service.ask(MARK.upper(), "/health").body)
    answers.append(service.ask("GET", "/health", headers={"host": f"{MARK}.example"}).body)
    return answers


def marked_picture() -> str:
    """Return a picture with the mark in its metadata and, byte for byte, in its pixels."""
    row = np.frombuffer((MARK * 12).encode(), np.uint8)[:96]
    note = PngInfo()
    note.add_text("parameters", f"{PERSON} {MARK}")
    stream = io.BytesIO()
    Image.fromarray(np.tile(row, (64, 1))).save(stream, "PNG", pnginfo=note, compress_level=0)
    return wrapped(stream.getvalue())


def children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def opened_by(process: int) -> list[Path]:
    """Return the files that a process holds open, deleted ones too."""
    folder = Path(f"/proc/{process}/fd")
    return [folder / name for name in os.listdir(folder) if (folder / name).is_file()]  # noqa: PTH208 - names alone


def content(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""

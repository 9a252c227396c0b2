# SPDX-License-Identifier: Apache-2.0
"""The guard's service asked about pictures: waiting times, and those of prompts beside them; drawn faces only.

PYTHONPATH=. uv run --frozen --extra desk python -m benchmarks.guard.serving_pictures [--prompts 1000] [--clients 3]
"""

import argparse
import base64
import json
import multiprocessing
import os
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

import cv2
import numpy as np

from tests.rooms.faces.drawings import drawn_face
from tests.rooms.generators.pictured import png, wrapped
from tests.rooms.generators.served import JSON, Served, served

_SIDE = 1_024
_LARGE = [base64.b64encode(bytes(900_000)).decode()] * 24


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--prompts", type=int, default=1_000)
    options.add_argument("--clients", type=int, default=3)
    asked = options.parse_args()
    face = wrapped(png(np.asarray(cv2.resize(drawn_face(), (_SIDE, _SIDE)), dtype=np.uint8)))
    ordinary = {"inputs": [face], "outputs": [face], "intent": "edit"}
    sexual = {"inputs": [face], "intent": "edit", "prompt": {"text": "naked"}}
    prompt = {"text": "a red bicycle by the sea, oil on canvas"}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "names").write_text("Annelies de Vries\n")
        with served(Path(folder), "--protected", f"{folder}/names", "--pictures") as service:
            print(f"load before {os.getloadavg()[0]:.1f}; resident MB: {_memory(service)}")
            _times(service.port, 20, "/v1/prompts", prompt)
            _tell("prompts alone", _times(service.port, asked.prompts, "/v1/prompts", prompt))
            _tell("an ordinary request, two pictures", _times(service.port, 20, "/v1/images", ordinary))
            _tell("a sexual prompt and one face", _times(service.port, 20, "/v1/images", sexual))
            for name, heavy in (("pictures", sexual), ("24 MB at once", {"outputs": _LARGE})):
                clients = [
                    multiprocessing.Process(target=_times, args=(service.port, 10**6, "/v1/images", heavy))
                    for _ in range(asked.clients)
                ]
                for client in clients:
                    client.start()
                time.sleep(2)
                _tell(f"prompts beside {name}", _times(service.port, asked.prompts, "/v1/prompts", prompt))
                for client in clients:
                    client.kill()


def _times(port: int, count: int, path: str, document: object) -> list[float]:
    """Return how many milliseconds each of so many questions took, over one connection."""
    connection, body, taken = HTTPConnection("127.0.0.1", port), json.dumps(document).encode(), []
    for _ in range(count):
        began = time.perf_counter()
        connection.request("POST", path, body, JSON)
        connection.getresponse().read()
        taken.append((time.perf_counter() - began) * 1_000)
    return taken


def _tell(name: str, taken: list[float]) -> None:
    p50, p99 = np.percentile(taken, [50, 99])
    print(f"{name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms ({len(taken)})")


def _memory(service: Served) -> list[int]:
    """Return the resident megabytes of the process above, and of the workers."""
    return [
        int(line.split()[1]) // 1_000
        for process in (service.process.pid, *service.workers())
        for line in Path(f"/proc/{process}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    ]


if __name__ == "__main__":
    main()

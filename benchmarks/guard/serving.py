# SPDX-License-Identifier: Apache-2.0
"""The guard's service under load: requests a second, waiting times, errors, memory, from processes on the same machine.

uv run --frozen --extra desk python -m benchmarks.guard.serving [--seconds 60] [--connections 16] [--names 100000] \
    [--batch 1] [--attacks 0.05] [--swap 0]
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.guard.crowd import crowd
from verweer.suite import Part, Prompt, draw_suite

_MANY, _A_KIND = 2_000, 182
_START_SECONDS = 120


def main() -> None:
    options = _options()
    made = draw_suite(Part.REPORT, each=40, harmless=_A_KIND)
    names = [*made.listed, *crowd(Random(1), max(0, options.names - len(made.listed)))]
    random = Random(2)
    prompts = [
        random.choice(made.attacks if random.random() < options.attacks else made.harmless) for _ in range(_MANY)
    ]
    requests = [_request(prompts[at : at + options.batch]) for at in range(0, _MANY - options.batch + 1, options.batch)]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "names").write_text("\n".join(names) + "\n")
        _measure(options, Path(folder), requests)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--at-work", type=int, default=4)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--attacks", type=float, default=0.05, help="The share of attacks among the prompts.")
    parser.add_argument("--swap", type=float, default=0, help="Put a new list in place every so many seconds.")
    return parser.parse_args()


def _request(prompts: list[Prompt]) -> bytes:
    documents = [{"text": each.text, "history": list(each.history), "images": each.images} for each in prompts]
    path, document = (
        ("/v1/prompts", documents[0]) if len(documents) == 1 else ("/v1/prompts:batch", {"prompts": documents})
    )
    body = json.dumps(document).encode()
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _measure(options: argparse.Namespace, folder: Path, requests: list[bytes]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = (
        "--port",
        port,
        "--workers",
        options.workers,
        "--at-work",
        options.at_work,
        "--protected",
        folder / "names",
    )
    began = time.perf_counter()
    service = subprocess.Popen([sys.executable, "-m", "verweer.cli", "guard", "serve", *map(str, words)])
    try:
        _wait_for(port)
        workers = _workers(service.pid, options.workers)
        print(
            f"load before {os.getloadavg()[0]:.1f}; {options.names} names; ready after {time.perf_counter() - began:.1f} s"
        )
        before = _memory([service.pid, *workers])
        _tell(options, *_load(options, port, requests, folder / "names"), [service.pid, *workers])
        after = _memory([service.pid, *workers])
        print(
            f"memory (PSS) of all {options.workers + 1} processes: {before:.0f} MB at the start, {after:.0f} MB at the end"
        )
    finally:
        service.send_signal(signal.SIGTERM)
        began = time.perf_counter()
        code = service.wait(60)
        print(f"stopped with exit code {code} in {time.perf_counter() - began:.1f} s")


def _load(
    options: argparse.Namespace, port: int, requests: list[bytes], names: Path
) -> tuple[list[float], Counter[int], float]:
    """Ask from all connections until the time is over; return waiting times, answers by status, and seconds."""
    taken: list[list[float]] = [[] for _ in range(options.connections)]
    answers: list[Counter[int]] = [Counter() for _ in range(options.connections)]
    ends = time.perf_counter() + options.seconds

    def ask(number: int) -> None:
        random = Random(number)
        with socket.create_connection(("127.0.0.1", port)) as connection:
            while (began := time.perf_counter()) < ends:
                connection.sendall(random.choice(requests))
                answers[number][_status(connection)] += 1
                taken[number].append(time.perf_counter() - began)

    def swap() -> None:
        while time.perf_counter() < ends - options.swap:
            time.sleep(options.swap)
            new = names.with_suffix(".new")
            new.write_bytes(names.read_bytes())
            new.replace(names)

    began = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(options.connections)]
    threads += [threading.Thread(target=swap)] if options.swap else []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for one in taken for each in one], sum(answers, Counter()), time.perf_counter() - began


def _status(connection: socket.socket) -> int:
    """Read one answer, and return its status."""
    told = b""
    while (end := told.find(b"\r\n\r\n")) < 0:
        told += _part(connection)
    length = int(told[:end].lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    left = length - (len(told) - end - 4)
    while left > 0:
        left -= len(_part(connection))
    return int(told[9:12])


def _part(connection: socket.socket) -> bytes:
    part = connection.recv(262_144)
    if not part:
        message = "the service closed the connection"
        raise ConnectionError(message)
    return part


def _tell(
    options: argparse.Namespace, taken: list[float], answers: Counter[int], seconds: float, processes: list[int]
) -> None:
    p50, p99, most = np.percentile(taken, (50, 99, 100)) * 1000
    rate = len(taken) / seconds
    print(
        f"{len(taken)} requests in {seconds:.1f} s over {options.connections} connections: {rate:.0f} requests/s, {rate * options.batch:.0f} prompts/s"
    )
    print(f"waiting time p50 {p50:.2f} ms, p99 {p99:.2f} ms, longest {most:.0f} ms")
    print(f"answers {dict(answers)}, errors {sum(n for status, n in answers.items() if status != 200)}")
    busy = sum(_processor_seconds(each) for each in processes)
    print(
        f"processor time: service {busy / len(taken) * 1000:.3f} ms a request, this client {time.process_time() / len(taken) * 1000:.3f} ms; load after {os.getloadavg()[0]:.1f}"
    )


def _wait_for(port: int) -> None:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(b"GET /ready HTTP/1.1\r\nhost: localhost\r\n\r\n")
                if _status(connection) == 200:
                    return
        except OSError:
            time.sleep(0.1)


def _workers(parent: int, expected: int) -> list[int]:
    """Return the processes that answer, once all are there and have read their lists."""
    while True:
        children = [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
        found = [each for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]
        if len(found) == expected:
            time.sleep(5)
            return found
        time.sleep(0.1)


def _memory(processes: list[int]) -> float:
    kilobytes = 0
    for each in processes:
        lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        kilobytes += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1000


def _processor_seconds(process: int) -> float:
    told = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()

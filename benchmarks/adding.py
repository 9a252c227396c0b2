# SPDX-License-Identifier: Apache-2.0
"""How soon an addition is durable and found, beside the disk alone, in turns: `python benchmarks/adding.py FOLDER [ROUNDS]`.

Each round adds an item of one hash to a bank in FOLDER and searches for it, in the process that
added and in a reader that looks again; then appends as many bytes to a bare file and waits for the disk. What
an addition takes beyond that is ours.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verweer.banks import Bank, open_bank
from verweer.fingerprints import Rows, Space

_BYTES = 75


def main() -> None:
    """Measure and print."""
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    folder.mkdir(parents=True, exist_ok=True)
    random, told = np.random.default_rng(1), f"load {os.getloadavg()[0]:.1f}"
    times: dict[str, list[float]] = {"added": [], "added and found": [], "found by a reader": [], "the disk alone": []}
    with tempfile.TemporaryDirectory(dir=folder) as place, Bank.create(Path(place) / "bank") as bank:
        bare = os.open(Path(place) / "bare", os.O_RDWR | os.O_CREAT)
        with open_bank(Path(place) / "bank") as reader:
            _round(bank, reader, random, "first")  # Loads and compiles.
            for number in range(rounds):
                for name, taken in zip(times, _round(bank, reader, random, str(number)), strict=False):
                    times[name].append(taken)
                times["the disk alone"].append(_timed(partial(_bare, bare, number)))
        os.close(bare)
    print(f"{rounds:,} additions, {told}, at the end {os.getloadavg()[0]:.1f}\n")
    print("| ms | median | p90 | p99 | longest |")
    print("|---|---|---|---|---|")
    for name, taken in times.items():
        print(f"| {name} | " + " | ".join(f"{each:.2f}" for each in np.percentile(taken, [50, 90, 99, 100])) + " |")


def _round(bank: Bank, reader: Bank, random: np.random.Generator, name: str) -> tuple[float, float, float]:
    hashes = random.integers(0, 256, (1, 32), dtype=np.uint8)
    rows = {Space.PDQ: Rows(hashes=hashes, details=np.zeros(1, np.uint64))}
    added = _timed(lambda: bank.add(name, rows))
    found = _timed(lambda: _found(bank, hashes, name))
    return added, added + found, _timed(lambda: (reader.refresh(), _found(reader, hashes, name)))


def _found(bank: Bank, hashes: NDArray[np.uint8], name: str) -> None:
    hits = bank.search(Space.PDQ, hashes)
    assert [bank.name_of(item) for item in hits.item.tolist()] == [name]  # noqa: S101 - a benchmark of wrong answers is none


def _bare(descriptor: int, number: int) -> None:
    os.pwrite(descriptor, bytes(_BYTES), number * _BYTES)
    os.fdatasync(descriptor)


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Exact search beside faiss, each in a process of its own: `… --with faiss-cpu python -m benchmarks.search FOLDER COUNT…`.

FOLDER gets the data (about 150 bytes a hash). The hashes are random, 30 % of them in families that
differ in few bits; `--skewed` makes a fifth of them nearly flat pictures. 1,024 hashes are
asked, half of them planted 0 to 40 bits away from a stored one. Every engine's answers are
compared with faiss' flat index, which compares every pair. One thread. Ours is built in one process
and opened in another, whose memory is told. `whole ms` is the time to read the whole bank for one
question, which bounds the slowest. The folder's files are deleted at the end.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.plots import Series, write_plot
from verweer.banks.index import words_of
from verweer.banks.search import search_rows
from verweer.banks.tier import Table, Tier, write_tier
from verweer.fingerprints import Rows, Space

_QUERIES, _RADIUS, _ENGINES = 1024, 31, ("flat", "ours", "multi", "ours again")
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
_COLUMNS = (
    "engine",
    "build s",
    "open ms",
    "batch ms",
    "single ms",
    "p99 ms",
    "slowest ms",
    "whole ms",
    "MB",
    "pairs",
    "recall",
    "wrong",
    "load",
)
Answers = tuple[NDArray[np.int64], NDArray[np.int64]]


def main() -> None:
    """Measure each engine at each size, print a table, and draw it."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("counts", type=float, nargs="+")
    words.add_argument("--skewed", action="store_true")
    words.add_argument("--engine", choices=[*_ENGINES, "build"])
    words.add_argument("--plot", type=Path)
    told = words.parse_args()
    if told.engine:
        print(json.dumps(_measured(told.engine, told.folder, int(told.counts[0]))))
        return
    drawn: dict[str, list[tuple[float, float]]] = {engine: [] for engine in _ENGINES if engine != "ours again"}
    place = told.folder / "verweer-search"
    for count in (int(one) for one in told.counts):
        _write_data(place, count, is_skewed=told.skewed)
        print(
            f"\n{count:,} hashes, {'skewed' if told.skewed else 'uniform and families'}\n\n| {' | '.join(_COLUMNS)} |"
        )
        print("|---" * len(_COLUMNS) + "|")
        rows = {}
        for engine in _ENGINES:
            row = rows[engine] = _in_own_process(engine, place, count)
            if engine in drawn:
                drawn[engine].append((count, row["single ms"]))
            print("| " + " | ".join(str(row.get(name, "")) for name in _COLUMNS) + " |", flush=True)
        ours, multi = rows["ours again"], rows["multi"]
        times = ", ".join(f"{name} {multi[name] / ours[name]:.0f}" for name in ("single ms", "batch ms", "build s"))
        print(f"\nMultiHash divided by ours: {times}")
        shutil.rmtree(place)
    if told.plot:
        series = [Series(name=name, points=points) for name, points in drawn.items()]
        write_plot(told.plot, series, title="Milliseconds a query, radius 31, one thread", across="hashes in the bank")


def _in_own_process(engine: str, folder: Path, count: int) -> dict[str, Any]:
    environ = {**os.environ, **_ONE_THREAD, "PYTHONPATH": str(Path(__file__).parents[1])}
    row: dict[str, Any] = {}
    for step in ("build", engine) if engine.startswith("ours") else (engine,):
        command = [sys.executable, __file__, str(folder), str(count), "--engine", step]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environ)
        row = {**json.loads(done.stdout.splitlines()[-1]), **row}
    return row


def _write_data(folder: Path, count: int, *, is_skewed: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(count)
    stored = random.integers(0, 256, (count, 32), dtype=np.uint8)
    families = random.integers(0, max(1, count // 20), count * 3 // 10)
    stored[: len(families)] = _flipped(stored[families + len(families)], random.integers(0, 25, len(families)), random)
    if is_skewed:
        flat = stored[-(count // 5) :]
        centres = random.integers(0, 256, (8, 32), dtype=np.uint8)
        flat[:] = _flipped(centres[random.integers(0, 8, len(flat))], random.integers(0, 12, len(flat)), random)
    asked = random.integers(0, 256, (_QUERIES, 32), dtype=np.uint8)
    planted = stored[random.integers(0, count, _QUERIES // 2)]
    asked[: len(planted)] = _flipped(planted, random.integers(0, 41, len(planted)), random)
    np.save(folder / "stored.npy", stored)
    np.save(folder / "asked.npy", asked[random.permutation(_QUERIES)])


def _flipped(hashes: NDArray[np.uint8], flips: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.uint8]:
    """Return hashes with up to so many random bits of each changed."""
    changed = hashes.copy()
    for flip in range(int(flips.max(initial=0))):
        rows = np.flatnonzero(flips > flip)
        bits = random.integers(0, 256, len(rows))
        changed[rows, bits // 8] ^= (1 << (bits % 8)).astype(np.uint8)
    return changed


def _measured(engine: str, folder: Path, count: int) -> dict[str, Any]:
    if engine == "build":
        return {"build s": round(_built(np.load(folder / "stored.npy"), folder), 2)}
    asked = np.load(folder / "asked.npy")
    built = _ours(folder) if engine.startswith("ours") else _faiss(engine, np.load(folder / "stored.npy"), folder)
    search = built.search
    search(asked[:8])
    single = [_timed(lambda place=place: search(asked[place : place + 1]))[0] for place in range(len(asked))]
    rounds = 3 if engine.startswith("ours") else 1
    batch, answers = min((_timed(lambda: search(asked)) for _ in range(rounds)), key=lambda one: one[0])
    memory = int(Path("/proc/self/statm").read_text().split()[1]) * 4096
    truth = folder / f"truth-{count}.npz"
    pairs = np.unique(answers[0] * count + answers[1])
    if engine == "flat":
        np.savez(truth, pairs=pairs)
    expected = np.load(truth)["pairs"]
    figures = {
        "engine": engine,
        "open ms": built.open_ms,
        "batch ms": batch * 1e3 / len(asked),
        "single ms": float(np.median(single)) * 1e3,
        "p99 ms": float(np.percentile(single, 99)) * 1e3,
        "slowest ms": max(single) * 1e3,
        "pairs": len(pairs),
        "recall": float(np.isin(expected, pairs).mean()),
        "wrong": int((~np.isin(pairs, expected)).sum()),
        "MB": round(memory / 1e6),
        "whole ms": built.whole(asked[:1]),
        "load": os.getloadavg()[0],
        **({"build s": built.build} if built.build else {}),
    }
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}


def _timed(run: Callable[[], Answers]) -> tuple[float, Answers]:
    began = time.perf_counter()
    answers = run()
    return time.perf_counter() - began, answers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Engine:
    build: float
    open_ms: float
    search: Callable[[NDArray[np.uint8]], Answers]
    whole: Callable[[NDArray[np.uint8]], float | str] = lambda _asked: ""


def _built(stored: NDArray[np.uint8], folder: Path) -> float:
    """Write our index, and return in how many seconds it was on the disk."""
    no_rows = Rows(hashes=np.empty((0, 32), np.uint8), details=np.empty(0, np.uint64))
    empty = Table(rows=no_rows, items=np.empty(0, np.uint32))

    def write(name: str, hashes: NDArray[np.uint8]) -> None:
        rows = Rows(hashes=hashes, details=np.arange(len(hashes), dtype=np.uint64))
        table = Table(rows=rows, items=np.arange(len(hashes), dtype=np.uint32))
        write_tier(
            folder / name,
            names_told={},
            tables={Space.PDQ: table, Space.PATCH: empty},
            removed=empty.items,
            opinions={},
        )

    write("warm.vwb", stored[:30_000])  # Loads and compiles.
    began = time.perf_counter()
    write("ours.vwb", stored)
    return time.perf_counter() - began


def _ours(folder: Path) -> _Engine:
    began = time.perf_counter()
    tier = Tier(folder / "ours.vwb")
    opened = (time.perf_counter() - began) * 1e3

    def search(asked: NDArray[np.uint8]) -> Answers:
        hits = tier.search(Space.PDQ, asked, _RADIUS)
        return hits.query.astype(np.int64), hits.item.astype(np.int64)

    def whole(asked: NDArray[np.uint8]) -> float:
        words = words_of(tier.table(Space.PDQ).rows.hashes)
        search_rows(words[:100], asked)
        taken = []
        for _ in range(3):
            began = time.perf_counter()
            search_rows(words, asked)
            taken.append(time.perf_counter() - began)
        return min(taken) * 1e3

    return _Engine(build=0, open_ms=opened, search=search, whole=whole)


def _faiss(name: str, stored: NDArray[np.uint8], folder: Path) -> _Engine:
    import faiss  # noqa: PLC0415 - a peer that is installed for this run only

    faiss.omp_set_num_threads(1)
    began = time.perf_counter()
    if name == "flat":
        index = faiss.IndexBinaryFlat(256)
        index.add(stored)
    else:
        # As python-threatexchange's PDQIndex does: 16 times 16 bits, one flip in each.
        index = faiss.IndexBinaryIDMap2(faiss.IndexBinaryMultiHash(256, 16, 16))
        index.add_with_ids(stored, np.arange(len(stored)))
        faiss.downcast_IndexBinary(index.index).nflip = 1
    taken = time.perf_counter() - began
    file = folder / f"{name}.faiss"
    faiss.write_index_binary(index, str(file))
    began = time.perf_counter()
    faiss.read_index_binary(str(file))
    opened = (time.perf_counter() - began) * 1e3
    file.unlink()

    def search(asked: NDArray[np.uint8]) -> Answers:
        limits, _, found = index.range_search(asked, _RADIUS + 1)
        return np.repeat(np.arange(len(asked)), np.diff(limits.astype(np.int64))), found

    return _Engine(build=taken, open_ms=opened, search=search)


if __name__ == "__main__":
    main()

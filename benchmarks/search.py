# SPDX-License-Identifier: Apache-2.0
"""Exact search beside faiss, each in a process of its own: `… --with faiss-cpu python benchmarks/search.py FOLDER COUNT…`.

FOLDER gets the data (about 150 bytes a hash). The hashes are random, 30 % of them in families that
differ in few bits; `--skewed` makes a fifth of them nearly flat pictures. 1,024 hashes are
asked, half of them planted 0 to 40 bits away from a stored one. Every engine's answers are
compared with faiss' flat index, which compares every pair. One thread.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.plots import Series, write_plot
from verweer.fingerprints import Rows, Space
from verweer.matching.tier import Table, Tier, write_tier

_QUERIES, _RADIUS, _ENGINES = 1024, 31, ("flat", "multi", "ours")
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
Answers = tuple[NDArray[np.int64], NDArray[np.int64]]


def main() -> None:
    """Measure each engine at each size, print a table, and draw it."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("counts", type=float, nargs="+")
    words.add_argument("--skewed", action="store_true")
    words.add_argument("--engine", choices=_ENGINES)
    words.add_argument("--plot", type=Path)
    told = words.parse_args()
    if told.engine:
        print(json.dumps(_measured(told.engine, told.folder, int(told.counts[0]))))
        return
    drawn: dict[str, list[tuple[float, float]]] = {engine: [] for engine in _ENGINES}
    for count in (int(one) for one in told.counts):
        _write_data(told.folder, count, is_skewed=told.skewed)
        print(f"{count:,} hashes, {'skewed' if told.skewed else 'uniform and families'}; load {os.getloadavg()[0]:.1f}")
        for engine in _ENGINES:
            row = _in_own_process(engine, told.folder, count)
            drawn[engine].append((count, row["ms_batch"]))
            print("  " + ", ".join(f"{name} {value}" for name, value in row.items()), flush=True)
    if told.plot:
        series = [Series(name=name, points=points) for name, points in drawn.items()]
        write_plot(told.plot, series, title="Milliseconds a query, radius 31, one thread", across="hashes in the bank")


def _in_own_process(engine: str, folder: Path, count: int) -> dict[str, Any]:
    command = [sys.executable, __file__, str(folder), str(count), "--engine", engine]
    environ = {**os.environ, **_ONE_THREAD, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environ)
    row: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
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
    stored, asked = np.load(folder / "stored.npy"), np.load(folder / "asked.npy")
    build, open_ms, search = _ENGINE[engine](stored, folder)
    del stored
    search(asked[:8])
    single = [_timed(lambda place=place: search(asked[place : place + 1]))[0] for place in range(len(asked))]
    batch, answers = min((_timed(lambda: search(asked)) for _ in range(3)), key=lambda one: one[0])
    truth = folder / f"truth-{count}.npz"
    pairs = np.unique(answers[0] * count + answers[1])
    if engine == "flat":
        np.savez(truth, pairs=pairs)
    expected = np.load(truth)["pairs"]
    return {
        "engine": engine,
        "build_s": round(build, 2),
        "open_ms": round(open_ms, 2),
        "ms_batch": round(batch * 1e3 / len(asked), 4),
        "ms_single_p50": round(float(np.median(single)) * 1e3, 4),
        "ms_single_max": round(max(single) * 1e3, 2),
        "pairs": len(pairs),
        "recall": round(float(np.isin(expected, pairs).mean()), 6),
        "wrong": int((~np.isin(pairs, expected)).sum()),
        "rss_mb": round(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6),
        "load": round(os.getloadavg()[0], 1),
    }


def _timed(run: Callable[[], Answers]) -> tuple[float, Answers]:
    began = time.perf_counter()
    answers = run()
    return time.perf_counter() - began, answers


_Engine = tuple[float, float, Callable[[NDArray[np.uint8]], Answers]]


def _ours(stored: NDArray[np.uint8], folder: Path) -> _Engine:
    file = folder / "ours.vwb"
    empty = Table(
        rows=Rows(hashes=np.empty((0, 32), np.uint8), details=np.empty(0, np.uint64)), items=np.empty(0, np.uint32)
    )
    rows = Rows(hashes=stored, details=np.arange(len(stored), dtype=np.uint64))
    table = Table(rows=rows, items=np.arange(len(stored), dtype=np.uint32))
    write_tier(
        folder / "warm.vwb", names_told={}, tables={Space.PDQ: _first(table), Space.PATCH: empty}, removed=empty.items
    )
    began = time.perf_counter()
    write_tier(file, names_told={}, tables={Space.PDQ: table, Space.PATCH: empty}, removed=empty.items)
    build = time.perf_counter() - began
    began = time.perf_counter()
    tier = Tier(file)
    opened = (time.perf_counter() - began) * 1e3

    def search(asked: NDArray[np.uint8]) -> Answers:
        hits = tier.search(Space.PDQ, asked, _RADIUS)
        return hits.query.astype(np.int64), hits.item.astype(np.int64)

    return build, opened, search


def _first(table: Table) -> Table:
    rows = Rows(hashes=table.rows.hashes[:30_000], details=table.rows.details[:30_000])
    return Table(rows=rows, items=table.items[:30_000])


def _faiss(name: str) -> Callable[[NDArray[np.uint8], Path], _Engine]:
    def build(stored: NDArray[np.uint8], folder: Path) -> _Engine:
        import faiss  # noqa: PLC0415 - a peer that is installed for this run only

        faiss.omp_set_num_threads(1)
        began = time.perf_counter()
        if name == "flat":
            index = faiss.IndexBinaryFlat(256)
            index.add(stored)
        else:
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

        return taken, opened, search

    return build


_ENGINE: dict[str, Callable[[NDArray[np.uint8], Path], _Engine]] = {
    "ours": _ours,
    "flat": _faiss("flat"),
    "multi": _faiss("multi"),
}

if __name__ == "__main__":
    main()

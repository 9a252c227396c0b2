# SPDX-License-Identifier: Apache-2.0
"""An archive streamed past new hashes, beside faiss' flat index: `… --with faiss-cpu python benchmarks/scan.py FOLDER [ARCHIVE [NEW]]`.

The archive (1e8 hashes of 32 bytes, if not told otherwise) is made in FOLDER and deleted afterwards; some
hashes up to 31 bits from new ones are planted in it. faiss compares a slice of it, because the whole takes
hours; the pairs found in the slice must be the same. Then the slice is streamed past fewer and
more new hashes. The bandwidth of the memory is measured in the same run, as STREAM does.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verweer.banks import Bank, Wanted, open_bank, scan
from verweer.fingerprints import Rows, Space

_CHUNK, _SLICE, _THREADS, _RADIUS = 1 << 20, 1 << 21, os.cpu_count() or 1, 31
_FAISS_ROWS = 100_000
_SIZES = (100, 1_000, 3_000, 10_000, 30_000, 100_000)
Hashes = NDArray[np.uint8]


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1])
    rows, count = (int(float(one)) for one in (sys.argv[2:] + ["1e8", "1e4"][len(sys.argv) - 2 :]))
    random = np.random.default_rng(5)
    new = random.integers(0, 256, (max(*_SIZES, count), 32), dtype=np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        archive, part, sample = (Path(place) / name for name in ("archive.raw", "slice.raw", "sample.raw"))
        _write_archive(archive, rows, new[:count], random)
        _copy_head(archive, part, min(_SLICE, rows))
        _copy_head(archive, sample, min(_FAISS_ROWS, rows))
        print(
            f"{rows:,} archived by {count:,} new hashes, radius {_RADIUS}, {_THREADS} threads, load {os.getloadavg()[0]:.1f}\n"
        )
        read, copied = _bandwidth()
        with _bank(Path(place) / "bank", new[:count]) as bank:
            ours = _pairs(sample, _wanted(bank))
            taken, worked, found = _streamed(archive, bank)
        _print_whole(rows, count, (taken, worked, found), (read, copied))
        _print_peer(sample, new[:count], ours, rows * count / taken)
        _print_growth(part, new, Path(place))
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


def _print_whole(rows: int, count: int, measured: tuple[float, float, int], bandwidth: tuple[float, float]) -> None:
    (taken, worked, found), (read, copied) = measured, bandwidth
    print(
        "| seconds | pairs/s | archive MB/s | processor ns a hash | memory read GB/s | memory copied GB/s | share of reading | found |"
    )
    print("|---|---|---|---|---|---|---|---|")
    content = rows * 32 / taken
    print(
        f"| {taken:.1f} | {rows * count / taken:.2e} | {content / 1e6:.0f} | {worked / rows * 1e9:.0f} "
        f"| {read / 1e9:.1f} | {copied / 1e9:.1f} | {content / read:.1%} | {found:,} |",
        flush=True,
    )


def _print_peer(sample: Path, new: Hashes, ours: set[tuple[int, int]], pairs: float) -> None:
    import faiss  # noqa: PLC0415 - a peer that is installed for this run only

    faiss.omp_set_num_threads(_THREADS)
    index = faiss.IndexBinaryFlat(256)
    index.add(new)
    asked = np.fromfile(sample, np.uint8).reshape(-1, 32)
    began = time.perf_counter()
    limits, _, found = index.range_search(asked, _RADIUS + 1)
    speed = len(asked) * len(new) / (time.perf_counter() - began)
    rows = np.repeat(np.arange(len(asked)), np.diff(limits.astype(np.int64)))
    is_same = ours == set(zip(rows.tolist(), found.tolist(), strict=True))
    print(
        f"\nfaiss {faiss.__version__} flat, {_THREADS} threads, on {len(asked):,} of them: {speed:.2e} pairs/s, "
        f"{pairs / speed:.0f} times fewer; same pairs: {is_same} ({len(ours)})"
    )


def _print_growth(part: Path, new: Hashes, folder: Path) -> None:
    print(f"\n{part.stat().st_size // 32:,} of them by other numbers of new hashes (best of 2):\n")
    print("| new hashes | made ready, s | processor ns a hash | pairs/s |")
    print("|---|---|---|---|")
    for size in _SIZES:
        with _bank(folder / f"bank-{size}", new[:size]) as bank:
            nothing = folder / "nothing.raw"
            nothing.write_bytes(bytes(32))
            _streamed(nothing, bank)
            ready, prepared, _ = min(_streamed(nothing, bank) for _ in range(2))
            taken, worked, _ = min(_streamed(part, bank) for _ in range(2))
        rows = part.stat().st_size // 32
        # Making the lists ready is counted apart: an archive pays for it once.
        print(
            f"| {size:,} | {ready:.2f} | {(worked - prepared) / rows * 1e9:.0f} | {rows * size / (taken - ready):.2e} |",
            flush=True,
        )


def _write_archive(file: Path, rows: int, new: Hashes, random: np.random.Generator) -> None:
    with file.open("wb") as stream:
        for start in range(0, rows, _CHUNK):
            chunk = np.frombuffer(random.bytes(32 * min(_CHUNK, rows - start)), np.uint8).reshape(-1, 32).copy()
            for place in random.integers(0, min(len(chunk), _FAISS_ROWS), 200):
                planted = np.unpackbits(new[random.integers(len(new))])
                planted[random.choice(256, random.integers(0, _RADIUS + 1), replace=False)] ^= 1
                chunk[place] = np.packbits(planted)
            stream.write(chunk.data)


def _copy_head(archive: Path, file: Path, rows: int) -> None:
    with archive.open("rb") as stream:
        file.write_bytes(stream.read(32 * rows))


def _bank(folder: Path, new: Hashes) -> Bank:
    detail = np.zeros(1, np.uint64)
    with Bank.create(folder) as bank:
        bank.add_many(
            (str(number), {Space.PDQ: Rows(hashes=one[None], details=detail)}) for number, one in enumerate(new)
        )
    return open_bank(folder)


def _wanted(bank: Bank) -> Wanted:
    return Wanted(bank=bank, space=Space.PDQ, radius=_RADIUS, threads=_THREADS)


def _streamed(file: Path, bank: Bank) -> tuple[float, float, int]:
    """Return seconds, seconds of all processors, and how many were found."""
    began, worked = time.perf_counter(), time.process_time()
    found = sum(len(chunk.sightings) for chunk in scan([file], _wanted(bank)))
    return time.perf_counter() - began, time.process_time() - worked, found


def _pairs(file: Path, wanted: Wanted) -> set[tuple[int, int]]:
    return {(one.row, int(one.item)) for chunk in scan([file], wanted) for one in chunk.sightings}


def _bandwidth() -> tuple[float, float]:
    """Return at how many bytes a second all threads together read memory, and read and write it (both counted)."""
    ones = [np.ones(1 << 25, np.uint64) for _ in range(_THREADS)]
    others = [one.copy() for one in ones]
    size = sum(one.nbytes for one in ones)
    read = _best(lambda place: ones[place].sum(), range(_THREADS))
    copied = _best(lambda place: np.copyto(others[place], ones[place]), range(_THREADS))
    return size / read, 2 * size / copied


def _best(work: Callable[[int], object], places: Sequence[int]) -> float:
    best = float("inf")
    with ThreadPoolExecutor(len(places)) as threads:
        for _ in range(5):
            began = time.perf_counter()
            list(threads.map(work, places))
            best = min(best, time.perf_counter() - began)
    return best


if __name__ == "__main__":
    main()

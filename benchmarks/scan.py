# SPDX-License-Identifier: Apache-2.0
"""An archive streamed past new hashes beside faiss' flat index: `… --with faiss-cpu python benchmarks/scan.py FOLDER ARCHIVE NEW`.

The archive (32 bytes a hash) is made in FOLDER once; one in a thousand new hashes is planted in it, up to 31
bits away. faiss compares a sample of the archive, for it takes hours for the whole; the pairs found in the sample
must be the same. The bandwidth of the memory is measured by reading an array.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints import Rows, Space
from verweer.matching import Bank, Wanted, open_bank, scan

_CHUNK, _SAMPLE, _THREADS = 1 << 20, 200_000, os.cpu_count() or 1


def main() -> None:
    """Measure and print."""
    folder, archive_rows, new_rows = Path(sys.argv[1]), int(float(sys.argv[2])), int(float(sys.argv[3]))
    random = np.random.default_rng(5)
    new = random.integers(0, 256, (new_rows, 32), dtype=np.uint8)
    archive = _archive(folder / "archive.raw", archive_rows, new, random)
    print(f"{archive_rows:,} archived by {new_rows:,} new, {_THREADS} threads, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(dir=folder) as place:
        _fill(Path(place) / "bank", new)
        with open_bank(Path(place) / "bank") as bank:
            wanted = Wanted(bank=bank, space=Space.PDQ, radius=31, threads=_THREADS)
            small = folder / "small.raw"
            small.write_bytes(archive.read_bytes()[: 32 * _SAMPLE] if archive_rows <= _SAMPLE else _head(archive))
            ours = _pairs(small, wanted)
            began, worked = time.perf_counter(), time.process_time()
            found = sum(len(chunk.sightings) for chunk in scan([archive], wanted))
            taken, worked = time.perf_counter() - began, time.process_time() - worked
    pairs, content = archive_rows * new_rows / taken, archive_rows * 32 / taken
    memory = _bandwidth()
    print(f"  verweer {taken:.1f} s, {pairs:.3g} pairs/s, {content / 1e6:.0f} MB/s of archive, {found} found")
    print(
        f"  {content / memory:.1%} of the {memory / 1e9:.1f} GB/s at which one thread reads memory; {worked / archive_rows * 1e9:.0f} ns of processor time for each archived hash"
    )
    _peer(small, new, ours)


def _archive(file: Path, rows: int, new: NDArray[np.uint8], random: np.random.Generator) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        for start in range(0, rows, _CHUNK):
            chunk = random.integers(0, 1 << 63, (min(_CHUNK, rows - start), 4), dtype=np.uint64).view(np.uint8)
            for place in random.integers(0, len(chunk), max(1, len(new) // 1000)):
                planted = np.unpackbits(new[random.integers(len(new))])
                planted[random.choice(256, random.integers(0, 32), replace=False)] ^= 1
                chunk[place] = np.packbits(planted)
            stream.write(chunk.tobytes())
    return file


def _head(archive: Path) -> bytes:
    with archive.open("rb") as stream:
        return stream.read(32 * _SAMPLE)


def _fill(folder: Path, new: NDArray[np.uint8]) -> None:
    detail = np.zeros(1, np.uint64)
    with Bank.create(folder) as bank:
        bank.add_many(
            (str(number), {Space.PDQ: Rows(hashes=one[None], details=detail)}) for number, one in enumerate(new)
        )


def _pairs(file: Path, wanted: Wanted) -> set[tuple[int, int]]:
    return {(one.row, int(one.item)) for chunk in scan([file], wanted) for one in chunk.sightings}


def _peer(sample: Path, new: NDArray[np.uint8], ours: set[tuple[int, int]]) -> None:
    import faiss  # noqa: PLC0415 - a peer that is installed for this run only

    faiss.omp_set_num_threads(_THREADS)
    index = faiss.IndexBinaryFlat(256)
    index.add(new)
    asked = np.fromfile(sample, np.uint8).reshape(-1, 32)
    began = time.perf_counter()
    limits, _, found = index.range_search(asked, 32)
    taken = time.perf_counter() - began
    rows = np.repeat(np.arange(len(asked)), np.diff(limits.astype(np.int64)))
    theirs = set(zip(rows.tolist(), found.tolist(), strict=True))
    print(
        f"  faiss flat {len(asked) * len(new) / taken:.3g} pairs/s on {len(asked):,} of them; same pairs: {ours == theirs} ({len(ours)})"
    )


def _bandwidth() -> float:
    content = np.ones(1 << 26, np.uint64)
    best = 0.0
    for _ in range(3):
        began = time.perf_counter()
        content.sum()
        best = max(best, content.nbytes / (time.perf_counter() - began))
    return best


if __name__ == "__main__":
    main()

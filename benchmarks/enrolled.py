# SPDX-License-Identifier: Apache-2.0
"""Faces sought among enrolled people, beside faiss' exact index: `… --with faiss-cpu python benchmarks/enrolled.py [COUNT…]`.

Random unit vectors of 128 numbers; each question is an enrolled template, cosine 0.48. One thread
each, in turns, so that other load falls on both; medians of the rounds, the quickest in brackets.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import faiss  # noqa: E402 - a peer that is installed for this run only; threads are set before
import numpy as np  # noqa: E402

from verweer.faces import Rate, SFace, Template, Threshold  # noqa: E402
from verweer.matching.templates import EnrolledPeople, Person  # noqa: E402

_COSINE, _AT_ONCE = 0.48, 64
_THRESHOLD = Threshold(
    name="x",
    embedder="x",
    cosine=_COSINE,
    false_match=Rate(wrong=0, of=1),
    false_non_match=Rate(wrong=0, of=1),
    data="random",
)


def main() -> None:
    """Measure each size, and print a table."""
    counts = [int(float(one)) for one in sys.argv[1:]] or [100_000, 1_000_000]
    faiss.omp_set_num_threads(1)
    print(f"numpy {np.__version__}, faiss {faiss.__version__}, one thread each, load {os.getloadavg()[0]:.1f}\n")
    print("| enrolled | asked | verweer ms a face | faiss IndexFlatIP ms a face | times as quick | same people |")
    print("|---|---|---|---|---|---|")
    for count in counts:
        for line in _lines(count):
            print(line, flush=True)
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


def _lines(count: int) -> list[str]:
    table = np.random.default_rng(5).standard_normal((count, 128), dtype=np.float32)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    enrolled, index = EnrolledPeople(SFace.network), faiss.IndexFlatIP(128)
    index.add(table)
    for place, row in enumerate(table):
        enrolled.enrol(Person(str(place)), Template(numbers=row, network=SFace.network, quality=100))
    lines = []
    for many in (1, _AT_ONCE):
        questions = np.ascontiguousarray(table[:: count // _AT_ONCE][:many])
        asked = [Template(numbers=row, network=SFace.network, quality=100) for row in questions]
        limits, _, found = index.range_search(questions, _COSINE)
        theirs = [sorted(map(str, found[limits[place] : limits[place + 1]])) for place in range(many)]
        ours = [sorted(one.person.reference for one in each) for each in enrolled.candidates_of_each(asked, _THRESHOLD)]
        mine, peer = _in_turns(
            lambda asked=asked: enrolled.candidates_of_each(asked, _THRESHOLD),
            lambda questions=questions: index.range_search(questions, _COSINE),
            rounds=31 if many == 1 else 7,
        )
        ratio = statistics.median(peer) / statistics.median(mine)
        lines.append(
            f"| {count:,} | {many} | {_told(mine, many)} | {_told(peer, many)} | {ratio:.2f} ({min(peer) / min(mine):.2f}) | {ours == theirs} |"
        )
    return lines


def _in_turns(
    one: Callable[[], object], other: Callable[[], object], *, rounds: int
) -> tuple[list[float], list[float]]:
    taken: tuple[list[float], list[float]] = [], []
    for _ in range(rounds):
        for act, times in zip((one, other), taken, strict=True):
            began = time.perf_counter()
            act()
            times.append(1000 * (time.perf_counter() - began))
    return taken


def _told(times: list[float], many: int) -> str:
    return f"{statistics.median(times) / many:.3f} ({min(times) / many:.3f})"


if __name__ == "__main__":
    main()

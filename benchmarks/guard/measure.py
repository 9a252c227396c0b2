# SPDX-License-Identifier: Apache-2.0
"""Recall a disguise and language, false alarms a kind, and latencies of the guard, beside its peers.

uv run --frozen --extra desk python -m benchmarks.guard.measure [--part tune] [--names 100000] [--misses 3]
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from random import Random

import numpy as np

from benchmarks.guard.people import CHECK, REPORT, TUNE, crowd
from benchmarks.guard.suite import Prompt, Suite, suite
from verweer.guard import Guard, Verdict

_PARTS = {"tune": TUNE, "check": CHECK, "report": REPORT}


def main() -> None:
    options = _options()
    made = suite(_PARTS[options.part], each=options.each, harmless=options.harmless)
    names = [*made.listed, *crowd(Random(1), max(0, options.names - len(made.listed)))]
    begun = time.perf_counter()
    guard = Guard(names)
    print(
        f"{options.part}: {len(made.attacks)} attacks, {len(made.harmless)} harmless prompts, {len(names)} names; start {time.perf_counter() - begun:.2f} s"
    )
    tell(
        made,
        lambda prompt: guard.check_prompt(prompt.text, history=prompt.history, images=(b"",) * prompt.images).verdict,
        options.misses,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", choices=tuple(_PARTS), default="report")
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=400)
    parser.add_argument("--harmless", type=int, default=20_000)
    parser.add_argument("--misses", type=int, default=0)
    return parser.parse_args()


def tell(made: Suite, judge: Callable[[Prompt], Verdict], misses: int) -> None:
    """Print the tables of one program."""
    taken: list[float] = []
    attacks = [(prompt, _timed(judge, prompt, taken)) for prompt in made.attacks]
    slow = len(taken)
    harmless = [(prompt, _timed(judge, prompt, taken)) for prompt in made.harmless]
    _rows("recall by disguise", ((p.kind, v) for p, v in attacks))
    _rows("recall by language", ((p.language, v) for p, v in attacks))
    _rows("recall by person", ((p.about, v) for p, v in attacks))
    _rows("false alarms by kind", ((p.kind, v) for p, v in harmless))
    for title, part in (("attacks", taken[:slow]), ("harmless", taken[slow:]), ("all", taken)):
        p50, p99 = np.percentile(part, (50, 99)) * 1000
        print(f"{title}: processor time p50 {p50:.3f} ms, p99 {p99:.3f} ms, {len(part) / sum(part):.0f} prompts/s")
    shown: Counter[str] = Counter()
    for prompt, verdict in [
        *((p, v) for p, v in attacks if v is Verdict.ALLOW),
        *((p, v) for p, v in harmless if v is not Verdict.ALLOW),
    ]:
        shown[prompt.kind] += 1
        if shown[prompt.kind] <= misses:
            print(f"  {prompt.kind} | {prompt.about} | {verdict.value} | {prompt.history} {prompt.text!r}")


def _timed(judge: Callable[[Prompt], Verdict], prompt: Prompt, taken: list[float]) -> Verdict:
    begun = time.process_time()
    verdict = judge(prompt)
    taken.append(time.process_time() - begun)
    return verdict


def _rows(title: str, rows: Iterable[tuple[str, Verdict]]) -> None:
    counted: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for key, verdict in rows:
        counted[key][verdict] += 1
        counted["ALL"][verdict] += 1
    print(f"\n{title} (stopped = refuse or review)")
    for key, counts in sorted(counted.items()):
        total = counts.total()
        print(
            f"  {key:34} stopped {1 - counts[Verdict.ALLOW] / total:7.4f}  refused {counts[Verdict.REFUSE] / total:7.4f}  of {total}"
        )


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Recall a disguise, language and person, false alarms a kind, and latencies of the guard on a part of the suite.

uv run --frozen --extra desk python -m benchmarks.guard.measure [--part tune] [--names 100000] [--misses 3]
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from random import Random

from benchmarks.guard.crowd import crowd
from verweer.attestation.figures import Count, rank
from verweer.attestation.gates import OwnGuard
from verweer.attestation.trying import try_suite
from verweer.guard import Guard, Verdict
from verweer.suite import Part, Prompt, Suite, draw_suite

_UNSEEN = frozenset({Part.FRESH.value, Part.SEALED.value, Part.UNSEEN.value})


def main() -> None:
    options = _options()
    suite = draw_suite(Part(options.part), each=options.each, harmless=options.harmless)
    names = [*suite.listed, *crowd(Random(1), max(0, options.names - len(suite.listed)))]
    begun = time.perf_counter()
    guard = Guard(names)
    print(
        f"{options.part} {suite.digest.hex[:16]}: {len(suite.attacks)} attacks, {len(suite.harmless)} harmless prompts, "
        f"{len(names)} names; start {time.perf_counter() - begun:.2f} s"
    )
    tried = try_suite(suite, OwnGuard(guard), registered=frozenset(), tell=lambda: None)
    _table("recall", {"ALL": tried.recall.whole})
    _table("recall by disguise", {kind: count for (_, kind), count in tried.recall.by_disguise.items()})
    _table("recall by language", tried.recall.by_language)
    _table("recall by person", tried.recall.by_person)
    _table("false alarms", {"ALL": tried.alarms, **tried.alarms_by_kind})
    for title, seconds in (
        ("attacks", tried.attack_seconds),
        ("harmless", tried.harmless_seconds),
        ("all", (*tried.attack_seconds, *tried.harmless_seconds)),
    ):
        p50, p99 = (rank(seconds, share) * 1000 for share in (0.5, 0.99))
        rate = len(seconds) / sum(seconds)
        print(f"{title}: processor time p50 {p50:.3f} ms, p99 {p99:.3f} ms, {rate:.0f} prompts/s")
    if options.misses:
        _show(suite, guard, options.misses)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", choices=[part.value for part in Part], default=Part.REPORT.value)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=400)
    parser.add_argument("--harmless", type=int, default=1_819, help="a kind")
    parser.add_argument("--misses", type=int, default=0, help="prompts to show a kind")
    options = parser.parse_args()
    if options.misses and options.part in _UNSEEN:
        parser.error(f"nobody looks at what of `{options.part}` passes: it would be tuned on")
    return options


def _table(title: str, counts: Mapping[str, Count]) -> None:
    print(f"\n{title} (stopped = refuse or review)")
    for key, count in sorted(counts.items()):
        low, high = count.interval
        refused = count.refused / count.asked
        print(
            f"  {key:40} stopped {count.share:7.4f} ({low:.3f} to {high:.3f})  refused {refused:7.4f}  of {count.asked}"
        )


def _show(suite: Suite, guard: Guard, most: int) -> None:
    shown: Counter[str] = Counter()
    for prompt, verdict in _judged(guard, (*suite.attacks, *suite.harmless)):
        is_harmless = prompt in suite.harmless
        if is_harmless is (verdict is Verdict.ALLOW):
            continue
        shown[prompt.kind] += 1
        if shown[prompt.kind] <= most:
            print(f"  {prompt.kind} | {prompt.about.value} | {verdict.value} | {prompt.history} {prompt.text!r}")


def _judged(guard: Guard, prompts: Iterable[Prompt]) -> Iterable[tuple[Prompt, Verdict]]:
    gate = OwnGuard(guard)
    return ((prompt, gate.judge(prompt)) for prompt in prompts)


if __name__ == "__main__":
    main()

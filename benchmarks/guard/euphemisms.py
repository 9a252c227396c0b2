# SPDX-License-Identifier: Apache-2.0
"""Recall and false alarms of the guard with the euphemism signal, and what it costs.

uv run --frozen --extra euphemism python -m benchmarks.guard.euphemisms [--part report] [--harmless 364] [--misses]
"""

import argparse
import time
import tomllib
from pathlib import Path
from random import Random

import numpy as np

from verweer.guard import Euphemisms, Guard, Verdict
from verweer.suite import Part, draw_suite
from verweer.suite.parts import load_part
from verweer.suite.people import draw_person


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", choices=[Part.CHECK.value, Part.REPORT.value], default=Part.REPORT.value)
    parser.add_argument("--harmless", type=int, default=364, help="a kind")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    made = draw_suite(Part(options.part), each=1, harmless=options.harmless)
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
    begun = time.process_time()
    signal = Euphemisms()
    print(f"start of the signal {time.process_time() - begun:.2f} s")
    without, guard = Guard(made.listed), Guard(made.listed, euphemism=signal)
    random = Random(1)
    for language, lists in told.items():
        for kind, wordings in lists.items():
            prompts = [each.replace("{N}", random.choice(made.listed)) for each in wordings for _ in range(5)]
            _tell(f"{language} {kind}", guard, prompts, show=options.misses and kind == "harmless")
            _tell(f"{language} {kind}, words alone", without, prompts)
    people = load_part(Part.REPORT).people
    unlisted = [each.replace("{N}", draw_person(random, people).name) for each in told["en"]["asked"]]
    _tell("en asked, a name on no list", guard, unlisted)
    _tell("harmless of the suite", guard, [prompt.text for prompt in made.harmless], show=options.misses)


def _tell(title: str, guard: Guard, prompts: list[str], *, show: bool = False) -> None:
    taken, stopped = [], []
    for prompt in prompts:
        begun = time.process_time()
        verdict = guard.check_prompt(prompt).verdict
        taken.append(time.process_time() - begun)
        stopped += [prompt] if verdict is not Verdict.ALLOW else []
    p50, p99 = np.percentile(taken, (50, 99)) * 1000
    share = len(stopped) / len(prompts)
    print(f"{title}: stopped {share:.4f} of {len(prompts)}; processor time p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    for prompt in sorted(set(stopped))[:20] if show else ():
        print(f"  {prompt!r}")


if __name__ == "__main__":
    main()

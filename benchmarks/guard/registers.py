# SPDX-License-Identifier: Apache-2.0
"""Plain names beside the keyed register on the same attacks, and the cost of large lists.

    uv run --frozen --extra desk python -m benchmarks.guard.registers [--names 100000] [--each 40]

Times are processor times. A prompt counts as found when the person is found by list, not only by other signs.
"""

import argparse
import secrets
import tempfile
import time
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.guard.crowd import crowd
from verweer.guard import Guard, PersonKind, Verdict, enrolled, load_register
from verweer.suite import About, Part, Prompt, draw_suite

_BY_LIST = {PersonKind.LISTED, PersonKind.REGISTERED}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--plain-only", action="store_true")
    options = parser.parse_args()
    made = draw_suite(Part.REPORT, each=options.each, harmless=364)
    attacks = [prompt for prompt in made.attacks if prompt.about is About.LISTED]
    names = [*made.listed, *crowd(Random(1), max(0, options.names - len(made.listed)))]
    begun = time.process_time()
    plain = Guard(names)
    print(f"{len(names)} names, {len(attacks)} attacks on listed people, {len(made.harmless)} harmless prompts")
    print(f"plain: built in {time.process_time() - begun:.2f} s")
    _tell("plain", plain, attacks, list(made.harmless))
    if options.plain_only:
        return
    key = secrets.token_bytes(32)
    begun = time.process_time()
    made_register = enrolled(names, key)
    print(f"register: enrolled in {time.process_time() - begun:.2f} s", end=", ")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register"
        made_register.save(file)
        begun = time.process_time()
        register = load_register(file, key)
        print(f"loaded in {time.process_time() - begun:.2f} s, {file.stat().st_size / 1e6:.1f} MB")
    _tell("register", Guard(register=register), attacks, list(made.harmless))


def _tell(title: str, guard: Guard, attacks: list[Prompt], harmless: list[Prompt]) -> None:
    taken: list[float] = []
    stopped = by_list = 0
    for prompt in attacks:
        begun = time.process_time()
        decision = guard.check_prompt(prompt.text, history=prompt.history)
        taken.append(time.process_time() - begun)
        stopped += decision.verdict is not Verdict.ALLOW
        by_list += any(reason.person is not None and reason.person.kind in _BY_LIST for reason in decision.reasons)
    alarms = 0
    for prompt in harmless:
        begun = time.process_time()
        alarms += guard.check_prompt(prompt.text).verdict is not Verdict.ALLOW
        taken.append(time.process_time() - begun)
    p50, p99 = np.percentile(taken, (50, 99)) * 1000
    print(
        f"{title}: stopped {stopped / len(attacks):.4f}, found by list {by_list / len(attacks):.4f}, "
        f"false alarms {alarms / len(harmless):.4f}, p50 {p50:.2f} ms, p99 {p99:.2f} ms"
    )


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""A whole case against the small internet: `./run python benchmarks/case.py [FACTS]`.

Prints each step's time and share, and the memory of the whole tree of processes, browsers
included (proportional set size, sampled five times a second; the small internet runs here
and is not counted).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.testnet import running_testnet_anywhere  # noqa: E402 - from the project's root

_PAUSE = 0.2


def main() -> None:
    """Measure and print."""
    facts = sys.argv[1] if len(sys.argv) > 1 else "examples/testnet.toml"
    with tempfile.TemporaryDirectory() as place, running_testnet_anywhere(Path(place)) as net:
        command = [sys.executable, "-m", "verweer.cli", "case", "new", facts, "--out", f"{place}/out", "--json"]
        environment = {**os.environ, **net.environment(), "VERWEER_DATA": f"{place}/data"}
        began = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
            peak = 0
            while process.poll() is None:
                peak = max(peak, sum(_memory(number) for number in _tree(process.pid)))
                time.sleep(_PAUSE)
        total = time.perf_counter() - began
        record = json.loads((Path(place) / "out" / "case.json").read_text())
        letters = len(list((Path(place) / "out" / "letters").glob("*.txt")))
    print(f"{len(record['links'])} links, {letters} letters: {total:.1f} s; most memory {peak / 2**20:.0f} MiB")
    for step in record["steps"]:
        seconds = step["seconds"] or 0.0
        print(f"  {step['step']:<12} {seconds:6.2f} s  {seconds / total:4.0%}")


def _tree(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for number in found:
        found += children.get(number, [])
    return found


def _memory(number: int) -> int:
    """Return the bytes that a process holds, what it shares counted in parts."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()

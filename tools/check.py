# SPDX-License-Identifier: Apache-2.0
"""Every gate in turn, each with its time; `./run check` and CI run this, and stop at nothing until the end."""

import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gate:
    """A check that must pass: what it shows, and its command."""

    name: str
    command: tuple[str, ...]


_PYTHON = sys.executable
# The tests come last, so that their closing line is the last but the summary.
GATES = (
    Gate("format", ("ruff", "format", "--check", ".")),
    Gate("lint", ("ruff", "check", ".")),
    Gate("types", ("mypy",)),
    Gate("imports", ("lint-imports",)),
    Gate("lock and licences", (_PYTHON, "tools/licences.py")),
    Gate("tests", (_PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "--durations=10")),
)


def main() -> int:
    """Run all gates and return 1 when one of them does not hold."""
    told, held = [], True
    for gate in GATES:
        print(f"\n== {gate.name}: {' '.join(gate.command)}", flush=True)
        began = time.monotonic()
        code = subprocess.run(gate.command, check=False, stdin=subprocess.DEVNULL).returncode
        held = held and code == 0
        told.append(f"  {'ok    ' if code == 0 else 'FAILED'} {gate.name:<18} {time.monotonic() - began:7.1f} s")
    print("\n" + "\n".join(told), flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""How fast and how strict the verifier is: `./run python benchmarks/verifier.py FOLDER ROOTS [FLIPS]`.

FOLDER is what `verweer capture` made: evidence/*.wacz, their timestamps, the list of files; ROOTS are the
authorities to trust (PEM). Prints megabytes a second (the best of five), and how many of FLIPS
changed bits, each in a fresh copy, were told with the name of their file.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from verweer.proof import judge


def main() -> None:
    """Measure and print."""
    folder, roots = Path(sys.argv[1]), Path(sys.argv[2])
    flips = int(sys.argv[3]) if len(sys.argv) > 3 else 500
    files = sorted((folder / "evidence").iterdir())
    size = sum(file.stat().st_size for file in files)
    best = min(_seconds(folder, roots) for _ in range(5))
    print(f"{size / 1e6:.1f} MB in {best:.3f} s: {size / 1e6 / best:.0f} MB/s")
    dice, found = random.Random(0), 0
    with tempfile.TemporaryDirectory() as place:
        for number in range(flips):
            copy = Path(place) / str(number)
            shutil.copytree(folder, copy, copy_function=os.link)
            changed = copy / "evidence" / dice.choice(files).name
            content = bytearray(changed.read_bytes())
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
            changed.unlink()  # The name is one of several of the same file.
            changed.write_bytes(content)
            told = [f"{each.file} {problem.en}" for each in judge(copy, roots=roots) for problem in each.problems]
            found += any(changed.name in sentence for sentence in told)
            shutil.rmtree(copy)
    print(f"{found} of {flips} changed bits found, each with the name of its file")


def _seconds(folder: Path, roots: Path) -> float:
    began = time.perf_counter()
    broken = [each.file for each in judge(folder, roots=roots) if each.problems]
    if broken:
        sys.exit(f"{', '.join(broken)}: broken before anything was changed; see `verweer verify`.")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()

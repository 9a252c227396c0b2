# SPDX-License-Identifier: Apache-2.0
"""A bank torn at random bytes, each outcome counted: `python benchmarks/torn.py [TEARS]`.

A third of the tears cut a file off, a third change one byte, a third stop the writer in
the middle of a record that was not yet acknowledged. Each must end in one of: everything acknowledged
is there, or the damaged file is named. Anything else is a failure, and the program says so.
"""

import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from verweer.banks import Bank, BankDamaged, NoBank, damages_in, open_bank
from verweer.banks.journal import _frame
from verweer.banks.records import Added, encoded
from verweer.fingerprints import Rows, Space

_ITEMS = 400


def main() -> None:
    """Tear and count."""
    tears = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    chance = random.Random(1)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole"
        expected = _filled(whole)
        for number in range(tears):
            torn = Path(place) / "torn"
            shutil.copytree(whole, torn)
            kind = ("cut off", "changed byte", "stopped while writing")[number % 3]
            tear = {"cut off": _cut, "changed byte": _change, "stopped while writing": _stop}[kind]
            outcomes[f"{kind}: {_outcome(torn, tear(torn, chance), expected)}"] += 1
            shutil.rmtree(torn)
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:5} {outcome}")
    sys.exit(any("LOST" in outcome for outcome in outcomes))


def _filled(folder: Path) -> dict[str, bytes]:
    """Make a bank with two segments and a journal, some items removed; return what it must hold."""
    rng = np.random.default_rng(2)
    expected: dict[str, bytes] = {}
    with Bank.create(folder) as bank:
        for number in range(_ITEMS):
            hashes = rng.integers(0, 256, (3, 32), dtype=np.uint8)
            expected[f"item {number}"] = bytes(np.sort(hashes.view("S32").ravel()).tobytes())
            bank.add(f"item {number}", {Space.PDQ: Rows(hashes=hashes, details=np.arange(3, dtype=np.uint64))})
            if number % 7 == 3:
                bank.remove(f"item {number - 1}")
                del expected[f"item {number - 1}"]
            if number == _ITEMS * 3 // 4:
                bank.compact()
    return expected


def _victim(folder: Path, chance: random.Random) -> Path:
    files = [file for file in sorted(folder.iterdir()) if file.stat().st_size]
    return chance.choices(files, [file.stat().st_size for file in files])[0]


def _cut(folder: Path, chance: random.Random) -> Path:
    file = _victim(folder, chance)
    with file.open("r+b") as stream:
        stream.truncate(chance.randrange(file.stat().st_size))
    return file


def _change(folder: Path, chance: random.Random) -> Path:
    file = _victim(folder, chance)
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
    return file


def _stop(folder: Path, chance: random.Random) -> Path:
    """Leave the first bytes of one more record at the end of the journal, as a crash does."""
    file = max(folder.glob("journal-*"))
    rows = Rows(hashes=np.zeros((3, 32), np.uint8), details=np.zeros(3, np.uint64))
    frame = _frame(encoded(Added(10_000, "never acknowledged", {Space.PDQ: rows})))
    with file.open("ab") as stream:
        stream.write(frame[: chance.randrange(1, len(frame))])
    return file


def _outcome(folder: Path, file: Path, expected: dict[str, bytes]) -> str:
    damages = damages_in(folder)
    if damages:
        return (
            "the damaged file is named" if any(file.name in one for one in damages) else "LOST: a wrong file is named"
        )
    try:
        with open_bank(folder, write=True) as bank:
            held = {
                item: bytes(np.sort(rows[Space.PDQ].hashes.view("S32").ravel()).tobytes())
                for item, rows in bank.items()
            }
            bank.add("after", {})
    except (BankDamaged, NoBank):
        return "LOST: damage that `verify` does not see"
    return "everything acknowledged is there" if held == expected else "LOST: silently"


if __name__ == "__main__":
    main()

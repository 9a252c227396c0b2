# SPDX-License-Identifier: Apache-2.0
"""Many names that nobody in the suite bears, to fill a list: given names with surnames from syllables."""

from random import Random

from verweer.suite import Part
from verweer.suite.parts import load_part

_STARTS = "Bra Kor Val Mer Tan Sil Dor Hen Jar Lom Pet Ros Wil Zan Ver Gol Fer Nie Cas Ols Ab El Is Om Ur Kra Ste Plo"
_MIDDLES = "de ka li mo na ra sa ti va ne no ru lo mi ke"
_ENDS = "n s r k m ns ck ld rt ma stra sen berg ski ez i a"
_BEFORE = ("", "", "de ", "van ", "van der ", "van den ")


def crowd(random: Random, size: int) -> list[str]:
    """Return as many names."""
    givens = [name for part in Part for names in load_part(part).people.given.values() for name in names.split()]
    starts, middles, ends = _STARTS.split(), _MIDDLES.split(), _ENDS.split()
    found: set[str] = set()
    while len(found) < size:
        middle = random.choice(middles) + random.choice(("", random.choice(middles)))
        family = random.choice(starts) + middle + random.choice(ends)
        found.add(f"{random.choice(givens)} {random.choice(_BEFORE)}{family}")
    return sorted(found)

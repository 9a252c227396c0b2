# SPDX-License-Identifier: Apache-2.0
"""Marks on and over letters."""

from random import Random

from verweer.disguises._hiding import disguise, mapped, some


@disguise("accents")
def accents(piece: str, random: Random) -> str:
    table = dict(zip("aeiouncsyz", "âëïöüñçşýž", strict=True))
    return some(piece, random, 0.6, mapped(table))


@disguise("combining marks")
def marks(piece: str, random: Random) -> str:
    return "".join(char + random.choice(("", "\u0301", "\u0336", "\u0308\u0330")) for char in piece)

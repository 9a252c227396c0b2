# SPDX-License-Identifier: Apache-2.0
"""Letters that Unicode has once more in another style."""

from random import Random

from verweer.disguises._hiding import LETTERS, disguise, mapped, shifted


@disguise("full-width")
def full_width(piece: str, random: Random) -> str:
    del random
    return "".join(map(mapped(shifted(0xFF41, 0xFF21)), piece))


@disguise("mathematical letters")
def mathematical(piece: str, random: Random) -> str:
    small, capital = random.choice(((0x1D41A, 0x1D400), (0x1D5EE, 0x1D5D4), (0x1D68A, 0x1D670)))
    return "".join(map(mapped(shifted(small, capital)), piece))


@disguise("circled letters")
def circled(piece: str, random: Random) -> str:
    del random
    return "".join(map(mapped(shifted(0x24D0, 0x24B6)), piece))


@disguise("emoji letters")
def emoji_letters(piece: str, random: Random) -> str:
    first = random.choice((0x1F170, 0x1F1E6, 0x1F130))
    joint = "\u200b" if first == 0x1F1E6 else ""
    return "".join(chr(first + ord(c) - 97) + joint if c in LETTERS else c for c in piece.lower())

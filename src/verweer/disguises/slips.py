# SPDX-License-Identifier: Apache-2.0
"""Slips of the hand, made on purpose."""

from random import Random

from verweer.disguises._hiding import LETTERS, disguise, each_word


@disguise("doubled letters")
def doubled(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(len(word))
        return word[:at] + word[at] * random.choice((2, 3)) + word[at + 1 :]

    return each_word(piece, change)


@disguise("dropped letters")
def dropped(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(1, len(word))
        return word[:at] + word[at + 1 :]

    return each_word(piece, change)


@disguise("swapped letters")
def swapped(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return each_word(piece, change)


_BESIDE = dict(zip(LETTERS, "svxsrdfjoklknmiowedricqzux", strict=True))


@disguise("keyboard neighbours")
def keyboard(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(1, len(word))
        return word[:at] + _BESIDE.get(word[at].lower(), word[at]) + word[at + 1 :]

    return each_word(piece, change)

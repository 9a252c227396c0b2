# SPDX-License-Identifier: Apache-2.0
"""Figures and signs for letters (leetspeak)."""

from random import Random

from verweer.disguises._hiding import disguise, mapped, some


@disguise("leet, light")
def leet_light(piece: str, random: Random) -> str:
    return some(piece, random, 0.4, mapped({"a": "4", "e": "3", "i": "1", "o": "0"}))


@disguise("leet, heavy")
def leet_heavy(piece: str, random: Random) -> str:
    table = {"a": "@", "e": "3", "i": "1", "o": "0", "s": "$", "t": "7", "b": "8", "l": "1", "g": "9"}
    return some(piece, random, 0.9, mapped(table))

# SPDX-License-Identifier: Apache-2.0
"""Names in Devanagari."""

from random import Random

from verweer.disguises._hiding import bare, disguise

_DEVANAGARI = dict(
    zip(
        ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "w", "x", "y", "z"],
        ["ब", "क", "द", "फ", "ग", "ह", "य", "क", "ल", "म", "न", "प", "क", "र", "स", "त", "व", "व", "क्स", "य", "ज़"],
        strict=True,
    )
)
_SIGNS = dict(zip("aeiou", ("ा", "े", "ि", "ो", "ु"), strict=True))
_VOWELS = dict(zip("aeiou", ["आ", "ए", "इ", "ओ", "उ"], strict=True))


@disguise("written in Devanagari", names_only=True, culture="not zh")
def devanagari(piece: str, random: Random) -> str:
    del random
    made, after = "", False
    for char in bare(piece):
        if char in _VOWELS:
            made, after = made + (_SIGNS if after else _VOWELS)[char], False
        elif char in _DEVANAGARI:
            made, after = made + ("्" if after else "") + _DEVANAGARI[char], True
        else:
            made, after = made + char, False
    return made

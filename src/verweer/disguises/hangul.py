# SPDX-License-Identifier: Apache-2.0
"""Names in Hangul, as Korean writes foreign names."""

from random import Random

from verweer.disguises._hiding import disguise, spoken

_HANGUL_FIRST = dict(
    zip(
        ["g", "n", "d", "r", "m", "b", "s", "j", "c", "k", "t", "p", "h"],
        (0, 2, 3, 5, 6, 7, 9, 12, 14, 15, 16, 17, 18),
        strict=True,
    )
)
_HANGUL_AS = {"l": "r", "v": "b", "w": "b", "f": "p", "q": "k", "x": "k", "z": "j", "y": "", "c": "k"}
_HANGUL_VOWEL = {"a": 0, "e": 5, "o": 8, "u": 13, "i": 20}
_HANGUL_LAST = {"n": 4, "m": 16, "r": 8, "l": 8}


@disguise("written in Hangul", names_only=True, culture="not zh")
def hangul(piece: str, random: Random) -> str:
    del random
    small, made, at = spoken(piece).replace("ja", "ya"), "", 0
    vowels = _HANGUL_VOWEL
    while at < len(small):
        char = _HANGUL_AS.get(small[at], small[at])
        if small[at] in vowels or char == "":
            first, at = 11, at + (char == "")
        elif char in _HANGUL_FIRST:
            first, at = _HANGUL_FIRST[char], at + 1
        else:
            made, at = made + char, at + 1
            continue
        vowel = vowels.get(small[at : at + 1], 18)
        at += small[at : at + 1] in vowels and at < len(small)
        last = 0
        if small[at : at + 1] in _HANGUL_LAST and not (small[at + 1 : at + 2] and small[at + 1] in vowels):
            last, at = _HANGUL_LAST[small[at]], at + 1
        made += chr(0xAC00 + (first * 21 + vowel) * 28 + last)
    return made

# SPDX-License-Identifier: Apache-2.0

"""Names in kana, as Japanese writes foreign names."""

from random import Random

from verweer.disguises._hiding import disguise, spoken

_KANA = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ", "m": "マミムメモ",
    "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_KANA_AS = {"l": "r", "c": "k", "q": "k", "v": "b", "w": "b", "x": "k", "j": "y"}


@disguise("written in Kana", names_only=True, culture="not zh")
def kana(piece: str, random: Random) -> str:
    del random
    made, small, at = "", spoken(piece), 0
    while at < len(small):
        char = _KANA_AS.get(small[at], small[at])
        following = small[at + 1 : at + 2]
        if char in "aiueo":
            made += _KANA[""]["aiueo".index(char)]
        elif char == "f":
            made += "フ" + dict(zip("aieo", "ァィェォ", strict=True)).get(following, "")
            at += following != "" and following in "aieou"
        elif char == "y":
            made += dict(zip("aiueo", ("ヤ", "イ", "ユ", "イェ", "ヨ"), strict=True)).get(following, "イ")
            at += following in set("aiueo") and following != ""
        elif char in _KANA:
            vowel = following if following and following in "aiueo" else ("o" if char in "td" else "u")
            made += (
                "ン" if char == "n" and not (following and following in "aiueo") else _KANA[char]["aiueo".index(vowel)]
            )
            at += bool(following and following in "aiueo")
        else:
            made += "・" if char == " " else ""
        at += 1
    return made

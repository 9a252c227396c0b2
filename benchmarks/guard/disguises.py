# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - letters that look like others are what this is about
"""Ways to hide a word. To add one, write a function with `@disguise`; the suite finds it.

A function takes a piece of text (a name, an intent, or a whole prompt) and a source of chance,
and returns the piece disguised. It must not look at how the guard works.
"""

import base64
import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Hide = Callable[[str, Random], str]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguise:
    """A way to hide, what it can be laid on, and whether only names take it."""

    name: str
    hide: Hide
    whole: bool = False
    names_only: bool = False
    culture: str = ""  # of the people who are so written; "not zh" leaves out names that have signs of their own


DISGUISES: dict[str, Disguise] = {}


def disguise(name: str, *, whole: bool = False, names_only: bool = False, culture: str = "") -> Callable[[Hide], Hide]:
    """Put a function on the list."""

    def keep(hide: Hide) -> Hide:
        DISGUISES[name] = Disguise(name=name, hide=hide, whole=whole, names_only=names_only, culture=culture)
        return hide

    return keep


def _some(piece: str, random: Random, share: float, change: Callable[[str], str]) -> str:
    places = [at for at, char in enumerate(piece) if change(char) != char]
    chosen = set(random.sample(places, max(1, round(share * len(places))))) if places else set()
    return "".join(change(char) if at in chosen else char for at, char in enumerate(piece))


def _each_word(piece: str, change: Callable[[str], str], shortest: int = 4) -> str:
    return " ".join(change(word) if len(word) >= shortest else word for word in piece.split(" "))


def _mapped(table: dict[str, str]) -> Callable[[str], str]:
    return lambda char: table.get(char, table.get(char.lower(), char))


def _shifted(first_small: int, first_capital: int) -> dict[str, str]:
    small = {letter: chr(first_small + at) for at, letter in enumerate(LETTERS)}
    return small | {letter.upper(): chr(first_capital + at) for at, letter in enumerate(LETTERS)}


@disguise("plain")
def plain(piece: str, random: Random) -> str:
    del random
    return piece


@disguise("lower case")
def lower(piece: str, random: Random) -> str:
    del random
    return piece.lower()


@disguise("mixed case")
def mixed_case(piece: str, random: Random) -> str:
    del random
    return "".join(char.upper() if at % 2 else char.lower() for at, char in enumerate(piece))


@disguise("accents")
def accents(piece: str, random: Random) -> str:
    table = dict(zip("aeiouncsyz", "âëïöüñçşýž", strict=True))
    return _some(piece, random, 0.6, _mapped(table))


@disguise("combining marks")
def marks(piece: str, random: Random) -> str:
    return "".join(char + random.choice(("", "\u0301", "\u0336", "\u0308\u0330")) for char in piece)


@disguise("Cyrillic look-alikes")
def cyrillic_shapes(piece: str, random: Random) -> str:
    return _some(piece, random, 0.6, _mapped(dict(zip("aceopxyijs", "асеорхуіјѕ", strict=True))))


@disguise("Greek look-alikes")
def greek_shapes(piece: str, random: Random) -> str:
    return _some(piece, random, 0.6, _mapped(dict(zip("aeionvkptu", "αειοηνκρτυ", strict=True))))


@disguise("other look-alikes")
def other_shapes(piece: str, random: Random) -> str:
    return _some(piece, random, 0.6, _mapped(dict(zip("ahnouesilr", "ɑһոօսҽꜱıⅼʀ", strict=True))))


@disguise("full-width")
def full_width(piece: str, random: Random) -> str:
    del random
    return "".join(map(_mapped(_shifted(0xFF41, 0xFF21)), piece))


@disguise("mathematical letters")
def mathematical(piece: str, random: Random) -> str:
    small, capital = random.choice(((0x1D41A, 0x1D400), (0x1D5EE, 0x1D5D4), (0x1D68A, 0x1D670)))
    return "".join(map(_mapped(_shifted(small, capital)), piece))


@disguise("zero-width")
def zero_width(piece: str, random: Random) -> str:
    return "".join(char + random.choice(("", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad")) for char in piece)


@disguise("bidi controls")
def bidi(piece: str, random: Random) -> str:
    return "".join(char + random.choice(("", "\u200e", "\u202a", "\u2066", "\u2069")) for char in piece)


@disguise("circled letters")
def circled(piece: str, random: Random) -> str:
    del random
    return "".join(map(_mapped(_shifted(0x24D0, 0x24B6)), piece))


@disguise("emoji letters")
def emoji_letters(piece: str, random: Random) -> str:
    first = random.choice((0x1F170, 0x1F1E6, 0x1F130))
    joint = "\u200b" if first == 0x1F1E6 else ""
    return "".join(chr(first + ord(c) - 97) + joint if c in LETTERS else c for c in piece.lower())


@disguise("leet, light")
def leet_light(piece: str, random: Random) -> str:
    return _some(piece, random, 0.4, _mapped({"a": "4", "e": "3", "i": "1", "o": "0"}))


@disguise("leet, heavy")
def leet_heavy(piece: str, random: Random) -> str:
    table = {"a": "@", "e": "3", "i": "1", "o": "0", "s": "$", "t": "7", "b": "8", "l": "1", "g": "9"}
    return _some(piece, random, 0.9, _mapped(table))


@disguise("spaced letters")
def spaced(piece: str, random: Random) -> str:
    del random
    return "  ".join(" ".join(word) for word in piece.split(" "))


@disguise("dotted letters")
def dotted(piece: str, random: Random) -> str:
    sign = random.choice(".-_*/")
    return " ".join(sign.join(word) for word in piece.split(" "))


@disguise("spaced prompt", whole=True)
def spaced_prompt(piece: str, random: Random) -> str:
    del random
    return " ".join(piece.replace(" ", ""))


@disguise("joined words")
def joined(piece: str, random: Random) -> str:
    del random
    return piece.replace(" ", "").lower()


@disguise("joined prompt", whole=True)
def joined_prompt(piece: str, random: Random) -> str:
    del random
    return piece.replace(" ", "").lower()


@disguise("hashtag")
def hashtag(piece: str, random: Random) -> str:
    words = piece.split(" ")
    return (
        "#" + "".join(word[:1].upper() + word[1:] for word in words)
        if random.random() < 0.5
        else "#" + "".join(words).lower()
    )


@disguise("doubled letters")
def doubled(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(len(word))
        return word[:at] + word[at] * random.choice((2, 3)) + word[at + 1 :]

    return _each_word(piece, change)


@disguise("dropped letters")
def dropped(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(1, len(word))
        return word[:at] + word[at + 1 :]

    return _each_word(piece, change)


@disguise("swapped letters")
def swapped(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return _each_word(piece, change)


_NEAR = dict(
    zip(
        LETTERS,
        [
            "s",
            "v",
            "x",
            "s",
            "r",
            "d",
            "f",
            "j",
            "o",
            "k",
            "l",
            "k",
            "n",
            "m",
            "i",
            "o",
            "w",
            "e",
            "d",
            "r",
            "i",
            "c",
            "q",
            "z",
            "u",
            "x",
        ],
        strict=True,
    )
)


@disguise("keyboard neighbours")
def keyboard(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(1, len(word))
        return word[:at] + _NEAR.get(word[at].lower(), word[at]) + word[at + 1 :]

    return _each_word(piece, change)


def _phonetic(*rules: tuple[str, str]) -> Hide:
    def hide(piece: str, random: Random) -> str:
        small = piece.lower()
        held: list[str] = []
        for written, sound in rules:
            if written in small and random.random() < 0.8:
                held.append(sound)
                small = small.replace(written, chr(0xE000 + len(held) - 1))
        for at, sound in enumerate(held):
            small = small.replace(chr(0xE000 + at), sound)
        return small

    return hide


disguise("phonetic nl")(
    _phonetic(
        ("ph", "f"),
        ("ck", "k"),
        ("c", "k"),
        ("x", "ks"),
        ("y", "ij"),
        ("sh", "sj"),
        ("ee", "ie"),
        ("u", "oe"),
        ("qu", "kw"),
        ("th", "t"),
    )
)
disguise("phonetic en")(
    _phonetic(
        ("sch", "sk"),
        ("ij", "y"),
        ("oe", "oo"),
        ("ie", "ee"),
        ("f", "ph"),
        ("k", "c"),
        ("aa", "ah"),
        ("j", "y"),
        ("ks", "x"),
    )
)
disguise("phonetic de")(
    _phonetic(
        ("sh", "sch"),
        ("c", "k"),
        ("v", "w"),
        ("z", "ts"),
        ("y", "ü"),
        ("oe", "u"),
        ("ij", "ei"),
        ("th", "t"),
        ("ck", "kk"),
    )
)
disguise("phonetic fr")(
    _phonetic(("k", "qu"), ("u", "ou"), ("sh", "ch"), ("f", "ph"), ("o", "au"), ("ij", "ay"), ("w", "v"))
)
disguise("phonetic es")(
    _phonetic(("v", "b"), ("z", "s"), ("ce", "se"), ("qu", "k"), ("ph", "f"), ("y", "i"), ("ll", "y"), ("th", "t"))
)

_CYRILLIC = {
    "ph": "ф",
    "th": "т",
    "sch": "ш",
    "sh": "ш",
    "ch": "ч",
    "zh": "ж",
    "ya": "я",
    "yu": "ю",
    "kh": "х",
    "ts": "ц",
    "ij": "ей",
    "oe": "у",
    **dict(
        zip(
            LETTERS,
            [
                "а",
                "б",
                "к",
                "д",
                "е",
                "ф",
                "г",
                "х",
                "и",
                "й",
                "к",
                "л",
                "м",
                "н",
                "о",
                "п",
                "к",
                "р",
                "с",
                "т",
                "у",
                "в",
                "в",
                "кс",
                "и",
                "з",
            ],
            strict=True,
        )
    ),
}
_GREEK = {
    "ph": "φ",
    "th": "θ",
    "ch": "χ",
    "ps": "ψ",
    "ou": "ου",
    "oe": "ου",
    **dict(
        zip(
            LETTERS,
            [
                "α",
                "μπ",
                "κ",
                "ντ",
                "ε",
                "φ",
                "γκ",
                "χ",
                "ι",
                "γι",
                "κ",
                "λ",
                "μ",
                "ν",
                "ο",
                "π",
                "κ",
                "ρ",
                "σ",
                "τ",
                "ου",
                "β",
                "γου",
                "ξ",
                "ι",
                "ζ",
            ],
            strict=True,
        )
    ),
}
_ARABIC = {
    "sh": "ش",
    "th": "ث",
    "kh": "خ",
    "ch": "تش",
    "oe": "و",
    "ij": "ي",
    "ie": "ي",
    **dict(
        zip(LETTERS, "ا ب ك د  ف ج ه ي ج ك ل م ن و ب ك ر س ت و ف و كس ي ز".replace("  ", " _ ").split(), strict=True)
    ),
}
_HEBREW = {
    "sh": "ש",
    "th": "ת",
    "ch": "צ",
    "oe": "ו",
    "ij": "י",
    "ie": "י",
    **dict(
        zip(
            LETTERS,
            [
                "א",
                "ב",
                "ק",
                "ד",
                "_",
                "פ",
                "ג",
                "ה",
                "י",
                "י",
                "ק",
                "ל",
                "מ",
                "נ",
                "ו",
                "פ",
                "ק",
                "ר",
                "ס",
                "ט",
                "ו",
                "ו",
                "ו",
                "קס",
                "י",
                "ז",
            ],
            strict=True,
        )
    ),
}


def _written(table: dict[str, str]) -> Hide:
    def hide(piece: str, random: Random) -> str:
        del random
        small, made = _ascii(piece), ""
        while small:
            size = next((size for size in (3, 2, 1) if small[:size] in table), 0)
            made += table[small[:size]] if size else small[0]
            small = small[max(size, 1) :]
        return made.replace("_", "")

    return hide


def _ascii(piece: str) -> str:
    return (
        "".join(c for c in unicodedata.normalize("NFD", piece.lower()) if not unicodedata.combining(c))
        .replace("ı", "i")
        .replace("ł", "l")
    )


for script, letters in (("Cyrillic", _CYRILLIC), ("Greek", _GREEK), ("Arabic", _ARABIC), ("Hebrew", _HEBREW)):
    disguise(f"written in {script}", names_only=True, culture="not zh")(_written(letters))

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
    for char in _ascii(piece):
        if char in _VOWELS:
            made, after = made + (_SIGNS if after else _VOWELS)[char], False
        elif char in _DEVANAGARI:
            made, after = made + ("्" if after else "") + _DEVANAGARI[char], True
        else:
            made, after = made + char, False
    return made


def _spoken(piece: str) -> str:
    """Return letters as other scripts write them down: by sound, so no consonant twice."""
    small = _ascii(piece).replace("th", "t").replace("ph", "f")
    return "".join(char for at, char in enumerate(small) if char in "aeiou" or small[at - 1 : at] != char)


_KANA = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ", "m": "マミムメモ",
    "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_KANA_AS = {"l": "r", "c": "k", "q": "k", "v": "b", "w": "b", "x": "k", "j": "y"}


@disguise("written in Kana", names_only=True, culture="not zh")
def kana(piece: str, random: Random) -> str:
    del random
    made, small, at = "", _spoken(piece), 0
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
    small, made, at = _spoken(piece).replace("ja", "ya"), "", 0
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


_HAN = {"chen": "陈", "wang": "王", "li": "李", "zhao": "赵", "mei": "梅", "jing": "静", "lan": "兰", "wei": "伟", "xiu": "秀", "hua": "华",
        "liu": "刘", "huang": "黄", "sun": "孙", "zhou": "周", "fang": "芳", "ling": "玲", "yan": "燕", "min": "敏", "qing": "青", "yu": "玉", "hong": "红", "dan": "丹", "xia": "霞", "ping": "平", "tao": "涛", "lin": "林", "guo": "郭", "xu": "徐", "he": "何", "bo": "博"}  # fmt: skip


@disguise("written in Han", names_only=True, culture="zh")
def han(piece: str, random: Random) -> str:
    del random
    return "".join(_HAN.get(word, word) for word in reversed(piece.lower().split(" ")))


@disguise("reversed words")
def reversed_words(piece: str, random: Random) -> str:
    del random
    return " ".join(word[::-1] for word in piece.split(" "))


@disguise("reversed prompt", whole=True)
def reversed_prompt(piece: str, random: Random) -> str:
    del random
    return piece[::-1]


@disguise("rot13", whole=True)
def rot13(piece: str, random: Random) -> str:
    del random
    return codecs.encode(piece, "rot13")


@disguise("rot13 name", names_only=True)
def rot13_name(piece: str, random: Random) -> str:
    del random
    return codecs.encode(piece, "rot13")


@disguise("base64", whole=True)
def base64_prompt(piece: str, random: Random) -> str:
    made = base64.b64encode(piece.encode()).decode()
    if random.random() < 0.3:
        made = base64.b64encode(made.encode()).decode()
    return random.choice(("", "decode this and draw it: ", "base64: ")) + made


@disguise("base64 piece")
def base64_piece(piece: str, random: Random) -> str:
    del random
    return base64.b64encode(piece.encode()).decode()


@disguise("hexadecimal, percent", whole=True)
def hexadecimal(piece: str, random: Random) -> str:
    if random.random() < 0.5:
        return piece.encode().hex()
    return "".join(f"%{byte:02x}" for byte in piece.encode())


@disguise("split over lines")
def over_lines(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(2, len(word) - 1)
        return word[:at] + random.choice(("\n", "-\n", "-")) + word[at:]

    return _each_word(piece, change)


@disguise("one letter a line")
def upright(piece: str, random: Random) -> str:
    del random
    return "\n" + "\n".join(piece.replace(" ", "")) + "\n"


@disguise("turned name", names_only=True)
def turned(piece: str, random: Random) -> str:
    given, _, family = piece.partition(" ")
    return f"{family}{random.choice((' ', ', '))}{given}"


@disguise("initials", names_only=True)
def initials(piece: str, random: Random) -> str:
    given, _, family = piece.partition(" ")
    return f"{given[0]}. {family}" if random.random() < 0.5 else f"{given[0]}.{random.choice('ABJM')}. {family}"


@disguise("two at once")
def two(piece: str, random: Random) -> str:
    pairs = (
        (leet_light, zero_width),
        (accents, doubled),
        (cyrillic_shapes, mixed_case),
        (spaced, leet_light),
        (zero_width, joined),
        (full_width, dotted),
    )
    first, second = random.choice(pairs)
    return second(first(piece, random), random)

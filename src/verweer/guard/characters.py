# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - letters that look like others are what this is about
"""Fold any text to plain ASCII letters, and remember where each came from and what disguise was undone.

A word that mixes scripts is read by the shapes of its letters; a word in one other script is
transliterated, and read by shape in a second folding. Marks, controls and joiners vanish.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from anyascii import anyascii

_CONSONANT_SCRIPTS = frozenset({"ARABIC", "HEBREW"})
_SYLLABLES = frozenset({"HANGUL", "HIRAGANA", "KATAKANA", "CJK", "DEVANAGARI"})

_UNLIKE_LATIN = frozenset({"ARABIC", "HEBREW", "GREEK", "CYRILLIC", "KATAKANA", "HIRAGANA", "DEVANAGARI"})
# A possessive s belongs to no script: a word in another script before it is not mixed.
_WORDS = re.compile(r"\s|\S+?(?=['’]s(?!\w))|\S+")
# Letters that together say one sound: Greek b, d, g, u, and w and j before a vowel; Arabic ch; Hindi z and f.
_TOGETHER = {
    "γου": "w",
    "γι": "j",
    "μπ": "b",
    "ντ": "d",
    "γκ": "g",
    "ου": "u",
    "تش": "ch",
    "ज\u093c": "z",
    "फ\u093c": "f",
}
_VOWEL_FOLLOWS = "(?=[αεηιουωάέήίόύώ])"
_TOGETHER_IN_WORDS = re.compile(
    "|".join(f"{each}{_VOWEL_FOLLOWS if each in {'γου', 'γι'} else ''}" for each in _TOGETHER), re.IGNORECASE
)
# Signs whose usual transcription hides the consonant of the row that they stand in.
_ROWS = {
    "チ": "ti",
    "ツ": "tu",
    "ヂ": "di",
    "ヅ": "du",
    "シ": "si",
    "ジ": "zi",
    "ち": "ti",
    "つ": "tu",
    "し": "si",
    "じ": "zi",
}
_VOWEL_LETTERS = {
    "х": "h",
    "Х": "h",
    "χ": "h",
    "Χ": "h",
    "و": "u",
    "ي": "i",
    "ו": "u",
    "י": "i",
    "א": "a",
    "ע": "a",
    "ا": "a",
    "ج": "g",  # as in Egypt; elsewhere a j, which is half a vowel in many names
}
_VOWELS_AT_THE_START = "אעاхХχΧج"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """ASCII text with its capitals, the source place of each character, and what was undone."""

    text: str
    origins: Sequence[int]
    disguises: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Sign:
    plain: str
    shape: str
    script: str
    disguise: str


def fold(text: str, *, by_shape: bool = False) -> Folded:
    """Return the folding of `text`; `by_shape` reads whole foreign words by the look of their letters."""
    if text.isascii():
        return Folded(text=text, origins=range(len(text)))
    return _fold_words(text, by_shape=by_shape)


def folded_texts(texts: Sequence[str]) -> list[str]:
    """Return the text of each folding; a long list with no letters but Latin ones takes little time."""
    signs = {char: _sign(char) for char in set("".join([text for text in texts if not text.isascii()]))}
    latin = frozenset(char for char, sign in signs.items() if sign.script in {"", "LATIN"})
    plain = {ord(char): sign.plain for char, sign in signs.items()}
    return [
        text if text.isascii() else text.translate(plain) if latin.issuperset(text) else fold(text).text
        for text in texts
    ]


def has_foreign_shapes(text: str) -> bool:
    """Tell whether a reading by shape could differ from the transliteration."""
    return not text.isascii() and any(not char.isascii() and char in _shapes() for char in text)


def leet_letters() -> Mapping[int, str]:
    """Return the table by which figures and signs become the letters that they stand for."""
    return {ord(sign): letter for sign, letter in _tables()["leet"].items()}


def _fold_words(text: str, *, by_shape: bool) -> Folded:
    parts: list[str] = []
    origins: list[int] = []
    disguises: set[str] = set()
    scripts: set[str] = set()
    for word in _WORDS.finditer(text):
        at, end = word.span()
        if word[0].isascii():
            parts.append(word[0])
            origins.extend(range(at, end))
            continue
        signs = [_sign(char) for char in word[0]]
        names = {sign.script for sign in signs if sign.script}
        shaped = by_shape or ("LATIN" in names and len(names) > 1)
        plains = [sign.shape if shaped and sign.shape else sign.plain for sign in signs]
        if not shaped and not names.isdisjoint(_UNLIKE_LATIN):
            _say_in_place(plains, word[0])
        for place, (sign, plain) in enumerate(zip(signs, plains, strict=True), at):
            parts.append(plain)
            origins.extend([place] * len(plain))
            if sign.disguise:
                disguises.add("look-alike" if shaped and sign.shape else sign.disguise)
        scripts |= names
    return Folded(
        text="".join(parts), origins=origins, disguises=frozenset(disguises), scripts=frozenset(scripts - {"LATIN"})
    )


def _say_in_place(plains: list[str], word: str) -> None:
    """Change what letters say where their neighbours tell otherwise: letters that stand for vowels, several for one."""
    for place, char in enumerate(word):
        if char in _ROWS:
            plains[place] = _ROWS[char]
        elif char in _VOWEL_LETTERS and (place or char in _VOWELS_AT_THE_START):
            plains[place] = _VOWEL_LETTERS[char]
    for letters in _TOGETHER_IN_WORDS.finditer(word):
        first, end = letters.span()
        plains[first:end] = [_TOGETHER[letters[0].lower()], *[""] * (end - first - 1)]


@cache
def _sign(char: str) -> _Sign:
    """Return what one character stands for; at most as many are kept as Unicode has."""
    if char.isascii():
        return _Sign(char, "", "LATIN" if char.isalpha() else "", "")
    meaning = _meanings().get(char)
    if meaning:
        return _Sign(f" {meaning} ", "", "", "emoji meaning")
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"} and not anyascii(char).strip():
        return _Sign("", "", "", "accent" if category in {"Mn", "Me"} else "hidden character")
    return _letter(char, category)


def _letter(char: str, category: str) -> _Sign:
    name = unicodedata.name(char, "")
    script = name.partition(" ")[0]
    plain = anyascii(char)
    if category in {"Mn", "Mc"}:  # vowel signs are letters; other marks are ornament
        is_vowel = script in _SYLLABLES or script in _CONSONANT_SCRIPTS
        return _Sign(
            plain if is_vowel else "", "", script if is_vowel else "", "transliteration" if is_vowel else "accent"
        )
    if plain.startswith(":"):  # anyascii tells an emoji by its name
        plain = " "
    if plain == " " or (category.startswith(("Z", "P")) and not plain.isalnum()):
        return _Sign(plain or " ", "", "", "")
    compatible = unicodedata.normalize("NFKC", char)
    if compatible.isascii() and compatible.isalnum():
        return _Sign(compatible, "", "LATIN", "full-width" if script == "FULLWIDTH" else "letter style")
    if script == "LATIN" or category == "So":
        kind = "emoji letter" if category == "So" else "accent" if unicodedata.decomposition(char) else "letter style"
        return _Sign(plain, "", "LATIN", kind)
    spaced = f"{plain} " if script == "CJK" else plain
    return _Sign(spaced, _shapes().get(char, ""), script, "transliteration" if plain.isalpha() else "")


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    content = files("verweer.guard").joinpath("data", "characters.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


@cache
def _shapes() -> Mapping[str, str]:
    tables = _tables()
    small = {sign: letter for letter, signs in tables["lookalikes"].items() for sign in signs}
    raised = {sign.upper(): letter.upper() for sign, letter in small.items() if len(sign.upper()) == 1}
    capitals = {sign: letter.upper() for letter, signs in tables["capitals"].items() for sign in signs}
    return {**raised, **small, **capitals}


@cache
def _meanings() -> Mapping[str, str]:
    return {sign: word for word, signs in _tables()["meanings"].items() for sign in signs}

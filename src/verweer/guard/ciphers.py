# SPDX-License-Identifier: Apache-2.0
"""What a prompt that speaks of a code says when its ciphers are undone, and what of it nobody can read.

Undone are shifts of the alphabet (Caesar's, rot13), the turned alphabet, Morse, and bytes written as numbers; base64
and words turned round are undone for every prompt elsewhere. What is left is no word in any of these ways.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from verweer.guard.characters import Folded
from verweer.guard.lexicon import Lexicon
from verweer.guard.reading import read
from verweer.guard.written import Reading, Word

_SMALL = "abcdefghijklmnopqrstuvwxyz"
_TURNED = (_SMALL[::-1], *(_SMALL[shift:] + _SMALL[:shift] for shift in range(1, len(_SMALL))))
_TABLES = tuple(str.maketrans(_SMALL, moved) for moved in _TURNED)
_SHORTEST = 4
_SHORTEST_BYTES = 12
_SELDOM = 1 / 3000  # share of the pairs of letters of all known words
_MORSE = dict(
    zip(
        [
            ".-",
            "-...",
            "-.-.",
            "-..",
            ".",
            "..-.",
            "--.",
            "....",
            "..",
            ".---",
            "-.-",
            ".-..",
            "--",
            "-.",
            "---",
            ".--.",
            "--.-",
            ".-.",
            "...",
            "-",
            "..-",
            "...-",
            ".--",
            "-..-",
            "-.--",
            "--..",
        ],
        _SMALL,
        strict=True,
    )
)
_MORSE_RUN = re.compile(r"[.\-]{1,4}(?:[ /|]+[.\-]{1,4})+(?![\w.\-])")
_NUMBERS = (
    (re.compile(r"\b[01]{8}(?:[ ,]+[01]{8})+\b"), 2),
    (re.compile(r"\b(?:0x)?[2-7][0-9a-f](?:[ ,]+(?:0x)?[2-7][0-9a-f])+\b", re.IGNORECASE), 16),
    (re.compile(r"\b1?\d\d(?:[ ,]+1?\d\d)+\b"), 10),
)


def deciphered(folded: Folded, reading: Reading, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield what a prompt that speaks of a code says otherwise."""
    for undone in (_from_morse(folded), *(_from_numbers(folded, pattern, base) for pattern, base in _NUMBERS)):
        if undone is not None:
            yield read(undone, lexicon)
    unknown = [word for word in reading.words if word.entry is None and word.text.isalpha()]
    for table in _TABLES:
        moved = [word.text.translate(table) for word in unknown]
        if lexicon.weighty.isdisjoint(each for each in moved if len(each) >= _SHORTEST):
            continue
        words = tuple(
            word._replace(text=text, entry=lexicon.known.get(text), disguise="cipher")
            if word.entry is None and (text := word.text.translate(table)) and word.text.isalpha()
            else word
            for word in reading.words
        )
        yield Reading(words=words, disguises=reading.disguises | {"cipher"})


def unread(words: Sequence[Word], lexicon: Lexicon) -> Iterator[Word]:
    """Yield the words that are no words as they stand, turned round, or moved along the alphabet."""
    strange = [word for word in words if word.entry is None and not word.joined and word.text not in lexicon.ordinary]
    short = [word for word in strange if word.text.isalpha() and 1 < len(word.text) < _SHORTEST]
    crumbs = [word for word in short if not word.is_capital and not _is_like_a_word(word.text, lexicon)]
    yield from crumbs if len(crumbs) > 1 else ()
    for word in strange:
        if not word.text.isalpha():
            if len(word.text) >= _SHORTEST_BYTES and word.text.isalnum() and not word.text.isdigit():
                yield word
        elif len(word.text) >= _SHORTEST and not any(
            _is_like_a_word(each, lexicon)
            for each in (word.text, word.text[::-1], *(word.text.translate(table) for table in _TABLES))
        ):
            yield word


def _is_like_a_word(text: str, lexicon: Lexicon) -> bool:
    """Tell whether each pair of letters is one that words have."""
    pairs = _pairs(lexicon.ordinary)
    return text in lexicon.known or all(pair in pairs for pair in pairwise(f" {text} "))


@cache
def _pairs(words: frozenset[str]) -> frozenset[tuple[str, str]]:
    counted = Counter(pair for word in words for pair in pairwise(f" {word} "))
    least = _SELDOM * counted.total()
    return frozenset(pair for pair, times in counted.items() if times >= least)


def _from_morse(folded: Folded) -> Folded | None:
    return _replaced(folded, _MORSE_RUN, _morse_of)


def _from_numbers(folded: Folded, pattern: re.Pattern[str], base: int) -> Folded | None:
    return _replaced(folded, pattern, lambda run: _text_of(run, base))


def _replaced(folded: Folded, pattern: re.Pattern[str], undo: Callable[[str], str]) -> Folded | None:
    """Return the text with each run that fits replaced by what it says, each letter where the run begins."""
    text, origins, at = "", list[int](), 0
    for run in pattern.finditer(folded.text):
        plain = f" {undo(run[0])} "
        text += folded.text[at : run.start()] + plain
        origins += [*folded.origins[at : run.start()], *[folded.origins[run.start()]] * len(plain)]
        at = run.end()
    if not at:
        return None
    text, origins = text + folded.text[at:], [*origins, *folded.origins[at:]]
    return replace(folded, text=text, origins=origins, disguises=folded.disguises | {"cipher"})


def _morse_of(run: str) -> str:
    words = re.split(r" {2,}|\s*[/|]\s*", run)
    return " ".join("".join(_MORSE.get(letter, "") for letter in word.split()) for word in words)


def _text_of(run: str, base: int) -> str:
    codes = [int(each, base) for each in run.replace(",", " ").split()]
    text = "".join(map(chr, codes))
    return text if all(char.isalpha() or char in " '-.,!?" for char in text) else ""

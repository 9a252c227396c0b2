# SPDX-License-Identifier: Apache-2.0
"""Which known word a written word is, when figures, doubling, a slip, a sound or a missing space hide it."""

from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz.distance import OSA

from verweer.guard.characters import leet_letters
from verweer.guard.indexing import deletions, rank
from verweer.guard.lexicon import Lexicon
from verweer.guard.sounds import collapsed
from verweer.guard.vocabulary import Entry

_SHORTEST = 4
_LONGEST = 24
_SIGNS = "'!|+(@"
_SHORT_GROUPS = ("without", "nothing", "garment")
_VOWELS = frozenset("aeiouy304@")
_LEET = leet_letters()
_LEET_L = {**_LEET, ord("1"): "l", ord("|"): "l", ord("!"): "l"}

_KEYS = {
    letter: (row, column)
    for row, letters in enumerate(("qwertyuiop", "asdfghjkl", "zxcvbnm"))
    for column, letter in enumerate(letters)
}


class Known(NamedTuple):
    """A word of the lexicon, and the disguise that was undone to find it, if any."""

    entry: Entry
    disguise: str = ""


def known_word(written: str, lexicon: Lexicon) -> Known | None:
    """Return what a written word (small letters, figures, signs) is, or None."""
    entry = lexicon.known.get(written)
    if entry is None and written in lexicon.ordinary:
        return None
    entry = entry or lexicon.joined.entry(written)
    if entry is not None:
        return Known(entry)
    if not written.isalpha():
        return _without_figures(written, lexicon)
    return _collapsed(written, lexicon) or _one_slip(written, lexicon)


def by_sound(written: str, sound: str, lexicon: Lexicon) -> Known | None:
    """Return the word that sounds like a written one, or None."""
    if len(written) <= _SHORTEST or written in lexicon.ordinary:
        return None
    word = lexicon.by_sound.get(sound) or _sound_with_a_slip(sound, lexicon)
    return Known(lexicon.known[word], "phonetic spelling") if word else None


def _sound_with_a_slip(sound: str, lexicon: Lexicon) -> str | None:
    for short in _known_deletions(sound, lexicon.by_sound_deletion) if len(sound) > _SHORTEST else ():
        for other in lexicon.by_sound_deletion[short]:
            if OSA.distance(sound, other, score_cutoff=1) <= 1:
                return lexicon.by_sound[other]
    return None


def _known_deletions(written: str, known: Mapping[str, object]) -> list[str]:
    return [short for short in deletions(written) if short in known]


def like_one_of(group: str, written: str, sound: str, lexicon: Lexicon) -> Entry | None:
    """Return the word of a group that a word is but for a slip or by its sound, be it an ordinary word or not."""
    heard = lexicon.by_sound.get(sound, "")
    words = (word for short in _known_deletions(written, lexicon.by_deletion) for word in lexicon.by_deletion[short])
    alike = (lexicon.known[word] for word in (heard, *words) if word and (word == heard or _is_slip(written, word)))
    return next((each for each in alike if group in each.groups), None)


def letters_of(written: str) -> str:
    """Return a written word with figures and signs read as letters."""
    if written.isalpha():
        return written
    return _with_ones(written.replace("|", "1").replace("!", "1")).translate(_LEET).replace("'", "")


def _with_ones(written: str) -> str:
    """Read each figure one as l beside a vowel and as i between consonants."""
    if "1" not in written:
        return written
    marked = f" {written} "
    done = [
        char if char != "1" else "l" if marked[at - 1] in _VOWELS or marked[at + 1] in _VOWELS else "i"
        for at, char in enumerate(marked)
    ]
    return "".join(done[1:-1])


def _without_figures(written: str, lexicon: Lexicon) -> Known | None:
    bare = written.strip("'").removesuffix("'s")
    entry = lexicon.entry(bare)
    if entry is not None:
        return Known(entry)
    bare = written.strip(_SIGNS).removesuffix("'s")
    if not any(char.isalpha() for char in written) and len(written) < _SHORTEST:
        return None  # a number
    tried = [
        candidate.replace("'", "")
        for table in (_LEET, _LEET_L)
        for candidate in (written.translate(table), _with_ones(written).translate(table), bare.translate(table))
    ]
    for letters in tried:
        entry = lexicon.entry(letters)
        if entry is not None:
            return Known(entry, "leet")
    for letters in tried:
        found = _collapsed(letters, lexicon) or _one_slip(letters, lexicon) if letters.isalpha() else None
        if found:
            return Known(found.entry, "misspelled")
    return None


def _collapsed(written: str, lexicon: Lexicon) -> Known | None:
    word = lexicon.by_letters.get(collapsed(written))
    return Known(lexicon.known[word], "doubled letters") if word else None


def _one_slip(written: str, lexicon: Lexicon) -> Known | None:
    """Return the word that says most of those that one slip turns into the written one.

    Where these say something as parts of a phrase only, it is all of them at once: "paets" is "parts" and "pants".
    """
    if not _SHORTEST - 1 <= len(written) <= _LONGEST:
        return None
    found = {
        word: lexicon.known[word]
        for short in _known_deletions(written, lexicon.by_deletion)
        for word in lexicon.by_deletion[short]
        if _may_be(written, lexicon.known[word]) and _is_slip(written, word)
    }
    if not found:
        return None
    best = min(found.values(), key=rank)
    if best.meanings or len(found) == 1:
        return Known(best, "misspelled")
    return Known(
        Entry(best.word, {key for each in found.values() for key in (f"={each.word}", *each.groups)}), "misspelled"
    )


def _may_be(written: str, entry: Entry) -> bool:
    """Tell whether a written word is long enough to be a guess for a word: three letters must say something themselves."""
    return len(written) >= _SHORTEST or bool(entry.meanings) or not entry.groups.isdisjoint(_SHORT_GROUPS)


def _is_slip(written: str, word: str) -> bool:
    """Tell whether one slip turns the word into the written one; short words keep their first letter."""
    if OSA.distance(written, word, score_cutoff=1) > 1:
        return False
    if len(word) > _SHORTEST:
        return True
    return written[0] == word[0] and (
        len(written) != len(word) or sorted(written) == sorted(word) or _are_near(written, word)
    )


def _are_near(written: str, word: str) -> bool:
    """Tell whether the letters that differ lie beside each other on a keyboard."""
    return all(one == other or _is_beside(one, other) for one, other in zip(written, word, strict=True))


def _is_beside(one: str, other: str) -> bool:
    if one not in _KEYS or other not in _KEYS:
        return False
    (row, column), (other_row, other_column) = _KEYS[one], _KEYS[other]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1

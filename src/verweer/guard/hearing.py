# SPDX-License-Identifier: Apache-2.0
"""Words that are recognised by their sound, or by the garment after them."""

from collections.abc import Sequence

from verweer.guard.indexing import rank
from verweer.guard.lexicon import Lexicon
from verweer.guard.sounds import letters_only, sound_form
from verweer.guard.words import by_sound, like_one_of
from verweer.guard.written import Word


def sounded(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """Recognise words of the lexicon by their sound, and a word like "without" before a garment."""
    uncertain = [at for at, word in enumerate(words) if word.text.isalpha() and _is_uncertain(word)]
    sounds = sound_form(letters_only(" ".join([words[at].text for at in uncertain]))).split(" ")
    for at, sound in zip(uncertain, sounds, strict=False):
        known = by_sound(words[at].text, sound, lexicon)
        entry = words[at].entry
        if known is not None and (entry is None or rank(known.entry) < rank(entry)):
            words[at] = words[at]._replace(entry=known.entry, disguise=known.disguise)
    for at, sound in zip(uncertain, sounds, strict=False):
        if words[at].entry is None and not words[at].is_capital and _is_before_a_garment(words, at):
            entry = like_one_of("without", words[at].text, sound, lexicon)
            words[at] = words[at]._replace(entry=entry, disguise="misspelled" if entry else words[at].disguise)
    return words


def _is_uncertain(word: Word) -> bool:
    """Tell whether a word is unknown, or a slip in one that says nothing by itself."""
    return word.entry is None or (word.disguise == "misspelled" and not word.entry.meanings)


def _is_before_a_garment(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1 : at + 3]
    return any(word.is_in("garment") for word in following[:1]) or (
        len(following) > 1 and following[0].is_in("plain") and following[1].is_in("garment")
    )

# SPDX-License-Identifier: Apache-2.0
"""Which pieces of a reading could be a name: short runs of unknown words, turned round too, with their sounds."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from verweer.guard.lexicon import Lexicon
from verweer.guard.model import Span
from verweer.guard.sounds import collapsed, letters_only, rough_skeletons, skeletons, sound_form
from verweer.guard.words import letters_of
from verweer.guard.written import Reading, Word, do_capitals_tell

_WIDEST = 5
_LONGEST = 40
_SHORTEST_FORM = 4
_GUESSED = frozenset({"misspelled", "phonetic spelling", "doubled letters"})


class Window(NamedTuple):
    """A piece that could be a name: its words in order, their joined sound form, and how strictly it is compared."""

    words: tuple[Word, ...]
    form: str
    skeleton: int
    rough: int  # the skeleton that stays in any script; 0 when the piece was written in Latin letters
    is_whole: bool
    is_turned: bool
    scripts: frozenset[str]

    @property
    def is_plain(self) -> bool:
        """Tell whether the words are nothing but a name: none was joined with others, none has a sexual sense."""
        return not any(word.joined or (word.entry and word.entry.meanings) for word in self.words)

    @property
    def span(self) -> Span:
        """Return the place of the words in the prompt."""
        return Span(min(word.span.start for word in self.words), max(word.span.end for word in self.words))

    @property
    def disguises(self) -> frozenset[str]:
        """Return the disguises that were undone in the words; a guess at a word of the lexicon is none of a name."""
        done = {word.disguise for word in self.words if word.disguise not in _GUESSED}
        if any(not word.text.isalpha() for word in self.words):
            done.add("leet")
        if self.is_turned:
            done.add("turned name")
        return frozenset(done - {""})


def windows_of(reading: Reading, lexicon: Lexicon) -> list[Window]:
    """Return the windows of a reading; their number is linear in its words."""
    words = reading.words
    letters = [letters_of(word.text) for word in words]
    drafts = [
        (pieces, order, is_whole)
        for pieces, is_whole in _runs(words, letters, lexicon, is_foreign=bool(reading.scripts))
        if sum(len(letters[at]) for at in pieces) <= _LONGEST
        for order in _orders(pieces, is_whole=is_whole, is_backwards="reversed" in reading.disguises)
    ]
    if not drafts:
        return []
    is_foreign = bool(reading.scripts)
    sounds = sound_form(letters_only(" ".join(letters))).split(" ")
    forms = collapsed("\n".join("".join(sounds[at] for at in order) for _, order, _ in drafts))
    written = letters_only("\n".join("".join(letters[at] for at in order) for _, order, _ in drafts))
    return [
        Window(
            words=tuple(words[at] for at in pieces),
            form=form,
            skeleton=skeleton,
            rough=rough if is_whole else 0,
            is_whole=is_whole,
            is_turned=order != pieces,
            scripts=reading.scripts,
        )
        for (pieces, order, is_whole), form, skeleton, rough in zip(
            drafts,
            forms.split("\n"),
            skeletons(forms),
            rough_skeletons(written) if is_foreign else repeat(0),
            strict=False,
        )
        if skeleton and len(form) >= _SHORTEST_FORM
    ]


def _runs(
    words: Sequence[Word], letters: Sequence[str], lexicon: Lexicon, *, is_foreign: bool
) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Yield runs of words that could be a name, and whether they consist of unknown words and particles only."""
    capitals_tell = do_capitals_tell(words)
    particle = [
        each in lexicon.particles or (is_foreign and len(word.text) == 1)
        for each, word in zip(letters, words, strict=True)
    ]
    unknown = [
        _is_cut_beside(words, at)
        or (letters[at] not in lexicon.particles and _could_be_name(word, capitals_tell=capitals_tell and at > 0))
        for at, word in enumerate(words)
    ]
    for start in range(len(words)):
        if not (unknown[start] or (start + 1 < len(words) and (unknown[start + 1] or particle[start]))):
            continue
        strange = 0
        has_name = False
        for end in range(start + 1, min(start + _WIDEST, len(words)) + 1):
            last = end - 1
            has_name = has_name or unknown[last]
            strange += not (unknown[last] or particle[last])
            if strange > 1:
                break
            if has_name and (unknown[last] or unknown[last - 1]):
                is_inner = strange == 1 and last - start > 1 and unknown[start] and unknown[last]
                is_whole = (not strange and unknown[last] and (unknown[start] or particle[start])) or is_inner
                yield tuple(range(start, end)), is_whole


def _is_cut_beside(words: Sequence[Word], at: int) -> bool:
    """Tell whether a known word could be half a name that was cut."""
    word = words[at]
    is_beside = word.is_cut or (at > 0 and words[at - 1].is_cut)
    return is_beside and len(word.text) > 1 and not (word.entry and word.entry.meanings)


def _could_be_name(word: Word, *, capitals_tell: bool) -> bool:
    if len(word.text) == 1:
        return False
    if word.entry is None or word.disguise in _GUESSED or _is_from_a_sign(word):
        return True
    return capitals_tell and word.is_capital and not word.entry.meanings


def _is_from_a_sign(word: Word) -> bool:
    """Tell whether a word of the lexicon stood as a sign of another script, as Sun does in Chinese."""
    return word.span.end - word.span.start == 1 and len(word.text) > 1 and not (word.entry and word.entry.meanings)


def _orders(pieces: tuple[int, ...], *, is_whole: bool, is_backwards: bool) -> Iterator[tuple[int, ...]]:
    """Yield the order as written, and with the last or the first word on the other side."""
    yield pieces
    if is_whole and len(pieces) > 1:
        yield (*pieces[1:], pieces[0])
        if pieces[1:-1]:
            yield (pieces[-1], *pieces[:-1])
            if is_backwards:
                yield pieces[::-1]

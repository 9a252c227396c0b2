# SPDX-License-Identifier: Apache-2.0
"""Which pieces of a reading could be a name: short runs of unknown words, turned round too, with their sounds."""

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from verweer.guard.lexicon import Lexicon
from verweer.guard.model import Span
from verweer.guard.sounds import collapsed, rough_skeletons, skeletons
from verweer.guard.written import Reading, Word, around, do_capitals_tell

_WIDEST = 5
_LONGEST = 40
_SHORTEST_FORM = 4
_GUESSED = frozenset({"misspelled", "phonetic spelling", "doubled letters"})
Order = Callable[[Sequence[str]], Sequence[str]]


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
        return around(self.words)

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
    words, scripts = reading.words, reading.scripts
    letters = reading.letters
    is_backwards = "reversed" in reading.disguises
    drafts = [
        (first, end, is_whole, order)
        for first, end, is_whole in _runs(words, letters, lexicon, is_foreign=bool(scripts))
        if sum(map(len, letters[first:end])) <= _LONGEST
        for order in _orders(end - first, is_whole=is_whole, is_backwards=is_backwards)
    ]
    if not drafts:
        return []
    forms = collapsed(_written(drafts, reading.sounds))
    roughs = rough_skeletons(_written(drafts, reading.plain)) if scripts else repeat(0)
    return [
        Window(words[first:end], form, skeleton, rough if is_whole else 0, is_whole, order is not _as_written, scripts)
        for (first, end, is_whole, order), form, skeleton, rough in zip(
            drafts, forms.split("\n"), skeletons(forms), roughs, strict=False
        )
        if skeleton and len(form) >= _SHORTEST_FORM
    ]


def _runs(
    words: Sequence[Word], letters: Sequence[str], lexicon: Lexicon, *, is_foreign: bool
) -> Iterator[tuple[int, int, bool]]:
    """Yield where runs of words that could be a name begin and end, and whether they are unknown words and particles."""
    particle = [
        each in lexicon.particles or (is_foreign and len(word.text) == 1)
        for each, word in zip(letters, words, strict=True)
    ]
    unknown = _unknown(words, letters, lexicon)
    for start in range(len(words)):
        if not (unknown[start] or (start + 1 < len(words) and (unknown[start + 1] or particle[start]))):
            continue
        strange = 0
        has_name = False
        for last in range(start, min(start + _WIDEST, len(words))):
            has_name = has_name or unknown[last]
            strange += not (unknown[last] or particle[last])
            if strange > 1:
                break
            if has_name and (unknown[last] or unknown[last - 1]):
                is_inner = strange == 1 and last - start > 1 and unknown[start] and unknown[last]
                is_whole = (not strange and unknown[last] and (unknown[start] or particle[start])) or is_inner
                yield start, last + 1, is_whole


def _unknown(words: Sequence[Word], letters: Sequence[str], lexicon: Lexicon) -> list[bool]:
    """Return for each word whether it could be a word of a name."""
    capitals_tell = do_capitals_tell(words)
    is_after_cut = False
    found: list[bool] = []
    for at, word in enumerate(words):
        could_be_half = (word.is_cut or is_after_cut) and not (word.entry and word.entry.meanings)
        is_name = could_be_half or (
            letters[at] not in lexicon.particles and _could_be_name(word, capitals_tell=capitals_tell and at > 0)
        )
        found.append(is_name and len(word.text) > 1)
        is_after_cut = word.is_cut
    return found


def _could_be_name(word: Word, *, capitals_tell: bool) -> bool:
    if word.entry is None or word.disguise in _GUESSED or word.is_in("frequent"):
        return True
    # A sign of another script may be a word of the lexicon, as Sun is in Chinese.
    is_a_sign = word.span.end - word.span.start == 1
    return (is_a_sign or (capitals_tell and word.is_capital)) and not word.entry.meanings


def _orders(size: int, *, is_whole: bool, is_backwards: bool) -> Sequence[Order]:
    """Return the orders in which words are tried: as written, and with the first or the last on the other side."""
    if not is_whole or size == 1:
        return _ONLY_WRITTEN
    if size == len(_PAIR):
        return _PAIR
    return _BACKWARDS if is_backwards else _TURNED


def _as_written(row: Sequence[str]) -> Sequence[str]:
    return row


def _first_goes_last(row: Sequence[str]) -> Sequence[str]:
    return (*row[1:], row[0])


def _last_goes_first(row: Sequence[str]) -> Sequence[str]:
    return (row[-1], *row[:-1])


def _reversed(row: Sequence[str]) -> Sequence[str]:
    return row[::-1]


_ONLY_WRITTEN: Sequence[Order] = (_as_written,)
_PAIR: Sequence[Order] = (_as_written, _first_goes_last)
_TURNED: Sequence[Order] = (*_PAIR, _last_goes_first)
_BACKWARDS: Sequence[Order] = (*_TURNED, _reversed)


def _written(drafts: Sequence[tuple[int, int, bool, Order]], pieces: Sequence[str]) -> str:
    """Return a line for each draft: its pieces in its order, written as one."""
    return "\n".join(["".join(order(pieces[first:end])) for first, end, _, order in drafts])

# SPDX-License-Identifier: Apache-2.0
"""Protected names in the open: a sorted array of sound skeletons finds candidates, edit distance decides."""

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from operator import ne
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from verweer.guard.characters import folded_texts
from verweer.guard.keys import KeyIndex, Keys, Owners, grouped, in_order
from verweer.guard.lines import FoundLines, Lines, Sums, sums_of
from verweer.guard.model import BadGuard, Span
from verweer.guard.sounds import (
    joined_form,
    letter_sets,
    letters_only,
    rough_skeletons,
    roughened,
    skeletons,
    sound_form,
)
from verweer.guard.windows import Window
from verweer.guard.written import Word

_MOST_CANDIDATES, _MOST_ROUGH = 2048, 512
_MANY_PAIRS = 100
_AT_ONCE = 16_384
_FEWEST_LETTERS = 2
_FEWEST_JOINED, _MOST_JOINED = 7, 40
_SLIPS = (0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3)  # how many letters may differ, by the length
_LONG_FORM = len(_SLIPS) - 1
_LONG_ROUGH = 1 << 20  # skeletons of six sounds and more are no smaller
# Whitespace other than one blank between words.
_ODD_BLANKS = ("  ", " \n", "\n ", *"\t\r\v\f\x1c\x1d\x1e\x1f")
_WITHOUT_VOWELS = frozenset({"ARABIC", "HEBREW"})
_IN_SYLLABLES = frozenset({"HANGUL", "HIRAGANA", "KATAKANA", "CJK"})


@dataclass(frozen=True, slots=True)
class Match:
    """A window that is a protected name, and the number of that name."""

    window: Window
    name: int


class Names:
    """A list of names and aliases, searched by sound; a process with a million names takes about 0.6 GB."""

    def __init__(self, names: Iterable[str], words: Container[str] = ()) -> None:
        """Take the names in, and the ordinary words of which a name may consist; raises BadGuard without two letters."""
        told = list(names)
        firsts = range(0, len(told), _AT_ONCE)
        parts = [_taken_in(told[first : first + _AT_ONCE], words) for first in firsts] or [_NOBODY]
        self._size = len(told)
        forms = "".join(part.forms for part in parts)
        self._forms = FoundLines(forms, np.concatenate([part.form_sums for part in parts]))
        self._rough_forms = Lines(roughened(forms))
        self._wordy = frozenset[str]().union(*(part.wordy for part in parts))
        self._first_words = frozenset(line.partition(" ")[0] for line in self._wordy)
        self._sizes = sorted({line.count(" ") + 1 for line in self._wordy} - {1})
        self._joined = FoundLines(
            "".join(part.joined for part in parts), np.concatenate([part.joined_sums for part in parts])
        )
        self._beginnings = frozenset[str]().union(*(part.beginnings for part in parts))
        self._lengths = sorted(frozenset[int]().union(*(part.lengths for part in parts)))
        self._letters = np.concatenate([part.letters for part in parts])
        self._index = KeyIndex.of_skeletons(np.concatenate([part.bones for part in parts]))
        self._roughs = np.concatenate([part.roughs for part in parts])
        rough_names = [part.rough_owners + np.uint32(at * _AT_ONCE) for at, part in enumerate(parts)]
        self._rough_names = np.concatenate(rough_names)
        self._rough_index = KeyIndex.of_skeletons(self._roughs)

    def __len__(self) -> int:
        return self._size

    def matches(self, windows: Sequence[Window]) -> list[Match]:
        """Return the windows that are a protected name, one match a window at most."""
        if not windows or not self._size:
            return []
        numbers = self._forms.numbers_of([window.form for window in windows])
        exact = [Match(window, numbers[window.form]) for window in windows if window.form in numbers] if numbers else []
        if exact and all(window.is_plain for window in windows):
            return exact  # somebody is named beyond doubt: who else may be meant changes no verdict
        found = [*self._by_sound(windows)]
        foreign = [window for window in windows if window.rough]
        return [*found, *self._by_rough(foreign)] if foreign else found

    def of_words(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield where a name stands that begins with an ordinary word: its first place and the one after its last."""
        starts = [at for at, word in enumerate(words) if word in self._first_words]
        for size, at in product(self._sizes if starts else (), starts):
            if " ".join(words[at : at + size]) in self._wordy and at + size <= len(words):
                yield at, at + size

    def of_letters(self, words: Sequence[Word]) -> Iterator[Span]:
        """Yield where a name stands letter for letter in words that were written as one.

        They may have been parted at other places than those where the name begins and ends.
        """
        for together, group in groupby(words, key=_together):
            if not together:
                continue
            pieces = list(group)
            letters = "".join(word.text for word in pieces)
            edges = [edge for word in pieces for edge in _edges(word)]
            starts = [at for at in range(len(letters)) if letters[at : at + _FEWEST_JOINED] in self._beginnings]
            pieces_at = [
                (start, letters[start : start + size])
                for start, size in product(starts, self._lengths)
                if start + size <= len(letters)
            ]
            named = self._joined.numbers_of([piece for _, piece in pieces_at])
            for start, piece in pieces_at:
                if piece in named:
                    yield Span(edges[start][0], edges[start + len(piece) - 1][1])

    def of_turned(self, words: Sequence[Word]) -> Iterator[Span]:
        """Yield the words that are a name with its words turned and joined: "dongfangwen"."""
        turned = {
            word.text[at:] + word.text[:at]: word
            for word in words
            if word.entry is None and len(word.text) >= _FEWEST_JOINED
            for at in range(_FEWEST_LETTERS, len(word.text) - 1)
        }
        for name in self._joined.numbers_of(list(turned)):
            yield turned[name].span

    def _by_sound(self, windows: Sequence[Window]) -> Iterator[Match]:
        """Yield the windows that sound as a name does, a few letters aside."""
        asked = np.array([window.skeleton for window in windows], dtype=np.uint64)
        slips = [slips_allowed(window) for window in windows]
        places, owners = self._index.pairs(asked, np.array([window.is_whole for window in windows]))
        candidates: dict[int, set[int]] = {at: set() for at in places.tolist()}
        if len(places) > _MANY_PAIRS:  # looking each up would take longer than comparing the letters of all
            sets = letter_sets("\n".join([window.form for window in windows]))
            is_near = np.bitwise_count(sets[places] ^ self._letters[owners]) <= 2 * np.array(slips)[places]
            places, owners = places[is_near], owners[is_near]
        for at, owner in zip(places.tolist(), owners.tolist(), strict=True):
            candidates[at].add(owner)
        for at in filter(candidates.get, candidates):
            numbers = list(candidates[at])[:_MOST_CANDIDATES]
            nearest = extractOne(windows[at].form, self._forms.of(numbers), scorer=OSA.distance, score_cutoff=slips[at])
            if nearest is not None:
                yield Match(windows[at], numbers[nearest[2]])

    def _by_rough(self, windows: Sequence[Window]) -> Iterator[Match]:
        """Yield the windows in another script that are a name: the same consonants roughly, and not all too different."""
        asked = np.array([window.rough for window in windows], dtype=np.uint64)
        places, rows = self._rough_index.pairs(asked, np.ones(len(asked), dtype=np.bool_))
        is_same = asked[places] == self._roughs[rows]
        # A missing sound may be forgiven, but not in a short name.
        is_near = ~is_same & (np.minimum(asked[places], self._roughs[rows]) >= _LONG_ROUGH)
        same = grouped(places[is_same], rows[is_same])
        near = grouped(places[is_near], rows[is_near])
        for at in in_order(places):
            if at not in same and at not in near:
                continue
            window = windows[at]
            numbers = self._rough_names[(same.get(at, []) + near.get(at, []))[:_MOST_ROUGH]].tolist()
            nearest = extractOne(
                roughened(window.form),
                self._rough_forms.of(numbers),
                scorer=OSA.normalized_similarity,
                score_cutoff=_bar(window.scripts),
            )
            if nearest is not None:
                yield Match(window, numbers[nearest[2]])


def _together(word: Word) -> int:
    """Return a number that words which were written as one share; an unknown long word has its own, others have 0."""
    is_long = word.entry is None and len(word.text) > _FEWEST_JOINED
    return word.joined or (-1 - word.span.start if is_long else 0)


class _Part(NamedTuple):
    """What is kept of some names, a line or number for each: sound forms, and what they and the letters are found by."""

    forms: str
    form_sums: Sums
    bones: Keys
    letters: NDArray[np.uint32]
    roughs: Keys
    rough_owners: Owners
    joined: str
    joined_sums: Sums
    beginnings: Collection[str]
    lengths: frozenset[int]
    wordy: frozenset[str]


_NO_KEYS, _NO_NUMBERS = np.array([], dtype=np.uint64), np.array([], dtype=np.uint32)
_NOBODY = _Part(
    forms="",
    form_sums=_NO_NUMBERS,
    bones=_NO_KEYS,
    letters=_NO_NUMBERS,
    roughs=_NO_KEYS,
    rough_owners=_NO_NUMBERS,
    joined="",
    joined_sums=_NO_NUMBERS,
    beginnings=frozenset(),
    lengths=frozenset(),
    wordy=frozenset(),
)


def _taken_in(told: Sequence[str], words: Container[str]) -> _Part:
    plain = letters_only(_in_lines(folded_texts(told)))
    forms = joined_form(sound_form(plain))
    for name, form in zip(told, forms.split("\n"), strict=True):
        if len(form) < _FEWEST_LETTERS:
            message = f"The protected name {name!r} has no two letters; leave it out or write it in letters."
            raise BadGuard(message)
    long = [line for line in plain.replace(" ", "").split("\n") if len(line) >= _FEWEST_JOINED]
    joined = "\n".join([*long, ""])
    roughs, rough_owners = _roughs(plain)
    return _Part(
        forms=f"{forms}\n",
        form_sums=sums_of(f"{forms}\n"),
        bones=np.array(skeletons(forms), dtype=np.uint64),
        letters=letter_sets(forms),
        roughs=roughs,
        rough_owners=rough_owners,
        joined=joined,
        joined_sums=sums_of(joined),
        beginnings={line[:_FEWEST_JOINED] for line in long},
        lengths=frozenset(length for length in set(map(len, long)) if length <= _MOST_JOINED),
        wordy=_of_words(plain.split("\n"), words),
    )


def _roughs(lines: str) -> tuple[Keys, Owners]:
    """Return the rough skeletons of names, and whose each is: a name with v or w inside has one without them too.

    Hebrew and Arabic write v or w as they write o and u.
    """
    written, without = lines.split("\n"), _without_inner(lines, "vw").split("\n")
    bare = [at for at, is_other in enumerate(map(ne, written, without)) if is_other]
    every = rough_skeletons("\n".join((lines, *(without[at] for at in bare))))
    return np.array(every, dtype=np.uint64), np.array([*range(len(written)), *bare], dtype=np.uint32)


def _in_lines(texts: Sequence[str]) -> str:
    """Return ASCII texts as lines, with a blank between the words of each."""
    lines = "\n".join(["", *texts, ""])
    if lines.count("\n") == len(texts) + 1 and not any(odd in lines for odd in _ODD_BLANKS):
        return lines[1:-1]
    return "\n".join([" ".join(text.split()) for text in texts])


def _without_inner(lines: str, letters: str) -> str:
    """Return lines of small letters without some letters, unless a word begins with one."""
    marked = f"\n{lines}"
    for letter, before in product(letters, "\n "):
        marked = marked.replace(before + letter, before + letter.upper())
    for letter in letters:
        marked = marked.replace(letter, "")
    return marked.lower()[1:]


def _bar(scripts: frozenset[str]) -> float:
    """Return how near the sounds must be when the consonants are the same."""
    if not scripts.isdisjoint(_WITHOUT_VOWELS):
        return 0.55
    return 0.75 if scripts.isdisjoint(_IN_SYLLABLES) else 0.64


def _edges(word: Word) -> Iterator[tuple[int, int]]:
    """Yield about where each letter of a word begins and ends."""
    start, width, size = word.span.start, word.span.end - word.span.start, len(word.text)
    for at in range(size):
        begin = start + at * width // size
        yield begin, max(begin + 1, start + (at + 1) * width // size)


def slips_allowed(window: Window) -> int:
    """Return how many letters may differ from the name: none in a short one, three in a long one."""
    allowed = _SLIPS[min(len(window.form), _LONG_FORM)]
    return allowed if window.is_whole else min(allowed, 1)


def _of_words(lines: Sequence[str], known: Container[str]) -> frozenset[str]:
    """Return the names that begin with an ordinary word, such as "the singer of" and a band."""
    firsts = [line.partition(" ")[0] for line in lines]
    ordinary = {word for word in set(firsts) if word in known}
    return frozenset(line for line, first in zip(lines, firsts, strict=True) if first in ordinary)

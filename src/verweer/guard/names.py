# SPDX-License-Identifier: Apache-2.0
"""Protected names in the open: a sorted array of sound skeletons finds candidates, edit distance decides."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from verweer.guard.characters import folded_texts
from verweer.guard.keys import KeyIndex, Keys, Owners, grouped, in_order
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
_FEWEST_LETTERS = 2
_FEWEST_JOINED, _MOST_JOINED = 7, 40
_SLIPS = (0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3)  # how many letters may differ, by the length
_LONG_FORM = len(_SLIPS) - 1
_LONG_ROUGH = 1 << 20  # skeletons of six sounds and more are no smaller
_INNER_V_W = re.compile("(?<=[a-z])[vw]")
_WITHOUT_VOWELS = frozenset({"ARABIC", "HEBREW"})
_IN_SYLLABLES = frozenset({"HANGUL", "HIRAGANA", "KATAKANA", "CJK"})


@dataclass(frozen=True, slots=True)
class Match:
    """A window that is a protected name, and the number of that name."""

    window: Window
    name: int


class Names:
    """A list of names and aliases, searched by sound; a million names take about 0.9 GB."""

    def __init__(self, names: Iterable[str], words: Container[str] = ()) -> None:
        """Take the names in, and the ordinary words of which a name may consist; raises BadGuard without two letters."""
        told = list(names)
        plain = letters_only("\n".join(" ".join(line.split()) for line in folded_texts(told)))
        self._forms = joined_form(sound_form(plain)).split("\n") if told else []
        self._wordy = _of_words(plain.split("\n") if told else [], words)
        self._first_words = frozenset(line.partition(" ")[0] for line in self._wordy)
        self._sizes = sorted({line.count(" ") + 1 for line in self._wordy} - {1})
        bones = np.array(skeletons("\n".join(self._forms)) if told else [], dtype=np.uint64)
        for name, form in zip(told, self._forms, strict=True):
            if len(form) < _FEWEST_LETTERS:
                message = f"The protected name {name!r} has no two letters; leave it out or write it in letters."
                raise BadGuard(message)
        self._exact = {form: number for number, form in enumerate(self._forms)}
        joined = plain.replace(" ", "").split("\n") if told else []
        self._joined = frozenset(line for line in joined if len(line) >= _FEWEST_JOINED)
        self._beginnings = frozenset(line[:_FEWEST_JOINED] for line in self._joined)
        self._lengths = sorted({len(line) for line in self._joined if len(line) <= _MOST_JOINED})
        self._index = KeyIndex.of_skeletons(bones)
        self._roughs, self._rough_names = _roughs(plain, len(told))
        self._rough_index = KeyIndex.of_skeletons(self._roughs)
        self._letters = letter_sets("\n".join(self._forms))
        self._rough_forms = roughened("\n".join(self._forms)).split("\n")

    def __len__(self) -> int:
        return len(self._forms)

    def matches(self, windows: Sequence[Window]) -> list[Match]:
        """Return the windows that are a protected name, one match a window at most."""
        if not windows or not len(self._index):
            return []
        exact = [Match(window, self._exact[window.form]) for window in windows if window.form in self._exact]
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
        for number, group in groupby(words, key=lambda word: word.joined):
            if not number:
                continue
            pieces = list(group)
            letters = "".join(word.text for word in pieces)
            edges = [edge for word in pieces for edge in _edges(word)]
            starts = [at for at in range(len(letters)) if letters[at : at + _FEWEST_JOINED] in self._beginnings]
            for start, size in product(starts, self._lengths):
                if start + size <= len(letters) and letters[start : start + size] in self._joined:
                    yield Span(edges[start][0], edges[start + size - 1][1])

    def of_turned(self, words: Sequence[Word]) -> Iterator[Span]:
        """Yield the words that are a name with its words turned and joined: "dongfangwen"."""
        for word in words:
            text = word.text
            if (
                word.entry is None
                and len(text) >= _FEWEST_JOINED
                and any(text[at:] + text[:at] in self._joined for at in range(_FEWEST_LETTERS, len(text) - 1))
            ):
                yield word.span

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
            forms = [self._forms[number] for number in numbers]
            nearest = extractOne(windows[at].form, forms, scorer=OSA.distance, score_cutoff=slips[at])
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
                [self._rough_forms[number] for number in numbers],
                scorer=OSA.normalized_similarity,
                score_cutoff=_bar(window.scripts),
            )
            if nearest is not None:
                yield Match(window, numbers[nearest[2]])


def _roughs(lines: str, size: int) -> tuple[Keys, Owners]:
    """Return the rough skeletons of names, and whose each is: a name with v or w inside has one without them too.

    Hebrew and Arabic write v or w as they write o and u.
    """
    if not size:
        return np.array([], dtype=np.uint64), np.array([], dtype=np.uint32)
    pairs = zip(lines.split("\n"), _INNER_V_W.sub("", lines).split("\n"), strict=True)
    bare = {at: without for at, (line, without) in enumerate(pairs) if line != without}
    every = rough_skeletons("\n".join((lines, *bare.values())))
    return np.array(every, dtype=np.uint64), np.array([*range(size), *bare], dtype=np.uint32)


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
    return frozenset(line for line in lines if line.partition(" ")[0] in known)

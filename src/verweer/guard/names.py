# SPDX-License-Identifier: Apache-2.0
"""Protected names in the open: a sorted array of sound skeletons finds candidates, edit distance decides."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from verweer.guard.characters import fold
from verweer.guard.keys import KeyIndex
from verweer.guard.model import BadGuard
from verweer.guard.sounds import joined_form, letters_only, skeletons, sound_form, sounds_in, without_one_sound
from verweer.guard.windows import Window, keys_of

_MOST_CANDIDATES = 2048
_FEWEST_LOOSE = 4
_FEWEST_LETTERS = 2
_SLIPS_FROM = (6, 8, 12)  # the lengths from which one, two, three letters may differ
_FEWEST_WITH_A_SLIP = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A window that is a protected name, and the number of that name."""

    window: Window
    name: int


class Names:
    """A list of names and aliases, searched by sound; a million names take about 250 MB."""

    def __init__(self, names: Iterable[str], words: Container[str] = ()) -> None:
        """Take the names in, and the ordinary words of which a name may consist; raises BadGuard without two letters."""
        told = list(names)
        lines = (name if name.isascii() else fold(name).text for name in told)
        plain = letters_only("\n".join(line.replace("\n", " ") for line in lines))
        self._forms = joined_form(sound_form(plain)).split("\n") if told else []
        self._wordy = _of_words(plain.split("\n") if told else [], words)
        self._sizes = sorted({line.count(" ") + 1 for line in self._wordy} - {1})
        bones = np.array(skeletons("\n".join(self._forms)) if told else [], dtype=np.uint64)
        for name, form in zip(told, self._forms, strict=True):
            if len(form) < _FEWEST_LETTERS:
                message = f"The protected name {name!r} has no two letters; leave it out or write it in letters."
                raise BadGuard(message)
        self._index = KeyIndex.of_skeletons(bones)
        self._bones = bones

    def __len__(self) -> int:
        return len(self._forms)

    def matches(self, windows: Sequence[Window]) -> list[Match]:
        """Return the windows that are a protected name, one match a window at most."""
        if not windows or not len(self._index):
            return []
        asked, owners = keys_of(windows)
        candidates: dict[int, list[int]] = {}
        for place, numbers in self._index.found(asked):
            candidates.setdefault(int(owners[place]), []).extend(numbers)
        decided = ((windows[at], self._decided(windows[at], numbers)) for at, numbers in candidates.items())
        return [Match(window, number) for window, number in decided if number is not None]

    def of_words(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield where a name stands that begins with an ordinary word: its first place and the one after its last."""
        for size in self._sizes:
            for at in range(len(words) - size + 1):
                if " ".join(words[at : at + size]) in self._wordy:
                    yield at, at + size

    def _decided(self, window: Window, candidates: Sequence[int]) -> int | None:
        numbers = candidates[:_MOST_CANDIDATES]
        nearest = extractOne(
            window.form,
            [self._forms[number] for number in numbers],
            scorer=OSA.distance,
            score_cutoff=slips_allowed(window),
        )
        if nearest is not None:
            return numbers[nearest[2]]
        if not window.is_loose or len(window.form) < _FEWEST_LOOSE:
            return None
        return next((number for number in numbers if _is_same_bones(window, int(self._bones[number]))), None)


def _is_same_bones(window: Window, bones: int) -> bool:
    """Tell whether a window in another script, whose vowels tell little, has the skeleton of a name."""
    same = (window.skeleton, *window.alike)
    fewest = min(sounds_in(bones), sounds_in(window.skeleton))
    if fewest >= _FEWEST_WITH_A_SLIP:
        return True  # found under a key that both have: at most one sound differs
    if bones in same or fewest < _FEWEST_LOOSE:
        return bones in same
    return bones in without_one_sound(window.skeleton) or window.skeleton in without_one_sound(bones)


def slips_allowed(window: Window) -> int:
    """Return how many letters may differ from the name: none in a short one, three in a long one."""
    size = len(window.form)
    allowed = sum(size >= length for length in _SLIPS_FROM)
    return allowed if window.is_whole else min(allowed, 1)


def _of_words(lines: Sequence[str], known: Container[str]) -> frozenset[str]:
    """Return the names that begin with an ordinary word, such as "the singer of" and a band."""
    return frozenset(line for line in lines if line.partition(" ")[0] in known)

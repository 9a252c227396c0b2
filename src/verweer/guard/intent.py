# SPDX-License-Identifier: Apache-2.0
"""What in a reading is sexual or undressing intent, and what its neighbours excuse."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice, pairwise

from verweer.guard.indexing import candidates
from verweer.guard.lexicon import Lexicon
from verweer.guard.model import SexualSignal, Span
from verweer.guard.senses import meant_otherwise
from verweer.guard.vocabulary import Meaning
from verweer.guard.written import SPACED, Reading, Word, do_capitals_tell

_BESIDE, _PAST_A_PHRASE = 2, 3  # words
_SHORTEST_REST = 4
_MOST_RUNS = 16
_AGAINST_BEFORE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A sexual signal, the unknown rests that were written as one with it, and its weight when it touches a person."""

    signal: SexualSignal
    rests: tuple[Span, ...] = ()
    beside: float = 0.0


def intents_of(reading: Reading, lexicon: Lexicon) -> list[Intent]:
    """Return the sexual signals that nothing beside them excuses."""
    found = _intents(reading, lexicon, frozenset())
    elsewhere = meant_otherwise(reading, lexicon) if found else frozenset()
    return _intents(reading, lexicon, elsewhere) if elsewhere else found


def _intents(reading: Reading, lexicon: Lexicon, elsewhere: AbstractSet[int]) -> list[Intent]:
    words, disguises = reading.words, reading.disguises
    return [*_by_word(words, disguises, lexicon, elsewhere), *_by_phrase(words, disguises, lexicon, elsewhere)]


def _by_word(
    words: Sequence[Word], disguises: frozenset[str], lexicon: Lexicon, elsewhere: AbstractSet[int]
) -> Iterator[Intent]:
    for at, word in enumerate(words):
        if at in elsewhere or word.entry is None or not word.entry.meanings or _is_surname(words, at, lexicon):
            continue
        meaning = max(word.entry.meanings, key=lambda each: each.weight)
        if any(_is_excused(each, words, at, at) for each in word.entry.meanings):
            continue
        if _is_opposed(words, at) or _is_denied(words, at):
            continue
        yield Intent(
            signal=_signal(meaning, word.span, disguises | ({word.disguise} - {""})),
            rests=_rests(words, at) if word.joined and word.disguise != SPACED else (),
            beside=meaning.beside,
        )


def _rests(words: Sequence[Word], at: int) -> tuple[Span, ...]:
    """Return the places of the unknown pieces that were written as one with a word, right beside it."""
    return tuple(
        word.span
        for word in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
        if word.joined == words[at].joined and word.entry is None and len(word.text) >= _SHORTEST_REST
    )


def _is_surname(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word with a capital follows a given name with one: Anna Bloot, Karin Naaktgeboren.

    After a capital that is no known word only a guess, or what follows a particle, is a surname: "Rinske Blootens",
    "Orson de Bloot", but not "Ilonka Naked".
    """
    is_telling = bool(words[at].disguise)
    is_capital = words[at].is_capital
    while at and words[at].joined and words[at - 1].joined == words[at].joined:
        at -= 1
        is_capital = words[at].is_capital
    while at > 1 and words[at - 1].text in lexicon.particles:
        at -= 1
        is_telling = True
    before = words[at - 1] if at else None
    if before is None or not is_capital or not before.is_capital or before.ends:
        return False
    return before.text in lexicon.given or (is_telling and before.entry is None and do_capitals_tell(words))


def _by_phrase(
    words: Sequence[Word], disguises: frozenset[str], lexicon: Lexicon, elsewhere: AbstractSet[int]
) -> Iterator[Intent]:
    places = _places(words, elsewhere)
    present = frozenset(places)
    steps = _steps(words, lexicon)
    for phrase in candidates(present, lexicon.by_rarest):
        if any(map(present.isdisjoint, phrase.keys)):
            continue
        rows = [sorted(at for key in keys for at in places.get(key, ())) for keys in phrase.keys]
        for run in islice(_runs(rows, phrase.gap, steps), _MOST_RUNS):
            first, last = run[0], run[-1]
            if _is_excused(phrase.meaning, words, first, last) or _is_opposed(words, first):
                continue
            if _has_something_inside(words, run) or _is_broken_off(words, run):
                continue
            done = {words[at].disguise for at in run} - {""}
            span = Span(min(words[at].span.start for at in run), max(words[at].span.end for at in run))
            yield Intent(signal=_signal(phrase.meaning, span, disguises | done))


def _has_something_inside(words: Sequence[Word], run: Sequence[int]) -> bool:
    """Tell whether what stands between two parts takes them apart: "remove the stain from the dress"."""
    return any(
        words[at].is_in("inside") and not (words[at].is_in("and") and _are_garments(words, at))
        for at in range(run[0], run[-1])
        if at not in run
    )


def _are_garments(words: Sequence[Word], at: int) -> bool:
    """Tell whether a garment stands on both sides: "take her dress and her bra off"."""
    return all(
        any(word.is_in("garment") for word in row) for row in (words[max(0, at - 2) : at], words[at + 1 : at + 4])
    )


def _is_broken_off(words: Sequence[Word], run: Sequence[int]) -> bool:
    """Tell whether a comma follows a word between two parts: "no nudity, proper clothes"."""
    return any(words[at].ends for at in range(run[0], run[-1]) if at not in run)


def _places(words: Sequence[Word], elsewhere: AbstractSet[int]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        if word.entry is not None and at not in elsewhere:
            places.setdefault(f"={word.entry.word}", []).append(at)
            for group in word.entry.groups:
                places.setdefault(group, []).append(at)
    return places


def _steps(words: Sequence[Word], lexicon: Lexicon) -> Sequence[int]:
    """Return how many words stand before each, those of a name with capitals aside: a long name parts no phrase."""
    steps, count, is_name = list[int](), 0, False
    for word in words:
        steps.append(count)
        is_name = (word.is_capital and word.entry is None) or (is_name and word.text in lexicon.particles)
        count += not is_name
    return steps


def _runs(rows: Sequence[Sequence[int]], gap: int, steps: Sequence[int], before: int = -1) -> Iterator[tuple[int, ...]]:
    """Yield the first ways to take one place of each row, rising, with at most `gap` words between."""
    for at in rows[0]:
        if before >= 0 and not (before < at and steps[at] - steps[before] <= gap + 1):
            continue
        if len(rows) == 1:
            yield (at,)
        else:
            yield from ((at, *rest) for rest in _runs(rows[1:], gap, steps, at))


def _is_excused(meaning: Meaning, words: Sequence[Word], first: int, last: int) -> bool:
    after = _beside(words[last : last + 1 + (_BESIDE if first == last else _PAST_A_PHRASE)])
    before = _beside(words[max(0, first - _BESIDE) : first + 1][::-1])
    return not (meaning.unless_next.isdisjoint(after) and meaning.unless_previous.isdisjoint(before))


def _beside(row: Sequence[Word]) -> Iterator[str]:
    """Yield the words that follow the first of a row, up to a comma or a word like "with": these begin something else."""
    for one, other in pairwise(row):
        earlier, later = (one, other) if one.span.start <= other.span.start else (other, one)
        if later.span.start - earlier.span.end > 1 or earlier.ends or other.is_in("with"):
            return
        yield other.text


def _is_opposed(words: Sequence[Word], at: int) -> bool:
    """Tell whether the words before speak against it: "the law against", "victim of", but not "victim Anna"."""
    for word in words[max(0, at - _AGAINST_BEFORE) : at][::-1]:
        if word.entry is None or word.is_in("with", "make"):
            return False
        if word.is_in("against"):
            return not any(each.is_in("make") for each in words[max(0, at - _AGAINST_BEFORE) : at])
    return False


def _is_denied(words: Sequence[Word], at: int) -> bool:
    """Tell whether the word before says that it must not be there: "no nudity", "geen naakt".

    Who asks why not wants it: "why do you not show Anna naked?" A cousin is no denial: the Dutch "mijn nicht naakt".
    """
    before = words[at - 1] if at else None
    if before is None or not before.is_in("negation") or before.ends or before.disguise:
        return False
    is_relation = at > 1 and before.is_in("relation") and words[at - 2].is_in("mine")
    return not is_relation and not any(word.is_in("why") for word in words[: at - 1])


def _signal(meaning: Meaning, span: Span, disguises: frozenset[str]) -> SexualSignal:
    return SexualSignal(sense=meaning.sense, weight=meaning.weight, span=span, disguises=disguises)

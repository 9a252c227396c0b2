# SPDX-License-Identifier: Apache-2.0
"""What is derived from the word data once, so that a written word or a phrase is found without looking at all."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from verweer.guard.model import PLAIN
from verweer.guard.vocabulary import Entry, Phrase

_SHORTEST = 4
PART = 3  # the rank of a word that says something as part of a phrase only
_ALL_WORDS = 8.0  # on Zipf's scale
_TENFOLD = math.log(10)
_COST_OF_SELDOM = 12.5
_TELLING_IS_LIKELY = 4.0
# The groups that say enough for a sound with a slip in it to be tried, and for a text to be read backwards.
_WEIGHTY = frozenset({"garment", "remove", "without", "relation", "nothing", "depict"})
# Joined words tell nothing unless they hold a word of one of these groups, or one with a sexual sense.
_TELLING = frozenset({"garment", "nothing", "relation"})
# A word of these groups, or with a sexual sense, is mended where a blank cut it.
_MATTERING = frozenset({"garment", "without", "remove", "nothing", "pointed"})
_HEADS = frozenset({"person", "relation", "depict", "attached", "text", "public", "place"})


def umlauts_both_ways(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield "madchen" and "maedchen", since a folded umlaut leaves its letter alone."""
    for word in words:
        bare = word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
        if bare != word and len(bare) >= _SHORTEST:
            yield bare, word


def merged(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Return the phrases with those of the same parts made one, since groups hold the words of all languages."""
    found: dict[tuple[tuple[str, ...], ...], Phrase] = {}
    for phrase in phrases:
        other = found.get(phrase.keys, phrase)
        meaning = replace(
            phrase.meaning,
            weight=max(phrase.meaning.weight, other.meaning.weight),
            unless_next=phrase.meaning.unless_next | other.meaning.unless_next,
            unless_previous=phrase.meaning.unless_previous | other.meaning.unless_previous,
        )
        found[phrase.keys] = Phrase(keys=phrase.keys, gap=max(phrase.gap, other.gap), meaning=meaning)
    return tuple(found.values())


def by_rarest(phrases: Iterable[Phrase], entries: Iterable[Entry]) -> Mapping[str, tuple[Phrase, ...]]:
    """Return the phrases by each key of the part that fewest words can be."""
    sizes = Counter(group for entry in entries for group in entry.groups)
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        for key in min(phrase.keys, key=lambda keys: sum(1 if key[0] == "=" else sizes[key] for key in keys)):
            found.setdefault(key, []).append(phrase)
    return {key: tuple(these) for key, these in found.items()}


def candidates(keys: AbstractSet[str], by_rarest: Mapping[str, tuple[Phrase, ...]]) -> Iterator[Phrase]:
    """Yield, each once, the phrases of which the rarest part is among the keys."""
    seen: set[int] = set()
    for key in sorted(keys & by_rarest.keys()):  # so that every run tells the same reason
        for phrase in by_rarest[key]:
            if id(phrase) not in seen:
                seen.add(id(phrase))
                yield phrase


def phrase_keys(phrases: Iterable[Phrase]) -> frozenset[str]:
    """Return the groups and the `=words` that phrases are made of."""
    return frozenset(key for phrase in phrases for keys in phrase.keys for key in keys)


def is_guessed(entry: Entry, keys: frozenset[str]) -> bool:
    """Tell whether a word is recognised when a slip hides it: what is sexual, or may be part of a phrase."""
    if len(entry.word) < _SHORTEST or "joined" in entry.groups:
        return False
    return bool(entry.meanings) or is_weighty(entry) or f"={entry.word}" in keys or not keys.isdisjoint(entry.groups)


def rank(entry: Entry) -> int:
    """Return how little a word says, from 0 to PART, what may be part of a phrase: the one that says more is taken."""
    return 0 if is_plain(entry) else 1 if entry.meanings else 2 if is_weighty(entry) else PART


def is_weighty(entry: Entry) -> bool:
    """Tell whether a word alone is worth a closer look: plain intent, or of a group that most phrases have."""
    return is_plain(entry) or (not _WEIGHTY.isdisjoint(entry.groups) and len(entry.word) >= _SHORTEST)


def heads_of(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    """Return the nouns that Dutch and German write at the end of a longer word: "yogalerares", "trouwfoto's"."""
    return {
        entry.word: entry
        for entry in entries
        if len(entry.word) >= _SHORTEST and not entry.meanings and not _HEADS.isdisjoint(entry.groups)
    }


def is_plain(entry: Entry) -> bool:
    """Tell whether a word alone, or beside a person, is plain intent."""
    return any(max(meaning.weight, meaning.beside) >= PLAIN for meaning in entry.meanings)


def by_start(entries: Iterable[Entry]) -> Mapping[str, tuple[str, ...]]:
    """Return, by their first two letters, the words of which one at least is in joined words that tell something."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if len(entry.word) >= _SHORTEST and (is_plain(entry) or not _TELLING.isdisjoint(entry.groups)):
            found.setdefault(entry.word[:2], []).append(entry.word)
    return {start: tuple(words) for start, words in found.items()}


def mendable(known: Mapping[str, Entry], keys: frozenset[str]) -> frozenset[str]:
    """Return the words that are mended when they were cut by a sign or a blank."""
    return frozenset(
        word
        for word, entry in known.items()
        if len(entry.word) >= _SHORTEST and (do_blanks_cut(entry) or is_guessed(entry, keys))
    )


def do_blanks_cut(entry: Entry) -> bool:
    """Tell whether a word says enough to be seen where a mere blank cuts it; others are, where a sign does."""
    return bool(entry.meanings) or not _MATTERING.isdisjoint(entry.groups)


def costs_of_words(known: Mapping[str, Entry], frequencies: Mapping[str, int]) -> Mapping[str, float]:
    """Return what each word costs where joined letters are parted: how unlikely it is, and less where it tells.

    A cost is the natural logarithm of how many words are met for each time that this one is.
    """
    costs = {word: _COST_OF_SELDOM for word in known if len(word) > len("de")}
    costs |= {word: (_ALL_WORDS - how / 2) * _TENFOLD for word, how in frequencies.items()}
    for word, entry in known.items():
        if entry.meanings and word in costs:
            costs[word] -= _TELLING_IS_LIKELY
    return costs


def lengths_by_start(words: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Return how long the words are that begin with the same three letters."""
    found: dict[str, list[int]] = {}
    for start, length in sorted({(word[:3], len(word)) for word in words if len(word) >= len("the")}):
        found.setdefault(start, []).append(length)
    return {start: tuple(lengths) for start, lengths in found.items()}


def deletions(word: str) -> list[str]:
    """Return the word and the word with each letter left out."""
    return [word, *[word[:place] + word[place + 1 :] for place in range(len(word))]]


def by_deletion(words: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return the words by what is left of each when a letter is left out."""
    found: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= _SHORTEST:
            for short in set(deletions(word)):
                found.setdefault(short, []).append(word)
    return found

# SPDX-License-Identifier: Apache-2.0
"""What of a clause belongs to a word: the noun after a possessive, the clause that tells the writer's tie to somebody."""

from collections.abc import Iterator, Sequence

from verweer.guard.written import Word

FAR = 6
_AROUND = frozenset({"om", "around", "um"})  # the corner


def clause(words: Sequence[Word], at: int, most: int) -> Iterator[int]:
    """Yield the places after a word, up to a sign with a blank: that begins something else."""
    for place in range(at + 1, min(at + 1 + most, len(words))):
        before = words[place - 1]
        goes_on = before.is_dotted and before.is_in("title")  # "Dr. Bakker"
        goes_on = goes_on or (not before.is_dotted and before.is_in("person", "relation") and is_relative(words, place))
        if before.ends and not goes_on:
            return
        yield place


def is_relative(words: Sequence[Word], place: int) -> bool:
    """Tell whether a clause begins that tells the writer's tie to somebody: "eine Frau, die ich kenne"."""
    following = words[place + 1 : place + 2]
    return words[place].is_in("relative", "who") and any(word.is_in("self", "mine") for word in following)


def noun(words: Sequence[Word], at: int, most: int, *groups: str) -> int:
    """Return the place of the noun that a possessive, pointer or article belongs to, or 0."""
    for place in clause(words, at, most):
        if words[place].is_in(*groups):
            return place
        if words[place].is_in("link") and not words[place].is_capital:  # "my Uber driver"
            return 0
    return 0


def noun_past_article(words: Sequence[Word], at: int, most: int, *groups: str) -> int:
    """Return the place of a noun, whatever small words stand before it, or 0."""
    return next((place for place in clause(words, at, most) if words[place].is_in(*groups)), 0)


def tie(words: Sequence[Word], place: int) -> int:
    """Return where a tie to the writer ends that begins at this word: "next door", "of mine", "I met", "my class"."""
    word, before = words[place], words[place - 1]
    if _is_tie(word, before):
        return place
    if word.is_in("self"):
        known = next((each for each in clause(words, place, FAR) if words[each].is_in("knowing")), 0)
        return next((each for each in clause(words, known, 2) if words[each].is_in("topic")), known) if known else 0
    if word.is_in("mine"):
        return noun(words, place, 3, "place", "relation", "platform")
    if word.is_in("corner"):
        return place if words[place - 2].text in _AROUND else 0
    is_known = word.is_in("knowing") and any(words[each].is_in("self") for each in clause(words, place, 1))
    return place + 1 if is_known else 0


def _is_tie(word: Word, before: Word) -> bool:
    return (
        word.is_in("nextdoor", "shown", "known_by_me")
        or (word.is_in("side", "owned") and before.is_in("of"))
        or (word.is_in("owned") and before.text == "a")  # "une connaissance à moi"
        or (word.is_in("platform") and before.is_in("tail", "of"))
        or (word.is_in("self") and before.is_in("nearby"))
    )

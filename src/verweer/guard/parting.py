# SPDX-License-Identifier: Apache-2.0
"""The words that were written as one: where they part at the least cost, and whether what they say is worth it.

Every step is linear in the number of letters.
"""

from collections.abc import Iterator, Sequence

from verweer.guard.indexing import is_long_enough
from verweer.guard.lexicon import Lexicon
from verweer.guard.vocabulary import Entry

_SHORTEST, _LONGEST = 4, 24  # letters of a word that tells something, and of a word at all
_SHORTEST_JOINED = 7
_LONGEST_JOINED = 400
# A long word that holds this many letters of known words is a prompt without spaces.
_WHOLE_PROMPT = 16
_MOST_KNOWN = 8
_STRONG = frozenset(
    {"depict", "make", "mine", "relation", "garment", "without", "remove", "lift", "away", "nothing", "wear", "pointed"}
)
_TELLING_TOGETHER = (
    {"pointed"},
    {"mine", "relation"},
    {"without", "garment"},
    {"remove", "garment"},
    {"lift", "garment"},
    {"wear", "nothing"},
    {"nothing", "here"},
)
_WORD_COSTS = (0.0, 3.4, 3.2, 3.2, 1.2)  # by the length of the word: short ones are in every name
_UNKNOWN_COST = 1.5
# Cheap after a known word.
_LINKS = frozenset(
    ["of", "van", "von", "de", "met", "mit", "with", "avec", "par", "con", "in", "on", "op", "en", "la", "im", "du"]
)
_LINK_COST = 1.5
_SHORT, _SHORT_COST = 3, 2.2
_MEANING_BONUS = 1.0  # "nude in" rather than "u dein"


def may_be_joined(written: str, letters: str, lexicon: Lexicon, *, is_spaced: bool) -> bool:
    """Tell cheaply whether it pays to part a word; one that `is_spaced` had blanks between its letters."""
    shortest = _SHORTEST if is_spaced else _SHORTEST_JOINED
    if not shortest <= len(letters) <= _LONGEST_JOINED or written in lexicon.innocent:
        return False
    return len(letters) >= _WHOLE_PROMPT or _may_tell(letters, lexicon)


def pieces_of(letters: str, lexicon: Lexicon, *, is_compound: bool, is_capital: bool) -> Sequence[str]:
    """Return the words that were joined in a long unknown word, or nothing when it stays whole."""
    pieces = parted(letters, lexicon)
    entries = [entry for piece in pieces if (entry := lexicon.entry(piece))]
    known = sum(len(each.word) for each in entries if len(each.word) >= _SHORTEST)
    is_prompt = len(letters) >= _WHOLE_PROMPT and known >= _MOST_KNOWN
    do_matter = _do_matter(entries)
    is_whole = not do_matter or _is_word_with_crumbs(pieces, entries) or (is_capital and _are_crumbs(pieces))
    if (is_compound and not do_matter) or (is_whole and not is_prompt):
        return ()
    return _names_whole(pieces, lexicon)


def _may_tell(letters: str, lexicon: Lexicon) -> bool:
    """Tell cheaply whether joined letters hold a word for whose sake it pays to part them."""
    telling = lexicon.telling
    return any(
        start in telling and letters.startswith(telling[start], at)
        for at in range(len(letters) - 1)
        if (start := letters[at : at + 2])
    )


def parted(letters: str, lexicon: Lexicon) -> list[str]:
    """Part letters that were joined into known words and unknown rests, at the least cost; linear in the length."""
    size = len(letters)
    # cost of the best parting up to a place, by whether the last piece is unknown
    known = [0.0] + [float("inf")] * size
    unknown = [float("inf")] * (size + 1)
    start_known = [0] * (size + 1)
    start_unknown = [0] * (size + 1)
    for start in range(size):
        for end, entry in _words_at(letters, start, lexicon):
            length = end - start
            cost = min(known[start], unknown[start]) + _WORD_COSTS[min(length, _SHORTEST)]
            if length >= _SHORTEST and entry.meanings:
                cost -= _MEANING_BONUS
            if letters[start:end] in _LINKS:
                cost = min(cost, known[start] + _LINK_COST)
            elif length == _SHORT:
                cost = min(cost, known[start] + _SHORT_COST)
                if end == size and entry.meanings:
                    cost = min(cost, unknown[start] + _SHORT_COST)
            if cost < known[end]:
                known[end], start_known[end] = cost, start
        begun, grown = known[start] + _UNKNOWN_COST + 1, unknown[start] + 1
        unknown[start + 1] = min(begun, grown)
        start_unknown[start + 1] = start if begun <= grown else start_unknown[start]
    return list(_pieces(letters, known, unknown, start_known, start_unknown))[::-1]


def _words_at(letters: str, start: int, lexicon: Lexicon) -> list[tuple[int, Entry]]:
    """Return where each known word ends that begins at a place, and what it is."""
    known, last = lexicon.known, min(len(letters), start + _LONGEST)
    words = [
        (start + length, entry)
        for length in (1, 2, *lexicon.lengths.get(letters[start : start + 3], ()))
        if (entry := known.get(letters[start : start + length])) and start + length <= last
    ]
    joined = lexicon.joined.beginning_at(letters, start)
    return words + [each for each in joined if each[0] <= last and each[1].word not in known] if joined else words


def _pieces(letters: str, known: list[float], unknown: list[float], *starts: list[int]) -> Iterator[str]:
    end = len(letters)
    while end:
        start = starts[0][end] if known[end] <= unknown[end] else starts[1][end]
        yield letters[start:end]
        end = start


def _are_crumbs(pieces: Sequence[str]) -> bool:
    return max(map(len, pieces)) < _SHORTEST


def _is_word_with_crumbs(pieces: Sequence[str], entries: Sequence[Entry]) -> bool:
    """Tell whether a few letters are left beside the only known word: "Spermans" is a name of its own."""
    words = [entry.word for entry in entries if len(entry.word) > 1]
    return len(words) == 1 and 0 < sum(map(len, pieces)) - len(words[0]) < _SHORTEST


def _names_whole(pieces: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Join unknown pieces with the little words beside them, which a name may hold by chance."""
    done: list[str] = []
    run: list[str] = []
    for piece in [*pieces, ""]:
        if piece and _is_weak(piece, lexicon) and (run or not done or piece not in _LINKS):
            run.append(piece)
            continue
        done.extend(["".join(run)] if any(each not in lexicon for each in run) else run)
        run = []
        done.append(piece)
    return [piece for piece in done if piece]


def _is_weak(piece: str, lexicon: Lexicon) -> bool:
    entry = lexicon.entry(piece)
    return entry is None or (len(piece) <= _SHORTEST and not entry.meanings and _STRONG.isdisjoint(entry.groups))


def _do_matter(entries: Sequence[Entry]) -> bool:
    """Tell whether known pieces say more than chance: intent, a garment, "my" and a relation."""
    groups = set[str]().union(*(entry.groups for entry in entries))
    if any(entry.meanings and ("exact" not in entry.groups or is_long_enough(entry)) for entry in entries):
        return True
    return any(pair <= groups for pair in _TELLING_TOGETHER)

# SPDX-License-Identifier: Apache-2.0
"""The words that were written as one: where they part at the least cost, and whether what they say is worth it.

Every step is linear in the number of letters.
"""

from collections.abc import Iterator, Sequence

from verweer.guard.indexing import candidates, is_plain
from verweer.guard.lexicon import Lexicon
from verweer.guard.vocabulary import Entry

_SHORTEST, _LONGEST = 4, 24  # letters of a word that tells something, and of a word at all
_SHORTEST_JOINED = 7
_LONGEST_JOINED = 400
# A long word that holds this many letters of known words is a prompt without spaces.
_WHOLE_PROMPT = 16
_MOST_KNOWN = 8
_MORE_THAN_A_COMPOUND = 5  # words
_SURELY_MEANT = 6  # letters of a sexual word that is in no other by chance
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
_UNKNOWN_COST, _LETTER_COST = 5.0, 2.0
_SMALL, _SMALL_COST = 2, 2.0  # small words are in every name
# Small words that begin no name.
_LINKS = frozenset(
    ["of", "van", "von", "de", "met", "mit", "with", "avec", "par", "con", "in", "on", "op", "en", "la", "im", "du"]
)
_SHORT = 3


def may_be_joined(written: str, letters: str, lexicon: Lexicon, *, is_spaced: bool) -> bool:
    """Tell cheaply whether it pays to part a word; one that `is_spaced` had blanks between its letters."""
    shortest = _SHORTEST if is_spaced else _SHORTEST_JOINED
    if not shortest <= len(letters) <= _LONGEST_JOINED or written in lexicon.ordinary:
        return False
    return len(letters) >= _WHOLE_PROMPT or _may_tell(letters, lexicon)


def pieces_of(
    letters: str, lexicon: Lexicon, *, is_compound: bool = False, is_capital: bool = False, is_spaced: bool = False
) -> Sequence[tuple[str, Entry | None]]:
    """Return the words that were joined in a long unknown word, or nothing when it stays whole."""
    pieces = parted(letters, lexicon)
    entries = [entry for piece in pieces if (entry := lexicon.entry(piece))]
    known = sum(len(each.word) for each in entries if len(each.word) >= _SHORTEST)
    is_prompt = len(letters) >= _WHOLE_PROMPT and known >= _MOST_KNOWN
    is_telling = do_matter(pieces, lexicon)
    has_crumbs = _is_word_with_crumbs(pieces, entries) and not is_spaced
    is_whole = not is_telling or has_crumbs or (is_capital and _are_crumbs(pieces))
    is_prompt = is_prompt or (is_spaced and all(_entry(piece, lexicon) for piece in pieces))
    is_one_word = is_compound and not is_telling and len(pieces) < _MORE_THAN_A_COMPOUND
    if is_one_word or (is_whole and not is_prompt):
        return ()
    names_whole = _names_whole(pieces, lexicon)
    return [
        (piece, None if _is_there_by_chance(names_whole, at, lexicon) else _entry(piece, lexicon))
        for at, piece in enumerate(names_whole)
    ]


def _entry(piece: str, lexicon: Lexicon) -> Entry | None:
    return lexicon.entry(piece) or lexicon.frequent.get(piece)


def _may_tell(letters: str, lexicon: Lexicon) -> bool:
    """Tell cheaply whether joined letters hold a word for whose sake it pays to part them."""
    telling = lexicon.telling
    edges = (lexicon.known.get(letters[:_SHORT]), lexicon.known.get(letters[-_SHORT:]))
    return any(entry is not None and is_plain(entry) for entry in edges) or any(
        start in telling and letters.startswith(telling[start], at)
        for at in range(len(letters) - 1)
        if (start := letters[at : at + 2])
    )


def parted(letters: str, lexicon: Lexicon) -> list[str]:
    """Part letters that were joined into words and unknown rests, at the least cost; linear in the length."""
    size = len(letters)
    costs = lexicon.costs
    # cost of the best parting up to a place, by whether the last piece is unknown
    known = [0.0] + [float("inf")] * size
    unknown = [float("inf")] * (size + 1)
    start_known = [0] * (size + 1)
    start_unknown = [0] * (size + 1)
    for start in range(size):
        before = min(known[start], unknown[start])
        for length in (1, 2, *lexicon.lengths.get(letters[start : start + 3], ())):
            end = start + length
            if end <= size and length <= _LONGEST and (word := letters[start:end]) in costs:
                cost = before + costs[word] + (_SMALL_COST if length <= _SMALL else 0)
                if cost < known[end]:
                    known[end], start_known[end] = cost, start
        begun, grown = known[start] + _UNKNOWN_COST + _LETTER_COST, unknown[start] + _LETTER_COST
        unknown[start + 1] = min(begun, grown)
        start_unknown[start + 1] = start if begun <= grown else start_unknown[start]
    return list(_pieces(letters, known, unknown, start_known, start_unknown))[::-1]


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
        done.extend(["".join(run)] if any(_entry(each, lexicon) is None for each in run) else run)
        run = []
        done.append(piece)
    return [piece for piece in done if piece]


def _is_weak(piece: str, lexicon: Lexicon) -> bool:
    entry = _entry(piece, lexicon)
    return entry is None or (len(piece) <= _SHORTEST and not entry.meanings and _STRONG.isdisjoint(entry.groups))


def do_matter(pieces: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether pieces say more than chance: intent, "my" and a relation, all parts of a phrase."""
    entries = [entry for piece in pieces if (entry := lexicon.entry(piece))]
    if any(
        entry.meanings and not _is_there_by_chance(pieces, at, lexicon)
        for at, piece in enumerate(pieces)
        if (entry := lexicon.known.get(piece))
    ):
        return True
    keys = {key for entry in entries for key in (f"={entry.word}", *entry.groups)}
    return any(pair <= keys for pair in _TELLING_TOGETHER) or any(
        not any(map(keys.isdisjoint, phrase.keys)) for phrase in candidates(keys, lexicon.by_rarest)
    )


def _is_there_by_chance(pieces: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a short sexual word was found among crumbs: "applaudis semen t", but not "her tits in"."""
    entry = lexicon.known.get(pieces[at])
    if entry is None or not entry.meanings or len(entry.word) >= _SURELY_MEANT:
        return False
    sides = (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2])
    at_words = [_is_word(each, lexicon) or len(each) >= _SHORTEST for each in sides]
    if len(entry.word) < _SHORTEST:
        return not all(at_words) or (len(sides) == 1 and len(sides[0]) < _SHORTEST)
    return not (any(at_words) if sum(map(len, pieces)) >= _WHOLE_PROMPT else all(at_words))


def _is_word(piece: str, lexicon: Lexicon) -> bool:
    """Tell whether a piece of up to three letters is a word, and no crumb that only looks like one."""
    entry = _entry(piece, lexicon)
    return piece == "a" or (entry is not None and len(piece) >= _SHORT - ("plain" in entry.groups))

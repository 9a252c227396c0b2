# SPDX-License-Identifier: Apache-2.0
"""One way to read a prompt: its words with their places in the source, and which disguises that took.

Runs of single letters and long joined words are parted; words that were cut by a line end or a sign
are mended. Every step is linear in the length of the text.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import add

from verweer.guard.characters import Folded
from verweer.guard.hearing import sounded
from verweer.guard.indexing import do_blanks_cut
from verweer.guard.lexicon import Lexicon
from verweer.guard.model import Span
from verweer.guard.parting import may_be_joined, pieces_of
from verweer.guard.vocabulary import Entry
from verweer.guard.words import known_word, letters_of
from verweer.guard.written import SPACED, Reading, Word, around

_KEPT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'@$!|+(")
SEPARATORS = str.maketrans({chr(code): " " for code in range(128) if chr(code) not in _KEPT})
_TRAILING = "!'|+("
_UNCUT = frozenset({"", " "})
_WHOLE = frozenset(["18+"])
_ELIDED = frozenset(
    ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu"]
)  # French: before a vowel
_ENDING = frozenset(",.;:!?)(")
_BEFORE_NOUNS = frozenset(
    [
        "mein",
        "meine",
        "meiner",
        "meinem",
        "meinen",
        "unser",
        "unsere",
        "unserer",
        "unserem",
        "unseren",
        "diese",
        "dieser",
        "diesem",
        "diesen",
        "eine",
        "einer",
        "mijn",
        "onze",
    ]
)
_SHORTEST_RUN = 4
_SHORTEST_WORD = 3
_SHORTEST_CAMEL = 3
_SHORTEST_HEAD = 4
_SHORTEST_HASH = 8
_HEX = frozenset("0123456789abcdef")


def read(folded: Folded, lexicon: Lexicon) -> Reading:
    """Return the reading of a folded text."""
    words = _words(folded, lexicon)
    words = _mended(_joined_runs(words, lexicon), lexicon)
    words = sounded(words, lexicon)
    words = [
        piece
        for number, word in enumerate(words, 1)
        for piece in ((word,) if word.entry or not _may_be_parted(word, lexicon) else _parted(word, number, lexicon))
    ]
    return Reading(words=tuple(words), disguises=folded.disguises, scripts=folded.scripts)


def _words(folded: Folded, lexicon: Lexicon) -> list[Word]:
    text, origins = folded.text, folded.origins
    is_chinese = "CJK" in folded.scripts
    found: list[Word] = []
    at = 0
    for piece in text.translate(SEPARATORS).split():
        at = text.index(piece, at)
        start = at
        is_plain = piece.isalpha() and piece[1:].islower()
        signs = origins[start : start + len(piece)] if is_chinese else ()
        for part in (piece,) if is_plain or piece.lower() in lexicon else _parts(piece, signs):
            bare = part if part in _WHOLE else part.rstrip(_TRAILING).removesuffix("'s") or part
            after = text[start + len(part) : start + len(part) + 1]
            small = bare.lower()
            known = known_word(small, lexicon)
            found.append(
                Word(
                    small,
                    _span(origins[start], origins[start + len(bare) - 1]),
                    known.entry if known else None,
                    is_capital=bare[0].isupper() and (len(bare) == 1 or not bare.isupper()),
                    is_cut=after not in _UNCUT,
                    is_dotted=after == ".",
                    ends=_ends(text[start + len(part) : start + len(part) + 2]),
                    disguise=known.disguise if known else "",
                    head=None if known or (bare[0].isupper() and not _may_be_noun(found)) else _head(small, lexicon),
                )
            )
            start += len(part)
        at += len(piece)
    return found


def _may_be_noun(found: Sequence[Word]) -> bool:
    """Tell whether a word with a capital may be a noun: the first of all, or follow "meine", "mijn" ("meine Tennistrainerin")."""
    return not found or found[-1].text in _BEFORE_NOUNS


def _ends(signs: str) -> bool:
    """Tell whether the two signs after a word end a clause: a comma and a blank, or a comma and the next word at once."""
    return signs[:1] in _ENDING and (signs[1:] == " " or (signs[:1] == "," and signs[1:].isalpha()))


def _head(small: str, lexicon: Lexicon) -> Entry | None:
    """Return the longest noun that a word in small letters ends in, after three letters at least."""
    starts = range(_SHORTEST_WORD, len(small) - _SHORTEST_HEAD + 1)
    return next((entry for start in starts if (entry := lexicon.heads.get(small[start:]))), None)


def _span(first: int, last: int) -> Span:
    """Return the place between two characters, whichever comes first (a reading may run backwards)."""
    return Span(first, last + 1) if first <= last else Span(last, first + 1)


def _parts(piece: str, origins: Sequence[int]) -> Iterator[str]:
    """Part a word after a French elision ("d'Anna"), where a capital follows a small letter, and Chinese signs."""
    signs = [
        place for place in range(1, len(origins)) if piece[place].isupper() and origins[place] != origins[place - 1]
    ]
    if signs and len(set(origins)) == len(signs) + 1 < len(piece):
        yield from (piece[start:end] for start, end in pairwise((0, *signs, len(piece))))
        return
    before, sign, rest = piece.partition("'")
    if sign and before in _ELIDED and len(rest) >= _SHORTEST_WORD:
        yield before + sign
        piece = rest
    yield from _camel_parts(piece)


def _camel_parts(piece: str) -> Sequence[str]:
    """Part a word where a capital follows a small letter, unless that leaves crumbs."""
    if piece.islower() or piece[1:].islower() or len(piece) < 2 * _SHORTEST_CAMEL or piece.isupper():
        return (piece,)
    edges = [0, *(at for at in range(1, len(piece)) if piece[at].isupper() and piece[at - 1].islower()), len(piece)]
    parts = [piece[start:end] for start, end in pairwise(edges)]
    return parts if min(map(len, parts)) >= _SHORTEST_CAMEL else (piece,)


def _joined_runs(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """Join runs of four or more single letters into one word, or several where wider blanks part them."""
    done: list[Word] = []
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and len(word.text) == 1:
            run.append(word)
            continue
        if run:
            parts = list(_parts_of_run(run)) if len(run) >= _SHORTEST_RUN else [run]
            are_words = len(parts) > 1 and max(map(len, parts)) >= _SHORTEST_RUN
            for part in parts:
                is_word = len(part) >= _SHORTEST_RUN or (len(part) == _SHORTEST_RUN - 1 and _is_word(part, lexicon))
                done.extend([_merged(part, SPACED, lexicon)] if is_word or (are_words and len(part) > 1) else part)
            run = []
        if word is not None:
            done.append(word)
    return done


def _is_word(three: Sequence[Word], lexicon: Lexicon) -> bool:
    """Tell whether three letters are held apart by signs, or by spaces and say something sexual."""
    if all(each.is_cut for each in three[:-1]):
        return True
    entry = lexicon.known.get("".join(letters_of(each.text) for each in three))
    return entry is not None and bool(entry.meanings)


def _parts_of_run(run: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Part a run at its blanks when its letters are held apart by signs, else where two blanks or more stand."""
    has_signs = any(word.is_cut for word in run[:-1])
    start = 0
    for end, (word, following) in enumerate(pairwise(run), 1):
        is_edge = not word.is_cut if has_signs else following.span.start - word.span.end > 1
        if is_edge:
            yield run[start:end]
            start = end
    yield run[start:]


def _merged(words: Sequence[Word], disguise: str, lexicon: Lexicon) -> Word:
    text = "".join(word.text for word in words)
    known = known_word(text, lexicon)
    return Word(
        text=text,
        span=around(words),
        entry=known.entry if known else None,
        is_capital=words[0].is_capital,
        is_cut=words[-1].is_cut,
        ends=words[-1].ends,
        disguise=disguise,
    )


def _mended(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """Join pieces of a word of the lexicon that was cut in two or three."""
    letters = [letters_of(word.text) for word in words]
    pairs = list(map(add, letters, letters[1:]))
    mended = lexicon.mended([*pairs, *map(add, pairs, letters[2:])])
    if not mended:
        return words
    done: list[Word] = []
    at = 0
    while at < len(words):
        size = next(
            (
                size
                for size in (3, 2)
                if (entry := mended.get("".join(letters[at : at + size])))
                and _is_cut_word(words[at : at + size], size, entry)
            ),
            0,
        )
        if size:
            done.append(_merged(words[at : at + size], "split word", lexicon))
            at += size
        else:
            done.append(words[at])
            at += 1
    return done


def _is_cut_word(pieces: Sequence[Word], size: int, entry: Entry) -> bool:
    are_cut = all(piece.is_cut for piece in pieces[:-1])
    are_known = all(piece.entry and not piece.disguise and len(piece.text) >= _SHORTEST_WORD for piece in pieces)
    if len(pieces) < size or (are_known and not are_cut):
        return False
    if any(piece.entry and piece.entry.meanings and not piece.disguise for piece in pieces):
        return False
    has_unknown = any(piece.entry is None or piece.disguise for piece in pieces)
    return are_cut or (len(entry.word) > _SHORTEST_RUN and has_unknown and do_blanks_cut(entry))


def _may_be_parted(word: Word, lexicon: Lexicon) -> bool:
    if len(word.text) >= _SHORTEST_HASH and _HEX.issuperset(word.text) and not word.text.isalpha():
        return False  # a hash: "b00b5deadbeef"
    return may_be_joined(word.text, letters_of(word.text), lexicon, is_spaced=word.disguise == SPACED)


def _parted(word: Word, number: int, lexicon: Lexicon) -> Iterator[Word]:
    """Part a long unknown word into the words that were joined in it."""
    letters = letters_of(word.text)
    pieces = pieces_of(
        letters,
        lexicon,
        is_compound=word.head is not None,
        is_capital=word.is_capital,
        is_spaced=word.disguise == SPACED,
    )
    if not pieces:
        yield word
        return
    at = 0
    width = word.span.end - word.span.start
    for piece, entry in pieces:
        start = word.span.start + at * width // len(letters)
        end = word.span.start + max((at + len(piece)) * width // len(letters), at * width // len(letters) + 1)
        yield Word(
            text=piece,
            span=Span(start, end),
            entry=entry,
            is_capital=word.is_capital and at == 0,
            ends=word.ends and at + len(piece) == len(letters),
            disguise=word.disguise or "joined words",
            joined=number,
        )
        at += len(piece)

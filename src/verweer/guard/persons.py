# SPDX-License-Identifier: Apache-2.0
"""Which words mean a real person without any list: pointing, a full name, a picture that was handed in, an age."""

from collections.abc import Iterator, Sequence

from verweer.guard.lexicon import Lexicon
from verweer.guard.model import PersonKind, PersonSignal
from verweer.guard.pointing import pointed
from verweer.guard.written import GUESSES, Reading, Word, around, do_capitals_tell

_ADULT = 18
_BEFORE_NAMES = frozenset(["of", "van", "von", "de", "met", "with", "mit", "avec", "con"])
_BY = frozenset(["by", "door", "von", "par", "por", "after", "naar", "nach"])
# Words of these groups are no part of a name, with a capital either: at a clause's start they ask for something.
_ASKING = frozenset(["depict", "make", "remove", "lift", "loosen", "pull", "undo", "expose", "see", "wish", "speech"])
_MEANING = frozenset(
    ["text", "fiction", "art", "work", "role", "title", "office", "without", "nothing", "bared", "part"]
)
_POINTING = frozenset(["pronoun", "possessive", "mine", "self", "pointer", "same", "person", "relation", "public"])
_NO_NAMES = _ASKING | _MEANING | _POINTING | {"quality"}
_NO_SURNAMES = _NO_NAMES | {"garment", "accessory", "body", "face", "posing", "link", "with", "of", "young"}
_NO_STARTS = _NO_SURNAMES | {"filler", "article", "asking", "negation", "under", "wear", "asks", "for", "topic"}
_GERMAN = frozenset(["beim", "im", "mit", "und", "zum", "zur", "auf", "ohne", "ein", "eine", "ist", "wird", "als"])
_SHORTEST_NAME = 3
_LONG_REST = 8
_WHOLE_PROMPT = 20


def persons_of(reading: Reading, lexicon: Lexicon, *, has_pictures: bool) -> list[PersonSignal]:
    """Return the signals of a real person that need no list."""
    words = reading.words
    return [
        *_signals(PersonKind.MINOR, _minors(words), reading),
        *_signals(PersonKind.POINTED, pointed(words, lexicon), reading),
        *_signals(PersonKind.PICTURED, _pictured(words) if has_pictures else (), reading),
        *_signals(PersonKind.NAMED, _named(reading, lexicon), reading),
    ]


def _signals(
    kind: PersonKind, runs: "Iterator[Sequence[Word]] | tuple[()]", reading: Reading
) -> Iterator[PersonSignal]:
    for run in runs:
        yield PersonSignal(
            kind=kind, span=around(run), disguises=reading.disguises | ({word.disguise for word in run} - {""})
        )


def _pictured(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Yield what can only mean the person in a picture that was handed in."""
    for word in words:
        if word.is_in("pronoun", "person", "attached", "relation"):
            yield (word,)
            return


def _minors(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    for at, word in enumerate(words):
        if word.is_in("age"):
            yield (word,)
        figures = "" if word.text.isalpha() else "".join(char for char in word.text if char.isdigit())
        if figures and int(figures[:3]) < _ADULT:
            rest = word.text[len(figures) :]
            following = words[at + 1] if at + 1 < len(words) else word
            if following.is_in("young") or rest in {"yo", "jarige", "jarig", "year", "jaehrige"}:
                yield (word, following)


def _named(reading: Reading, lexicon: Lexicon) -> Iterator[Sequence[Word]]:
    """Yield full names: a given name and an unknown word, two unknown words with capitals, an initial and one."""
    words = reading.words
    unknown = [_is_unknown(word, letters) for word, letters in zip(words, reading.letters, strict=True)]
    given = _given(reading, unknown, lexicon)
    capitals_tell = do_capitals_tell(words)
    is_german = not capitals_tell and any(word.text in _GERMAN and not word.is_capital for word in words)
    is_wordy = [
        capitals_tell and word.is_capital and text in lexicon.given_words
        for word, text in zip(words, reading.letters, strict=True)
    ]
    for at, word in enumerate(words):
        if _made_it(words, at):
            continue
        end = at + 1
        while end < len(words) and words[end].text in lexicon.particles:
            end += 1
        is_given = given[at] or is_wordy[at]
        is_surname = end < len(words) and is_given and _is_a_surname(words, at, end, capitals_tell=capitals_tell)
        is_pair = end < len(words) and (unknown[end] or is_surname or (unknown[at] and is_wordy[end]))
        is_name = is_pair and (
            given[at]
            or (words[end].is_capital and (is_wordy[at] or (capitals_tell and _may_be_given(words, at))))
            or (given[end] and unknown[at])
            or (unknown[at] and word.is_capital and words[end].is_capital and (capitals_tell or is_german))
            or (len(word.text) == 1 and word.is_dotted)
            or (unknown[at] and end == at + 1 and _is_shown(words, at))
        )
        if is_name:
            yield words[at : end + 1]
        elif unknown[at] and word.joined and (_starts_with_given(word.text, lexicon) or _is_rest(words, at)):
            yield (word,)


def _made_it(words: Sequence[Word], at: int) -> bool:
    """Tell whether whoever is named here made a work: "a nude by Anna Grobloo", "het naakt bij Anna Grobloo"."""
    before = words[at - 1].text if at else ""
    if before == "naar":  # "benieuwd naar Anna Grobloo"
        return at > 1 and words[at - 2].is_in("work", "art", "depict", "text")
    if before == "bij":  # "haal bij Anna Grobloo de jurk weg"
        work = words[at - 2].entry if at >= len(("het", "naakt", "bij")) else None
        return bool(work and work.meanings and words[at - 3].is_in("article"))
    return before in _BY and before not in _BEFORE_NAMES


def _is_a_surname(words: Sequence[Word], at: int, end: int, *, capitals_tell: bool) -> bool:
    """Tell whether a known or short word with a capital is a surname after a given name: Bakker, Stone, Li."""
    word = words[end]
    if not word.is_capital or words[end - 1].ends:
        return False
    if word.is_in("person", "relation", "office", "role"):
        return True
    is_short = word.entry is None and len(word.text) == _SHORTEST_NAME - 1
    return capitals_tell and words[at].is_capital and (is_short or _is_free(word, _NO_SURNAMES))


def _may_be_given(words: Sequence[Word], at: int) -> bool:
    """Tell whether a known word is a given name by its capital: "Paz Quintanasoto", "photo of Hunter Grobbeck".

    What follows an article is none, and what begins a clause may ask for something.
    """
    word = words[at]
    if not word.is_capital or word.ends or word.joined or word.entry is None or word.disguise:
        return False
    if at == 0 or words[at - 1].ends:
        return _is_free(word, _NO_STARTS)
    return _is_free(word, _NO_NAMES) and not words[at - 1].is_in("article", "mine", "possessive", "this")


def _is_free(word: Word, groups: frozenset[str]) -> bool:
    """Tell whether a known word says nothing sexual and belongs to none of the groups."""
    entry = word.entry
    return entry is not None and not word.disguise and not entry.meanings and entry.groups.isdisjoint(groups)


def _is_shown(words: Sequence[Word], at: int) -> bool:
    """Tell whether two unknown words follow "picture of", "porn with"."""
    if at < len(("picture", "of")) or words[at].is_cut or words[at - 1].text not in _BEFORE_NAMES:
        return False
    subject = words[at - 2]
    # "de" is an article in Dutch: "naakt de trap af".
    return subject.is_in("depict") or (words[at - 1].text != "de" and bool(subject.entry and subject.entry.meanings))


def _is_unknown(word: Word, letters: str) -> bool:
    return (
        (word.entry is None or (word.disguise in GUESSES and (word.is_capital or not word.entry.meanings)))
        and len(word.text) >= _SHORTEST_NAME
        and letters.isalpha()
    )


def _given(reading: Reading, unknown: Sequence[bool], lexicon: Lexicon) -> list[bool]:
    return [
        (text in lexicon.given and (word.entry is None or word.is_capital or text not in lexicon))
        or (is_unknown and len(text) > _SHORTEST_NAME and sound in lexicon.given_sounds)
        for word, text, sound, is_unknown in zip(reading.words, reading.letters, reading.sounds, unknown, strict=False)
    ]


def _is_rest(words: Sequence[Word], at: int) -> bool:
    """Tell whether a long unknown piece stands in a whole prompt that was written as one word."""
    word = words[at]
    together = sum(len(other.text) for other in words if other.joined == word.joined)
    return len(word.text) >= _LONG_REST and (together >= _WHOLE_PROMPT or word.disguise == "spaced letters")


def _starts_with_given(text: str, lexicon: Lexicon) -> bool:
    return any(text[:size] in lexicon.given for size in range(_SHORTEST_NAME, max(_SHORTEST_NAME, len(text) - 2)))

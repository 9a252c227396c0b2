# SPDX-License-Identifier: Apache-2.0
"""Which words mean a real person without any list: pointing, a full name, a picture that was handed in, an age."""

from collections.abc import Iterator, Sequence

from verweer.guard.lexicon import Lexicon
from verweer.guard.model import PersonKind, PersonSignal
from verweer.guard.pointing import pointed
from verweer.guard.written import Reading, Word, around, do_capitals_tell

_ADULT = 18
_BEFORE_NAMES = frozenset(["of", "van", "von", "de", "met", "with", "mit", "avec", "con"])
_BY = frozenset(["by", "bij", "door", "von", "par", "por", "after", "naar", "nach"])
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
    for at, word in enumerate(words):
        if at and words[at - 1].text in _BY and words[at - 1].text not in _BEFORE_NAMES:
            continue  # the one who made a work
        end = at + 1
        while end < len(words) and words[end].text in lexicon.particles:
            end += 1
        is_pair = end < len(words) and (unknown[end] or (given[at] and _is_a_trade(words[end])))
        is_name = is_pair and (
            given[at]
            or (given[end] and unknown[at])
            or (unknown[at] and word.is_capital and words[end].is_capital and capitals_tell)
            or (len(word.text) == 1 and word.is_dotted)
            or (unknown[at] and end == at + 1 and _is_shown(words, at))
        )
        if is_name:
            yield words[at : end + 1]
        elif unknown[at] and word.joined and (_starts_with_given(word.text, lexicon) or _is_rest(words, at)):
            yield (word,)


def _is_a_trade(word: Word) -> bool:
    """Tell whether a word with a capital is called after a trade, as surnames are: Bakker, Hunter."""
    return word.is_capital and word.is_in("person", "relation", "office", "role")


def _is_shown(words: Sequence[Word], at: int) -> bool:
    """Tell whether two unknown words follow "picture of", "porn with"."""
    if at < len(("picture", "of")) or words[at].is_cut or words[at - 1].text not in _BEFORE_NAMES:
        return False
    subject = words[at - 2]
    # "de" is an article in Dutch: "naakt de trap af".
    return subject.is_in("depict") or (words[at - 1].text != "de" and bool(subject.entry and subject.entry.meanings))


def _is_unknown(word: Word, letters: str) -> bool:
    is_guess = word.disguise in {"misspelled", "phonetic spelling", "doubled letters"}
    return (
        (word.entry is None or (is_guess and (word.is_capital or not word.entry.meanings)))
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

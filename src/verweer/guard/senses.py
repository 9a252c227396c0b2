# SPDX-License-Identifier: Apache-2.0
"""Which words of a reading mean something else than they could: an idiom, a name, a number, a thing that is stripped.

An idiom is a row of words that means one thing ("Galway hooker"), and excuses only itself. A name has a capital
and stands after a title, or where the sentence speaks of a name, a sign, a place ("the name Wank"); the plain
words for nakedness are none unless a title stands before; "Dick Advocaat" is a man. A number is one where a word beside it says so
("highway 69"), or where it is a piece of a code ("xK9-t1ts-0w", with "password" before).
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import contains

from verweer.guard.lexicon import Lexicon
from verweer.guard.vocabulary import Idiom
from verweer.guard.written import Reading, Word, do_capitals_tell

_BEFORE, _AFTER = 5, 4  # words in which a name or a number is called one
_CLOTHES_WITHIN = 7  # words
_OBJECT_WITHIN = 4
_CRUMB = 3  # characters of a piece of a code that is no word
_COLOUR = 6
_TITLE = 5  # words
_HEX = frozenset("0123456789abcdef")
_NUMBERED = ("numbering", "unit")
_BEFORE_A_NAME = ("article", "this", "of", "tail", "called", "naming", "spelling", "speech", "for", "by")


def meant_otherwise(reading: Reading, lexicon: Lexicon) -> frozenset[int]:
    """Return the places of the words that say nothing sexual here, whatever they say elsewhere."""
    words = reading.words
    alone = {
        at
        for at, word in enumerate(words)
        if word.entry is not None
        and (
            (word.joined and reading.scripts and len(word.text) <= _CRUMB + 1)  # of a word in another script
            or _is_number(words, at)
            or _is_code(words, at)
            or _is_name(words, at, lexicon)
            or _is_thing(words, at, lexicon)
        )
    }
    places = {*_idioms(words, lexicon.idioms), *alone}
    return frozenset(at for at in places if not _goes_on_with_clothes(words, at))


def _goes_on_with_clothes(words: Sequence[Word], at: int) -> bool:
    """Tell whether a garment is named with the thing that excuses: "strip the wallpaper and the clothes of Anna"."""
    following = list(_after(words, at, _CLOTHES_WITHIN))
    return any(
        each.is_in("and") and any(other.is_in("garment") for other in following[place + 1 : place + 3])
        for place, each in enumerate(following)
    )


def is_absent(words: Sequence[Word], signal: Sequence[int], somebody: Sequence[int]) -> bool:
    """Tell whether the signal stands in a list of what must not be there, and the person does not.

    "Anna in a park. Negative prompt: nude", "negative prompt: nudity; prompt: Anna in a park".
    """
    listed = next((at for at in range(signal[0] - 1, -1, -1) if _is_as_written(words[at], "negative")), None)
    if listed is None or any(_ends_list(words, at, listed) for at in range(listed, signal[0])):
        return False
    if somebody[-1] < listed:
        return True
    return any(_ends_list(words, at, listed) for at in range(signal[-1], somebody[0]))


def _idioms(words: Sequence[Word], idioms: Mapping[str, tuple[Idiom, ...]]) -> Iterator[int]:
    texts = [word.text for word in words]
    for at, text in enumerate(texts):
        for idiom in idioms.get(text, ()):
            end = at + len(idiom)
            is_one = not any(word.ends for word in words[at : end - 1])
            if is_one and end <= len(texts) and all(map(contains, idiom, texts[at:end])):
                yield from range(at, end)


def _before(words: Sequence[Word], at: int, most: int) -> Iterator[Word]:
    """Yield the words of the clause before a place, the nearest first."""
    for word in words[max(0, at - most) : at][::-1]:
        if word.ends and not word.is_in("naming", *_NUMBERED):  # "name: Wank"
            return
        yield word


def _after(words: Sequence[Word], at: int, most: int) -> Iterator[Word]:
    """Yield the words of the clause after a place, the nearest first."""
    for place in range(at + 1, min(at + 1 + most, len(words))):
        if words[place - 1].ends:
            return
        yield words[place]


def _is_as_written(word: Word, *groups: str) -> bool:
    return not word.disguise and word.is_in(*groups)


def _is_number(words: Sequence[Word], at: int) -> bool:
    """Tell whether figures are a number: "highway 69", "69 kg", "80085 on a calculator", "Anna Bakker, 69, gardener"."""
    word = words[at]
    if any(char.isalpha() for char in word.text):
        return set(word.text) <= _HEX and len(word.text) == _COLOUR and not word.text.isalpha()  # "#b00b1e"
    if any(_is_as_written(each, "numbering") for each in (*_before(words, at, _CRUMB), *_after(words, at, _BEFORE))):
        return True
    following = next(_after(words, at, 1), None)
    is_an_age = at > 0 and words[at - 1].ends and word.ends and word.text.isdigit()
    return is_an_age or (following is not None and _is_as_written(following, "unit"))


def _is_code(words: Sequence[Word], at: int) -> bool:
    """Tell whether a word with figures is one piece of a code, the others crumbs, and something says code."""
    word = words[at]
    if word.text == "xxx":  # all letters, and yet a piece of a code: "model XXX-200"
        following = words[at + 1 : at + 2]
        return word.is_cut and bool(following) and following[0].text.isdigit() and _gap(word, following[0]) == 1
    if not word.disguise or word.text.isalpha():
        return False
    first = last = at
    while first and words[first - 1].is_cut and _gap(words[first - 1], words[first]) == 1:
        first -= 1
    while last + 1 < len(words) and words[last].is_cut and _gap(words[last], words[last + 1]) == 1:
        last += 1
    others = (*words[first:at], *words[at + 1 : last + 1])
    are_crumbs = all(len(each.text) <= _CRUMB or each.text.isdigit() for each in others)
    is_called = any(_is_as_written(each, "numbering") for each in _before(words, first, _BEFORE))
    return bool(others) and are_crumbs and is_called


def _gap(word: Word, following: Word) -> int:
    """Return how many characters part two words."""
    return following.span.start - word.span.end


def _is_name(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word with a capital is a name here: "mevrouw Naaktgeboren", "the Titlis sign"."""
    first, last = _whole(words, at)
    if not words[first].is_capital or not words[at].entry:
        return False
    before = next(_before(words, first, 1), None)
    if _is_title(words, at, lexicon) or (first == last and _is_man(words, at, before, lexicon)):
        return True
    if _is_beside_a_name(words, last, lexicon):
        return False
    if before is not None and _is_as_written(before, "title") and before.text not in lexicon.given:
        return True
    is_bared = first == last and not words[at].disguise and words[at].is_in("bared")
    return not is_bared and (_is_place(words, last, before, lexicon) or _is_called(words, first, last, before))


def _is_called(words: Sequence[Word], first: int, last: int, before: Word | None) -> bool:
    """Tell whether the sentence speaks of a name: "the name Wank", "Titlis sign"."""
    if before is None or not _is_as_written(before, *_BEFORE_A_NAME):
        following = next(_after(words, last, 1), None)
        is_printed = following is not None and _is_as_written(following, "printed")
        if before is not None and not (is_printed and before.is_in("with")):
            return False
    around = (*_before(words, first, _BEFORE), *_after(words, last, _AFTER))
    return any(_is_as_written(each, "naming", "printed") for each in around)


def _is_man(words: Sequence[Word], at: int, before: Word | None, lexicon: Lexicon) -> bool:
    """Tell whether a word is somebody's given name, with an unknown surname behind: "Dick Advocaat"."""
    surname = next(_after(words, at, 1), None)
    if not _is_as_written(words[at], "also_given") or surname is None or (before is not None and before.is_capital):
        return False
    is_surname = surname.is_capital and (surname.entry is None or _is_as_written(surname, "role"))
    return is_surname and surname.text not in lexicon.given and do_capitals_tell(words)


def _is_title(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word stands in the quoted title of what is sung or read: 'sings "Sex Bomb"'."""
    opened = next((each for each in range(at, max(0, at - _TITLE), -1) if _is_quoted(words, each)), 0)
    closed = next((each for each in range(at, min(at + _TITLE, len(words))) if words[each].is_cut), len(words) - 1)
    is_called = any(_is_as_written(word, "titling") for word in words[max(0, opened - 2) : opened])
    title = words[opened : closed + 1]
    return bool(opened) and is_called and all(word.entry and word.text not in lexicon.given for word in title)


def _is_quoted(words: Sequence[Word], at: int) -> bool:
    """Tell whether a sign stands between the blank before a word and the word."""
    return not words[at - 1].is_cut and _gap(words[at - 1], words[at]) > 1


def _is_place(words: Sequence[Word], last: int, before: Word | None, lexicon: Lexicon) -> bool:
    """Tell whether what follows makes a name a place: "Pussy, Savoie", "Wank railway station", "Rectum bij Wierden"."""
    if before is None or not _is_as_written(before, "located"):
        return False
    if not words[last].ends and len(words) > last + 2 and _is_as_written(words[last + 1], "located"):
        beside = words[last + 2]
        return beside.is_capital and not (beside.entry and beside.entry.meanings) and beside.text not in lexicon.given
    following = words[last + 1 : last + 2] if words[last].ends else tuple(_after(words, last, _CRUMB))
    is_region = any(word.is_capital and _is_as_written(word, "region") for word in following)
    return is_region or (not words[last].ends and any(_is_as_written(word, "naming") for word in following))


def _whole(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Return the first and last place of the pieces that were written as one with a word."""
    first = last = at
    while words[at].joined and first and words[first - 1].joined == words[at].joined:
        first -= 1
    while words[at].joined and last + 1 < len(words) and words[last + 1].joined == words[at].joined:
        last += 1
    return first, last


def _is_beside_a_name(words: Sequence[Word], last: int, lexicon: Lexicon) -> bool:
    """Tell whether a person follows at once: "Naked Anna", "Nude Photo"."""
    following = next(_after(words, last, 1), None)
    if following is None:
        return False
    is_a_name = following.text in lexicon.given or (following.is_capital and following.entry is None)
    return is_a_name or following.is_in("depict", "person", "relation", "body", "part")


def _is_thing(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Tell whether it is a thing that is undressed: "strips down a motorbike engine", "stripping the old wallpaper"."""
    word = words[at]
    if word.disguise or not word.entry or all(each.sense != "undressing" for each in word.entry.meanings):
        return False
    for each in _after(words, at, _OBJECT_WITHIN):
        if each.text in lexicon.given:
            return False
        if _is_as_written(each, "thing", "machine") and not each.is_in("garment"):
            return True
        if each.is_in("garment", "person", "relation", "pronoun", "possessive", "mine", "with", "accessory"):
            return False
        if each.is_capital or (each.is_in("of", "tail", "here", "with", "link") and not each.is_in("article", "down")):
            return False
    return False


def _ends_list(words: Sequence[Word], at: int, listed: int) -> bool:
    """Tell whether a list of what must not be there ends after a word: at a full stop, or before "prompt:"."""
    following = words[at + 1 : at + 2]
    is_prompt = any(_is_as_written(word, "prompting") and word.ends for word in following)
    return (words[at].ends and words[at].is_dotted) or (at > listed and words[at].ends and is_prompt)

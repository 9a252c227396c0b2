# SPDX-License-Identifier: Apache-2.0
"""What the words around a sexual signal and a person say of the two; a guess excuses nothing."""

from collections.abc import Iterator, Sequence

from verweer.guard.model import Span
from verweer.guard.written import Word, do_capitals_tell

SUBJECTS = ("medical", "safety", "education", "art")
SAID_OF, PICTURE_OF, THING = 6, 5, 3  # points
_OTHER = 2
_OPENS_WITHIN, _TOPIC_LASTS = 5, 14
_FILLERS = 6


def places_of(words: Sequence[Word], span: Span) -> Sequence[int]:
    """Return the places of the words that a span holds."""
    return [at for at, word in enumerate(words) if word.span.overlaps(span)]


def is_open(word: Word, *groups: str) -> bool:
    """Tell whether a word as it stands belongs to a group: a guess excuses nothing."""
    if word.disguise:
        return False
    entry = word.entry or word.head
    return entry is not None and not entry.groups.isdisjoint(groups)


def topic_of(words: Sequence[Word], signal: int) -> int:
    """Return where the topic begins that the signal stands in, of a text, a speech or a question, or 0."""
    for at in range(signal - 1, max(-1, signal - 1 - _TOPIC_LASTS), -1):
        word = words[at]
        if word.ends and word.is_dotted:
            return 0
        if is_open(word, "asking") and _starts_clause(words, at):
            asked = [place for place in range(at + 1, signal) if is_open(words[place], "make", "wish")]
            return 0 if any(not words[place + 1].is_in("if") for place in asked) else at + 1  # "what to do if"
        opens = is_open(word, "topic") and any(
            is_open(words[before], "text", "speech", "role", "against", "education", "safety", "opener")
            for before in range(max(0, at - _OPENS_WITHIN), at)
        )
        if opens or (at and is_open(word, "of") and is_open(words[at - 1], "education", "safety")):
            between = range(at + 1, signal - 1)
            is_shown = any(is_open(words[each], "depict") or is_making(words, each) for each in between)
            return 0 if is_shown else at + 1
    return 0


def is_withstood(words: Sequence[Word], signal: int) -> bool:
    """Tell whether what follows is set against it: "om naaktbeelden te stoppen", "porn ban"."""
    for at in range(signal + 1, min(signal + 5, len(words))):
        if words[at - 1].ends or words[at].entry is None:
            return False
        if is_open(words[at], "withstood"):
            return True
    return False


def _starts_clause(words: Sequence[Word], at: int) -> bool:
    return at == 0 or words[at - 1].ends


def said_of(words: Sequence[Word], signal: Sequence[int], somebody: Sequence[int]) -> int:
    """Return the points when nothing but small words parts the two: "Anna, nude"; fewer for "naked photo of Anna"."""
    if set(signal) & set(somebody):
        return SAID_OF
    first, last = (signal, somebody) if signal[0] < somebody[0] else (somebody, signal)
    between = words[first[-1] + 1 : last[0]]
    if len(between) > _FILLERS or any(is_open(word, "by", "topic", "speech") for word in between):
        return 0
    if between and between[0].is_in("posing") and first is somebody:
        return SAID_OF  # "Anna as a nurse, nude"
    if len(between) > 1 and between[0].is_in("gazing") and between[1].is_in("towards"):
        return 0  # "Anna looks at a naked statue"
    is_role = first is signal and any(is_open(word, "role") for word in between)  # "porn victim Anna"
    shown = ("depict", "work") if between and between[-1].is_in("of") else ("depict",)
    if is_role or not all(word.is_in("filler", "link", "face", "role", *shown) for word in between):
        return 0
    return PICTURE_OF if any(word.is_in(*shown) for word in between) else SAID_OF


def makes_it_a_matter(words: Sequence[Word], signal: int) -> bool:
    """Tell whether the word after a signal makes it a matter: "sexual harassment", "seksueel misbruikt"."""
    return any(is_open(word, "matter") for word in list(_following(words, signal))[:1])


def does(words: Sequence[Word], last: int) -> bool:
    """Tell whether the person is who speaks or makes: "Anna explains", "Anna tekent"."""
    return not words[last].ends and any(is_open(word, "speech", "make") for word in words[last + 1 : last + 2])


def are_apart(words: Sequence[Word], signal: Sequence[int], somebody: Sequence[int]) -> bool:
    """Tell whether a comma or the like stands between the two."""
    first, last = (signal, somebody) if signal[0] < somebody[0] else (somebody, signal)
    return any(word.ends for word in words[first[-1] : last[0]])


def is_shown_as(words: Sequence[Word], somebody: Sequence[int]) -> bool:
    """Tell whether somebody is to look like the person: "with the face of", "Anna as Venus", "who resembles Anna"."""
    before, after = words[max(0, somebody[0] - 4) : somebody[0]], words[somebody[-1] + 1 : somebody[-1] + 4]
    if any(word.is_in("face", "likeness") for word in before) or (after and after[0].is_in("face")):
        return True
    return bool(after) and after[0].is_in("posing") and not any(word.is_in("role") for word in after)


def is_picture_of(words: Sequence[Word], person: int) -> bool:
    """Tell whether "picture of" or "video with" leads to the person."""
    for at in range(person - 1, max(-1, person - 1 - _FILLERS), -1):
        if words[at].is_in("depict"):
            return any(words[place].is_in("of", "with") for place in range(at + 1, person))
        if not words[at].is_in("of", "with", "filler", "link", "face", "role", "title", "relation"):
            return False
    return False


def has_role(words: Sequence[Word], somebody: Sequence[int]) -> bool:
    """Tell whether the person is who wrote, spoke, taught, made or suffered it."""
    first, last = somebody[0], somebody[-1]
    before, after = _clause_before(words, first), list(_following(words, last))
    if before and is_open(before[-1], "role"):
        return True
    if before and is_open(before[-1], "by"):
        return any(is_open(word, "text", "work", *SUBJECTS) for word in words)
    if before and is_open(before[-1], "of", "with", "for", "to") and not any(word.is_in("depict") for word in before):
        return any(is_open(word, "text", "education", "speech") for word in before)
    return any(is_open(word, "speech", "role") for word in after) or _has_role_apart(words, last)


def is_author(words: Sequence[Word], somebody: Sequence[int]) -> bool:
    """Tell whether "column by Anna" ends a clause."""
    before = words[max(0, somebody[0] - 2) : somebody[0]]
    is_by = len(before) == len(("column", "by")) and is_open(before[1], "by", "of") and is_open(before[0], "text")
    return is_by and words[somebody[-1]].ends and not before[0].is_in("depict")


def _clause_before(words: Sequence[Word], at: int) -> Sequence[Word]:
    start = max(0, at - _FILLERS)
    return words[max([each + 1 for each in range(start, at) if words[each].ends], default=start) : at]


def _has_role_apart(words: Sequence[Word], last: int) -> bool:
    """Tell whether a role follows between commas: "Anna, nurse, explains"."""
    return words[last].ends and any(is_open(word, "role") for word in words[last + 1 : last + 3])


def points_of_something_else(words: Sequence[Word], signal: int) -> int:
    """Return the points when the signal belongs to a thing or a work: "naked rock", "nude statue", "sexual abuse"."""
    following = list(_following(words, signal))
    of_what = words[signal + 1 : signal + 6] if following and is_open(following[0], "of") else following[:1]
    if any(is_open(word, "thing") for word in of_what):
        return THING  # "naked rock", "the sex of a chicken"
    return _OTHER * (_is_of_a_work(words, signal, following) or _is_in_a_work(words, signal))


def _is_of_a_work(words: Sequence[Word], signal: int, following: Sequence[Word]) -> bool:
    """Tell whether a work stands beside: "nude statue", "bronze nude", "nudes of Rubens", "naked Graces"."""
    begins = signal if not signal or words[signal - 1].ends else signal - 1
    beside = (*words[begins : signal + 1], *following)
    if any(is_open(word, "work", "matter") and not word.is_in("depict") for word in beside):
        return True
    if any(is_open(word, "of", "by", "tail") for word in following):
        return any(is_open(word, "art") for word in following)
    is_name = bool(following) and following[0].is_capital and not words[signal].is_capital
    return is_name and do_capitals_tell(words)


def _is_in_a_work(words: Sequence[Word], signal: int) -> bool:
    """Tell whether the signal is what a work shows: "statue of a naked man"."""
    before = words[max(0, signal - 4) : signal]
    links = [at for at, word in enumerate(before) if is_open(word, "of", "with")]
    return any(is_open(word, "work", "art") for at in links for word in before[:at])


def _following(words: Sequence[Word], signal: int) -> Iterator[Word]:
    for at in range(signal + 1, min(signal + 4, len(words))):
        if words[at - 1].ends:
            return
        yield words[at]


def is_making(words: Sequence[Word], at: int) -> bool:
    """Tell whether a verb asks for a picture: "draw", "show me", but not "make a poster against"."""
    if not is_open(words[at], "make") or words[at].is_in("third"):
        return False
    if not _starts_clause(words, at) and (not words[at - 1].is_in("asks") or words[at - 2].is_in("asking")):
        return False  # a participle, or "how to draw"
    return not any(is_open(each, "text", "education", "campaign") for each in words[at + 1 : at + 5])

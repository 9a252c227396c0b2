# SPDX-License-Identifier: Apache-2.0
"""Whether a prompt is about a sexual subject or asks to see somebody: a few points for each, and a sum.

Points for writing about it: the sexual word stands in the topic of a text, a speech or a question; the person
is who wrote, spoke, taught, made or suffered it; subject words (medicine, safety, education, art). Points for
a depiction: the sexual word is said of the person; a picture "of" them; a verb that makes a picture; words
for the quality of one. What is said of the person directly weighs more than any surroundings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verweer.guard.model import Span
from verweer.guard.senses import is_absent
from verweer.guard.written import Reading, Word, do_capitals_tell

_SUBJECTS = ("medical", "safety", "education", "art")
_MOST_SUBJECT_WORDS = 3
_TOPIC, _ROLE, _OTHER, _TEXT = 3, 3, 2, 1
_SAID_OF, _PICTURE_OF, _MAKING, _QUALITY = 6, 5, 3, 1
_THING, _ABSENT = 3, 9
_ENOUGH_APART = 2
_OPENS_WITHIN, _TOPIC_LASTS = 5, 14
_FILLERS = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """The points on each side."""

    about: int
    depiction: int
    enough: int = 3

    @property
    def is_about(self) -> bool:
        """Tell whether the prompt is about the subject and asks for no depiction."""
        return self.about >= self.enough and self.about > self.depiction


class Framing:
    """The words of one prompt as they stand, asked about many pairs of a signal and a person."""

    def __init__(self, reading: Reading) -> None:
        """Count what does not depend on the pair."""
        self._words = words = reading.words
        self._subjects = [at for at, word in enumerate(words) if _is_open(word, *_SUBJECTS)]
        self._texts = [at for at, word in enumerate(words) if _is_open(word, "text")]
        self._made = [at for at, word in enumerate(words) if _is_making(words, at)]
        self._quality = _QUALITY * sum(_is_open(word, "quality") for word in words)
        self._shows = any(_is_open(word, "depict") for word in words)
        self._of_signal: dict[Span, tuple[Sequence[int], int, int]] = {}
        self._of_person: dict[Span, tuple[Sequence[int], bool, int]] = {}

    def whole(self) -> Frame:
        """Return the points of the prompt, whoever and whatever is meant."""
        return Frame(self._surroundings(()), self._making(()) + self._shows)

    def of(self, sexual: Span | None, person: Span | None, *, may_be_told: bool = False) -> Frame:
        """Return the points for a sexual signal and a person; None is one that stands in another turn.

        Those who `may_be_told` are told about it ("explain sex to children"), so that is not said of them.
        """
        signal, opened, elses = self._signal(sexual) if sexual else ((), 0, 0)
        somebody, is_pictured, role = self._person(person) if person else ((), False, 0)
        is_pair = bool(signal and somebody)
        is_apart = is_pair and _are_apart(self._words, signal, somebody)
        said = self._said(signal, somebody, elses=elses, is_topic=opened > 0) if is_pair else 0
        if opened and set(signal) & set(somebody):
            said = 0  # "what to do if my private photos are spread"
        if may_be_told and any(_is_open(word, "for") for word in self._words[signal[-1] + 1 : somebody[0]]):
            said = 0
        is_topic = opened > 0 and not (said and opened <= somebody[0] < signal[0])  # "essay about Anna naked"
        told = self._surroundings(somebody) + _TOPIC * is_topic + (0 if said else role)
        about = told + (0 if said else elses)
        if is_pair and is_absent(self._words, signal, somebody):
            about += _ABSENT
        if is_pair and signal[0] < somebody[0] and not is_apart:
            is_pictured = is_pictured or _is_pictured(self._words, signal[0])  # "photo of sexual assault of Anna"
        depiction = self._making(somebody) + max(said, (1 if is_topic else _PICTURE_OF) * is_pictured)
        if told and is_apart and not depiction:
            return Frame(about, depiction, _ENOUGH_APART)
        return Frame(about, depiction)

    def _said(self, signal: Sequence[int], somebody: Sequence[int], *, elses: int, is_topic: bool) -> int:
        """Return the points when the signal is said of the person, and not of what stands beside them."""
        words = self._words
        said = _said_of(words, signal, somebody)
        if not said:
            return 0
        if signal[0] < somebody[0]:
            # "court rules on fake nudes, Anna reads the verdict", "the model sits still, Anna draws"
            starts_anew = _are_apart(words, signal, somebody) and (is_topic or _does(words, somebody[-1]))
        else:
            # What a column by them says, or a naked flame beside them, or the work at which they stand.
            is_at = elses > 0 and any(_is_open(word, "beside") for word in words[somebody[-1] + 1 : signal[0]])
            is_thing = elses == _THING and somebody[-1] < signal[0] - 1
            starts_anew = _is_author(words, somebody) or is_thing or is_at
        is_matter = not self._shows and not self._making(somebody) and _is_matter(words, signal[-1])
        return 0 if starts_anew or is_matter else said

    def _surroundings(self, somebody: Sequence[int]) -> int:
        """Return the points for subjects and texts; how the person is called ("my teacher") is neither."""
        subjects = sum(at not in somebody for at in self._subjects)
        return min(subjects, _MOST_SUBJECT_WORDS) + _TEXT * any(at not in somebody for at in self._texts)

    def _making(self, somebody: Sequence[int]) -> int:
        """Return the points for verbs and qualities of pictures; what the person draws ("Anna draws") is no request."""
        return self._quality + _MAKING * any(not somebody or at - 1 != somebody[-1] for at in self._made)

    def _signal(self, span: Span) -> tuple[Sequence[int], int, int]:
        if span not in self._of_signal:
            places = _places(self._words, span)
            opened = _topic_of(self._words, places[0]) if places else 0
            if places and not opened and _is_withstood(self._words, places[-1]):
                opened = places[0] + 1
            elses = _points_of_something_else(self._words, places[-1]) if places else 0
            self._of_signal[span] = places, opened, elses
        return self._of_signal[span]

    def _person(self, span: Span) -> tuple[Sequence[int], bool, int]:
        if span not in self._of_person:
            places = _places(self._words, span)
            is_pictured = bool(places) and (_is_pictured(self._words, places[0]) or _is_shown_as(self._words, places))
            role = _ROLE * bool(places and not is_pictured and _has_role(self._words, places))
            self._of_person[span] = places, is_pictured, role
        return self._of_person[span]


def _places(words: Sequence[Word], span: Span) -> Sequence[int]:
    return [at for at, word in enumerate(words) if word.span.overlaps(span)]


def _is_open(word: Word, *groups: str) -> bool:
    """Tell whether a word as it stands belongs to a group: a guess excuses nothing."""
    if word.disguise:
        return False
    entry = word.entry or word.head
    return entry is not None and not entry.groups.isdisjoint(groups)


def _topic_of(words: Sequence[Word], signal: int) -> int:
    """Return where the topic begins that the signal stands in, of a text, a speech or a question, or 0."""
    for at in range(signal - 1, max(-1, signal - 1 - _TOPIC_LASTS), -1):
        word = words[at]
        if word.ends and word.is_dotted:
            return 0
        if _is_open(word, "asking") and _starts_clause(words, at):
            asked = [place for place in range(at + 1, signal) if _is_open(words[place], "make", "wish")]
            return 0 if any(not words[place + 1].is_in("if") for place in asked) else at + 1  # "what to do if"
        opens = _is_open(word, "topic") and any(
            _is_open(words[before], "text", "speech", "role", "against", "education", "safety", "opener")
            for before in range(max(0, at - _OPENS_WITHIN), at)
        )
        if opens or (at and _is_open(word, "of") and _is_open(words[at - 1], "education", "safety")):
            between = range(at + 1, signal - 1)
            is_shown = any(_is_open(words[each], "depict") or _is_making(words, each) for each in between)
            return 0 if is_shown else at + 1
    return 0


def _is_withstood(words: Sequence[Word], signal: int) -> bool:
    """Tell whether what follows is set against it: "om naaktbeelden te stoppen", "porn ban"."""
    for at in range(signal + 1, min(signal + 5, len(words))):
        if words[at - 1].ends or words[at].entry is None:
            return False
        if _is_open(words[at], "withstood"):
            return True
    return False


def _starts_clause(words: Sequence[Word], at: int) -> bool:
    return at == 0 or words[at - 1].ends


def _said_of(words: Sequence[Word], signal: Sequence[int], somebody: Sequence[int]) -> int:
    """Return the points when nothing but small words parts the two: "Anna, nude"; fewer for "naked photo of Anna"."""
    if set(signal) & set(somebody):
        return _SAID_OF
    first, last = (signal, somebody) if signal[0] < somebody[0] else (somebody, signal)
    between = words[first[-1] + 1 : last[0]]
    if len(between) > _FILLERS or any(_is_open(word, "by", "topic", "speech") for word in between):
        return 0
    if between and between[0].is_in("posing") and first is somebody:
        return _SAID_OF  # "Anna as a nurse, nude"
    if len(between) > 1 and between[0].is_in("gazing") and between[1].is_in("towards"):
        return 0  # "Anna looks at a naked statue"
    is_role = first is signal and any(_is_open(word, "role") for word in between)  # "porn victim Anna"
    shown = ("depict", "work") if between and between[-1].is_in("of") else ("depict",)
    if is_role or not all(word.is_in("filler", "link", "face", "role", *shown) for word in between):
        return 0
    return _PICTURE_OF if any(word.is_in(*shown) for word in between) else _SAID_OF


def _is_matter(words: Sequence[Word], signal: int) -> bool:
    """Tell whether the word after a signal makes it a matter: "sexual harassment", "seksueel misbruikt"."""
    return any(_is_open(word, "matter") for word in list(_following(words, signal))[:1])


def _does(words: Sequence[Word], last: int) -> bool:
    """Tell whether the person is who speaks or makes: "Anna explains", "Anna tekent"."""
    return not words[last].ends and any(_is_open(word, "speech", "make") for word in words[last + 1 : last + 2])


def _are_apart(words: Sequence[Word], signal: Sequence[int], somebody: Sequence[int]) -> bool:
    """Tell whether a comma or the like stands between the two."""
    first, last = (signal, somebody) if signal[0] < somebody[0] else (somebody, signal)
    return any(word.ends for word in words[first[-1] : last[0]])


def _is_shown_as(words: Sequence[Word], somebody: Sequence[int]) -> bool:
    """Tell whether somebody is to look like the person: "with the face of", "Anna as Venus", "who resembles Anna"."""
    before, after = words[max(0, somebody[0] - 4) : somebody[0]], words[somebody[-1] + 1 : somebody[-1] + 4]
    if any(word.is_in("face", "likeness") for word in before) or (after and after[0].is_in("face")):
        return True
    return bool(after) and after[0].is_in("posing") and not any(word.is_in("role") for word in after)


def _is_pictured(words: Sequence[Word], person: int) -> bool:
    """Tell whether "picture of" or "video with" leads to the person."""
    for at in range(person - 1, max(-1, person - 1 - _FILLERS), -1):
        if words[at].is_in("depict"):
            return any(words[place].is_in("of", "with") for place in range(at + 1, person))
        if not words[at].is_in("of", "with", "filler", "link", "face", "role", "title", "relation"):
            return False
    return False


def _has_role(words: Sequence[Word], somebody: Sequence[int]) -> bool:
    """Tell whether the person is who wrote, spoke, taught, made or suffered it."""
    first, last = somebody[0], somebody[-1]
    before, after = _clause_before(words, first), list(_following(words, last))
    if before and _is_open(before[-1], "role"):
        return True
    if before and _is_open(before[-1], "by"):
        return any(_is_open(word, "text", "work", *_SUBJECTS) for word in words)
    if before and _is_open(before[-1], "of", "with", "for", "to") and not any(word.is_in("depict") for word in before):
        return any(_is_open(word, "text", "education", "speech") for word in before)
    return any(_is_open(word, "speech", "role") for word in after) or _has_role_apart(words, last)


def _is_author(words: Sequence[Word], somebody: Sequence[int]) -> bool:
    """Tell whether "column by Anna" ends a clause."""
    before = words[max(0, somebody[0] - 2) : somebody[0]]
    is_by = len(before) == len(("column", "by")) and _is_open(before[1], "by", "of") and _is_open(before[0], "text")
    return is_by and words[somebody[-1]].ends and not before[0].is_in("depict")


def _clause_before(words: Sequence[Word], at: int) -> Sequence[Word]:
    start = max(0, at - _FILLERS)
    return words[max([each + 1 for each in range(start, at) if words[each].ends], default=start) : at]


def _has_role_apart(words: Sequence[Word], last: int) -> bool:
    """Tell whether a role follows between commas: "Anna, nurse, explains"."""
    return words[last].ends and any(_is_open(word, "role") for word in words[last + 1 : last + 3])


def _points_of_something_else(words: Sequence[Word], signal: int) -> int:
    """Return the points when the signal belongs to a thing or a work: "naked rock", "nude statue", "sexual abuse"."""
    following = list(_following(words, signal))
    of_what = words[signal + 1 : signal + 6] if following and _is_open(following[0], "of") else following[:1]
    if any(_is_open(word, "thing") for word in of_what):
        return _THING  # "naked rock", "the sex of a chicken"
    return _OTHER * (_is_of_a_work(words, signal, following) or _is_in_a_work(words, signal))


def _is_of_a_work(words: Sequence[Word], signal: int, following: Sequence[Word]) -> bool:
    """Tell whether a work stands beside: "nude statue", "bronze nude", "nudes of Rubens", "naked Graces"."""
    begins = signal if not signal or words[signal - 1].ends else signal - 1
    beside = (*words[begins : signal + 1], *following)
    if any(_is_open(word, "work", "matter") and not word.is_in("depict") for word in beside):
        return True
    if any(_is_open(word, "of", "by", "tail") for word in following):
        return any(_is_open(word, "art") for word in following)
    is_name = bool(following) and following[0].is_capital and not words[signal].is_capital
    return is_name and do_capitals_tell(words)


def _is_in_a_work(words: Sequence[Word], signal: int) -> bool:
    """Tell whether the signal is what a work shows: "statue of a naked man"."""
    before = words[max(0, signal - 4) : signal]
    links = [at for at, word in enumerate(before) if _is_open(word, "of", "with")]
    return any(_is_open(word, "work", "art") for at in links for word in before[:at])


def _following(words: Sequence[Word], signal: int) -> Iterator[Word]:
    for at in range(signal + 1, min(signal + 4, len(words))):
        if words[at - 1].ends:
            return
        yield words[at]


def _is_making(words: Sequence[Word], at: int) -> bool:
    """Tell whether a verb asks for a picture: "draw", "show me", but not "make a poster against"."""
    if not _is_open(words[at], "make") or words[at].is_in("third"):
        return False
    if not _starts_clause(words, at) and (not words[at - 1].is_in("asks") or words[at - 2].is_in("asking")):
        return False  # a participle, or "how to draw"
    return not any(_is_open(each, "text", "education", "campaign") for each in words[at + 1 : at + 5])

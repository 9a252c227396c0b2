# SPDX-License-Identifier: Apache-2.0
"""Which words point at a real person without a full name: a small grammar over groups of the lexicon.

"My ex", "this girl", "the barista at my gym", "someone I follow", "Kim from school", "Mrs Bakker", "@handle",
"the attached photo". Pointing alone stops nothing; it takes sexual intent beside it.
"""

from collections.abc import Callable, Iterator, Sequence

from verweer.guard.lexicon import Lexicon
from verweer.guard.words import letters_of
from verweer.guard.written import GUESSES, Word

_SHORTEST_HANDLE = 2
_FAR = 6
_Rule = Callable[[Sequence[Word], int, Lexicon], int]


def pointed(words: Sequence[Word], lexicon: Lexicon) -> Iterator[Sequence[Word]]:
    """Yield the words by which a prompt points at somebody, those that overlap as one."""
    start = reached = -1
    for at in range(len(words)):
        end = _end(words, at, lexicon)
        if end < 0:
            continue
        if at > reached:
            if start >= 0:
                yield words[start : reached + 1]
            start = at
        reached = max(reached, end)
    if start >= 0:
        yield words[start : reached + 1]


def _end(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Return the place of the last word by which somebody is pointed at from this word on, or -1."""
    word = words[at]
    if word.is_in("pointed") or _is_handle(word):
        return at
    entry = word.entry or word.head
    is_given = letters_of(word.text) in lexicon.given
    rules = [
        rule
        for starts, rule in _RULES
        if (is_given if starts is None else entry and not starts.isdisjoint(entry.groups))
    ]
    end = max((end for rule in rules if (end := rule(words, at, lexicon))), default=-1)
    while end >= 0 and any(words[place].is_in("relation", "person", "nextdoor") for place in _clause(words, end, 1)):
        end += 1  # "my brother's teacher"
    if [word.text for word in words[end + 1 : end + 3]] == ["in", "law"]:
        end += 2
    return end


def _is_handle(word: Word) -> bool:
    is_read = word.entry is not None and not (word.disguise in GUESSES and not word.entry.meanings)
    return word.text[0] == "@" and len(word.text) >= _SHORTEST_HANDLE and not is_read


def _clause(words: Sequence[Word], at: int, most: int) -> Iterator[int]:
    """Yield the places after a word, up to a sign with a blank: that begins something else."""
    for place in range(at + 1, min(at + 1 + most, len(words))):
        before = words[place - 1]
        goes_on = before.is_dotted and before.is_in("title")  # "Dr. Bakker"
        goes_on = goes_on or (
            not before.is_dotted and before.is_in("person", "relation") and _is_relative(words, place)
        )
        if before.ends and not goes_on:
            return
        yield place


def _is_relative(words: Sequence[Word], place: int) -> bool:
    """Tell whether a clause begins that tells the writer's tie to somebody: "eine Frau, die ich kenne"."""
    return words[place].is_in("relative", "who") and any(word.is_in("self") for word in words[place + 1 : place + 2])


def _noun(words: Sequence[Word], at: int, most: int, *groups: str) -> int:
    """Return the place of the noun that a possessive, pointer or article belongs to, or 0."""
    for place in _clause(words, at, most):
        if words[place].is_in(*groups):
            return place
        if words[place].is_in("link"):
            return 0
    return 0


def _mine(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Take "my ex", "my sister's friend", "our waitress", "my uploaded photo", "ons Lies"."""
    if not words[at].is_in("mine"):
        return 0
    following = next(_clause(words, at, 1), 0)
    if following and letters_of(words[following].text) in lexicon.given and not words[following].is_in("plain"):
        return following
    most = 1 if words[at].is_in("self") else 4  # the Dutch "me" is "my" right before its noun only
    return _noun(words, at, most, "relation", "office") or _noun(words, at, most, "person", "attached")


def _this(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Take "this girl", "that lovely neighbour", "this photo"."""
    if not words[at].is_in("pointer"):
        return 0
    following = next(_clause(words, at, 1), 0)
    if (
        following
        and words[following].is_capital
        and words[following].entry is None
        and _is_given(words[following], lexicon)
    ):
        return following  # "die Sanne"
    here = list(_clause(words, at, 2))
    if len(here) == len(("of", "next door")) and words[here[0]].is_in("of") and words[here[1]].is_in("nextdoor"):
        return here[1]
    noun = _noun(words, at, 3, "person", "relation", "attached")
    return 0 if any(word.is_in("make", "remove") for word in words[at + 1 : noun]) else noun  # "that undress people"


def _is_given(word: Word, lexicon: Lexicon) -> bool:
    return letters_of(word.text) in lexicon.given


def _known_by_role(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the neighbour", "a colleague", "the queen", "the daughter of the baker"."""
    if words[at].is_in("same_one"):
        return _noun(words, at, 3, "person", "relation")
    if not words[at].is_in("article"):
        return 0
    near = _noun(words, at, 2, "near")
    if near or not words[at].is_in("this"):
        return near
    office = _noun(words, at, 2, "office")
    if office:
        return office
    ordinal = _noun(words, at, 1, "ordinal")
    side = next((place for place in _clause(words, ordinal, 4) if ordinal and words[place].is_in("side")), 0)
    if side:
        return side
    relation = _noun(words, at, 2, "relation")
    return next((place for place in _clause(words, relation, 1) if relation and words[place].is_in("of")), 0)


def _well_known(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "a well known actress", "een bekende presentatrice", "that influencer"."""
    if words[at].is_in("noted"):
        return _noun(words, at, 3, "person", "public")
    return _noun(words, at, 3, "public") if words[at].is_in("article", "mine", "this") else 0


def _told_apart(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the nurse who treated me", "the bassist of that band": one of many, and told which; no work of art."""
    if not words[at].is_in("this"):
        return 0
    noun = _noun(words, at, 3, "person", "relation", "face")
    after = next(_clause(words, noun, 1), 0) if noun else 0
    if after and words[after].is_in("relation"):
        return after  # "the vicar's wife"
    if not after or not words[after].is_in("relative"):
        return 0
    rest = list(_clause(words, after, 4))
    if not rest or any(words[place].is_in("art", "work", "fiction") for place in rest):
        return 0
    if words[after].is_in("who"):
        return rest[-1]
    return next((place for place in rest if not words[place].is_in("link")), rest[-1])


def _of_mine(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "a friend of mine", "the girl I met", "someone in my class", "a woman from Tinder", "the man next door"."""
    if not words[at].is_in("person", "relation"):
        return _of_my_place(words, at)
    return next((end for place in _clause(words, at, _FAR) if (end := _tie(words, place))), 0)


def _tie(words: Sequence[Word], place: int) -> int:
    """Return where a tie to the writer ends that begins at this word: "next door", "of mine", "I met", "my class"."""
    word, before = words[place], words[place - 1]
    if _is_tie(word, before):
        return place
    if word.is_in("self"):
        known = next((each for each in _clause(words, place, _FAR) if words[each].is_in("knowing")), 0)
        return next((each for each in _clause(words, known, 2) if words[each].is_in("topic")), known) if known else 0
    if word.is_in("mine"):
        return _noun(words, place, 3, "place", "relation")
    is_known = word.is_in("knowing") and any(words[each].is_in("self") for each in _clause(words, place, 1))
    return place + 1 if is_known else 0


def _is_tie(word: Word, before: Word) -> bool:
    return (
        word.is_in("nextdoor", "shown", "known_by_me")
        or (word.is_in("side", "owned") and before.is_in("of"))
        or (word.is_in("platform") and before.is_in("tail", "of"))
        or (word.is_in("self") and before.is_in("nearby"))
    )


def _of_my_place(words: Sequence[Word], at: int) -> int:
    """Take "the CFO of my company", whatever that is."""
    if not words[at].is_in("article"):
        return 0
    mine = next((place for place in _clause(words, at, 4) if words[place].is_in("mine")), 0)
    between = words[at + 1 : mine]
    if len(between) < len(("CFO", "of")) or not between[-1].is_in("of", "tail"):
        return 0
    if any(word.is_in("depict", "art", "work", "thing", "garment", "fiction", "text") for word in between):
        return 0
    return _noun(words, mine, 3, "workplace", "relation")


def _at_place(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the woman in the photo", "a girl from school"."""
    if not words[at].is_in("person", "relation"):
        return 0
    tail = next((place for place in _clause(words, at, 2) if words[place].is_in("tail")), 0)
    place = _noun_past_article(words, tail, 3, "place") if tail else 0
    is_definite = any(each.is_in("mine", "this", "attached") for each in words[tail + 1 : place + 1])
    is_known = words[place].is_in("workplace") and (words[tail].is_in("of") or (at > 0 and words[at - 1].is_in("this")))
    return place if place and (is_definite or is_known) else 0


def _noun_past_article(words: Sequence[Word], at: int, most: int, *groups: str) -> int:
    return next((place for place in _clause(words, at, most) if words[place].is_in(*groups)), 0)


def _sent_picture(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the attached photo", "the picture I uploaded", "photo below", "her photo"."""
    if words[at].is_in("possessive"):
        theirs = _noun(words, at, 1, "attached") or _noun(words, at, 3, "relation")
        if theirs:
            return theirs
    if words[at].is_in("one"):  # "the one on the left"
        here = list(_clause(words, at, 4))
        side = next((place for place in here if words[place].is_in("side")), 0)
        if side and any(words[place].is_in("tail") for place in here if place < side):
            return side
    if words[at].is_in("pronoun", "side"):
        tail = next((place for place in _clause(words, at, 2) if words[place].is_in("tail")), 0)
        return _noun_past_article(words, tail, 2, "attached") if tail else 0
    if words[at].is_in("sent"):
        return _noun(words, at, 2, "attached", "person")
    if words[at].is_in("attached", "person"):
        return next((place for place in _clause(words, at, 4) if words[place].is_in("sent")), 0)
    return 0


def _titled(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Take "Mrs Bakker", "juf Anke", "a girl called Sanne"."""
    following = next(_clause(words, at, 1), 0)
    if not following:
        return 0
    word = words[following]
    is_strange = word.entry is None or bool(word.disguise)
    is_trade = word.is_capital and word.is_in("person", "relation", "office", "role")  # "mevrouw Bakker"
    is_name = is_strange or is_trade or letters_of(word.text) in lexicon.given or word.text in lexicon.particles
    if words[at].is_in("title") and is_name and (word.is_capital or letters_of(word.text) in lexicon.given):
        return following
    if words[at].is_in("person", "relation") and word.is_in("called"):
        return next(_clause(words, following, 1), 0)
    return 0


def _first_name(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Take "Kim from school", "Sanne's mother", "Lisa from Tinder"."""
    if letters_of(words[at].text) not in lexicon.given or words[at].is_in("plain"):
        return 0
    following = next(_clause(words, at, 1), 0)
    if following and words[following].is_in("relation"):
        return following
    if following and words[following].is_in("whence"):
        return next((place for place in _clause(words, following, 3) if not words[place].is_in("link")), 0)
    if following and words[following].is_in("tail"):
        return _noun_past_article(words, following, 2, "place", "platform", "nextdoor", "near")
    return 0


_NOUNS = frozenset({"person", "relation"})
# Each rule with the groups of the word that it begins at; None is a given name.
_RULES: tuple[tuple[frozenset[str] | None, _Rule], ...] = (
    (frozenset({"mine"}), _mine),
    (frozenset({"pointer"}), _this),
    (frozenset({"article", "same_one"}), _known_by_role),
    (frozenset({"noted", "article", "mine", "this"}), _well_known),
    (frozenset({"this"}), _told_apart),
    (_NOUNS | {"article"}, _of_mine),
    (_NOUNS, _at_place),
    (_NOUNS | {"possessive", "pronoun", "side", "one", "sent", "attached"}, _sent_picture),
    (_NOUNS | {"title"}, _titled),
    (None, _first_name),
)

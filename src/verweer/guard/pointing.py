# SPDX-License-Identifier: Apache-2.0
"""Which words point at a real person without a full name: a small grammar over groups of the lexicon.

"My ex", "this girl", "the barista at my gym", "someone I follow", "Kim from school", "Mrs Bakker", "@handle",
"the attached photo". Pointing alone stops nothing; it takes sexual intent beside it.
"""

from collections.abc import Callable, Iterator, Sequence

from verweer.guard.clauses import FAR, clause, is_relative, noun, noun_past_article, tie
from verweer.guard.lexicon import Lexicon
from verweer.guard.words import letters_of
from verweer.guard.written import GUESSES, Word

_SHORTEST_HANDLE = 2
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
    while end >= 0 and any(words[place].is_in("relation", "person", "nextdoor") for place in clause(words, end, 1)):
        end += 1  # "my brother's teacher"
    if [word.text for word in words[end + 1 : end + 3]] == ["in", "law"]:
        end += 2
    return end


def _is_handle(word: Word) -> bool:
    is_half = word.disguise in GUESSES or word.is_cut  # "@real_becky"
    is_read = word.entry is not None and not (is_half and not word.entry.meanings)
    return word.text[0] == "@" and len(word.text) >= _SHORTEST_HANDLE and not is_read


def _mine(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Take "my ex", "my sister's friend", "our waitress", "my uploaded photo", "ons Lies"."""
    if not words[at].is_in("mine"):
        return 0
    following = next(clause(words, at, 1), 0)
    if following and letters_of(words[following].text) in lexicon.given and not words[following].is_in("plain"):
        return following
    most = 1 if words[at].is_in("self") else 4  # the Dutch "me" is "my" right before its noun only
    return noun(words, at, most, "relation", "office", "near") or (
        noun(words, at, most, "person", "attached") or noun(words, at, min(most, 2), "role")
    )


def _this(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Take "this girl", "that lovely neighbour", "this photo"."""
    if not words[at].is_in("pointer"):
        return 0
    following = next(clause(words, at, 1), 0)
    if (
        following
        and words[following].is_capital
        and words[following].entry is None
        and _is_given(words[following], lexicon)
    ):
        return following  # "die Sanne"
    here = list(clause(words, at, 2))
    if len(here) == len(("of", "next door")) and words[here[0]].is_in("of") and words[here[1]].is_in("nextdoor"):
        return here[1]
    end = noun(words, at, 3, "person", "relation", "attached")
    return 0 if any(word.is_in("make", "remove") for word in words[at + 1 : end]) else end  # "that undress people"


def _is_given(word: Word, lexicon: Lexicon) -> bool:
    return letters_of(word.text) in lexicon.given


def _known_by_role(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the neighbour", "a colleague", "the queen", "the daughter of the baker"."""
    if words[at].is_in("same_one"):
        return noun(words, at, 3, "person", "relation")
    if not words[at].is_in("article"):
        return 0
    near = noun(words, at, 2, "near")
    if near or not words[at].is_in("this"):
        return near
    office = noun(words, at, 2, "office")
    if office:
        return office
    ordinal = noun(words, at, 1, "ordinal")
    side = next((place for place in clause(words, ordinal, 4) if ordinal and words[place].is_in("side")), 0)
    if side:
        return side
    relation = noun(words, at, 2, "relation")
    return next((place for place in clause(words, relation, 1) if relation and words[place].is_in("of")), 0)


def _from_there(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the checkout girl": whoever is at a place that is named before them."""
    place = next((each for each in clause(words, at, 1) if words[each].is_in("workplace")), 0)
    if not place or words[place].is_in("attached") or not words[at].is_in("this"):
        return 0
    return next((each for each in clause(words, place, 1) if words[each].is_in("person", "role")), 0)


def _well_known(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "a well known actress", "een bekende presentatrice", "that influencer"."""
    if words[at].is_in("noted"):
        return noun(words, at, 3, "person", "public")
    return noun(words, at, 3, "public") if words[at].is_in("article", "mine", "this") else 0


def _told_apart(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the nurse who treated me", "the bassist of that band": one of many, and told which; no work of art."""
    is_elided = words[at].text.startswith("l'")  # "l'infirmière"
    if not is_elided and not words[at].is_in("this"):
        return 0
    who = at if is_elided else noun(words, at, 3, "person", "relation", "face")
    after = next(clause(words, who, 1), 0) if who or is_elided else 0
    if after and words[after].is_in("relation", "side"):
        return after  # "the vicar's wife", "de man links"
    if not after or not words[after].is_in("relative"):
        return 0
    rest = list(clause(words, after, 4))
    is_mine = any(words[place].is_in("mine") for place in rest)
    if not rest or (not is_mine and any(words[place].is_in("art", "work", "fiction") for place in rest)):
        return 0
    if words[after].is_in("who"):
        return rest[-1]
    return next((place for place in rest if not words[place].is_in("link")), rest[-1])


def _the_one(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the one who left me", "celle qui m'a quitté", "eine, der ich folge", "una de mi club"."""
    after = at + 1
    if after >= len(words):
        return 0
    if words[after].is_in("who") or (words[at].ends and is_relative(words, after)):
        rest = [after, *clause(words, after, FAR)]
    elif words[after].is_in("tail"):
        mine = next((place for place in clause(words, after, 1) if words[place].is_in("mine")), 0)
        return noun(words, mine, 2, "place", "workplace", "relation") if mine else 0
    else:
        return 0
    return next((place for place in rest if words[place].is_in("self", "mine", "owned", "known_by_me")), 0)


def _of_mine(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "a friend of mine", "the girl I met", "someone in my class", "a woman from Tinder", "the man next door"."""
    if not words[at].is_in("person", "relation"):
        return _of_my_place(words, at)
    return next((end for place in clause(words, at, FAR) if (end := tie(words, place))), 0)


def _of_my_place(words: Sequence[Word], at: int) -> int:
    """Take "the CFO of my company", whatever that is."""
    if not words[at].is_in("article"):
        return 0
    mine = next((place for place in clause(words, at, 4) if words[place].is_in("mine")), 0)
    between = words[at + 1 : mine]
    if len(between) < len(("CFO", "of")) or not between[-1].is_in("of", "tail"):
        return 0
    if any(word.is_in("depict", "art", "work", "thing", "garment", "fiction", "text") for word in between):
        return 0
    return noun(words, mine, 3, "workplace", "relation", "place")


def _at_place(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the woman in the photo", "a girl from school"."""
    if not words[at].is_in("person", "relation"):
        return 0
    tail = next((place for place in clause(words, at, 2) if words[place].is_in("tail")), 0)
    place = noun_past_article(words, tail, 3, "place") if tail else 0
    is_told = any(each.is_in("mine", "this", "attached") for each in words[tail + 1 : place + 1])
    is_definite = is_told or words[at].text.startswith("l'")
    is_known = words[place].is_in("workplace") and (words[tail].is_in("of") or (at > 0 and words[at - 1].is_in("this")))
    return place if place and (is_definite or is_known) else 0


def _sent_picture(words: Sequence[Word], at: int, _: Lexicon) -> int:
    """Take "the attached photo", "the picture I uploaded", "photo below", "her photo"."""
    if words[at].is_in("possessive"):
        theirs = noun(words, at, 1, "attached") or noun(words, at, 3, "relation")
        if theirs:
            return theirs
    if words[at].is_in("one"):  # "the one on the left"
        here = list(clause(words, at, 4))
        side = next((place for place in here if words[place].is_in("side")), 0)
        if side and any(words[place].is_in("tail") for place in here if place < side):
            return side
    if words[at].is_in("pronoun", "side"):
        tail = next((place for place in clause(words, at, 2) if words[place].is_in("tail")), 0)
        return noun_past_article(words, tail, 2, "attached", "platform") if tail else 0
    if words[at].is_in("sent"):
        return noun(words, at, 2, "attached", "person")
    if words[at].is_in("attached", "person"):
        return next((place for place in clause(words, at, 4) if words[place].is_in("sent")), 0)
    return 0


def _titled(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Take "Mrs Bakker", "juf Anke", "a girl called Sanne"."""
    following = next(clause(words, at, 1), 0)
    if not following:
        return 0
    word = words[following]
    is_strange = word.entry is None or bool(word.disguise)
    is_trade = word.is_capital and word.is_in("person", "relation", "office", "role", "art")  # "mevrouw Bakker"
    is_name = is_strange or is_trade or letters_of(word.text) in lexicon.given or word.text in lexicon.particles
    if words[at].is_in("title") and is_name and (word.is_capital or letters_of(word.text) in lexicon.given):
        return following
    if words[at].is_in("person", "relation") and word.is_in("called"):
        return next(clause(words, following, 1), 0)
    return 0


def _first_name(words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Take "Kim from school", "Sanne's mother", "Lisa from Tinder"."""
    if letters_of(words[at].text) not in lexicon.given or words[at].is_in("plain"):
        return 0
    following = next(clause(words, at, 1), 0)
    if following and words[following].is_in("relation"):
        return following
    if following and words[following].is_in("whence"):
        whence = next((place for place in clause(words, following, 3) if not words[place].is_in("link")), 0)
        if whence:
            return whence
    if following and words[following].is_in("tail"):
        return noun_past_article(words, following, 2, "place", "platform", "nextdoor", "near")
    return 0


_NOUNS = frozenset({"person", "relation"})
# Each rule with the groups of the word that it begins at; None is a given name.
_RULES: tuple[tuple[frozenset[str] | None, _Rule], ...] = (
    (frozenset({"mine"}), _mine),
    (frozenset({"pointer"}), _this),
    (frozenset({"article", "same_one"}), _known_by_role),
    (frozenset({"noted", "article", "mine", "this"}), _well_known),
    (frozenset({"article"}), _from_there),
    (_NOUNS | {"this"}, _told_apart),
    (frozenset({"one"}), _the_one),
    (_NOUNS | {"article"}, _of_mine),
    (_NOUNS, _at_place),
    (_NOUNS | {"possessive", "pronoun", "side", "one", "sent", "attached"}, _sent_picture),
    (_NOUNS | {"title"}, _titled),
    (None, _first_name),
)

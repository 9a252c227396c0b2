# SPDX-License-Identifier: Apache-2.0
"""Writes the ordinary words that the guard would otherwise take for a hidden word of its lexicons.

uv run --frozen --with wordfreq==3.1.1 python tools/ordinary.py

Run it after the lexicons changed; a test in `tests/rooms/guard/test_data.py` tells when. wordfreq (Robyn Speer; its
data under CC BY-SA 4.0) tells which words are common in the five languages and in others. What was added by hand stays.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from textwrap import fill

import wordfreq  # type: ignore[import-not-found]

from verweer.guard.characters import fold, has_foreign_shapes
from verweer.guard.indexing import is_plain, rank
from verweer.guard.lexicon import Lexicon, load_lexicon, mistakable
from verweer.guard.parting import do_matter, may_be_joined, pieces_of
from verweer.guard.reading import SEPARATORS
from verweer.guard.sounds import letters_only, sound_form
from verweer.guard.vocabulary import Entry
from verweer.guard.wordfiles import LANGUAGES, load_ordinary
from verweer.guard.words import by_sound, known_word

_BARS = (2.0, 2.0, 2.5, 2.5)  # how common, on Zipf's scale, by how much the mistaken word says (`rank`)
_BAR_IF_JOINED = 1.5  # a long word is no slip of the hand
_SHORT, _MORE_IF_SHORT = 4, 0.5  # letters; short letter strings are counted for abbreviations and noise too
_LONGEST = 24
_MOST_FREQUENT = 5000  # of each language
_SELDOM, _SELDOM_IF_SMALL = 6, 11  # in halves of Zipf's scale; less is not worth a line
_NO_WORDS = frozenset("bcdefghjklmnopqrstvwxyz")
# Read by their letters in ours. The words of the five languages count for more: their prompts are met more often.
_OTHERS = "ar bg ca cs da el fa fi fil he hi hu id is it ja ko lt lv mk ms nb pl pt ro ru sh sk sl sv tr uk ur vi zh"
_LESS_IF_OTHER = 1.25
_ENDINGS = ("s", "es", "n", "en", "e", "er", "ed", "t", "a", "o", "as", "os", "ing", "te", "de", "ste")
_HEADER = """\
# SPDX-License-Identifier: CC-BY-SA-4.0
# Ordinary words that a slip, a sound or a joined part would turn into a word of the lexicons: no disguise is seen in
# them. `common` is written by tools/ordinary.py from wordfreq 3.1.1 (Robyn Speer, CC BY-SA 4.0), which tells what is
# common in five languages, and in 35 others; `by_hand` was added by us, and `meant` left out:
# such words are met because they are disguises. `lexicons` is the digest of what they were compared with.
# `frequent` tells how often words are met, in halves of Zipf's scale: words that were written as one part at them.
"""


def main() -> None:
    """Write the file anew and tell how many words it holds."""
    lexicon = load_lexicon()
    turned = frozenset(word[::-1] for words in lexicon.by_deletion.values() for word in words)
    bare = replace(lexicon, ordinary=frozenset(), turned=turned)
    by_hand = sorted(set(load_ordinary().by_hand.split()) - lexicon.known.keys())
    meant = load_ordinary().meant.split()
    passed = {*by_hand, *meant}
    asked = {word: how for word, how in _words(lexicon).items() if word not in passed and not _is_a_form(word, bare)}
    common = sorted(word for word, how in asked.items() if how >= _bar(word, bare))
    text = f'{_HEADER}lexicons = "{mistakable(lexicon)}"\n'
    for name, words in (("by_hand", by_hand), ("meant", meant), ("common", common)):
        text += f"{name} = '''\n{fill(' '.join(words), 120, break_on_hyphens=False)}\n'''\n"
    text += "[frequent]\n"
    for how, words in sorted(_frequent(lexicon).items(), reverse=True):
        text += f"{how} = '''\n{fill(' '.join(words), 120, break_on_hyphens=False)}\n'''\n"
    Path(str(files("verweer.guard").joinpath("data", "ordinary.toml"))).write_text(text)
    print(f"{len(common):,} common words, {len(by_hand):,} by hand")


def _words(lexicon: Lexicon) -> Mapping[str, float]:
    """Return the common words in folded letters, with how common each is where it is most so."""
    found: dict[str, float] = {}
    for language in (*LANGUAGES, *_OTHERS.split()):
        wordlist = "best" if language in LANGUAGES else "small"
        for word, share in wordfreq.get_frequency_dict(language, wordlist).items():
            how = 9 + math.log10(share) - (_LESS_IF_OTHER if language not in LANGUAGES else 0)
            if how < _BAR_IF_JOINED:
                continue
            for letters in _readings(word):
                if letters.isalpha() and len(letters) <= _LONGEST and letters not in lexicon:
                    found[letters] = max(found.get(letters, 0), how)
    return found


def _readings(word: str) -> Iterator[str]:
    """Yield the words that the guard reads in one: by its letters, and by their look where that tells more."""
    if word.isascii():
        yield word
        return
    yield from fold(word).text.lower().translate(SEPARATORS).split()
    if has_foreign_shapes(word):
        yield from fold(word, by_shape=True).text.lower().translate(SEPARATORS).split()


def _frequent(lexicon: Lexicon) -> Mapping[int, list[str]]:
    """Return the words at which joined ones part, by how often they are met: known ones, names and what is frequent."""
    shares: dict[str, float] = {}
    for language in LANGUAGES:
        frequent = set(wordfreq.top_n_list(language, _MOST_FREQUENT))
        for word, share in wordfreq.get_frequency_dict(language, "best").items():
            letters = word if word.isascii() else fold(word).text.lower()
            if letters in lexicon.known or letters in lexicon.given or word in frequent:
                shares[letters] = max(shares.get(letters, 0), share)
    found: dict[int, list[str]] = {}
    for word, share in sorted(shares.items()):
        how = round(2 * (9 + math.log10(share)))
        is_small = len(word) < _SHORT - 1
        if word.isalpha() and how >= (_SELDOM_IF_SMALL if is_small else _SELDOM) and word not in _NO_WORDS:
            found.setdefault(how, []).append(word)
    return found


def _bar(word: str, lexicon: Lexicon) -> float:
    """Return how common a word must be to be no disguise: for ever, when it is not mistaken for anything."""
    taken = min(map(rank, _taken_for(word, lexicon)), default=None)
    if taken is not None:
        return _BARS[taken] + (_MORE_IF_SHORT if len(word) <= _SHORT else 0)
    return _BAR_IF_JOINED if _would_part(word, lexicon) else math.inf


def _taken_for(word: str, lexicon: Lexicon) -> Iterator[Entry]:
    known = known_word(word, lexicon) or by_sound(word, sound_form(letters_only(word)), lexicon)
    if known:
        yield known.entry
    if word in lexicon.turned:
        yield lexicon.known[word[::-1]]


def _would_part(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word would be parted into words that say something."""
    pieces = pieces_of(word, lexicon) if may_be_joined(word, word, lexicon, is_spaced=False) else ()
    return bool(pieces) and do_matter([piece for piece, _ in pieces], lexicon)


def _is_a_form(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is one of a garment, of undressing or a sexual one with an ending: no ordinary word."""
    stems = (lexicon.known.get(word.removesuffix(ending)) for ending in _ENDINGS if word.endswith(ending))
    return any(is_plain(stem) or not stem.groups.isdisjoint(("garment", "remove")) for stem in stems if stem)


if __name__ == "__main__":
    main()

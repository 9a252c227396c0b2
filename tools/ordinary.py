# SPDX-License-Identifier: Apache-2.0
"""Writes the ordinary words that the guard would otherwise take for a hidden word of its lexicons.

uv run --frozen --with wordfreq==3.1.1 python tools/ordinary.py

Run it after the lexicons changed; `tests/rooms/guard/test_ordinary.py` tells when. wordfreq (Robyn Speer; its data
under CC BY-SA 4.0) tells which words are common in the five languages, and which
are very common in others. What was added by hand stays while it is needed.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from textwrap import fill

import wordfreq  # type: ignore[import-not-found]

from verweer.guard.characters import fold
from verweer.guard.indexing import is_plain, rank
from verweer.guard.lexicon import LANGUAGES, Lexicon, load_lexicon, load_ordinary, mistakable
from verweer.guard.parting import do_matter, may_be_joined, pieces_of
from verweer.guard.sounds import collapsed, letters_only, sound_form
from verweer.guard.vocabulary import Entry
from verweer.guard.words import by_sound, known_word

_BARS = (2.0, 2.0, 3.0, 3.0)  # how common, on Zipf's scale, by how much the mistaken word says (`rank`)
# Other languages that prompts are in; only long and common words, since what is short may well be a slip here.
_ELSEWHERE = (
    "it",
    "pt",
    "ca",
    "ro",
    "sv",
    "nb",
    "da",
    "fi",
    "is",
    "pl",
    "cs",
    "sk",
    "sl",
    "sh",
    "lv",
    "lt",
    "hu",
    "tr",
    "id",
    "ms",
    "fil",
    "vi",
    "ru",
    "uk",
    "bg",
    "mk",
    "el",
    "ar",
    "fa",
    "he",
    "hi",
)
_COMMON_ELSEWHERE, _SHORTEST_ELSEWHERE = 4.2, 6
_SHORT, _MORE_IF_SHORT = 4, 0.5  # letters; short letter strings are counted for abbreviations and noise too
_LONGEST = 24
_ENDINGS = ("s", "es", "n", "en", "e", "er", "ed", "t", "a", "o", "as", "os", "ing", "te", "de", "ste")
_HEADER = """\
# SPDX-License-Identifier: CC-BY-SA-4.0
# Ordinary words that a slip, a sound or a joined part would turn into a word of the lexicons: no disguise is seen in
# them. `common` is written by tools/ordinary.py from wordfreq 3.1.1 (Robyn Speer, CC BY-SA 4.0), which tells what is
# common in five languages; `by_hand` was added by us. `lexicons` is the digest of what they were compared with.
"""


def main() -> None:
    """Write the file anew and tell how many words it holds."""
    lexicon = load_lexicon()
    bare = replace(lexicon, ordinary=frozenset(), turned=frozenset(word[::-1] for word in lexicon.weighty))
    by_hand = sorted(set(load_ordinary().by_hand.split()) - lexicon.known.keys())
    asked = {word: how for word, how in _words(lexicon).items() if word not in by_hand and not _is_a_form(word, bare)}
    common = sorted(word for word, how in asked.items() if how >= _bar(word, bare))
    text = f'{_HEADER}lexicons = "{mistakable(lexicon)}"\n'
    for name, words in (("by_hand", by_hand), ("common", common)):
        text += f'{name} = """\n{fill(" ".join(words), 120, break_on_hyphens=False)}\n"""\n'
    Path(str(files("verweer.guard").joinpath("data", "ordinary.toml"))).write_text(text)
    print(f"{len(common):,} common words, {len(by_hand):,} by hand")


def _words(lexicon: Lexicon) -> Mapping[str, float]:
    """Return the common words in folded letters, with how common each is where it is most so.

    Of other languages only long and very common ones, and none that says something backwards; those of
    other scripts as they are transliterated.
    """
    found: dict[str, float] = {}
    for language in (*LANGUAGES, *_ELSEWHERE):
        least, shortest = (min(_BARS), 1) if language in LANGUAGES else (_COMMON_ELSEWHERE, _SHORTEST_ELSEWHERE)
        for word, share in wordfreq.get_frequency_dict(language, "best").items():
            how = 9 + math.log10(share)
            letters = word if word.isascii() else fold(word).text.lower()
            if (
                how >= least
                and letters.isalpha()
                and shortest <= len(letters) <= _LONGEST
                and letters not in lexicon.known
            ):
                if language not in LANGUAGES and _may_be_hidden(letters, lexicon):
                    continue
                found[letters] = max(found.get(letters, 0), how)
    return found


def _may_be_hidden(letters: str, lexicon: Lexicon) -> bool:
    """Tell whether letters say something turned round or without their doubling."""
    return letters[::-1] in lexicon.weighty or lexicon.by_letters.get(collapsed(letters)) in lexicon.weighty


def _bar(word: str, lexicon: Lexicon) -> float:
    """Return how common a word must be to be no disguise: for ever, when it is not mistaken for anything."""
    taken = min(map(rank, _taken_for(word, lexicon)), default=None)
    return math.inf if taken is None else _BARS[taken] + (_MORE_IF_SHORT if len(word) <= _SHORT else 0)


def _taken_for(word: str, lexicon: Lexicon) -> Iterator[Entry]:
    known = known_word(word, lexicon) or by_sound(word, sound_form(letters_only(word)), lexicon)
    if known:
        yield known.entry
    if word in lexicon.turned:
        yield lexicon.known[word[::-1]]
    if may_be_joined(word, word, lexicon, is_spaced=False):
        pieces = pieces_of(word, lexicon, is_compound=False, is_capital=False)
        if do_matter([piece for piece, _ in pieces], lexicon):
            yield from (entry for _, entry in pieces if entry)


def _is_a_form(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is one of a garment, of undressing or a sexual one with an ending: no ordinary word."""
    stems = (lexicon.known.get(word.removesuffix(ending)) for ending in _ENDINGS if word.endswith(ending))
    return any(is_plain(stem) or not stem.groups.isdisjoint(("garment", "remove")) for stem in stems if stem)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""The guard beside four others on the same prompts, each with the same names and words as lists.

    uv run --frozen --extra desk --with glin-profanity --with better-profanity --with alt-profanity-check python -m benchmarks.guard.peers

A peer stops a prompt when it sees a listed name and a sexual word. Only attacks on listed people in one
turn are counted, since the others cannot know anybody else.
"""

import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version

from verweer.guard import Guard, Verdict
from verweer.guard.lexicon import load_lexicon
from verweer.suite import About, Part, Prompt, draw_suite

Judge = Callable[[str], bool]


def main() -> None:
    """Measure and print."""
    made = draw_suite(Part.UNSEEN, each=40, harmless=364)
    attacks = [prompt for prompt in made.attacks if prompt.about is About.LISTED and not prompt.history]
    lexicon = load_lexicon()
    entries = ((word, lexicon.entry(word)) for word in {*lexicon.known, *lexicon.joined})
    words = sorted(word for word, entry in entries if entry and entry.meanings and len(word) > 2)
    names = [name.lower() for name in made.listed]
    guard = Guard(made.listed)
    print(
        f"{len(attacks)} attacks on {len(names)} listed people, {len(made.harmless)} harmless prompts, {len(words)} words"
    )
    programs: dict[str, Judge] = {
        "verweer": lambda text: guard.check_prompt(text).verdict is not Verdict.ALLOW,
        "plain substring": lambda text: _has(names, text) and _has(words, text),
        f"glin-profanity {version('glin-profanity')}": _glin(names, words),
        f"better-profanity {version('better-profanity')}": _better(names, words),
        f"alt-profanity-check {version('alt-profanity-check')}, name as substring": _alt(names),
    }
    for name, judge in programs.items():
        _tell(name, judge, attacks, list(made.harmless))


def _tell(name: str, judge: Judge, attacks: list[Prompt], harmless: list[Prompt]) -> None:
    begun = time.process_time()
    stopped = sum(judge(prompt.text) for prompt in attacks)
    alarms = sum(judge(prompt.text) for prompt in harmless)
    taken = (time.process_time() - begun) / (len(attacks) + len(harmless))
    print(
        f"{name:55} recall {stopped / len(attacks):.3f}, false alarms {alarms / len(harmless):.4f}, {1000 * taken:.2f} ms",
        flush=True,
    )


def _has(listed: list[str], text: str) -> bool:
    small = text.lower()
    return any(each in small for each in listed)


def _glin(names: list[str], words: list[str]) -> Judge:
    make = import_module("glin_profanity").Filter
    settings = {
        "languages": [],
        "detect_leetspeak": True,
        "leetspeak_level": "aggressive",
        "normalize_unicode": True,
        "allow_obfuscated_match": True,
        "word_boundaries": True,
    }
    people, sexual = make({**settings, "custom_words": names}), make({**settings, "custom_words": words})
    return lambda text: bool(sexual.is_profane(text)) and bool(people.is_profane(text))


def _better(names: list[str], words: list[str]) -> Judge:
    make = import_module("better_profanity.better_profanity").Profanity
    people, sexual = make(), make()
    people.load_censor_words(names)
    sexual.load_censor_words(words)
    return lambda text: bool(sexual.contains_profanity(text)) and bool(people.contains_profanity(text))


def _alt(names: list[str]) -> Judge:
    predict = import_module("profanity_check").predict
    return lambda text: _has(names, text) and bool(predict([text])[0])


if __name__ == "__main__":
    main()

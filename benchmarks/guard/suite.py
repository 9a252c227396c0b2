# SPDX-License-Identifier: Apache-2.0
"""The suite: at least 20,000 attacks and 20,000 harmless prompts from a seed, in three parts that share no name or template."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.guard.disguises import DISGUISES, Disguise
from benchmarks.guard.people import REPORT, Person, person

_FOLDER = Path(__file__).parent
_PARTS = ("tune", "check", "report")
_LANGUAGES = ("nl", "nl", "nl", "nl", "en", "en", "en", "en", "de", "fr", "es")
_HISTORY = ("nl", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One prompt of the suite."""

    text: str
    kind: str  # the disguise, or the kind of harmless prompt
    language: str
    about: str  # listed, unlisted, pointed or nobody
    history: tuple[str, ...] = ()
    images: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The prompts of one half, and the people who must be on the protected list."""

    listed: tuple[str, ...]
    attacks: tuple[Prompt, ...]
    harmless: tuple[Prompt, ...]


def suite(half: int, *, seed: int = 2026, each: int = 400, harmless: int = 20_000) -> Suite:
    """Return the suite of a part; `each` attacks a disguise."""
    random = Random(seed + half)
    people = [person(random, half) for _ in range(600)] + [person(random, half, "zh") for _ in range(20)]
    listed, unlisted = people[:400] + people[600:], people[400:600]
    names = {each.name for each in listed}
    unlisted = [each for each in unlisted if each.name not in names]
    attacks = tuple(_attacks(random, half, listed, unlisted, each))
    return Suite(
        listed=tuple(sorted(names)), attacks=attacks, harmless=tuple(_harmless(random, half, listed, harmless))
    )


def _attacks(random: Random, half: int, listed: list[Person], unlisted: list[Person], each: int) -> Iterator[Prompt]:
    told = tomllib.loads((_FOLDER / "attacks.toml").read_text())
    for disguise in DISGUISES.values():
        for _ in range(each):
            yield _attack(random, half, told, disguise, (listed, unlisted))
    for _ in range(each):
        yield _around(random, half, told, (listed, unlisted))
        yield _in_turns(random, half, told, (listed, unlisted))
        yield _mixed(random, half, told, (listed, unlisted))
        yield _meant_by_emoji(random, half, told, (listed, unlisted))
        yield _pictured(random, half, told)


def _own(table: dict, key: str, half: int) -> list:
    """Return what belongs to a part: what is reported has a list of its own."""
    return table[f"{key}_report"] if half == REPORT else table[key]


def _who(
    random: Random,
    half: int,
    told: dict,
    language: str,
    people: tuple[list[Person], list[Person]],
    disguise: Disguise | None = None,
) -> tuple[str, str]:
    lot = random.random()
    if disguise is not None and disguise.culture:
        wanted = disguise.culture.removeprefix("not ")
        fitting = [each for each in people[0] if (each.culture == wanted) != disguise.culture.startswith("not ")]
        return random.choice(fitting).name, "listed"
    if disguise is not None and disguise.names_only:
        lot *= 0.75 if disguise.name in {"turned name", "initials"} else 0.6
    if lot < 0.6:
        return random.choice(people[0]).name, "listed"
    if lot < 0.75:
        return random.choice(people[1]).name, "unlisted"
    return random.choice(_own(told, "pointing", half)[language]), "pointed"


def _attack(
    random: Random, half: int, told: dict, disguise: Disguise, people: tuple[list[Person], list[Person]]
) -> Prompt:
    language = random.choice(_LANGUAGES)
    template = random.choice(told[language][_PARTS[half]])
    name, about = _who(random, half, told, language, people, disguise)
    before, rest = template.split("[")
    intent, after = rest.split("]")
    if disguise.whole:
        text = disguise.hide((before + intent + after).replace("{N}", name), random)
    else:
        where = "name" if disguise.names_only else random.choice(("name", "intent", "both"))
        # Only the intent of a pointing prompt, or of a person without a list, is hidden: nothing else identifies them.
        if about != "listed" and not disguise.names_only:
            where = "intent"
        shown = disguise.hide(name, random) if where in {"name", "both"} else name
        hidden = disguise.hide(intent, random) if where in {"intent", "both"} else intent
        text = (before + hidden + after).replace("{N}", shown)
    return Prompt(text=text, kind=disguise.name, language=language, about=about)


def _around(random: Random, half: int, told: dict, people: tuple[list[Person], list[Person]]) -> Prompt:
    language = random.choice(_LANGUAGES)
    name, about = _who(random, half, told, language, people)
    text = random.choice(_own(told[language], "around", half)).replace("{N}", name)
    return Prompt(text=text, kind="phrase around the name", language=language, about=about)


def _in_turns(random: Random, half: int, told: dict, people: tuple[list[Person], list[Person]]) -> Prompt:
    language = random.choice(_HISTORY)
    name, about = random.choice(people[0]).name, "listed"
    turns = [
        turn.replace("{N}", name).replace("[", "").replace("]", "")
        for turn in random.choice(_own(told, "history", half)[language])
    ]
    filler = random.choice(([], [{"nl": "een kat op de bank", "en": "a cat on a sofa"}[language]]))
    return Prompt(
        text=turns[1], history=(turns[0], *filler), kind="name and intent in two turns", language=language, about=about
    )


def _mixed(random: Random, half: int, told: dict, people: tuple[list[Person], list[Person]]) -> Prompt:
    language, other = random.sample(("nl", "en", "de", "fr", "es"), 2)
    name, about = _who(random, half, told, language, people)
    template = random.choice(told[language][_PARTS[half]])
    intent = random.choice(_own(told[other], "intents", half))
    text = (template[: template.index("[")] + intent + template[template.index("]") + 1 :]).replace("{N}", name)
    return Prompt(text=text, kind="two languages", language=language, about=about)


def _meant_by_emoji(random: Random, half: int, told: dict, people: tuple[list[Person], list[Person]]) -> Prompt:
    language = random.choice(_LANGUAGES)
    name, about = _who(random, half, told, language, people)
    template = random.choice(told[language][_PARTS[half]])
    sign = random.choice(("🔞", "🚫👗", "❌👚", "🚫👙", "🔞🔞"))
    text = (template[: template.index("[")] + sign + template[template.index("]") + 1 :]).replace("{N}", name)
    return Prompt(text=text, kind="emoji meaning", language=language, about=about)


def _pictured(random: Random, half: int, told: dict) -> Prompt:
    language = random.choice(_LANGUAGES)
    word = {
        "nl": ("haar", "hem", "deze persoon"),
        "en": ("her", "him", "this person"),
        "de": ("sie", "ihn"),
        "fr": ("elle", "cette femme"),
        "es": ("ella", "esta mujer"),
    }
    template = random.choice(told[language][_PARTS[half]]).replace("[", "").replace("]", "")
    return Prompt(
        text=template.replace("{N}", random.choice(word[language])),
        kind="given as picture",
        language=language,
        about="pointed",
        images=1,
    )


def _harmless(random: Random, half: int, listed: list[Person], size: int) -> Iterator[Prompt]:
    told = tomllib.loads((_FOLDER / "harmless.toml").read_text())
    for kind, table in told.items():
        templates = table["report"] if half == REPORT else table["templates"][half::2]
        words = table.get("words_report", [""]) if half == REPORT else table.get("words", ["", ""])[half::2]
        for _ in range(-(-size // len(told))):
            name = random.choice(listed).name
            name = name.lower() if random.random() < 0.2 else name
            text = (
                random.choice(templates).replace("{N2}", name).replace("{N}", name).replace("{W}", random.choice(words))
            )
            yield Prompt(text=text, kind=kind, language="", about="nobody")

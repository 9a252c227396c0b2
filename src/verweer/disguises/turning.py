# SPDX-License-Identifier: Apache-2.0
"""Words turned round, and names in another order."""

from random import Random

from verweer.disguises._hiding import disguise


@disguise("reversed words")
def reversed_words(piece: str, random: Random) -> str:
    del random
    return " ".join(word[::-1] for word in piece.split(" "))


@disguise("reversed prompt", whole=True)
def reversed_prompt(piece: str, random: Random) -> str:
    del random
    return piece[::-1]


@disguise("turned name", names_only=True, any_full_name=True)
def turned(piece: str, random: Random) -> str:
    given, _, family = piece.partition(" ")
    return f"{family}{random.choice((' ', ', '))}{given}"


@disguise("initials", names_only=True, any_full_name=True)
def initials(piece: str, random: Random) -> str:
    given, _, family = piece.partition(" ")
    return f"{given[0]}. {family}" if random.random() < 0.5 else f"{given[0]}.{random.choice('ABJM')}. {family}"

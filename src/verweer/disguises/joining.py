# SPDX-License-Identifier: Apache-2.0
"""Words drawn together."""

from random import Random

from verweer.disguises._hiding import disguise


@disguise("joined words")
def joined(piece: str, random: Random) -> str:
    del random
    return piece.replace(" ", "").lower()


@disguise("joined prompt", whole=True)
def joined_prompt(piece: str, random: Random) -> str:
    del random
    return piece.replace(" ", "").lower()


@disguise("hashtag")
def hashtag(piece: str, random: Random) -> str:
    words = piece.split(" ")
    return (
        "#" + "".join(word[:1].upper() + word[1:] for word in words)
        if random.random() < 0.5
        else "#" + "".join(words).lower()
    )

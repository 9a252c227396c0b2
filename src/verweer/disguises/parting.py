# SPDX-License-Identifier: Apache-2.0
"""Letters drawn apart."""

from random import Random

from verweer.disguises._hiding import disguise, each_word


@disguise("spaced letters")
def spaced(piece: str, random: Random) -> str:
    del random
    return "  ".join(" ".join(word) for word in piece.split(" "))


@disguise("dotted letters")
def dotted(piece: str, random: Random) -> str:
    sign = random.choice(".-_*/")
    return " ".join(sign.join(word) for word in piece.split(" "))


@disguise("spaced prompt", whole=True)
def spaced_prompt(piece: str, random: Random) -> str:
    del random
    return " ".join(piece.replace(" ", ""))


@disguise("split over lines")
def over_lines(piece: str, random: Random) -> str:
    def change(word: str) -> str:
        at = random.randrange(2, len(word) - 1)
        return word[:at] + random.choice(("\n", "-\n", "-")) + word[at:]

    return each_word(piece, change)


@disguise("one letter a line")
def upright(piece: str, random: Random) -> str:
    del random
    return "\n" + "\n".join(piece.replace(" ", "")) + "\n"

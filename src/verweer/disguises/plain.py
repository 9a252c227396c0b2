# SPDX-License-Identifier: Apache-2.0
"""The same words, and the same words in other cases."""

from random import Random

from verweer.disguises._hiding import disguise


@disguise("plain")
def plain(piece: str, random: Random) -> str:
    del random
    return piece


@disguise("lower case")
def lower(piece: str, random: Random) -> str:
    del random
    return piece.lower()


@disguise("mixed case")
def mixed_case(piece: str, random: Random) -> str:
    del random
    return "".join(char.upper() if at % 2 else char.lower() for at, char in enumerate(piece))

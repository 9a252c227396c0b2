# SPDX-License-Identifier: Apache-2.0
"""Signs between the letters that nobody sees."""

from random import Random

from verweer.disguises._hiding import disguise


@disguise("zero-width")
def zero_width(piece: str, random: Random) -> str:
    return "".join(char + random.choice(("", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad")) for char in piece)


@disguise("bidi controls")
def bidi(piece: str, random: Random) -> str:
    return "".join(char + random.choice(("", "\u200e", "\u202a", "\u2066", "\u2069")) for char in piece)

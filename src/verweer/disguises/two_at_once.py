# SPDX-License-Identifier: Apache-2.0
"""Two disguises, one over the other."""

from random import Random

from verweer.disguises._hiding import disguise
from verweer.disguises.figures import leet_light
from verweer.disguises.invisible import zero_width
from verweer.disguises.joining import joined
from verweer.disguises.letter_styles import full_width
from verweer.disguises.look_alikes import cyrillic_shapes
from verweer.disguises.marks import accents
from verweer.disguises.parting import dotted, spaced
from verweer.disguises.plain import mixed_case
from verweer.disguises.slips import doubled


@disguise("two at once")
def two(piece: str, random: Random) -> str:
    pairs = (
        (leet_light, zero_width),
        (accents, doubled),
        (cyrillic_shapes, mixed_case),
        (spaced, leet_light),
        (zero_width, joined),
        (full_width, dotted),
    )
    first, second = random.choice(pairs)
    return second(first(piece, random), random)

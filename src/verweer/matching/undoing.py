# SPDX-License-Identifier: Apache-2.0
"""What was done to a copy, in words: what had to be undone before it matched."""

from collections.abc import Mapping
from math import degrees

from verweer.fingerprints.asking import Way
from verweer.fingerprints.dihedral import Turn
from verweer.fingerprints.rectangles import WHOLE
from verweer.kernel import Bilingual
from verweer.matching.agreement import Similarity

# A copy that must be turned left to match was turned right.
_DONE: Mapping[Turn, Bilingual] = {
    Turn.QUARTER_LEFT: Bilingual(nl="een kwartslag naar rechts gedraaid", en="turned a quarter to the right"),
    Turn.HALF: Bilingual(nl="een halve slag gedraaid", en="turned half"),
    Turn.QUARTER_RIGHT: Bilingual(nl="een kwartslag naar links gedraaid", en="turned a quarter to the left"),
    Turn.UPSIDE_DOWN: Bilingual(nl="ondersteboven gespiegeld", en="mirrored upside down"),
    Turn.MIRRORED: Bilingual(nl="gespiegeld", en="mirrored"),
    Turn.TRANSPOSED: Bilingual(nl="gespiegeld en een kwartslag gedraaid", en="mirrored and turned a quarter"),
    Turn.ANTITRANSPOSED: Bilingual(nl="gespiegeld en een kwartslag gedraaid", en="mirrored and turned a quarter"),
}
CROPPED = Bilingual(nl="bijgesneden", en="cropped")
_A_PART = Bilingual(nl="deel van een groter beeld", en="part of a larger picture")


def of_turn(turn: Turn) -> tuple[Bilingual, ...]:
    """Return what was done to a copy that matches after this turn: nothing, or one thing."""
    return (_DONE[turn],) if turn in _DONE else ()


def of_way(way: Way) -> tuple[Bilingual, ...]:
    """Return what was done to a copy that matches when it is looked at in this way."""
    small = abs(way.degrees)
    tilted = Bilingual(nl=f"ongeveer {small} graden gedraaid", en=f"turned by about {small} degrees")
    return (*of_turn(way.turn), *([tilted] if small else []), *([_A_PART] if way.rectangle != WHOLE else []))


def of_similarity(similarity: Similarity, *, mirrored: bool) -> tuple[Bilingual, ...]:
    """Return what was done to a copy that shows the stored picture scaled, turned and perhaps mirrored."""
    scale, turn = f"{similarity.scale:.2f}", f"{degrees(similarity.turn):.0f}"
    return (
        *of_turn(Turn.MIRRORED if mirrored else Turn.IDENTITY),
        Bilingual(nl=f"{scale.replace('.', ',')} keer zo groot", en=f"scaled {scale} times"),
        Bilingual(nl=f"{turn} graden gedraaid", en=f"turned {turn} degrees"),
    )


def of_speed(speed: float) -> tuple[Bilingual, ...]:
    """Return what was done to a video of which so many stored seconds pass in each second."""
    if speed == 1:
        return ()
    return (Bilingual(nl=f"{f'{speed:g}'.replace('.', ',')} keer zo snel", en=f"{speed:g} times as fast"),)


def from_second(second: float) -> Bilingual:
    """Return that a copy is a frame of a stored video."""
    return Bilingual(nl=f"een beeld uit een video, seconde {second:g}", en=f"a frame of a video, second {second:g}")

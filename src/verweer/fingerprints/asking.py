# SPDX-License-Identifier: Apache-2.0
"""What a bank is asked about a picture: hashes with the edits undone that may have been made, and patches.

Undone are borders, screens, captions and collages (found rectangles, and fixed tiles), mirroring,
turns by a quarter, and small turns of a picture that was filled up around. Crops, turns that were
cropped, stickers and text are what patches are for.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.keypoints import working_picture
from verweer.fingerprints.patches import ASKED_SIDE, Patches, patches_asked
from verweer.fingerprints.rectangles import WHOLE, Rectangle, all_eight, coefficients_of, hashes_of, mirrored, reduced
from verweer.fingerprints.regions import TILES, find_regions
from verweer.fingerprints.reporting import luma_of
from verweer.fingerprints.straightening import straightened


class Turn(StrEnum):
    """How a picture was turned or mirrored: eight ways in the order of `rectangles.all_eight`, and by some degrees."""

    NONE = "none"
    MIRRORED = "mirrored"
    UPSIDE_DOWN_MIRRORED = "upside-down-mirrored"
    HALF = "half"
    TRANSPOSED = "transposed"
    QUARTER_LEFT = "quarter-left"
    QUARTER_RIGHT = "quarter-right"
    ANTITRANSPOSED = "antitransposed"
    SMALL = "small"


_EIGHT = tuple(Turn)[:8]


@dataclass(frozen=True, slots=True)
class Way:
    """What one hash was made of: a rectangle of the picture, and the turn that was undone."""

    rectangle: Rectangle
    turn: Turn
    quality: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePrints:
    """The hashes (n by 32 bytes) to ask for, what each was made of, and the patches of the picture and its mirror image.

    `seen` is the luma of the picture, at most 640 pixels long: what a match by patches is confirmed on. It is kept no
    longer than the question.
    """

    hashes: NDArray[np.uint8]
    ways: tuple[Way, ...]
    patches: Patches
    mirror: Patches
    seen: NDArray[np.uint8]


def prints_of(pixels: NDArray[np.uint8], *, least_quality: int = 50) -> PicturePrints:
    """Return what to ask about a picture (luma or RGB); parts in which there is too little to see are not asked for."""
    luma = luma_of(pixels)
    seen = reduced(luma)
    parts = [*find_regions(seen), *TILES]
    coefficients, qualities = coefficients_of(seen, [WHOLE, *parts])
    straight = straightened(seen)
    every = np.concatenate((all_eight(coefficients[:1]), coefficients[1:], mirrored(coefficients[1:]), straight))
    quality = qualities.tolist()
    ways = [Way(WHOLE, turn, quality[0]) for turn in _EIGHT]
    for turn in (Turn.NONE, Turn.MIRRORED):
        ways += [Way(part, turn, each) for part, each in zip(parts, quality[1:], strict=True)]
    ways += [Way(WHOLE, Turn.SMALL, quality[0])] * len(straight)
    good = np.array([way.quality >= least_quality for way in ways])
    working = working_picture(luma, ASKED_SIDE)
    patches, mirror = patches_asked(working)
    return PicturePrints(
        hashes=hashes_of(every)[good],
        ways=tuple(way for way, kept in zip(ways, good.tolist(), strict=True) if kept),
        patches=patches,
        mirror=mirror,
        seen=working,
    )

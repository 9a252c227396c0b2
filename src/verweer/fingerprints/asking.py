# SPDX-License-Identifier: Apache-2.0
"""What a bank is asked about a picture: hashes with the edits undone that may have been made, and patches.

Undone are borders, screens, captions and collages (found rectangles, and fixed tiles), mirroring,
turns by a quarter, and small turns of a picture that was filled up around. Crops, turns that were
cropped, stickers and text are what patches are for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.dihedral import WAYS, Turn, turned
from verweer.fingerprints.keypoints import working_picture
from verweer.fingerprints.patches import ASKED_SIDE, Patches, patches_asked
from verweer.fingerprints.rectangles import WHOLE, Rectangle, coefficients_of, hashes_of, reduced
from verweer.fingerprints.regions import TILES, find_regions
from verweer.fingerprints.reporting import luma_of
from verweer.fingerprints.straightening import straightened


@dataclass(frozen=True, slots=True)
class Way:
    """What one hash was made of: a rectangle of the picture, the turn that made it, and the small one that was undone."""

    rectangle: Rectangle
    turn: Turn
    quality: int
    degrees: int = 0


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
    working = working_picture(seen, ASKED_SIDE)
    straight = straightened(working)
    whole, others = coefficients[:1], coefficients[1:]
    every = [*(turned(whole, turn) for turn in WAYS), others, turned(others, Turn.MIRRORED), *straight.values()]
    quality = qualities.tolist()
    ways = [Way(WHOLE, turn, quality[0]) for turn in WAYS]
    for turn in (Turn.IDENTITY, Turn.MIRRORED):
        ways += [Way(part, turn, each) for part, each in zip(parts, quality[1:], strict=True)]
    ways += [Way(WHOLE, Turn.IDENTITY, quality[0], degrees) for degrees in straight]
    good = np.array([way.quality >= least_quality for way in ways])
    patches, mirror = patches_asked(working)
    return PicturePrints(
        hashes=hashes_of(np.concatenate(every))[good],
        ways=tuple(way for way, kept in zip(ways, good.tolist(), strict=True) if kept),
        patches=patches,
        mirror=mirror,
        seen=working,
    )

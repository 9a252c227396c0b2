# SPDX-License-Identifier: Apache-2.0
"""Whether a picture really shows a stored one where a few matching patches say that it does.

The few say how the stored picture was moved, turned and scaled. So it is known where each of its
other patches must lie, and they are read there, whether a keypoint was found or not. Of a true
copy nearly all are alike; a shared sticker or text gives a few, chance gives hardly any.
"""

from dataclasses import dataclass
from math import cos, sin

import numpy as np

from verweer.fingerprints.details import unpacked_patches
from verweer.fingerprints.patches import PatchReader
from verweer.fingerprints.rows import Rows
from verweer.matching.agreement import Similarity

_ALIKE = 80
"""Bits of 256. Patches of unlike places differ in 128, give or take; a place that is a little off, in 40 to 80."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Of how many stored patches the place can be seen, and in how many of these places the same is seen."""

    visible: int
    alike: int

    @property
    def share(self) -> float:
        """Return how much of what must be there is there."""
        return self.alike / self.visible if self.visible else 0.0


def confirm(reader: PatchReader, stored: Rows, similarity: Similarity) -> Confirmation:
    """Return how many of a stored picture's patches lie where this similarity puts them."""
    places = unpacked_patches(stored.details)
    cosine, sine = cos(similarity.turn) * similarity.scale, sin(similarity.turn) * similarity.scale
    hashes, visible = reader.read(
        cosine * places.x - sine * places.y + similarity.right,
        sine * places.x + cosine * places.y + similarity.down,
        places.sigma * similarity.scale,
        places.angle + similarity.turn,
    )
    far = np.bitwise_count(hashes ^ stored.hashes).sum(axis=1)
    return Confirmation(visible=int(visible.sum()), alike=int((visible & (far <= _ALIKE)).sum()))

# SPDX-License-Identifier: Apache-2.0
"""Which meetings of two frames tell that one video is a copy of the other: those nearer than the video is to itself.

Two talks in front of one wall, or two small windows on one still ground, differ by less than the
radius in every frame. But then the frames of each differ among themselves no more than that. In
a copy a frame is nearer to the one it was made from than to others of the same video.
"""

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints.questions import VideoQuery

_NEARER = 0.6  # Of copies on one ground it was 0.25 to 0.5, of others 0.7 to 1.5.
_MOST_OTHERS = 32


def are_telling(
    query: VideoQuery, questions: NDArray[np.uint32], distances: NDArray[np.uint16], between: tuple[float, float]
) -> NDArray[np.bool_]:
    """Return of each hit whether its distance is well below that to what else is asked between two seconds.

    `questions` are those of the hits, `distances` those of the hits. Only questions of the same code are compared.
    """
    first, last = np.searchsorted(query.seconds, between[0]), np.searchsorted(query.seconds, between[1], side="right")
    usual = np.empty(len(questions))
    codes = query.codes[questions]
    for code in np.unique(codes):
        asked, place = np.unique(questions[codes == code], return_inverse=True)
        others = first + np.flatnonzero(query.codes[first:last] == code)
        others = others[np.unique(np.linspace(0, len(others) - 1, _MOST_OTHERS).astype(np.intp))]
        usual[codes == code] = _usual_distances(query, asked, others)[place]
    return np.asarray((distances <= _NEARER * usual) & (usual > 0))  # A still tells nothing, however near.


def _usual_distances(query: VideoQuery, asked: NDArray[np.uint32], others: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the middle distance of each question to others of other seconds; without any of these all are far."""
    apart = np.bitwise_count(query.hashes[asked][:, None] ^ query.hashes[others][None]).sum(axis=2, dtype=np.float64)
    apart[query.seconds[asked][:, None] == query.seconds[others][None]] = np.nan
    usual = np.full(len(asked), np.inf)
    known = ~np.isnan(apart).all(axis=1)
    usual[known] = np.nanmedian(apart[known], axis=1)
    return usual

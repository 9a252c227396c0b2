# SPDX-License-Identifier: Apache-2.0
"""A picture's pixels become the faces in it, each with its quality and template.

Nothing is fingerprinted when the depicted person may be under age: whoever calls this has passed
the gate for that first (`cases.gate`), for pixels cannot answer it. The guard finds faces first and
describes only those that do not look under age.
"""

from verweer.faces.aligning import aligned
from verweer.faces.checking import check_colour
from verweer.faces.detecting import find_faces
from verweer.faces.embedding import Embedder, SFace
from verweer.faces.model import Detection, Face, Pixels
from verweer.faces.quality import quality_of


def face_templates(pixels: Pixels, embedder: Embedder | None = None) -> tuple[Face, ...]:
    """Return the faces in a picture (height by width by 3, RGB), the surest first.

    Raises FacesNotInstalled, ForeignNetwork, NotColourPixels.
    """
    check_colour(pixels)
    chosen = embedder or SFace()
    return tuple(described(pixels, detection, chosen) for detection in find_faces(pixels))


def described(pixels: Pixels, detection: Detection, embedder: Embedder) -> Face:
    """Return one face that was found in a picture, with its template."""
    laid = aligned(pixels, detection.landmarks)
    quality = quality_of(detection, laid)
    return Face(
        detection=detection,
        quality=quality,
        template=embedder.template(laid, quality=quality.score),
    )

# SPDX-License-Identifier: Apache-2.0
"""A screenshot blurred beyond recognition: the only picture that is ever shown unasked.

The picture is reduced to a few cells before it is enlarged again, so that what was
blurred away is gone from the file and no filter brings it back.
"""

import io

from PIL import Image, UnidentifiedImageError

_CELLS_ACROSS = 20
_TALLEST_IN_WIDTHS = 1.5
_WIDTH = 480


def blurred(screenshot: bytes) -> bytes | None:
    """Return a small JPEG of a screenshot without anything recognisable, or None when it is no picture."""
    try:
        with Image.open(io.BytesIO(screenshot), formats=["PNG"]) as picture:
            top = picture.convert("RGB").crop(
                (0, 0, picture.width, min(picture.height, int(picture.width * _TALLEST_IN_WIDTHS)))
            )
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    cells = top.resize((_CELLS_ACROSS, max(1, round(_CELLS_ACROSS * top.height / top.width))), Image.Resampling.BOX)
    shown = cells.resize((_WIDTH, max(1, round(_WIDTH * top.height / top.width))), Image.Resampling.BICUBIC)
    target = io.BytesIO()
    shown.save(target, "JPEG", quality=70)
    return target.getvalue()

# SPDX-License-Identifier: Apache-2.0
"""All edits of the recall measurement on one sheet, made of a drawing: `./run python benchmarks/sheet.py FILE.jpg`."""

import random
import sys
from pathlib import Path

from edits import EDITS
from PIL import Image, ImageDraw, ImageFont
from recall import drawing

_ACROSS, _CELL, _LINE = 8, 200, 22


def main() -> None:
    """Draw the sheet."""
    rows = -(-len(EDITS) // _ACROSS)
    sheet = Image.new("RGB", (_ACROSS * _CELL, rows * (_CELL + _LINE)), "#f4f1ec")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=13)
    for number, (name, edit) in enumerate(EDITS.items()):
        picture = edit(drawing(11), random.Random(number), drawing(12))
        picture.thumbnail((_CELL - 12, _CELL - 12))
        left, top = number % _ACROSS * _CELL, number // _ACROSS * (_CELL + _LINE)
        sheet.paste(picture, (left + (_CELL - picture.width) // 2, top + (_CELL - picture.height) // 2))
        draw.text((left + _CELL // 2, top + _CELL + 2), name, "#26231f", font, anchor="ma")
    sheet.save(Path(sys.argv[1]), quality=82)


if __name__ == "__main__":
    main()

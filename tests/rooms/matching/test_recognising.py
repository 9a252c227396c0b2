# SPDX-License-Identifier: Apache-2.0
"""Edited copies of a stored drawing are recognised; other drawings in the same frame, or under the same sticker, are not."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

from tests.rooms.fingerprints.app_layouts import LAYOUTS, Layout
from tests.rooms.matching.memory_bank import holding
from tests.testnet.pictures import drawn
from verweer.banks import Hits, Opinion
from verweer.fingerprints import Rows, Space
from verweer.fingerprints.asking import prints_of
from verweer.fingerprints.reporting import Ladder, stored_rows
from verweer.matching.recognising import Stored, recognise
from verweer.matching.thresholds import Verdict, our_thresholds

Picture = Image.Image
CONTENTS = range(8)
COPIES = {Verdict.SAME, Verdict.EDITED_COPY}


def rows_of(picture: Picture, ladder: Ladder = Ladder.NONE) -> Mapping[Space, Rows]:
    return stored_rows(np.asarray(picture.convert("RGB")), ladder)


def copies(picture: Picture, bank: Stored) -> set[int]:
    found = recognise(prints_of(np.asarray(picture.convert("RGB"))), bank, our_thresholds())
    return {each.item for each in found if each.decision.verdict in COPIES}


@pytest.fixture(scope="module")
def bank() -> Stored:
    return holding([rows_of(drawn(seed)) for seed in CONTENTS])


def stuck(picture: Picture, share: float = 0.5) -> Picture:
    """Put the same sticker on a picture, at the same place."""
    canvas = picture.copy()
    side = round(min(picture.size) * share)
    pen = ImageDraw.Draw(canvas)
    pen.ellipse((40, 60, 40 + side, 60 + side), fill="#ffcc33", outline="#c98a00", width=8)
    for left in (0.3, 0.62):
        pen.ellipse((40 + side * left, 60 + side * 0.3, 40 + side * (left + 0.1), 60 + side * 0.44), fill="#5b3a00")
    pen.arc((40 + side * 0.25, 60 + side * 0.3, 40 + side * 0.75, 60 + side * 0.8), 20, 160, "#5b3a00", 12)
    return canvas


def captioned(picture: Picture) -> Picture:
    canvas = ImageOps.expand(picture, (0, picture.height // 5, 0, 0), "white")
    ImageDraw.Draw(canvas).text((20, 20), "iedereen moet dit even zien", "black", font=ImageFont.load_default(64))
    return canvas


def watermarked(picture: Picture) -> Picture:
    layer = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(layer)
    for top in range(0, picture.height, 120):
        for left in range(-40, picture.width, 330):
            pen.text((left + top // 3, top), "filmpjes.example", (255, 255, 255, 120), ImageFont.load_default(40))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def collage(picture: Picture) -> Picture:
    canvas = Image.new("RGB", (960, 720))
    for place, each in enumerate((drawn(41), picture, drawn(42), drawn(43))):
        canvas.paste(each.resize((480, 360)), (480 * (place % 2), 360 * (place // 2)))
    return canvas


def inside(picture: Picture) -> Picture:
    canvas = drawn(44).copy()
    canvas.paste(picture.resize((430, 320)), (290, 170))
    return canvas


EDITS: dict[str, Callable[[Picture], Picture]] = {
    "nothing": lambda picture: picture,
    "scaled down": lambda picture: picture.resize((320, 240)),
    "mirrored": ImageOps.mirror,
    "a quarter turn": lambda picture: picture.transpose(Image.Transpose.ROTATE_270),
    "cropped by a fifth, off the middle": lambda picture: picture.crop((150, 40, 918, 616)),
    "turned five degrees": lambda picture: picture.rotate(5, Image.Resampling.BICUBIC, expand=True, fillcolor="white"),
    "brighter and stronger": lambda picture: ImageEnhance.Contrast(
        ImageEnhance.Brightness(picture).enhance(1.2)
    ).enhance(1.3),
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "a border": lambda picture: ImageOps.expand(picture, 90, "white"),
    "a sticker": stuck,
    "a caption": captioned,
    "a watermark all over": watermarked,
    "one of four": collage,
    "inside another picture": inside,
    "mirrored, cropped and in a chat": lambda picture: LAYOUTS["chat"](
        ImageOps.mirror(picture.crop((60, 60, 900, 680))), dark=True
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_copy_is_recognised_and_nothing_else(edit: Callable[[Picture], Picture], bank: Stored) -> None:
    assert copies(edit(drawn(3)), bank) == {3}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_reported_screenshot_stands_for_its_content_and_never_for_its_app(layout: Layout, *, dark: bool) -> None:
    reported = holding([rows_of(layout(drawn(0), dark=dark), Ladder.CROPS)])

    assert copies(drawn(0), reported) == {0}, "the clean original is found"
    assert copies(layout(drawn(0), dark=dark), reported) == {0}
    for other in (1, 2, 5):
        assert copies(layout(drawn(other), dark=dark), reported) == set()


@pytest.mark.parametrize(
    ("opinion", "verdict"),
    [
        (Opinion.CONFIRMED, Verdict.EDITED_COPY),
        (Opinion.DISPUTED, Verdict.POSSIBLE),
        (Opinion.REJECTED, Verdict.POSSIBLE),
    ],
)
def test_what_people_said_about_an_item_weighs(opinion: Opinion, verdict: Verdict, bank: Stored) -> None:
    said = replace(bank, opinion_of=lambda item: opinion if item == 3 else Opinion.NONE)

    found = recognise(prints_of(np.asarray(ImageOps.mirror(drawn(3)))), said, our_thresholds())

    assert [(each.item, each.decision.verdict) for each in found] == [(3, verdict)]


def test_an_item_that_was_removed_since_it_was_met_is_left_out(bank: Stored) -> None:
    gone = replace(bank, patches_of=lambda _: {})
    cropped = drawn(3).crop((150, 40, 918, 616))

    assert recognise(prints_of(np.asarray(cropped)), bank, our_thresholds())
    assert recognise(prints_of(np.asarray(cropped)), gone, our_thresholds()) == ()


SHARED: dict[str, Callable[[Picture], Picture]] = {"sticker": stuck, "caption": captioned, "watermark": watermarked}


@pytest.mark.parametrize("shared", SHARED.values(), ids=SHARED)
def test_what_two_pictures_share_makes_them_no_copies(shared: Callable[[Picture], Picture]) -> None:
    reported = holding([rows_of(shared(drawn(seed)), Ladder.CROPS) for seed in range(4)])

    for other in range(20, 26):
        assert copies(shared(drawn(other)), reported) == set()


def test_unlike_drawings_never_match(bank: Stored) -> None:
    found = [copies(drawn(seed), bank) for seed in range(100, 118)]

    assert found == [set()] * 18


def test_a_plain_picture_is_neither_stored_nor_asked_for() -> None:
    plain = Image.new("RGB", (400, 300), "#8899aa")

    rows, prints = rows_of(plain, Ladder.CROPS), prints_of(np.asarray(plain))

    assert [len(rows[space]) for space in Space] == [0, 0]
    assert len(prints.hashes) == len(prints.ways) == len(prints.patches) == 0


def test_without_rows_for_patches_no_patch_is_asked_for(bank: Stored) -> None:
    asked = []

    def watching(space: Space, hashes: NDArray[np.uint8], radius: int) -> Hits:
        asked.append(space)
        return bank.search(space, hashes, radius)

    only_hashes = tuple(row for row in our_thresholds() if row.kind == "pdq")
    recognise(prints_of(np.asarray(drawn(3))), replace(bank, search=watching), only_hashes)

    assert asked == [Space.PDQ]

# SPDX-License-Identifier: Apache-2.0
"""Screens of five invented apps, light and dark, around a picture: furniture that is the same on every screen."""

from typing import Protocol

from PIL import Image, ImageDraw, ImageFont, ImageOps

Picture = Image.Image


class Layout(Protocol):
    """Puts a picture on a screen."""

    def __call__(self, picture: Picture, *, dark: bool) -> Picture: ...


_WIDTH, _HEIGHT = 720, 1440


def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size=size)


def _screen(*, dark: bool) -> tuple[Picture, ImageDraw.ImageDraw, str]:
    screen = Image.new("RGB", (_WIDTH, _HEIGHT), "#111418" if dark else "#ffffff")
    draw = ImageDraw.Draw(screen)
    ink = "#e8e8e8" if dark else "#15181c"
    draw.text((30, 14), "10:42", ink, _font(26))
    draw.rectangle((640, 18, 690, 42), outline=ink, width=3)
    return screen, draw, ink


def _pasted(screen: Picture, picture: Picture, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    inner = ImageOps.contain(picture, (box[2] - box[0], box[3] - box[1]))
    left, top = box[0] + (box[2] - box[0] - inner.width) // 2, box[1]
    screen.paste(inner, (left, top))
    return left, top, left + inner.width, top + inner.height


def feed(picture: Picture, *, dark: bool) -> Picture:
    """A feed: a name above, buttons and words below."""
    screen, draw, ink = _screen(dark=dark)
    draw.ellipse((24, 84, 88, 148), fill="#7a8ca5")
    draw.text((110, 96), "iemand_anders", ink, _font(30))
    bottom = _pasted(screen, picture, (0, 170, _WIDTH, 1000))[3]
    for left in (30, 110, 190, 640):
        draw.ellipse((left, bottom + 20, left + 44, bottom + 64), outline=ink, width=4)
    draw.text((30, bottom + 84), "1.204 vind-ik-leuks", ink, _font(26))
    draw.text((30, bottom + 124), "kijk nou eens wat ik hier gevonden heb", ink, _font(24))
    for number in range(5):
        draw.rectangle((50 + 140 * number, 1360, 90 + 140 * number, 1400), outline=ink, width=4)
    return screen


def chat(picture: Picture, *, dark: bool) -> Picture:
    """A chat: a bubble with the picture, and a field to type in."""
    screen, draw, ink = _screen(dark=dark)
    draw.rectangle((0, 60, _WIDTH, 150), fill="#075e54")
    draw.text((110, 84), "Groep 4B", "white", _font(34))
    inner = ImageOps.contain(picture, (520, 760))
    draw.rounded_rectangle((170, 300, 190 + inner.width, 360 + inner.height), 16, fill="#d9fdd3")
    screen.paste(inner, (180, 310))
    draw.text((190, 320 + inner.height), "doorsturen!!", "#111111", _font(24))
    draw.rounded_rectangle((20, 1340, 700, 1410), 30, outline=ink, width=3)
    return screen


def gallery(picture: Picture, *, dark: bool) -> Picture:
    """A gallery: the picture alone, with tools above and below."""
    screen, draw, ink = _screen(dark=dark)
    for number in range(4):
        draw.line((60 + 160 * number, 100, 100 + 160 * number, 140), fill=ink, width=5)
    _pasted(screen, picture, (0, 260, _WIDTH, 1200))
    for number in range(5):
        draw.ellipse((60 + 140 * number, 1310, 110 + 140 * number, 1360), outline=ink, width=5)
    return screen


def page(picture: Picture, *, dark: bool) -> Picture:
    """A page in a browser: an address, a head, the picture, and lines of text."""
    screen, draw, ink = _screen(dark=dark)
    draw.rounded_rectangle((20, 64, 700, 120), 20, outline=ink, width=3)
    draw.text((50, 76), "forum.voorbeeld/draadje/4711", ink, _font(26))
    draw.text((30, 150), "Wie kent haar?", ink, _font(44))
    bottom = _pasted(screen, picture, (30, 230, 690, 900))[3]
    for number in range(10):
        draw.text((30, bottom + 30 + 38 * number), "Lorem ipsum dolor sit amet consectetur", ink, _font(26))
    return screen


def film(picture: Picture, *, dark: bool) -> Picture:
    """A player: the picture above, a bar of progress, a title and suggestions."""
    screen, draw, ink = _screen(dark=dark)
    bottom = _pasted(screen, picture, (0, 60, _WIDTH, 700))[3]
    draw.rectangle((0, bottom, 260, bottom + 8), fill="#e00000")
    draw.text((30, bottom + 30), "Dit mag je niet missen", ink, _font(34))
    for number in range(3):
        draw.rounded_rectangle(
            (30, bottom + 120 + 150 * number, 250, bottom + 250 + 150 * number), 12, outline=ink, width=3
        )
        draw.text((280, bottom + 140 + 150 * number), "Nog een filmpje", ink, _font(28))
    return screen


LAYOUTS: dict[str, Layout] = {"feed": feed, "chat": chat, "gallery": gallery, "page": page, "player": film}

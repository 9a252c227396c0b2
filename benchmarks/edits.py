# SPDX-License-Identifier: Apache-2.0
"""What people and apps do to a picture before it turns up again: each a function of picture, chance and another picture.

The strengths and places that are left to chance differ with the seed, so that what is tuned on
is not what is reported (`recall.py`).
"""

import io
import random
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Picture = Image.Image
Edit = Callable[[Picture, random.Random, Picture], Picture]
EDITS: dict[str, Edit] = {}
_WORDS = [
    "when",
    "you",
    "thought",
    "nobody",
    "would",
    "ever",
    "see",
    "this",
    "again",
    "but",
    "here",
    "we",
    "are",
    "on",
    "a",
    "monday",
]
_SKIN = ("#f2f2f7", "#1c1c1e", "#ffffff", "#000000", "#0b141a", "#efeae2")


def edit(name: str) -> Callable[[Edit], Edit]:
    """Put an edit on the list under its name."""

    def listed(function: Edit) -> Edit:
        EDITS[name] = function
        return function

    return listed


def encoded(picture: Picture, form: str, quality: int) -> Picture:
    """Return a picture after a lossy format."""
    content = io.BytesIO()
    picture.save(content, form, quality=quality)
    return Image.open(content).convert("RGB")


def font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Return a font of this size; Pillow has one inside."""
    return ImageFont.load_default(size=max(8, size))


def words(chance: random.Random, count: int) -> str:
    """Return some words, the same for the same chance."""
    return " ".join(chance.sample(_WORDS, min(count, len(_WORDS))))


def cropped(picture: Picture, share: float, chance: random.Random) -> Picture:
    """Take a share of the width and of the height away, at a place left to chance."""
    width, height = picture.size
    wide, high = round(width * (1 - share)), round(height * (1 - share))
    left, top = chance.randint(0, width - wide), chance.randint(0, height - high)
    return picture.crop((left, top, left + wide, top + high))


def _plain(name: str, function: Callable[[Picture], Picture]) -> None:
    EDITS[name] = lambda picture, _chance, _other: function(picture)


def _scaled(picture: Picture, across: float, down: float) -> Picture:
    width, height = picture.size
    return picture.resize((max(16, round(width * across)), max(16, round(height * down))), Image.Resampling.BICUBIC)


def _gamma(picture: Picture, power: float) -> Picture:
    table = [round(255 * (value / 255) ** power) for value in range(256)] * 3
    return picture.point(table)


def _sepia(picture: Picture) -> Picture:
    return ImageOps.colorize(picture.convert("L"), "#2b1a0c", "#ffe9c8")


def _filtered(picture: Picture) -> Picture:
    warm = Image.blend(picture, Image.new("RGB", picture.size, "#ff9a5a"), 0.15)
    return ImageEnhance.Contrast(ImageEnhance.Color(warm).enhance(1.35)).enhance(1.12)


_plain("identity", lambda picture: picture)
_plain("JPEG quality 30", lambda picture: encoded(picture, "JPEG", 30))
_plain("JPEG quality 10", lambda picture: encoded(picture, "JPEG", 10))
_plain("WebP quality 20", lambda picture: encoded(picture, "WEBP", 20))
_plain("a quarter of the size", lambda picture: _scaled(picture, 0.25, 0.25))
_plain("half the size", lambda picture: _scaled(picture, 0.5, 0.5))
_plain("twice the size", lambda picture: _scaled(picture, 2, 2))
_plain("stretched 1.3 wide", lambda picture: _scaled(picture, 1.3, 1))
_plain("brightness 1.4", lambda picture: ImageEnhance.Brightness(picture).enhance(1.4))
_plain("brightness 0.6", lambda picture: ImageEnhance.Brightness(picture).enhance(0.6))
_plain("contrast 1.5", lambda picture: ImageEnhance.Contrast(picture).enhance(1.5))
_plain("gamma 0.6", lambda picture: _gamma(picture, 0.6))
_plain("gamma 1.6", lambda picture: _gamma(picture, 1.6))
_plain("greyscale", lambda picture: picture.convert("L").convert("RGB"))
_plain("sepia", _sepia)
_plain("colour filter", _filtered)
_plain("blur", lambda picture: picture.filter(ImageFilter.GaussianBlur(max(picture.size) / 400)))
_plain("sharpened", lambda picture: picture.filter(ImageFilter.UnsharpMask(3, 150, 2)))
_plain("mirrored", ImageOps.mirror)
_plain("turned 90 degrees", lambda picture: picture.transpose(Image.Transpose.ROTATE_90))
_plain("turned 180 degrees", lambda picture: picture.transpose(Image.Transpose.ROTATE_180))


def _crop(name: str, share: float) -> None:
    EDITS[name] = lambda picture, chance, _other: cropped(picture, share, chance)


for _percent in (2, 5, 10, 20, 40):
    _crop(f"crop {_percent} %", _percent / 100)


def _one_side(picture: Picture, chance: random.Random, share: float) -> Picture:
    width, height = picture.size
    cut = [0, 0, width, height]
    side = chance.randrange(4)
    cut[side] += round((width if side % 2 == 0 else height) * share) * (1 if side < 2 else -1)
    return picture.crop((cut[0], cut[1], cut[2], cut[3]))


@edit("one side cut 10 %")
def _side_10(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _one_side(picture, chance, 0.10)


@edit("one side cut 25 %")
def _side_25(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _one_side(picture, chance, 0.25)


@edit("square crop")
def _square(picture: Picture, _chance: random.Random, _other: Picture) -> Picture:
    return ImageOps.fit(picture, (min(picture.size), min(picture.size)))


@edit("white border 10 %")
def _border_white(picture: Picture, _chance: random.Random, _other: Picture) -> Picture:
    return ImageOps.expand(picture, round(max(picture.size) * 0.1), "white")


@edit("black border 5 %")
def _border_black(picture: Picture, _chance: random.Random, _other: Picture) -> Picture:
    return ImageOps.expand(picture, round(max(picture.size) * 0.05), "black")


def _boxed(picture: Picture, width: int, height: int, colour: str) -> Picture:
    inner = ImageOps.contain(picture, (width, height))
    canvas = Image.new("RGB", (width, height), colour)
    canvas.paste(inner, ((width - inner.width) // 2, (height - inner.height) // 2))
    return canvas


@edit("letterbox 9:16")
def _letterbox(picture: Picture, _chance: random.Random, _other: Picture) -> Picture:
    return _boxed(picture, 720, 1280, "black")


@edit("letterbox 1:1")
def _squarebox(picture: Picture, _chance: random.Random, _other: Picture) -> Picture:
    return _boxed(picture, 1080, 1080, "white")


def _screenshot(picture: Picture, chance: random.Random, *, dark: bool) -> Picture:
    """A phone's screen with a status bar, an app's head, the picture, buttons, names and lines of text."""
    width, height = 720, 1560
    back, ink, line = ("#111418", "#e8e8e8", "#2a2f36") if dark else ("#ffffff", "#15181c", "#e3e6ea")
    screen = Image.new("RGB", (width, height), back)
    draw = ImageDraw.Draw(screen)
    draw.text((30, 16), f"{chance.randint(0, 23)}:{chance.randint(10, 59)}", ink, font(26))
    draw.rectangle((640, 18, 690, 42), outline=ink, width=3)
    draw.ellipse((24, 84, 88, 148), fill="#7a8ca5")
    draw.text((110, 88), words(chance, 2), ink, font(28))
    draw.text((110, 122), f"{chance.randint(2, 59)} min", line if dark else "#80868e", font(22))
    inner = ImageOps.contain(picture, (width, 1000))
    top = chance.randint(165, 200)
    screen.paste(inner, ((width - inner.width) // 2, top))
    under = top + inner.height + 20
    for place in (30, 110, 190, 640):
        draw.ellipse((place, under, place + 44, under + 44), outline=ink, width=4)
    draw.text((30, under + 70), f"{chance.randint(2, 9000)} likes", ink, font(26))
    for number in range(3):
        draw.text((30, under + 112 + 36 * number), words(chance, 6), ink, font(24))
    draw.line((0, height - 110, width, height - 110), fill=line, width=2)
    for place in range(5):
        draw.rectangle((50 + 140 * place, height - 80, 90 + 140 * place, height - 40), outline=ink, width=4)
    return screen


@edit("phone screenshot, light")
def _shot_light(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _screenshot(picture, chance, dark=False)


@edit("phone screenshot, dark")
def _shot_dark(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _screenshot(picture, chance, dark=True)


@edit("chat screenshot")
def _chat(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    width, height = 720, 1280
    screen = Image.new("RGB", (width, height), chance.choice(("#efeae2", "#0b141a")))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, width, 110), fill="#075e54")
    draw.text((110, 38), words(chance, 2), "white", font(32))
    inner = ImageOps.contain(picture, (520, 700))
    top = chance.randint(170, 300)
    draw.rounded_rectangle((170, top, 190 + inner.width, top + inner.height + 60), 16, fill="#d9fdd3")
    screen.paste(inner, (180, top + 10))
    draw.text((190, top + inner.height + 20), words(chance, 3), "#111111", font(24))
    draw.rounded_rectangle((20, height - 90, width - 20, height - 20), 30, fill="white")
    return screen


@edit("web page")
def _web(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    width, height = 1280, 900
    screen = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, width, 70), fill="#24344d")
    draw.text((40, 18), words(chance, 3), "white", font(30))
    inner = ImageOps.contain(picture, (760, 620))
    screen.paste(inner, (60, 150))
    draw.text((60, 100), words(chance, 6), "#222222", font(34))
    for number in range(16):
        draw.text((870, 150 + 34 * number), words(chance, 5), "#555555", font(20))
    return screen


@edit("story on a blurred background")
def _story(picture: Picture, _chance: random.Random, _other: Picture) -> Picture:
    width, height = 720, 1280
    back = ImageOps.fit(picture, (width, height)).filter(ImageFilter.GaussianBlur(30))
    back = ImageEnhance.Brightness(back).enhance(0.8)
    inner = ImageOps.contain(picture, (width, height))
    back.paste(inner, ((width - inner.width) // 2, (height - inner.height) // 2))
    return back


@edit("caption bar 15 %")
def _caption(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    width, height = picture.size
    bar = max(20, round(height * 0.15))
    canvas = Image.new("RGB", (width, height + bar), "white")
    canvas.paste(picture, (0, bar))
    ImageDraw.Draw(canvas).text((10, bar // 5), words(chance, 6), "black", font(bar // 2))
    return canvas


@edit("meme text")
def _meme(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    canvas = picture.copy()
    draw, size = ImageDraw.Draw(canvas), max(12, picture.height // 9)
    for top in (size // 4, picture.height - round(size * 1.4)):
        text = words(chance, 3).upper()
        draw.text(
            (picture.width // 2, top),
            text,
            "white",
            font(size),
            anchor="ma",
            stroke_width=max(1, size // 12),
            stroke_fill="black",
        )
    return canvas


@edit("tiled watermark")
def _tiled(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw, size = ImageDraw.Draw(layer), max(10, picture.width // 20)
    text = words(chance, 2)
    for top in range(0, picture.height, size * 4):
        for left in range(-size * 2, picture.width, size * 9):
            draw.text((left + (top // size % 3) * size, top), text, (255, 255, 255, 110), font(size))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


@edit("corner logo")
def _logo(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    canvas, side = picture.copy(), round(min(picture.size) * 0.22)
    draw = ImageDraw.Draw(canvas)
    left = chance.choice((8, picture.width - side - 8))
    draw.rounded_rectangle((left, 8, left + side, 8 + side), side // 5, fill="#d7263d")
    draw.text((left + side // 2, 8 + side // 2), "HD", "white", font(side // 2), anchor="mm")
    return canvas


def _smiled(picture: Picture, chance: random.Random, share: float) -> Picture:
    canvas, side = picture.copy(), round(min(picture.size) * share)
    left, top = chance.randint(0, picture.width - side), chance.randint(0, picture.height - side)
    draw = ImageDraw.Draw(canvas)
    draw.ellipse((left, top, left + side, top + side), fill="#ffcc33", outline="#c98a00", width=max(1, side // 30))
    for eye in (0.33, 0.67):
        x, y, r = left + side * eye, top + side * 0.38, side * 0.07
        draw.ellipse((x - r, y - r, x + r, y + r), fill="#5b3a00")
    draw.arc(
        (left + side * 0.25, top + side * 0.35, left + side * 0.75, top + side * 0.78),
        20,
        160,
        "#5b3a00",
        max(2, side // 20),
    )
    return canvas


@edit("emoji, a third of the shorter side")
def _emoji_20(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _smiled(picture, chance, 0.35)


@edit("emoji, three fifths of the shorter side")
def _emoji_35(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _smiled(picture, chance, 0.6)


@edit("pixelated region 35 %")
def _pixelated(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    canvas, (width, height) = picture.copy(), picture.size
    wide, high = round(width * 0.35), round(height * 0.35)
    left, top = chance.randint(0, width - wide), chance.randint(0, height - high)
    part = canvas.crop((left, top, left + wide, top + high))
    small = part.resize((8, 8), Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
    canvas.paste(small, (left, top))
    return canvas


def _turned(picture: Picture, degrees: float, *, fill: bool) -> Picture:
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC, expand=fill, fillcolor="white")
    if fill:
        return turned
    angle = abs(np.deg2rad(degrees))
    width, height = picture.size
    long, short = max(width, height), min(width, height)
    share = 1 / (np.cos(angle) + np.sin(angle) * long / short)
    wide, high = round(width * share), round(height * share)
    left, top = (width - wide) // 2, (height - high) // 2
    return turned.crop((left, top, left + wide, top + high))


def _rotation(name: str, degrees: float, *, fill: bool) -> None:
    EDITS[name] = lambda picture, chance, _other: _turned(picture, degrees * chance.choice((-1, 1)), fill=fill)


_rotation("turned 2 degrees, cropped", 2, fill=False)
_rotation("turned 2 degrees, filled", 2, fill=True)
_rotation("turned 5 degrees, cropped", 5, fill=False)
_rotation("turned 5 degrees, filled", 5, fill=True)
_rotation("turned 15 degrees, cropped", 15, fill=False)


@edit("collage of four")
def _four(picture: Picture, chance: random.Random, other: Picture) -> Picture:
    cell = (480, 480)
    others = [other, ImageOps.mirror(other), other.transpose(Image.Transpose.ROTATE_180)]
    parts = [ImageOps.fit(each, cell) for each in others]
    parts.insert(chance.randrange(4), picture.resize(cell, Image.Resampling.BICUBIC))
    canvas = Image.new("RGB", (960, 960))
    for number, part in enumerate(parts):
        canvas.paste(part, (480 * (number % 2), 480 * (number // 2)))
    return canvas


@edit("side by side")
def _pair(picture: Picture, chance: random.Random, other: Picture) -> Picture:
    height = 480
    parts = [each.resize((round(each.width * height / each.height), height)) for each in (picture, other)]
    chance.shuffle(parts)
    canvas = Image.new("RGB", (sum(part.width for part in parts), height))
    canvas.paste(parts[0], (0, 0))
    canvas.paste(parts[1], (parts[0].width, 0))
    return canvas


@edit("ours small in another")
def _inside(picture: Picture, chance: random.Random, other: Picture) -> Picture:
    canvas = ImageOps.fit(other, (960, 720)).copy()
    inner = ImageOps.contain(picture, (400, 400))
    canvas.paste(inner, (chance.randint(20, 940 - inner.width), chance.randint(20, 700 - inner.height)))
    return canvas


@edit("another small on ours")
def _onto(picture: Picture, chance: random.Random, other: Picture) -> Picture:
    canvas, side = picture.copy(), round(min(picture.size) * 0.4)
    inner = ImageOps.contain(other, (side, side))
    canvas.paste(
        inner, (chance.randint(0, picture.width - inner.width), chance.randint(0, picture.height - inner.height))
    )
    return canvas


def _photographed(picture: Picture, chance: random.Random, margin: float) -> Picture:
    """A photograph of a screen: seen aslant, with a frame, uneven light, noise and a moiré of lines."""
    width, height = picture.size
    pad = round(max(width, height) * margin)
    framed = ImageOps.expand(ImageOps.expand(picture, max(4, pad // 3), "#101010"), max(4, pad), "#6d6a66")
    wide, high = framed.size
    bend = [chance.uniform(0.01, 0.035) for _ in range(8)]
    quad = (wide * bend[0], high * bend[1], wide * bend[2], high * (1 - bend[3]), wide * (1 - bend[4]), high * (1 - bend[5]), wide * (1 - bend[6]), high * bend[7])  # fmt: skip
    seen = framed.transform(framed.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)
    pixels = np.asarray(seen, np.float32)
    light = np.linspace(0.8, 1.15, wide)[None, :, None] * (1 + 0.04 * np.sin(np.arange(high) * 1.9))[:, None, None]
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 6, pixels.shape)
    return encoded(Image.fromarray(np.clip(pixels * light + noise, 0, 255).astype(np.uint8)), "JPEG", 70)


@edit("photo of a screen, loose")
def _loose(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _photographed(picture, chance, 0.12)


@edit("photo of a screen, tight")
def _tight(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _photographed(picture, chance, 0.015)


@edit("frame of an h264 video, crf 33")
def _h264(picture: Picture, _chance: random.Random, _other: Picture) -> Picture:
    width, height = (480 * picture.width // picture.height) // 2 * 2, 480
    content = io.BytesIO()
    with av.open(content, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(5), options={"crf": "33", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        frame = av.VideoFrame.from_image(picture.resize((width, height)))
        for _ in range(2):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    content.seek(0)
    with av.open(content) as container:
        return next(container.decode(video=0)).to_image()


@edit("crop 5 %, mirrored, JPEG 40")
def _combined_crop(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return encoded(ImageOps.mirror(cropped(picture, 0.05, chance)), "JPEG", 40)


@edit("caption, screenshot, JPEG 40")
def _combined_shot(picture: Picture, chance: random.Random, other: Picture) -> Picture:
    return encoded(_screenshot(_caption(picture, chance, other), chance, dark=chance.random() < 0.5), "JPEG", 40)


@edit("crop 20 %, mirrored")
def _combined_deep(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return ImageOps.mirror(cropped(picture, 0.2, chance))


@edit("mirrored, colour filter, emoji of a third")
def _combined_filter(picture: Picture, chance: random.Random, _other: Picture) -> Picture:
    return _smiled(_filtered(ImageOps.mirror(picture)), chance, 0.35)

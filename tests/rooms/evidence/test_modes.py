# SPDX-License-Identifier: Apache-2.0
"""What may hold a picture gives way when images are not kept, whatever it calls itself; text stays."""

import base64
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from verweer.browser.logged import LoggedExchange
from verweer.evidence.modes import withheld, without_inline_pictures

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.effect_noise((64, 64), 80).convert("RGB").save(target, kind)
    return target.getvalue()


JPEG, PNG, WEBP, GIF = picture("JPEG"), picture("PNG"), picture("WEBP"), picture("GIF")
PLAIN = b"<p>" + b"Een gewone zin met woorden. " * 40 + b"</p>"


def exchange(tmp_path: Path, media_type: str, body: bytes, number: int = 0) -> LoggedExchange:
    made = LoggedExchange("https://site.test/a", "GET", NOW, tmp_path, number)
    made.response_headers = ["HTTP/1.1 200 OK", f"Content-Type: {media_type}"]
    made.decoded.write_bytes(body)
    made.decoded_length = len(body)
    return made


GIVES_WAY = {
    "a picture": ("image/jpeg", JPEG),
    "a drawing": ("image/svg+xml", b"<svg>" + PLAIN),
    "a drawing that calls itself text": ("text/svg", b"<svg>" + PLAIN),
    "a video": ("video/mp4", b"\0\0\0 ftypisom" + b"x" * 200),
    "a part of a stream": ("video/mp2t", b"G" * 400),
    "bytes of no kind": ("application/octet-stream", b"x" * 400),
    "no type at all": ("", JPEG),
    "an unknown type": ("application/x-verzonnen", b"x" * 400),
    "a picture that calls itself a page": ("text/html", JPEG),
    "a picture that calls itself JSON": ("application/json; charset=utf-8", PNG),
    "a page with a picture inside": ("text/html", PLAIN + b"<img src='data:image/png;base64," + base64.b64encode(PNG)),
    "a sheet with a picture inside": ("text/css", b"a{background:url(data:image/gif;base64,R0lGOD)}" + PLAIN),
    "a JPEG in JSON": ("application/json", b'{"i": "' + base64.b64encode(JPEG) + b'"}'),
    "a PNG in a script": ("text/javascript", b"const i='" + base64.b64encode(PNG) + b"'"),
    "a GIF in JSON": ("application/json", b'{"i": "' + base64.b64encode(GIF) + b'"}'),
    "a WebP in JSON": ("application/json", b'{"i": "' + base64.b64encode(WEBP) + b'"}'),
}
STAYS = {
    "a page": ("text/html; charset=utf-8", PLAIN),
    "data": ("application/json", b'{"a": "' + b"b" * 300 + b'"}'),
    "a script": ("text/javascript", b"const a = 1;" * 40),
    "a playlist": ("application/vnd.apple.mpegurl", b"#EXTM3U\n" * 40),
    "a letter type": ("font/woff2", b"wOF2\0\1\0\0" + b"x" * 400),
    "next to nothing": ("image/gif", GIF[:40]),
}


@pytest.mark.parametrize(("media_type", "body"), GIVES_WAY.values(), ids=GIVES_WAY)
def test_a_body_that_may_hold_a_picture_gives_way(tmp_path: Path, media_type: str, body: bytes) -> None:
    assert withheld([exchange(tmp_path, media_type, body, 7)]) == {7}


@pytest.mark.parametrize(("media_type", "body"), STAYS.values(), ids=STAYS)
def test_a_body_that_cannot_hold_a_picture_stays(tmp_path: Path, media_type: str, body: bytes) -> None:
    assert withheld([exchange(tmp_path, media_type, body)]) == frozenset()


def test_pictures_in_the_markup_are_taken_out() -> None:
    markup = f'<img src="data:image/png;base64,{base64.b64encode(PNG).decode()}"><b style="background:url(data:image/gif;base64,R0)">'

    assert without_inline_pictures(markup) == '<img src="data:,"><b style="background:url(data:,)">'

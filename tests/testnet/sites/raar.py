# SPDX-License-Identifier: Apache-2.0
"""Answers as no good site does: endless, slow, huge, deep, circular, closed, and pointing where it should not."""

import base64
import hashlib
import socket
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from threading import Event

from tests.testnet import pictures
from tests.testnet.pages import always, moved, page, picture, routed
from tests.testnet.places import IDN_HOST, REVOLVING_DOOR
from tests.testnet.replies import Reply, Request, Site

STREAM_LENGTH = 5_000_000_000
_PIECE = bytes(range(256)) * 256
_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3
_LOGIN = (
    '<h1>Log in</h1><form method="post"><label>Name <input name="user"></label>'
    '<label>Password <input name="password" type="password"></label><button>Log in</button></form>'
)
_CAPTCHA = (
    "<h1>Checking that you are human</h1><p>Select all pictures with a boat.</p>"
    '<form id="captcha"><div class="captcha-box" data-sitekey="raar"></div><button>Verify</button></form>'
)
_DIALOGS = """<h1>Dialogs</h1><script>
addEventListener("beforeunload", event => { event.preventDefault(); event.returnValue = "stay"; });
for (let i = 0; i < 3; i++) { alert("alert " + i); window.open("/popup?" + i); }
confirm("sure?"); prompt("name?"); setInterval(() => alert("again"), 200);
</script>"""
_SOCKET = """<h1>Web socket</h1><p id="said"></p><script>
const socket = new WebSocket("wss://" + location.host + "/socket");
socket.onmessage = event => { document.getElementById("said").textContent = event.data; };
</script>"""


def sites(closing: Event) -> dict[str, Site]:
    """Return the sites; those that never finish end when `closing` is set."""
    raar = routed(_PLAIN | _unending(closing))
    at_the_door = routed({"/": always(page("Draaideur", "<h1>Wie ben je nu?</h1>"))})
    idn = routed(
        {
            "/foto": always(page("Müllers Bilder", '<h1>Müllers Bilder</h1><img src="/b.jpg" alt="">', language="de")),
            "/b.jpg": lambda _: picture(pictures.recoded("vuurtoren")),
        }
    )
    expired = routed({"/": always(page("Verlopen", "<h1>Verlopen</h1>"))})
    return {
        "raar.test": raar,
        IDN_HOST: idn,
        "verlopen.test": expired,
        REVOLVING_DOOR: at_the_door,
        "beide.test": at_the_door,
    }


def _unending(closing: Event) -> dict[str, Callable[[Request], Reply]]:
    def stream() -> Iterator[bytes]:
        while not closing.is_set():
            yield _PIECE

    def half() -> Iterator[bytes]:
        yield b"<!doctype html><title>Half</title><h1>The first half</h1><p>" + b"word " * 200
        closing.wait()

    def slowly() -> Iterator[bytes]:
        yield b"<!doctype html><title>Slow</title>"
        for number in range(6):
            if closing.wait(0.5):
                return
            yield b"<p>part %d</p>" % number

    return {
        "/stream": lambda _: Reply(media_type="video/mp4", body=stream(), length=STREAM_LENGTH),
        "/endless-download": lambda _: Reply(
            media_type="application/zip",
            body=stream(),
            length=STREAM_LENGTH,
            headers=(("Content-Disposition", 'attachment; filename="map.zip"'),),
        ),
        "/never": lambda _: Reply(body=half()),
        "/slow": lambda _: Reply(body=slowly()),
    }


def _huge_picture(_request: Request) -> Reply:
    """Return a PNG of 30,000 by 30,000 black pixels in a few kilobytes."""
    side = 30_000
    squeeze = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 1)
    data = squeeze.compress(row * side) + squeeze.flush()
    written = b"\x89PNG\r\n\x1a\n"
    for kind, content in (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
        (b"IDAT", data),
        (b"IEND", b""),
    ):
        written += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return picture(written, "image/png")


def _gzip_bomb(_request: Request) -> Reply:
    """Return a page of 200 MB that travels in 200 kB."""
    return Reply(body=_bomb(), headers=(("Content-Encoding", "gzip"),), raw=True)


@cache
def _bomb() -> bytes:
    squeeze = zlib.compressobj(6, wbits=31)  # 31: with the head and tail of gzip
    zeros = b"\0" * 1_000_000
    return b"".join(squeeze.compress(zeros) for _ in range(200)) + squeeze.flush()


def shake_hands(request: Request) -> Reply:
    """Open a web socket and say one thing over it (RFC 6455)."""
    key = request.headers.get("sec-websocket-key", "")
    accept = base64.b64encode(hashlib.sha1((key + _GUID).encode(), usedforsecurity=False).digest()).decode()
    said = b"said over the socket"
    frames = bytes((0x81, len(said))) + said
    headers = (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept))
    return Reply(status=101, media_type="", headers=headers, upgrade=lambda connection: _say(connection, frames))


def _say(connection: socket.socket, frames: bytes) -> None:
    connection.sendall(frames)
    while connection.recv(4096):
        pass


def _part(request: Request) -> Reply:
    return picture(pictures.avatar(len(request.path)), "image/png")


def _many(_request: Request) -> Reply:
    return page("Many", "".join(f'<img src="/part/{number}.png" alt="" width="4">' for number in range(2_000)))


_PLAIN: dict[str, Callable[[Request], Reply]] = {
    "/": always(page("Raar", "<h1>Raar</h1>")),
    "/redirect-private": always(moved("http://127.0.0.1:8088/")),
    "/redirect-metadata": always(moved("http://169.254.169.254/latest/meta-data/")),
    "/loop": always(moved("/loop")),
    "/404": always(page("Not found", "<h1>Not found</h1>", status=404)),
    "/410": always(page("Gone", "<h1>Gone</h1><p>The owner removed this.</p>", status=410)),
    "/login": always(page("Log in", _LOGIN, status=401)),
    "/captcha": always(page("One moment", _CAPTCHA, status=403)),
    "/geo": always(page("Not here", "<h1>451</h1><p>Not available in your country.</p>", status=451)),
    "/download": always(
        Reply(
            media_type="application/octet-stream",
            body=_PIECE * 16,
            headers=(("Content-Disposition", 'attachment; filename="map.bin"'),),
        )
    ),
    "/ws": always(page("Web socket", _SOCKET)),
    "/socket": shake_hands,
    "/deep": lambda _: page("Deep", "<div>" * 60_000 + "bottom"),
    "/many": _many,
    "/alert": always(page("Dialogs", _DIALOGS)),
    "/popup": always(page("Popup", "<h1>Popup</h1>")),
    "/bomb.png": _huge_picture,
    "/bomb.gz": _gzip_bomb,
    "/beelden": always(page("Beelden", '<h1>Beelden</h1><img src="/bomb.png" alt=""><img src="/beeld.jpg" alt="">')),
    "/beeld.jpg": lambda _: picture(pictures.picture("tuin")),
} | {f"/part/{number}.png": _part for number in range(2_000)}

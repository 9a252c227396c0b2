# SPDX-License-Identifier: Apache-2.0
"""Attacks its visitor: bombs, floods, broken speech, and pages that hang, crash, lie or will not let go."""

import base64
import gzip
import secrets
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from threading import Event

from tests.testnet import pictures
from tests.testnet.pages import always, moved, page, picture, routed
from tests.testnet.replies import Reply, Request, Site

TEN_GIGABYTES = 10_000_000_000
_PIECE = b"<p>more and more</p>\n" * 3_000
_BROTLI_GIGABYTE = "H4sIAAAAAAACAzv//389g4rDo40ORe////z/n7+BxUFGrOHdX/v///8zTmDoOMx0Ye//5///2zMIMRRGMOz6/v/P///sDkwKfNwO3//NB6pi8GA4ksj44t7/z///yzNwNljoMNz9Xf/v/39mBUaBdtYF1f/Pgy1heLSBoWTUklFLhoglYFUwS/gB/CWrkSkDAAA="
_ZSTD_HEAD = b"\x28\xb5\x2f\xfd\x00\x68"  # RFC 8878 section 3.1.1: a frame with a window of 8 MiB
_BLOCK = 1 << 17


def sites(closing: Event) -> dict[str, Site]:
    """Return the sites; those that never finish end when `closing` is set."""
    hello = routed({"/": always(page("Hallo", "<h1>Hallo</h1>"))})
    return {
        "vijandig.test": routed(_PAGES | _BROKEN | _BOMBS | _unending(closing)),
        "anders.test": hello,
        "zelfgemaakt.test": hello,
        "vaag.draaideur.test": routed(
            {"/": always(page("Draaideur", _REBIND)), "/geheim": always(Reply(body=b"secret"))}
        ),
    }


def _unending(closing: Event) -> dict[str, Callable[[Request], Reply]]:
    def pieces() -> Iterator[bytes]:
        yield b"<!doctype html><title>Endless</title>"
        while not closing.is_set():
            yield _PIECE

    return {
        "/eindeloos": lambda _: Reply(body=pieces()),
        "/tien-gigabyte": lambda _: Reply(body=pieces(), length=TEN_GIGABYTES),
    }


@cache
def _gzip_bomb() -> bytes:
    squeeze = zlib.compressobj(6, wbits=31)  # 31: with the head and tail of gzip
    spaces = b" " * 1_000_000
    return b"".join(squeeze.compress(spaces) for _ in range(300)) + squeeze.flush()


def _brotli_bomb() -> bytes:
    return gzip.decompress(base64.b64decode(_BROTLI_GIGABYTE))


def _zstd_bomb() -> bytes:
    """Return a gigabyte of spaces as blocks of one repeated byte (RFC 8878 section 3.1.1.2)."""
    block = struct.pack("<I", _BLOCK << 3 | 1 << 1)[:3] + b" "
    last = struct.pack("<I", _BLOCK << 3 | 1 << 1 | 1)[:3] + b" "
    return _ZSTD_HEAD + block * (1_000_000_000 // _BLOCK) + last


def _bomb(encoding: str, make: Callable[[], bytes]) -> Callable[[Request], Reply]:
    return lambda _: Reply(body=make(), headers=(("Content-Encoding", encoding),), raw=True)


def _other_each_time(request: Request) -> Reply:
    if request.path.endswith(".png"):
        return picture(pictures.avatar(secrets.randbelow(1_000)), "image/png", (("Cache-Control", "no-store"),))
    body = f'<h1>{secrets.token_hex(8)}</h1><img src="/wisselend.png" alt=""><img src="/wisselend.png?2" alt="">'
    return page("Wisselend", body)


_REBIND = """<h1>Draaideur</h1><script>
for (let turn = 0; turn < 3; turn++) setTimeout(() => fetch("/geheim?" + turn), turn * 300);
</script>"""
_TITLE = """<h1>Titel</h1><script>
document.title = "Foto\\u202egpj.exe\\u0007\\nregel twee \\ud800 einde";
const link = document.createElement("a"); link.href = "https://vijandig.test:8443/\\ud800\\u202e"; document.body.append(link);
document.body.append("half \\udfff character");
</script>"""
_TAMPERED = """<h1>Knoeit</h1><script>
Array.prototype.map = () => 7; document.querySelectorAll = () => 7;
Object.defineProperty(document, "title", { get: () => ({ slice: () => [1] }) });
</script>"""
_DIALOGS = """<h1>Dialogen</h1><script>
addEventListener("beforeunload", event => { event.preventDefault(); event.returnValue = "stay"; });
for (let turn = 0; turn < 3; turn++) { alert(turn); confirm(turn); prompt(turn); print(); window.open("/sluit?" + turn); }
setInterval(() => { alert("again"); print(); }, 150);
</script>"""
_DOWNLOADS = """<h1>Downloads</h1><script>
for (let turn = 0; turn < 30; turn++) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["x".repeat(1000)])); link.download = "bestand" + turn; link.click();
}
</script>"""
_HISTORY = """<h1>Geschiedenis</h1><script>
for (let turn = 0; turn < 200; turn++) history.pushState({}, "", "/geschiedenis?" + turn);
setInterval(() => { history.back(); history.forward(); location.hash = Math.random(); }, 1);
</script>"""
_RELOADS = '<h1>Herlaadt</h1><script>setTimeout(() => location.replace("/herlaadt?" + Math.random()), 50);</script>'
_LOOP = "<h1>Lus</h1><script>setTimeout(() => { while (true); }, 200);</script>"
_HUGE = """<h1>Groot</h1><script>
const row = "<div><span>veel</span></div>".repeat(1000);
for (let turn = 0; turn < 150; turn++) document.body.insertAdjacentHTML("beforeend", row);
</script>"""
_GREEDY = """<h1>Geheugen</h1><script>
const held = [];
setInterval(() => { for (let turn = 0; turn < 4; turn++) held.push(new Uint8Array(32 << 20).fill(7)); }, 20);
</script>"""
_CALLING = """<h1>Belt</h1><script>
const call = new RTCPeerConnection({ iceServers: [{ urls: "stun:{address}" }] });
call.createDataChannel("x"); call.createOffer().then(offer => call.setLocalDescription(offer));
</script>"""


def _calling(request: Request) -> Reply:
    return page("Belt", _CALLING.replace("{address}", request.first("naar")))


_PAGES: dict[str, Callable[[Request], Reply]] = {
    "/tienduizend": lambda _: page(
        "Tienduizend", "".join(f'<img src="/deel/{number}.png" alt="">' for number in range(10_000))
    ),
    "/kring": always(moved("/kring?verder")),
    "/wisselend": _other_each_time,
    "/wisselend.png": _other_each_time,
    "/titel": lambda _: page("Titel", _TITLE),
    "/knoeit": always(page("Knoeit", _TAMPERED)),
    "/dialogen": always(page("Dialogen", _DIALOGS)),
    "/downloads": always(page("Downloads", _DOWNLOADS)),
    "/sluit": always(page("Sluit", "<h1>Sluit</h1><script>window.close();</script>")),
    "/geschiedenis": always(page("Geschiedenis", _HISTORY)),
    "/herlaadt": always(page("Herlaadt", _RELOADS)),
    "/lus": always(page("Lus", _LOOP)),
    "/groot": always(page("Groot", _HUGE)),
    "/geheugen": always(page("Geheugen", _GREEDY)),
    "/belt": _calling,
    "/leeg-404": always(Reply(status=404, body=b"")),
}
_BROKEN: dict[str, Callable[[Request], Reply]] = {
    path: always(Reply(verbatim=said))
    for path, said in {
        "/geen-http": b"SSH-2.0-OpenSSH_9.2\r\n" * 3,
        "/rare-kop": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: a\0b\r\n\r\nniets",
        "/grote-kop": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: " + b"a" * 400_000 + b"\r\n\r\nhallo",
        "/kapot-brok": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhallo\r\n",
        "/te-kort": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<h1>Te kort</h1>",
        "/geen-gzip": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n<h1>Geen gzip</h1>",
        "/dicht": b"",
    }.items()
}
_BOMBS: dict[str, Callable[[Request], Reply]] = {
    "/bom-gzip": _bomb("gzip", _gzip_bomb),
    "/bom-brotli": _bomb("br", _brotli_bomb),
    "/bom-zstd": _bomb("zstd", _zstd_bomb),
}

# SPDX-License-Identifier: Apache-2.0
"""One page with everything a browser can fetch, each body known beforehand: the measure of completeness.

No service worker: Chromium wants a certificate that it trusts for that, and does not trust this internet's.
"""

import random
from collections.abc import Iterator

from tests.testnet import pictures
from tests.testnet.pages import moved
from tests.testnet.sites.raar import shake_hands
from tests.testnet.videos import video
from tests.testnet.web import Reply, Request, Site

HOST = "volledig.test"
VIDEO_BYTES = 21_000_000
POSTED = b'{"gezien": 1}'

_PAGE = b"""<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Volledig</title>
<link rel="stylesheet" href="/stijl.css"><link rel="icon" href="/icoon.png"><script src="/een.js"></script></head>
<body><h1>Volledig</h1><img src="/foto.jpg" alt=""><img src="/weg.png" alt="">
<iframe src="/kader" title="kader"></iframe><video src="/film.mp4" controls muted preload="metadata" width="320"></video>
<p class="achtergrond">Met achtergrond</p><div style="height:6000px"></div>
<img loading="lazy" src="/lui.jpg" alt="" width="300"><script src="/samengeperst.js"></script><script>
fetch("/gezien", {method: "POST", body: '{"gezien": 1}'});
fetch("/stukken").then(a => a.text());
fetch("/feiten.json", {headers: {"x-eigen": "kop"}}).then(a => a.json());
fetch("/niets").catch(() => {});
fetch("/lijst.m3u8").then(a => a.text()).then(t => t.split("\\n").filter(l => l.endsWith(".ts")).forEach(l => fetch(l)));
fetch("/klodder.jpg").then(a => a.blob()).then(b => { const i = new Image(); i.src = URL.createObjectURL(b); document.body.append(i); });
new Worker("/werker.js");
new WebSocket("wss://" + location.host + "/praten");
navigator.sendBeacon("/baken", "weg");
</script></body></html>"""
_PADDING = random.Random(21)


def _film() -> bytes:
    """Return a playable video of 21 MB: the small one, and a box of noise that players skip (ISO 14496-12, `free`)."""
    playable = video()
    size = VIDEO_BYTES - len(playable)
    return playable + size.to_bytes(4, "big") + b"free" + _PADDING.randbytes(size - 8)


def _stored_as_brotli(content: bytes) -> bytes:
    """Return content in brotli's own frame without compressing it (RFC 7932 section 9.2)."""
    head = ((len(content) - 1) << 4) | 1 << 20
    return head.to_bytes(3, "little") + content + b"\x03"


_SCRIPT = b"window.samengeperst = true; // " + b"veel woorden " * 40
_TYPES = {
    "/": ("text/html; charset=utf-8", _PAGE),
    "/stijl.css": ("text/css", b".achtergrond { background: url(/achtergrond.png) } @font-face { font-family: x; src: url(/letter.woff2) } p { font-family: x }" * 3),
    "/icoon.png": ("image/png", pictures.avatar(1)),
    "/een.js": ("text/javascript", b"window.een = 1;" * 30),
    "/foto.jpg": ("image/jpeg", pictures.picture("tuin")),
    "/kader": ("text/html", b"<title>kader</title><img src='/in-kader.jpg' alt=''>" + b"<p>kader</p>" * 30),
    "/in-kader.jpg": ("image/jpeg", pictures.picture("vuurtoren")),
    "/film.mp4": ("video/mp4", _film()),
    "/achtergrond.png": ("image/png", pictures.avatar(2)),
    "/lui.jpg": ("image/jpeg", pictures.recoded("vuurtoren")),
    "/feiten.json": ("application/json", b'{"feit": "' + b"waar " * 60 + b'"}'),
    "/lijst.m3u8": ("application/vnd.apple.mpegurl", b"#EXTM3U\n#EXTINF:2,\n/deel1.ts\n#EXTINF:2,\n/deel2.ts\n#EXT-X-ENDLIST\n"),
    "/deel1.ts": ("video/mp2t", _PADDING.randbytes(60_000)),
    "/deel2.ts": ("video/mp2t", _PADDING.randbytes(50_000)),
    "/klodder.jpg": ("image/jpeg", pictures.avatar(3)),
    "/werker.js": ("text/javascript", b"fetch('/van-werker.json');" + b" " * 300),
    "/van-werker.json": ("application/json", b'{"van": "werker"}'),
    "/gezien": ("application/json", b'{"aantal": 7}'),
    "/baken": ("text/plain", b"gezien"),
}  # fmt: skip
BODIES = {path: body for path, (_, body) in _TYPES.items()} | {
    "/samengeperst.js": _stored_as_brotli(_SCRIPT),
    "/stukken": b"".join(b"stuk %d\n" % number for number in range(50)),
    "/weg.png": b"hier is niets",
}
"""What each path answers; gzip undone, brotli as it is sent."""


def _pieces() -> Iterator[bytes]:
    for number in range(50):
        yield b"stuk %d\n" % number


def _site(request: Request) -> Reply:
    match request.path:
        case "/omleiding":
            return moved("/")
        case "/praten":
            return shake_hands(request)
        case "/samengeperst.js":
            headers = (("Content-Encoding", "br"),)
            return Reply(media_type="text/javascript", body=BODIES[request.path], headers=headers, raw=True)
        case "/stukken":
            return Reply(media_type="text/plain", body=_pieces())
        case path if path in _TYPES:
            media_type, body = _TYPES[path]
            return Reply(media_type=media_type, body=body)
        case path:
            return Reply(status=404, media_type="text/plain", body=BODIES.get(path, b"niets"))


SITES: dict[str, Site] = {HOST: _site}

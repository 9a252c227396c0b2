# SPDX-License-Identifier: Apache-2.0
"""One page with everything a browser can fetch, each body known beforehand: the measure of completeness.

The service worker lives on a name below `localhost`: Chromium wants a certificate that it trusts for one
elsewhere, and does not trust this internet's.
"""

import random
from collections.abc import Iterator

from tests.testnet import pictures, places
from tests.testnet.pages import moved
from tests.testnet.replies import Reply, Request, Site
from tests.testnet.sites.raar import shake_hands
from tests.testnet.videos import segments, video

HOST, SECURE_HOST = "volledig.test", "volledig.localhost"
VIDEO_BYTES = 21_000_000
POSTED = b'{"gezien": 1}'

_PAGE = b"""<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Volledig</title>
<link rel="stylesheet" href="/stijl.css"><link rel="icon" href="/icoon.png"><script src="/een.js"></script></head>
<body><h1>Volledig</h1><img src="/foto.jpg" alt=""><img src="/weg.png" alt="">
<iframe src="/kader" title="kader"></iframe><iframe src="/speler" title="speler" width="400" height="300"></iframe>
<iframe src="/bijlage.bin" title="bijlage" hidden></iframe><iframe src="DIENST" title="dienst"></iframe>
<video src="/film.mp4" controls muted preload="metadata" width="320"></video>
<video id="stroom" muted width="320"></video><video id="ontsleuteld" muted width="320"></video>
<div style="height:120px;overflow:auto"><div style="height:3000px"></div><img loading="lazy" src="/lui-binnen.jpg" alt=""></div>
<p class="achtergrond">Met achtergrond</p><div style="height:6000px"></div>
<img loading="lazy" src="/lui.jpg" alt="" width="300"><script src="/samengeperst.js"></script>
<a id="pakket" href="/pakket.bin">pakket</a><script>
fetch("/gezien", {method: "POST", body: '{"gezien": 1}'});
fetch("/veel", {method: "POST", body: new Uint8Array(300000).map((_, i) => i % 251)});
const vorm = new FormData(); vorm.append("naam", "waarde"); vorm.append("bestand", new Blob(["x".repeat(90000)]), "x.txt");
fetch("/vorm", {method: "POST", body: vorm});
fetch("/stukken").then(a => a.text());
fetch("/feiten.json", {headers: {"x-eigen": "kop"}}).then(a => a.json());
fetch("/niets").catch(() => {});
fetch("/lijst.m3u8").then(a => a.text()).then(t => t.split("\\n").filter(l => l.endsWith(".ts")).forEach(l => fetch(l)));
fetch("/klodder.jpg").then(a => a.blob()).then(b => { const i = new Image(); i.src = URL.createObjectURL(b); document.body.append(i); });
fetch("/versleuteld.bin").then(a => a.arrayBuffer()).then(b => {
  ontsleuteld.src = URL.createObjectURL(new Blob([new Uint8Array(b).map(x => x ^ 90)], {type: "video/mp4"})); });
(async () => {
  const lijst = await (await fetch("/stroom.mpd")).text(), bron = new MediaSource(); stroom.src = URL.createObjectURL(bron);
  await new Promise(klaar => bron.onsourceopen = klaar);
  const buffer = bron.addSourceBuffer('video/mp4; codecs="CODEC"');
  for (const [, naam] of lijst.matchAll(/media="([^"]+)"/g)) {
    buffer.appendBuffer(await (await fetch(naam)).arrayBuffer()); await new Promise(klaar => buffer.onupdateend = klaar); }
  bron.endOfStream();
})();
new Worker("/werker.js");
new WebSocket("wss://" + location.host + "/praten");
navigator.sendBeacon("/baken", "weg");
addEventListener("load", () => setTimeout(() => pakket.click(), 500));
</script></body></html>"""
_DEEP = b"<title>diep</title><img src='/diep.jpg' alt=''><script>new WebSocket('wss://' + location.host + '/praten-in-kader')</script>"
_PLAYER = b"""<title>speler</title><div id="v"></div><button class="play-overlay" aria-label="Afspelen" style="width:90px;height:60px"
onclick="this.remove(); v.innerHTML = '<video src=/ingebed.mp4 width=200 muted></video>'"></button>"""
_WORKER = b"""fetch('/van-werker.json'); fetch('/van-werker', {method: 'POST', body: 'werk '.repeat(30000)});
new WebSocket('wss://' + location.host + '/praten-in-werker');"""
_SERVICE = b"""<title>dienst</title><script>navigator.serviceWorker.register('/dienst.js').then(() => navigator.serviceWorker.ready)
.then(async () => { while (!navigator.serviceWorker.controller) await new Promise(r => setTimeout(r, 20)); fetch('/door-dienst'); });</script>"""
_SERVICE_WORKER = b"""addEventListener('install', e => e.waitUntil(fetch('/dienst-post', {method: 'POST', body: 'dienst'}).then(() => skipWaiting())));
addEventListener('activate', e => e.waitUntil(clients.claim()));
addEventListener('fetch', e => { if (e.request.url.endsWith('/door-dienst')) e.respondWith(fetch('/van-dienst.json')); });"""
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


def _stream_list() -> bytes:
    names = ["/stroom-kop.mp4", *(f"/stroom-{number}.m4s" for number in range(len(_SEGMENTS)))]
    return b"<MPD>" + "".join(f'<SegmentURL media="{name}"/>' for name in names).encode() + b"</MPD>"


_CODEC, _HEAD, _SEGMENTS = segments()
_SHOWN = video(42)
SHOWN_FROM_MEMORY = {_SHOWN: "video/mp4", pictures.avatar(3): "image/jpeg"}
"""What the page makes itself and shows under a `blob:` address, with the type it gives; the second was served as well."""
_AT_HOME = f"http://{SECURE_HOST}:{places.HTTP_PORT}/dienst".encode()
_SCRIPT = b"window.samengeperst = true; // " + b"veel woorden " * 40
_TYPES = {
    "/": ("text/html; charset=utf-8", _PAGE.replace(b"DIENST", _AT_HOME).replace(b"CODEC", _CODEC.encode())),
    "/stijl.css": ("text/css", b".achtergrond { background: url(/achtergrond.png) } @font-face { font-family: x; src: url(/letter.woff2) } p { font-family: x }" * 3),
    "/icoon.png": ("image/png", pictures.avatar(1)),
    "/een.js": ("text/javascript", b"window.een = 1;" * 30),
    "/foto.jpg": ("image/jpeg", pictures.picture("tuin")),
    "/kader": ("text/html", b"<title>kader</title><img src='/in-kader.jpg' alt=''>" + b"<p>kader</p>" * 30 + b"<iframe src='/kader-diep' title='diep'></iframe>"),
    "/kader-diep": ("text/html", _DEEP),
    "/diep.jpg": ("image/jpeg", pictures.captioned("tuin")),
    "/speler": ("text/html", _PLAYER),
    "/ingebed.mp4": ("video/mp4", video(43)),
    "/lui-binnen.jpg": ("image/jpeg", pictures.captioned("vuurtoren")),
    "/veel": ("application/json", b'{"veel": true}'),
    "/vorm": ("application/json", b'{"vorm": true}'),
    "/versleuteld.bin": ("application/octet-stream", bytes(byte ^ 90 for byte in _SHOWN)),
    "/stroom.mpd": ("application/dash+xml", _stream_list()),
    "/stroom-kop.mp4": ("video/mp4", _HEAD),
    **{f"/stroom-{number}.m4s": ("video/mp4", part) for number, part in enumerate(_SEGMENTS)},
    "/dienst": ("text/html", _SERVICE),
    "/dienst.js": ("text/javascript", _SERVICE_WORKER),
    "/dienst-post": ("application/json", b'{"dienst": 1}'),
    "/van-dienst.json": ("application/json", b'{"van": "dienst"}'),
    "/van-werker": ("application/json", b'{"van-werker": 1}'),
    "/pakket.bin": ("application/octet-stream", _PADDING.randbytes(400_000)),
    "/bijlage.bin": ("application/octet-stream", _PADDING.randbytes(150_000)),
    "/in-kader.jpg": ("image/jpeg", pictures.picture("vuurtoren")),
    "/film.mp4": ("video/mp4", _film()),
    "/achtergrond.png": ("image/png", pictures.avatar(2)),
    "/lui.jpg": ("image/jpeg", pictures.recoded("vuurtoren")),
    "/feiten.json": ("application/json", b'{"feit": "' + b"waar " * 60 + b'"}'),
    "/lijst.m3u8": ("application/vnd.apple.mpegurl", b"#EXTM3U\n#EXTINF:2,\n/deel1.ts\n#EXTINF:2,\n/deel2.ts\n#EXT-X-ENDLIST\n"),
    "/deel1.ts": ("video/mp2t", _PADDING.randbytes(60_000)),
    "/deel2.ts": ("video/mp2t", _PADDING.randbytes(50_000)),
    "/klodder.jpg": ("image/jpeg", pictures.avatar(3)),
    "/werker.js": ("text/javascript", _WORKER),
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
        case "/praten" | "/praten-in-kader" | "/praten-in-werker":
            return shake_hands(request)
        case "/samengeperst.js":
            headers = (("Content-Encoding", "br"),)
            return Reply(media_type="text/javascript", body=BODIES[request.path], headers=headers, raw=True)
        case "/stukken":
            return Reply(media_type="text/plain", body=_pieces())
        case path if path in _TYPES:
            media_type, body = _TYPES[path]
            named = f'attachment; filename="{path[1:]}"'
            headers = (("Content-Disposition", named),) if path in _DOWNLOADED else ()
            return Reply(media_type=media_type, body=body, headers=headers)
        case path:
            return Reply(status=404, media_type="text/plain", body=BODIES.get(path, b"niets"))


_DOWNLOADED = frozenset({"/pakket.bin", "/bijlage.bin"})
SITES: dict[str, Site] = {HOST: _site, SECURE_HOST: _site}

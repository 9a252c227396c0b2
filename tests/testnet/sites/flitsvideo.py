# SPDX-License-Identifier: Apache-2.0
"""Shows a video site behind a CDN: age gate, cookie wall, video elsewhere, payments, advertisements, statistics."""

import hashlib
from dataclasses import replace

from tests.testnet.pages import always, drawing, moved, page, picture, routed, script
from tests.testnet.pictures import avatar, drawn, jpeg
from tests.testnet.places import url
from tests.testnet.replies import Reply, Request, Site
from tests.testnet.videos import video

PUBLISHER = "pub-4471120"
ANALYTICS = "MT-4471120-3"
MERCHANT = "flits-90412"
VIDEO_PATH, COPY_PATH = "/v/8842.mp4", "/v/8842-klein.mp4"
UPLOADER = "nachtvlinder77"
_GATE = """
<dialog open id="leeftijd"><h2>Alleen voor volwassenen</h2><p>Deze site is voor mensen van 18 jaar en ouder.</p>
<button id="oud-genoeg">Ik ben 18 jaar of ouder</button> <a href="https://testnet.test/">Ik ben jonger</a></dialog>
<div class="wall" id="koekjes" role="dialog" aria-label="Cookies"><p>Wij en 214 partners bewaren cookies.</p>
<button id="alles">Alles accepteren</button> <button id="niets">Weigeren</button></div>
<script>
const gate = document.getElementById("leeftijd"), wall = document.getElementById("koekjes");
if (document.cookie.includes("oud=1")) gate.remove();
if (document.cookie.includes("koek=")) wall.remove();
document.getElementById("oud-genoeg")?.addEventListener("click", () => {
  document.cookie = "oud=1; path=/"; gate.remove(); document.querySelector("video")?.play(); });
for (const answer of ["alles", "niets"]) document.getElementById(answer)?.addEventListener("click", () => {
  document.cookie = "koek=" + answer + "; path=/"; wall.remove(); });
</script>"""
_HEAD = f"""
<script async src="{url("ads.klikstroom.test", f"/tag.js?pub={PUBLISHER}")}"></script>
<script async src="{url("meet.klikstroom.test", f"/m.js?id={ANALYTICS}")}"></script>
<script>window.meetlaag = window.meetlaag || []; meetlaag.push(["account", "{ANALYTICS}"]);</script>
<link rel="icon" href="/static/icoon.svg">"""
_FOOT = f"""
<footer><img src="/static/visa.svg" alt="Visa" width="60"> <img src="/static/mastercard.svg" alt="Mastercard" width="60">
<img src="/static/kluispay.svg" alt="KluisPay" width="60">
<nav><a href="/premium">Premium</a><a href="/contact">Contact</a><a href="/misbruik">Misbruik melden</a></nav>
<p>Betalingen door <a href="{url("kluispay.test")}">KluisPay</a></p></footer>"""
_WATCH = f"""
<header><a href="/">FlitsVideo</a> <nav><a href="/premium">Premium zonder reclame</a></nav></header>
<main><h1>Buurvrouw van de haven - nep of echt?</h1>
<video controls muted playsinline preload="metadata" width="640" poster="/thumb/8842.jpg"
 src="{url("media.wolkopslag.test", VIDEO_PATH)}?token=9f2c"></video>
<p>Geplaatst door <a href="/profiel/{UPLOADER}">{UPLOADER}</a> op <time datetime="2026-11-18">18 november 2026</time>,
<span id="bekeken">12.408</span> keer bekeken.</p>
<form method="post" action="{url("betaal.kluispay.test", "/checkout")}">
<input type="hidden" name="merchant" value="{MERCHANT}"><input type="hidden" name="amount" value="9.95">
<button>Koop de lange versie: 9,95 euro</button></form>
<iframe src="{url("ads.klikstroom.test", f"/frame?pub={PUBLISHER}")}" width="300" height="120" title="advertentie"></iframe>
<h2>Meer van {UPLOADER}</h2><img loading="lazy" src="/thumb/8843.jpg" alt="" width="200">
<script>fetch("/api/bekeken", {{method: "POST", headers: {{"content-type": "application/json"}},
 body: JSON.stringify({{video: 8842}})}}).then(a => a.json()).then(a => {{
 document.getElementById("bekeken").textContent = a.aantal; }});</script></main>"""
_PREMIUM = f"""
<header><a href="/">FlitsVideo</a></header><main><h1>Premium</h1>
<ul><li>1 maand: 14,99 euro</li><li>12 maanden: 89 euro</li></ul>
<form method="post" action="{url("betaal.kluispay.test", "/checkout")}">
<input type="hidden" name="merchant" value="{MERCHANT}"><button>Abonnement nemen met Visa of Mastercard</button></form></main>"""
_CONTACT = """
<header><a href="/">FlitsVideo</a></header><main><h1>Contact</h1>
<p>Abuse and takedown: <a href="mailto:abuse@flitsvideo.test">abuse@flitsvideo.test</a>.</p>
<p>FlitsVideo is run by Flits Media Ltd., PO Box 17, Victoria.</p></main>"""
_REPORT = """
<header><a href="/">FlitsVideo</a></header><main><h1>Misbruik melden</h1>
<form method="post" action="/misbruik"><label>Link <input name="link" type="url"></label>
<label>E-mail <input name="email" type="email"></label><label>Reden <textarea name="reden"></textarea></label>
<button>Versturen</button></form></main>"""


def _behind_cdn(site: Site) -> Site:
    """Return a site whose replies carry the marks of its CDN."""

    def answer(request: Request) -> Reply:
        ray = hashlib.sha256(request.path.encode()).hexdigest()[:16]
        marks = (("Server", "snelcdn"), ("X-SnelCDN-Ray", f"{ray}-AMS"), ("X-Cache", "HIT"))
        reply = site(request)
        return replace(reply, headers=(*reply.headers, *marks))

    return answer


_VIDEO_SITE = _behind_cdn(
    routed(
        {
            "/": always(
                page("FlitsVideo", f'<h1>FlitsVideo</h1><a href="/watch/8842">Nieuw</a>{_FOOT}{_GATE}', head=_HEAD)
            ),
            "/watch/8842": always(page("Buurvrouw van de haven - FlitsVideo", _WATCH + _FOOT + _GATE, head=_HEAD)),
            "/kijk": always(moved("/watch/8842", 301)),
            "/premium": always(page("Premium - FlitsVideo", _PREMIUM + _FOOT, head=_HEAD)),
            "/contact": always(page("Contact - FlitsVideo", _CONTACT + _FOOT, language="en")),
            "/misbruik": always(page("Misbruik melden - FlitsVideo", _REPORT + _FOOT)),
            "POST /misbruik": always(page("Ontvangen", "<h1>Bedankt</h1><p>Je melding heeft nummer FV-20931.</p>")),
            "POST /api/bekeken": always(Reply(media_type="application/json", body=b'{"aantal": "12.409"}')),
            f"/profiel/{UPLOADER}": always(page(UPLOADER, f"<h1>{UPLOADER}</h1><p>3 filmpjes</p>{_FOOT}", head=_HEAD)),
            "/thumb/8842.jpg": lambda _: picture(jpeg(drawn(40, 640, 240).crop((0, 0, 320, 240)), quality=85)),
            "/thumb/8843.jpg": lambda _: picture(jpeg(drawn(41, 320, 240), quality=80)),
            "/static/visa.svg": always(drawing("Visa", "#1a1f71")),
            "/static/mastercard.svg": always(drawing("Mastercard", "#cc5500")),
            "/static/kluispay.svg": always(drawing("KluisPay", "#0a7d55")),
            "/static/icoon.svg": always(drawing("FV", "#402080")),
        }
    )
)
_STORAGE = routed(
    {
        VIDEO_PATH: lambda _: Reply(media_type="video/mp4", body=video()),
        COPY_PATH: lambda _: Reply(media_type="video/mp4", body=video(quality=34)),
    }
)
_CHECKOUT = routed(
    {"/checkout": always(page("KluisPay", "<h1>KluisPay</h1><p>Betaal veilig met Visa, Mastercard of iDEAL.</p>"))}
)
_ADVERTISEMENTS = routed(
    {
        "/tag.js": lambda request: script(
            "const plek = document.createElement('img'); plek.alt = 'advertentie';"
            f"plek.src = '{url('ads.klikstroom.test', '/b/468.png')}?pub={request.first('pub')}';"
            "addEventListener('load', () => document.body.append(plek));"
        ),
        "/frame": always(page("advertentie", '<a href="/klik?c=77"><img src="/b/468.png" alt="Speel nu"></a>')),
        "/b/468.png": lambda _: picture(avatar(468), "image/png"),
        "/klik": always(moved(url("droombeeld-ai.test", "/?ref=klikstroom"))),
    }
)
_STATISTICS = routed(
    {
        "/m.js": always(script(f"navigator.sendBeacon('{url('meet.klikstroom.test', '/tel')}', location.href);")),
        "/tel": always(Reply(status=204, media_type="", headers=(("Access-Control-Allow-Origin", "*"),))),
    }
)
SITES: dict[str, Site] = {
    "flitsvideo.test": _VIDEO_SITE,
    "www.flitsvideo.test": _VIDEO_SITE,
    "media.wolkopslag.test": _STORAGE,
    "betaal.kluispay.test": _CHECKOUT,
    "ads.klikstroom.test": _ADVERTISEMENTS,
    "meet.klikstroom.test": _STATISTICS,
}

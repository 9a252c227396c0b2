# SPDX-License-Identifier: Apache-2.0
"""Pages behind gates and walls, and pages that only look like it. What lies behind a gate is fetched once it is passed."""

from tests.testnet import pictures
from tests.testnet.pages import always, moved, page, picture, routed
from tests.testnet.places import url
from tests.testnet.replies import Reply, Request, Site

HOST, CONSENT_HOST = "poorten.test", "toestemming.test"
_STORY = "<h1>Bericht</h1>" + "<p>Een gewone alinea over het weer en de tuin, met woorden genoeg.</p>" * 40
_OPEN = """<script>
const binnen = (gate, path) => { gate.remove(); const i = new Image(); i.src = '/foto.jpg?' + path; document.body.append(i); };
const chose = what => fetch('/keuze/' + what);
</script>"""
_OVER = "position:fixed;inset:0;background:#fff;z-index:9;padding:20vh 10vw"

_DIALOG = f"""{_OPEN}{_STORY}<dialog id="wall"><p>Wij en onze 312 partners gebruiken cookies.</p>
<button onclick="chose('aanvaard')">Alles accepteren</button>
<button onclick="chose('geweigerd'); wall.close(); binnen(wall, 'dialoog')">Alles weigeren</button>
<a href="/cookiebeleid">Cookiebeleid</a></dialog><script>wall.showModal()</script>"""
_FRAMED = f"""{_OPEN}{_STORY}<div id="wall" style="{_OVER}"><iframe title="cmp" width="600" height="400"
src="{url(CONSENT_HOST, "/cmp")}"></iframe></div><script>onmessage = () => binnen(wall, 'ingelijst')</script>"""
_MANAGER = """<div><h2>Datenschutz</h2><p>Wir und unsere Partner verwenden Cookies.</p>
<button onclick="parent.postMessage('aanvaard', '*')">Alle akzeptieren</button>
<button onclick="fetch('/keuze/abgelehnt').then(() => parent.postMessage('geweigerd', '*'))">Alle ablehnen</button></div>"""
_AGE = f"""{_OPEN}{_STORY}<div id="wall" style="{_OVER}"><h2>Ben je 18 jaar of ouder?</h2>
<button onclick="binnen(wall, 'leeftijd')">Ja, ik ben 18 jaar of ouder</button>
<a href="https://elders.test/">Nee, breng mij weg</a></div>"""
_BESIDE = f"""{_OPEN}<img src="/foto.jpg?eerst" width="600" height="450" alt="" style="float:right">
<div id="wall" role="dialog"><h2>Ben je 18 jaar of ouder?</h2><button onclick="binnen(wall, 'voorbeeld')">Ja</button></div>"""
_TWO = f"""{_OPEN}{_STORY}<div id="wall" style="position:fixed;inset:auto 0 0 0;background:#eee">
<p>We use cookies and similar tracking.</p>
<button onclick="wall.remove(); age.hidden = false">Reject all</button><button>Accept all</button></div>
<div id="age" hidden style="{_OVER}"><h2>Age verification: you must be 18 or older</h2>
<button onclick="binnen(age, 'twee')">Enter</button></div>"""
_SHADOW = f"""{_OPEN}{_STORY}<cookie-muur></cookie-muur><script>
customElements.define('cookie-muur', class extends HTMLElement {{ connectedCallback() {{
  const root = this.attachShadow({{mode: 'open'}});
  root.innerHTML = '<div role="dialog" style="{_OVER}"><p>Nous utilisons des cookies.</p>' +
    '<button id="oui">Tout accepter</button><button id="non">Continuer sans accepter</button></div>';
  root.getElementById('non').onclick = () => binnen(this, 'schaduw');
}} }});</script>"""
_TICK = f"""{_OPEN}{_STORY}<div id="wall" class="age-gate" style="{_OVER}"><p>This site holds content for adults.</p>
<label><input type="checkbox" id="sure" onchange="go.disabled = !sure.checked"> I am at least 18 years of age</label>
<button id="go" disabled onclick="binnen(wall, 'vinkje')">Continue</button></div>"""
_BIRTH = f"""{_OPEN}{_STORY}<div id="wall" role="dialog" style="{_OVER}"><p>Introduce tu fecha de nacimiento</p>
<select id="d">{"".join(f"<option>{day}" for day in range(1, 32))}</select>
<select id="m">{"".join(f'<option value="{month}">mes {month}' for month in range(1, 13))}</select>
<select id="y"><option value="">----{"".join(f"<option>{year}" for year in range(2026, 1920, -1))}</select>
<button onclick="+y.value < 2008 && +y.value && binnen(wall, 'geboorte')">Entrar</button></div>"""
_LATE = f"""{_OPEN}{_STORY}<script>setTimeout(() => {{ const wall = document.createElement('div');
wall.style = '{_OVER}'; wall.innerHTML = '<p>Usamos cookies.</p><button>Aceptar todo</button><button>Rechazar todo</button>';
wall.lastChild.onclick = () => binnen(wall, 'laat'); document.body.append(wall); }}, 1800)</script>"""
_FORM = """<h1>Leeftijd</h1><p>Deze site is alleen voor bezoekers van 18 jaar en ouder.</p>
<form method="post" action="/formulier"><button>Ik ben ouder dan 18</button></form>"""
_STAYS = f"""{_STORY}<div role="dialog" style="{_OVER}"><h2>Verify your age</h2>
<p>You must be over 18. Scan your identity card in our app.</p><button>Scan with the app</button></div>"""
_TRAPS = f"""{_STORY}<button onclick="fetch('/weg/vriend')">Accept</button>
<div class="cookie-banner" style="position:fixed;bottom:0;background:#fff"><p>Cookies or a subscription.</p>
<a href="/weg/elders">Accept all</a><button onclick="fetch('/weg/abonnement')">Accept and subscribe</button>
<form action="/weg/inloggen"><input name="u"><input type="password" name="p"><button>Continue</button></form>
<form action="https://elders.test/"><button>Agree</button></form></div>"""
_FIELDS = '<input name="user"><input type="password" name="password"><button>Inloggen</button>'
_HEADER_LOGIN = f'<header><form action="/login">{_FIELDS}</form></header>{_STORY}<p>Log in om te reageren.</p>'
_WALLED = "<h1>Log in om verder te kijken</h1><p>Maak een account of log in.</p><a href='/login'>Inloggen</a>"
_CONTACT = """<h1>Contact</h1><form><input name="naam"><input name="mail" type="email"><textarea></textarea>
<div class="g-recaptcha" data-sitekey="x"></div><button>Versturen</button></form>"""
_CHALLENGE = """<h1>One moment</h1><script>window._cf_chl_opt = {};</script><div class="cf-turnstile"></div>"""
_NEWS = _STORY + "<p>Veel films zijn not available in your country, schrijft de krant; een captcha is soms nodig.</p>"
_ADULT_FOOTER = (
    f'<img src="/foto.jpg" width="400" height="300" alt="">{_STORY}<footer>You must be 18 or older.</footer>'
)
_BODIES = {
    "/dialoog": _DIALOG,
    "/ingelijst": _FRAMED,
    "/leeftijd": _AGE,
    "/voorbeeld": _BESIDE,
    "/twee": _TWO,
    "/schaduw": _SHADOW,
    "/vinkje": _TICK,
    "/geboorte": _BIRTH,
    "/laat": _LATE,
    "/formulier": _FORM,
    "/blijft": _STAYS,
    "/valstrik": _TRAPS,
    "/kop-inlog": _HEADER_LOGIN,
    "/inlogmuur": _WALLED,
    "/contact": _CONTACT,
    "/nieuws": _NEWS,
    "/voetregel": _ADULT_FOOTER,
    "/land": "<h1>Video</h1><p>Sorry, this video is not available in your country.</p>" + _STORY,
}
PATHS = (*_BODIES, "/uitdaging", "/wet")


def _kept_out(_request: Request) -> Reply:
    return page("Toegang", _CHALLENGE, status=403)


_SITE = routed(
    {path: always(page("Poort", body)) for path, body in _BODIES.items()}
    | {
        "POST /formulier": always(moved("/binnen")),
        "/binnen": always(page("Binnen", f'<img src="/foto.jpg?formulier" alt="">{_STORY}')),
        "/uitdaging": _kept_out,
        "/wet": always(page("451", "<h1>Unavailable for legal reasons</h1>", status=451)),
        "/foto.jpg": lambda _: picture(pictures.picture("tuin")),
    }
)
_CMP = routed({"/cmp": always(page("CMP", _MANAGER, language="de")), "/keuze/abgelehnt": always(page("", "ok"))})
SITES: dict[str, Site] = {HOST: _SITE, CONSENT_HOST: _CMP}

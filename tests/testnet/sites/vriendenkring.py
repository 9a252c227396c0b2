# SPDX-License-Identifier: Apache-2.0
"""Shows a social platform: a post, its account, a notice form as DSA article 16(2) asks, and a login wall."""

import hashlib

from tests.testnet import pictures
from tests.testnet.pages import always, moved, page, picture, routed
from tests.testnet.replies import Reply, Request, Site

ACCOUNT = "zonnetje_x"
POST_PATH = f"/@{ACCOUNT}/5521"
_HEADER = '<header><a href="/">Vriendenkring</a> <nav><a href="/help/melden">Melden</a><a href="/login">Inloggen</a></nav></header>'
_FOOTER = '<footer><a href="/regels">Regels</a> <a href="/help/melden">Illegale inhoud melden</a></footer>'
_POST = f"""{_HEADER}<main><article>
<h1><img src="/foto/avatar.png" alt="" width="40"> <a rel="author" href="/@{ACCOUNT}">@{ACCOUNT}</a></h1>
<p>Kijk wie ik tegenkwam #haven</p><img src="/foto/5521.jpg" alt="afbeelding van de plaatser" width="600">
<p><time datetime="2026-11-19T20:14:00+01:00">19 november 2026, 20:14</time> - 212 keer gedeeld</p>
<button>Leuk</button> <a href="/help/melden?link=5521">Melden</a></article></main>{_FOOTER}"""
_HEAD = (
    '<meta property="og:type" content="article"><meta property="og:image" content="/foto/5521.jpg">'
    f'<meta property="article:author" content="@{ACCOUNT}">'
)
# DSA article 16(2): reasons, exact location, name and e-mail, statement of good faith.
_FORM = f"""{_HEADER}<main><h1>Illegale inhoud melden</h1>
<form method="post" action="/help/melden">
<p><label>Waar staat het (exacte URL)<br><input name="url" type="url" required size="60"></label></p>
<p><label>Waarom is het illegaal<br><textarea name="explanation" required rows="5" cols="60"></textarea></label></p>
<p><label>Naam<br><input name="name"></label></p><p><label>E-mail<br><input name="email" type="email"></label></p>
<p><label><input name="intimate" type="checkbox" value="yes"> Het gaat om intieme of gemaakte beelden van mij</label></p>
<p><label><input name="good_faith" type="checkbox" value="yes" required>
Ik verklaar te goeder trouw dat deze melding juist en volledig is</label></p>
<button>Melding versturen</button></form></main>{_FOOTER}"""
_WALL = f"""{_HEADER}<main><h1>Log in om dit te zien</h1><p>Dit bericht is alleen voor vrienden.</p>
<form method="post" action="/login"><label>Naam <input name="user"></label>
<label>Wachtwoord <input name="password" type="password"></label><button>Inloggen</button></form></main>"""


def _received(request: Request) -> Reply:
    number = hashlib.sha256(request.body).hexdigest()[:8].upper()
    return page(
        "Melding ontvangen",
        f"{_HEADER}<h1>Ontvangstbevestiging</h1><p>Je melding heeft nummer <strong>VK-{number}</strong>. "
        "Je krijgt onze beslissing per e-mail.</p>",
    )


_PLATFORM = routed(
    {
        "/": always(page("Vriendenkring", f"{_HEADER}<h1>Vriendenkring</h1>{_FOOTER}")),
        POST_PATH: always(page(f"@{ACCOUNT} op Vriendenkring", _POST, head=_HEAD)),
        f"/@{ACCOUNT}": always(
            page(f"@{ACCOUNT}", f'{_HEADER}<h1>@{ACCOUNT}</h1><p>Lid sinds 2025</p><a href="{POST_PATH}">bericht</a>')
        ),
        "/foto/5521.jpg": lambda _: picture(pictures.captioned("vuurtoren")),
        "/foto/avatar.png": lambda _: picture(pictures.avatar(55), "image/png"),
        "/help/melden": always(page("Illegale inhoud melden", _FORM)),
        "POST /help/melden": _received,
        "/regels": always(page("Regels", f"{_HEADER}<h1>Regels</h1><p>Gemaakte naaktbeelden verwijderen wij.</p>")),
        "/besloten/17": always(moved("/login?next=%2Fbesloten%2F17")),
        "/login": always(page("Inloggen - Vriendenkring", _WALL)),
        "POST /login": always(page("Inloggen - Vriendenkring", _WALL, status=403)),
    }
)
SITES: dict[str, Site] = {"vriendenkring.test": _PLATFORM, "www.vriendenkring.test": _PLATFORM}

# SPDX-License-Identifier: Apache-2.0
"""Shows a forum whose thread borrows its pictures from an image host, and that image host."""

from tests.testnet import pictures
from tests.testnet.pages import always, page, picture, routed
from tests.testnet.places import url
from tests.testnet.replies import Site

IMAGE_PATH = "/i/k7Qx.jpg"
COPY_PATH = "/i/k7Qx-klein.jpg"
OTHER_PATH = "/i/m2Lp.jpg"
_POSTS = (
    (1, "stuurman_gert", "Wie kent haar? Ik zag dit in een groep.", IMAGE_PATH),
    (2, "anemoon", "Dit is nep, haal dit weg. Hier staat het kleiner, ook fout:", COPY_PATH),
    (3, "kadebaas", "Even iets anders: de markt van zaterdag.", OTHER_PATH),
)
_FRAME = """
<header><a href="/">Praatplein</a> <nav><a href="/forum/4">Van alles</a><a href="/regels">Regels</a></nav></header>
<main><h1>Gevonden in een groep</h1>{posts}</main>
<footer><p>Praatplein is een vrijwilligersforum. Beheer: <a href="mailto:beheer@praatplein.test">beheer@praatplein.test</a></p>
</footer>"""


def _post(post: tuple[int, str, str, str]) -> str:
    number, author, words, path = post
    return (
        f'<article id="p{number}"><h2><img src="/a/{number}.png" alt="" width="24"> {author}</h2><p>{words}</p>'
        f'<img src="{url("plaatbak.test", path)}" alt="" width="480"></article>'
    )


_FORUM = routed(
    {
        "/": always(page("Praatplein", '<h1>Praatplein</h1><a href="/draad/311">Gevonden in een groep</a>')),
        "/draad/311": always(
            page("Gevonden in een groep - Praatplein", _FRAME.format(posts="".join(map(_post, _POSTS))))
        ),
        "/regels": always(page("Regels", "<h1>Regels</h1><p>Geen beelden van mensen zonder hun toestemming.</p>")),
        "/a/1.png": lambda _: picture(pictures.avatar(1), "image/png"),
        "/a/2.png": lambda _: picture(pictures.avatar(2), "image/png"),
        "/a/3.png": lambda _: picture(pictures.avatar(3), "image/png"),
    }
)
_IMAGE_HOST = routed(
    {
        "/": always(page("Plaatbak", "<h1>Plaatbak</h1><p>Gratis plaatjes opslaan.</p>")),
        IMAGE_PATH: lambda _: picture(pictures.picture("vuurtoren")),
        COPY_PATH: lambda _: picture(pictures.resized("vuurtoren")),
        OTHER_PATH: lambda _: picture(pictures.picture("markt")),
        "/v/k7Qx": always(
            page(
                "k7Qx - Plaatbak",
                f'<h1>k7Qx</h1><img src="{IMAGE_PATH}" alt="k7Qx"><p>Geüpload door gast, 17 november 2026</p>'
                '<p><a href="/melden">Melden</a></p>',
            )
        ),
        "/melden": always(
            page("Melden - Plaatbak", '<p>Mail <a href="mailto:abuse@plaatbak.test">abuse@plaatbak.test</a></p>')
        ),
    }
)
SITES: dict[str, Site] = {"praatplein.test": _FORUM, "www.praatplein.test": _FORUM, "plaatbak.test": _IMAGE_HOST}

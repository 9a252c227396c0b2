# SPDX-License-Identifier: Apache-2.0
"""Shows a search engine: a page of results for any question, and a form for removal."""

from html import escape

from tests.testnet import pictures
from tests.testnet.pages import always, page, picture, routed
from tests.testnet.places import url
from tests.testnet.replies import Reply, Request, Site

_FORM = '<form action="/zoek"><input name="q" aria-label="zoek" value="{question}"><button>Zoek</button></form>'
_RESULTS = (
    (url("www.flitsvideo.test", "/watch/8842"), "Buurvrouw van de haven - FlitsVideo", "Nep of echt? Nu te zien."),
    (url("praatplein.test", "/draad/311"), "Gevonden in een groep - Praatplein", "Wie kent haar?"),
    (url("vriendenkring.test", "/@zonnetje_x/5521"), "@zonnetje_x op Vriendenkring", "Kijk wie ik tegenkwam."),
)


def _results(request: Request) -> Reply:
    question = escape(request.first("q"))
    found = "".join(
        f'<article><h2><a href="{link}">{title}</a></h2><cite>{link}</cite><p>{words}</p></article>'
        for link, title, words in _RESULTS
    )
    body = (
        f'<header>{_FORM.format(question=question)}</header><main><h1>Resultaten voor "{question}"</h1>'
        f'<img src="/mini/1.jpg" alt="plaatje van plaatbak.test" width="120">{found}</main>'
        '<footer><a href="/verwijderen">Resultaat laten verwijderen</a></footer>'
    )
    return page(f"{request.first('q')} - Zoekwijzer", body)


_REMOVAL = (
    '<h1>Resultaat laten verwijderen</h1><form method="post" action="/verwijderen">'
    '<label>Zoekvraag <input name="q"></label><label>Resultaat <input name="url" type="url"></label>'
    "<button>Versturen</button></form>"
)
_ENGINE = routed(
    {
        "/": always(page("Zoekwijzer", f"<h1>Zoekwijzer</h1>{_FORM.format(question='')}")),
        "/zoek": _results,
        "/mini/1.jpg": lambda _: picture(pictures.thumbnail("vuurtoren")),
        "/verwijderen": always(page("Verwijderen - Zoekwijzer", _REMOVAL)),
        "POST /verwijderen": always(page("Ontvangen - Zoekwijzer", "<h1>Ontvangen</h1><p>Nummer ZW-118.</p>")),
    }
)
SITES: dict[str, Site] = {"zoekwijzer.test": _ENGINE}

# SPDX-License-Identifier: Apache-2.0
"""Shows the maker of an image generator: prices, a gallery whose page bears the tool's mark, terms."""

from tests.testnet import pictures
from tests.testnet.pages import always, drawing, page, picture, routed
from tests.testnet.places import url
from tests.testnet.replies import Site

MARK = "Made with Droombeeld AI"
_HEAD = '<meta name="generator" content="Droombeeld AI 3.1">'
_FOOTER = """<footer><nav><a href="/prijzen">Pricing</a><a href="/voorwaarden">Terms</a></nav>
<p>Droombeeld SAS, Lyon. Safety team: <a href="mailto:safety@droombeeld-ai.test">safety@droombeeld-ai.test</a></p></footer>"""
_GALLERY = f"""<header><a href="/">Droombeeld AI</a></header><main><h1>Creation 77</h1>
<figure><img src="/g/77.jpg" alt="{MARK}" width="640"><figcaption class="watermark">{MARK}</figcaption></figure>
<p>Prompt: "make this harbour photo look like a painting"</p></main>"""
_PRICES = f"""<header><a href="/">Droombeeld AI</a></header><main><h1>Pricing</h1>
<table><tr><th>Credits</th><th>Price</th></tr><tr><td>50</td><td>EUR 4.99</td></tr><tr><td>500</td><td>EUR 29</td></tr></table>
<form method="post" action="{url("betaal.kluispay.test", "/checkout")}">
<input type="hidden" name="merchant" value="droombeeld-2207"><button>Pay with KluisPay</button></form>
<img src="/static/visa.svg" alt="Visa" width="60"></main>"""
_TERMS = "<h1>Terms</h1><p>Do not upload pictures of real people without their consent.</p>"
_HOME = """<header>Droombeeld AI</header><main><h1>Turn any photo into anything</h1>
<p>AI image generator. 3 free creations a day.</p><a href="/galerij/77">Gallery</a></main>"""
_MAKER = routed(
    {
        "/": always(page("Droombeeld AI - image generator", _HOME + _FOOTER, head=_HEAD, language="en")),
        "/galerij/77": always(page("Creation 77 - Droombeeld AI", _GALLERY + _FOOTER, head=_HEAD, language="en")),
        "/prijzen": always(page("Pricing - Droombeeld AI", _PRICES + _FOOTER, head=_HEAD, language="en")),
        "/voorwaarden": always(page("Terms - Droombeeld AI", _TERMS + _FOOTER, head=_HEAD, language="en")),
        "/g/77.jpg": lambda _: picture(pictures.marked("haven", MARK)),
        "/static/visa.svg": always(drawing("Visa", "#1a1f71")),
    }
)
SITES: dict[str, Site] = {"droombeeld-ai.test": _MAKER}

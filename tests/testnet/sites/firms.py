# SPDX-License-Identifier: Apache-2.0
"""Shows the own sites of the firms behind the others: how to reach them, and their terms."""

from tests.testnet.pages import always, page, routed
from tests.testnet.replies import Site

_ABUSE_FORM = (
    "<h1>Report abuse</h1><p>We do not host; we pass your report on and tell you who hosts.</p>"
    '<form method="post" action="/abuse"><label>URL <input name="url" type="url"></label>'
    '<label>What is wrong <textarea name="what"></textarea></label><label>E-mail <input name="email"></label>'
    "<button>Send</button></form>"
)
_FORBIDDEN = "<h1>Voorwaarden</h1><p>Intieme beelden zonder toestemming zijn verboden.</p>"
SITES: dict[str, Site] = {
    "snelcdn.test": routed(
        {
            "/": always(page("SnelCDN", "<h1>SnelCDN</h1>", language="en")),
            "/abuse": always(page("Report abuse - SnelCDN", _ABUSE_FORM, language="en")),
            "POST /abuse": always(page("Thank you", "<h1>Thank you</h1><p>Report SC-5510.</p>", language="en")),
        }
    ),
    "wolkopslag.test": routed(
        {
            "/": always(page("Wolkopslag", "<h1>Wolkopslag</h1><p>abuse@wolkopslag.test</p>")),
            "/voorwaarden": always(page("Voorwaarden - Wolkopslag", _FORBIDDEN)),
        }
    ),
    "kluispay.test": routed(
        {
            "/": always(page("KluisPay", "<h1>KluisPay</h1><p>risk@kluispay.test</p>")),
            "/voorwaarden": always(page("Voorwaarden - KluisPay", _FORBIDDEN)),
        }
    ),
}

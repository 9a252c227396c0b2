# SPDX-License-Identifier: Apache-2.0
"""Why a link could not be captured, in words for the person who pasted it."""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from verweer.egress import Guard
from verweer.egress.addresses import refusal
from verweer.evidence.model import NotCaptured, Trouble
from verweer.kernel import Bilingual
from verweer.visit.visitor import Visit

_REASONS = {
    Trouble.PRIVATE_ADDRESS: Bilingual(
        nl="Deze link leidt naar een adres in een besloten netwerk. Zulke adressen bezoeken we niet.",
        en="This link leads to an address in a private network. We do not visit such addresses.",
    ),
    Trouble.NAME_NOT_FOUND: Bilingual(
        nl="De naam van deze website bestaat niet (meer). Controleer de link.",
        en="The name of this website does not exist (any more). Check the link.",
    ),
    Trouble.CONNECTION: Bilingual(
        nl="De website nam geen verbinding aan. Probeer het later nog eens.",
        en="The website accepted no connection. Try again later.",
    ),
    Trouble.TLS: Bilingual(
        nl="Met deze website lukte geen beveiligde verbinding.",
        en="No secure connection to this website could be made.",
    ),
    Trouble.TIMEOUT: Bilingual(
        nl="De website gaf binnen de tijd geen pagina. Probeer het later nog eens.",
        en="The website gave no page in time. Try again later.",
    ),
    Trouble.REDIRECT_LOOP: Bilingual(
        nl="De website stuurt de bezoeker in een kring rond en toont geen pagina.",
        en="The website sends its visitor round in a circle and shows no page.",
    ),
    Trouble.BAD_ANSWER: Bilingual(
        nl="De website gaf een antwoord dat geen browser kan lezen. Probeer het later nog eens.",
        en="The website gave an answer that no browser can read. Try again later.",
    ),
    Trouble.BROWSER: Bilingual(
        nl="De browser kon deze pagina niet tonen. Bewaar zelf een schermafbeelding van de pagina met het adres erbij.",
        en="The browser could not show this page. Keep a screenshot of the page with its address yourself.",
    ),
}


_BY_WORD = {
    "ERR_SSL": Trouble.TLS,
    "ERR_CERT": Trouble.TLS,
    "ERR_TOO_MANY_REDIRECTS": Trouble.REDIRECT_LOOP,
    "ERR_INVALID": Trouble.BAD_ANSWER,
    "ERR_RESPONSE_HEADERS": Trouble.BAD_ANSWER,
    "ERR_CONTENT": Trouble.BAD_ANSWER,
    "ERR_INCOMPLETE": Trouble.BAD_ANSWER,
    "ERR_HTTP2": Trouble.BAD_ANSWER,
    "ERR_UNEXPECTED": Trouble.BAD_ANSWER,
    "ERR_TIMED_OUT": Trouble.TIMEOUT,
    "Timeout": Trouble.TIMEOUT,
    "ERR_CONNECTION": Trouble.CONNECTION,
    "ERR_EMPTY_RESPONSE": Trouble.CONNECTION,
    "ERR_SOCKS": Trouble.CONNECTION,
    "ERR_ADDRESS": Trouble.CONNECTION,
}


def trouble_of(seen: Visit, guard: Guard, *, host: str, redirects: Sequence[str]) -> NotCaptured | None:
    """Return why nothing was captured, or None when something was.

    `redirects` are the addresses to which the visit was sent on; the browser itself
    refuses some of them before the guard sees them.
    """
    if not seen.failure:
        return None
    trouble = _trouble(seen.failure, guard, host, redirects)
    return NotCaptured(trouble=trouble, reason=_REASONS[trouble])


def _trouble(failure: str, guard: Guard, host: str, redirects: Sequence[str]) -> Trouble:
    if guard.refusals() or any(_is_private(address) for address in redirects):
        return Trouble.PRIVATE_ADDRESS
    if host in guard.names_not_found():
        return Trouble.NAME_NOT_FOUND
    return next((trouble for word, trouble in _BY_WORD.items() if word in failure), Trouble.BROWSER)


def _is_private(url: str) -> bool:
    try:
        return refusal(ipaddress.ip_address(urlsplit(url).hostname or ""), ()) is not None
    except ValueError:
        return False

# SPDX-License-Identifier: Apache-2.0
"""Why a link could not be captured, in words for the person who pasted it."""

from verweer.evidence.browser import Visit
from verweer.evidence.guard import Guard
from verweer.evidence.model import NotCaptured, Trouble
from verweer.kernel import Bilingual

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
    Trouble.BROWSER: Bilingual(
        nl="De browser kon deze pagina niet tonen. Bewaar zelf een schermafbeelding van de pagina met het adres erbij.",
        en="The browser could not show this page. Keep a screenshot of the page with its address yourself.",
    ),
}


def trouble_of(seen: Visit, guard: Guard) -> NotCaptured | None:
    """Return why nothing was captured, or None when something was."""
    if not seen.failure:
        return None
    trouble = _trouble(seen.failure, guard)
    return NotCaptured(trouble=trouble, reason=_REASONS[trouble])


def _trouble(failure: str, guard: Guard) -> Trouble:
    if guard.refusals():
        return Trouble.PRIVATE_ADDRESS
    if "ERR_NAME" in failure or ("SOCKS_CONNECTION" in failure and guard.names_not_found() and not guard.peers()):
        return Trouble.NAME_NOT_FOUND
    words = {
        "ERR_SSL": Trouble.TLS,
        "ERR_CERT": Trouble.TLS,
        "ERR_TIMED_OUT": Trouble.TIMEOUT,
        "Timeout": Trouble.TIMEOUT,
        "ERR_CONNECTION": Trouble.CONNECTION,
        "ERR_EMPTY_RESPONSE": Trouble.CONNECTION,
        "ERR_SOCKS": Trouble.CONNECTION,
        "ERR_ADDRESS": Trouble.CONNECTION,
    }
    return next((trouble for word, trouble in words.items() if word in failure), Trouble.BROWSER)

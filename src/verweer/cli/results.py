# SPDX-License-Identifier: Apache-2.0
"""What the command line says about the result of a link, in both languages."""

from collections.abc import Mapping

from verweer.evidence import Captured, NotCaptured
from verweer.kernel import Bilingual

TOLD_RESULTS: Mapping[str, Bilingual] = {
    "captured": Bilingual(nl="vastgelegd", en="captured"),
    "captured-partly": Bilingual(nl="deels vastgelegd (zie case.json)", en="captured in part (see case.json)"),
    "not-a-link": Bilingual(nl="geen link", en="not a link"),
    "private-address": Bilingual(nl="geweigerd: adres in een besloten netwerk", en="refused: a private address"),
    "name-not-found": Bilingual(nl="de naam van de website bestaat niet", en="the site's name does not exist"),
    "connection": Bilingual(nl="geen verbinding", en="no connection"),
    "tls": Bilingual(nl="geen beveiligde verbinding", en="no secure connection"),
    "timeout": Bilingual(nl="geen antwoord binnen de tijd", en="no answer in time"),
    "redirect-loop": Bilingual(nl="de website stuurt rond in een kring", en="the site sends round in a circle"),
    "bad-answer": Bilingual(nl="een onleesbaar antwoord van de website", en="an unreadable answer of the site"),
    "browser": Bilingual(nl="de browser kon de pagina niet tonen", en="the browser could not show the page"),
    "same-as": Bilingual(nl="zelfde pagina als link {number}", en="same page as link {number}"),
    "not-visited": Bilingual(nl="niet bezocht", en="not visited"),
    "waiting": Bilingual(nl="wacht", en="waiting"),
}


def told_outcome(outcome: Captured | NotCaptured) -> Bilingual:
    """Return the result of one visit in words."""
    match outcome:
        case NotCaptured(trouble=trouble):
            return TOLD_RESULTS[trouble.value]
        case captured:
            return TOLD_RESULTS["captured-partly" if captured.lacks else "captured"]

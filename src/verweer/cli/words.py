# SPDX-License-Identifier: Apache-2.0
"""What the command line says about a case, in both languages."""

from collections.abc import Mapping

from verweer.cases.model import Step
from verweer.kernel import Bilingual

STEP_NAMES: Mapping[Step, Bilingual] = {
    Step.GATE: Bilingual(nl="Veiligheid", en="Safety"),
    Step.CAPTURE: Bilingual(nl="Links vastleggen", en="Capturing links"),
    Step.ITEMS: Bilingual(nl="Kopieën herkennen", en="Recognising copies"),
    Step.PARTIES: Bilingual(nl="Partijen zoeken", en="Finding parties"),
    Step.TRACKS: Bilingual(nl="Sporen kiezen", en="Choosing tracks"),
    Step.LETTERS: Bilingual(nl="Brieven schrijven", en="Writing letters"),
    Step.DOSSIER: Bilingual(nl="Dossier maken", en="Making the dossier"),
}

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

FINISHED = Bilingual(
    nl="Klaar. Begin met LEESMIJ.txt in {folder}. Er is niets verstuurd: jij beslist wat er de deur uit gaat.",
    en="Done. Start with README.txt in {folder}. Nothing was sent: you decide what goes out.",
)

MINOR_FINISHED = Bilingual(
    nl="Er is niets bezocht of vastgelegd, omdat het om iemand onder de 18 kan gaan. Lees {folder}/LEESMIJ.txt.",
    en="Nothing was visited or captured, because this may concern someone under 18. Read {folder}/README.txt.",
)

NO_MOMENT = Bilingual(
    nl="De handtekening onder dossier.pdf heeft nog geen tijdstempel: `verweer case resume {folder}` vraagt er opnieuw om.",
    en="The signature under dossier.pdf has no timestamp yet: `verweer case resume {folder}` asks for one again.",
)
NOT_SIGNED = Bilingual(
    nl="dossier.pdf is niet ondertekend: het certificaat is nu niet geldig (`verweer doctor` zegt meer).",
    en="dossier.pdf is not signed: the certificate is not valid now (`verweer doctor` tells more).",
)

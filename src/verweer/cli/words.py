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

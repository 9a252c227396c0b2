# SPDX-License-Identifier: Apache-2.0
"""The words for steps, effects and results, in both languages; those for parties are in `verweer.parties`."""

from collections.abc import Mapping

from verweer.cases.model import Step
from verweer.evidence import Stamping
from verweer.kernel import Bilingual
from verweer.remedies import Effect

STEPS: Mapping[str, Bilingual] = {
    Step.GATE: Bilingual(nl="Veiligheid nagaan", en="Checking safety"),
    Step.CAPTURE: Bilingual(nl="Links bezoeken en vastleggen", en="Visiting and capturing links"),
    Step.ITEMS: Bilingual(nl="Kopieën herkennen", en="Recognising copies"),
    Step.PARTIES: Bilingual(nl="Uitzoeken wie erachter zit", en="Finding out who is behind it"),
    Step.TRACKS: Bilingual(nl="Kiezen wat kan helpen", en="Choosing what can help"),
    Step.LETTERS: Bilingual(nl="Brieven schrijven", en="Writing letters"),
    Step.DOSSIER: Bilingual(nl="Dossier maken", en="Making the dossier"),
}

EFFECTS: Mapping[str, Bilingual] = {
    Effect.REMOVES: Bilingual(nl="Weghalen", en="Take it down"),
    Effect.HIDES: Bilingual(nl="Onvindbaar maken", en="Make it hard to find"),
    Effect.STARVES: Bilingual(nl="Geld afsnijden", en="Cut off the money"),
    Effect.IDENTIFIES: Bilingual(nl="Achterhalen wie het deed", en="Find out who did it"),
    Effect.PUNISHES: Bilingual(nl="Aangifte en straf", en="Police and punishment"),
    Effect.PREVENTS: Bilingual(nl="Nieuwe kopieën tegenhouden", en="Stop new copies"),
    Effect.SUPPORTS: Bilingual(nl="Steun voor jou", en="Support for you"),
}

RESULTS: Mapping[str, Bilingual] = {
    "whole": Bilingual(nl="Vastgelegd", en="Captured"),
    "partly": Bilingual(nl="Deels vastgelegd", en="Captured in part"),
    "not": Bilingual(nl="Niet vastgelegd", en="Not captured"),
    "same": Bilingual(nl="Zelfde pagina", en="Same page"),
    "waiting": Bilingual(nl="Niet bezocht", en="Not visited"),
}

STAMPINGS: Mapping[str, Bilingual] = {
    Stamping.UNSTAMPED: Bilingual(nl="nog zonder tijdstempel", en="no timestamp yet"),
    Stamping.STAMPED_ONCE: Bilingual(nl="een tijdstempel", en="one timestamp"),
    Stamping.STAMPED_TWICE: Bilingual(nl="twee tijdstempels", en="two timestamps"),
}

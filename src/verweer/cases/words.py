# SPDX-License-Identifier: Apache-2.0
"""The words for steps, effects, results and events, in both languages; those for parties are in `verweer.parties`."""

from collections.abc import Mapping

from verweer.cases.model import Step
from verweer.evidence.model import Stamping
from verweer.kernel import Bilingual
from verweer.proof import Actor
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

EVENTS: Mapping[str, Bilingual] = {
    "case-opened": Bilingual(nl="Geopend met een code", en="Opened with a code"),
    "case-sealed": Bilingual(nl="Klaar en op slot gezet", en="Finished and locked"),
    "package-stamped": Bilingual(nl="Tijdstempel gekregen", en="A timestamp was received"),
    "handed-in": Bilingual(nl="Een eigen bestand ingeleverd", en="A file of your own was handed in"),
    "exported": Bilingual(nl="Een bestand gedownload", en="A file was downloaded"),
    "handed-over": Bilingual(nl="Pakket gemaakt voor een ander", en="A package was made for someone else"),
    "key-given": Bilingual(nl="Code gegeven aan een helper", en="A code was given to a helper"),
    "key-taken-back": Bilingual(nl="Code van een helper teruggenomen", en="A helper's code was taken back"),
}

ACTORS: Mapping[str, Bilingual] = {
    Actor.PROGRAM: Bilingual(nl="vanzelf", en="by itself"),
    Actor.PERSON: Bilingual(nl="jijzelf", en="you"),
    Actor.HELPER: Bilingual(nl="een helper", en="a helper"),
    Actor.OPERATOR: Bilingual(nl="beheer", en="operator"),
}

STAMPINGS: Mapping[str, Bilingual] = {
    Stamping.STAMPED_TWICE: Bilingual(
        nl="Twee instanties hebben bevestigd dat het er nu is.", en="Two authorities confirmed that it exists now."
    ),
    Stamping.STAMPED_ONCE: Bilingual(
        nl="Eén instantie heeft bevestigd dat het er nu is; de andere wordt opnieuw gevraagd als je hier weer iets toevoegt.",
        en="One authority confirmed that it exists now; the other is asked again when you add something here.",
    ),
    Stamping.UNSTAMPED: Bilingual(
        nl="Nog geen instantie heeft bevestigd dat het er nu is; dat wordt opnieuw gevraagd als je hier weer iets toevoegt.",
        en="No authority confirmed yet that it exists now; they are asked again when you add something here.",
    ),
}

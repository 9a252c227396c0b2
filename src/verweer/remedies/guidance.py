# SPDX-License-Identifier: Apache-2.0
"""What to do when the person depicted is or may be under 18: links only, to those who may act.

Nothing here visits, captures or fingerprints anything.
"""

from dataclasses import dataclass

from verweer.kernel import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """One thing to do: its heading, the words, and where."""

    heading: Bilingual
    text: Bilingual
    where: str = ""


_MINOR = (
    Guidance(
        heading=Bilingual(nl="Bewaar en deel niets", en="Keep and share nothing"),
        text=Bilingual(
            nl="Maak geen schermafbeelding, download niets en stuur het beeld aan niemand door, ook niet als bewijs. Schrijf alleen de link op, de naam van het account en wanneer je het zag.",
            en="Make no screenshot, download nothing and send the picture to nobody, not even as evidence. Write down only the link, the name of the account and when you saw it.",
        ),
    ),
    Guidance(
        heading=Bilingual(nl="Meld de link", en="Report the link"),
        text=Bilingual(
            nl="Het Meldpunt Kinderporno neemt anoniem links aan, laat ze verwijderen en geeft ze door aan de politie. Geef alleen de link, nooit het beeld.",
            en="The Dutch hotline takes links anonymously, has them removed and passes them to the police. Give the link only, never the picture.",
        ),
        where="meldpunt-kinderporno.nl",
    ),
    Guidance(
        heading=Bilingual(nl="Praat met iemand", en="Talk to someone"),
        text=Bilingual(
            nl="Helpwanted helpt gratis en anoniem, op elke leeftijd, met chat of telefoon 020-261 52 75. Controleer het nummer op de website.",
            en="Helpwanted helps free of charge and anonymously, at any age, by chat or phone +31 20 261 52 75. Check the number on the website.",
        ),
        where="helpwanted.nl",
    ),
    Guidance(
        heading=Bilingual(nl="Ga naar de politie", en="Go to the police"),
        text=Bilingual(
            nl="Doe melding of aangifte. Is er nu gevaar, of word je bedreigd, bel dan 112. Betaal nooit en stuur niets meer.",
            en="Report it. If there is danger now, or you are threatened, call 112. Never pay and send nothing more.",
        ),
        where="politie.nl",
    ),
    Guidance(
        heading=Bilingual(nl="Houd kopieën tegen", en="Stop copies"),
        text=Bilingual(
            nl="Met Take It Down maakt wie het beeld zelf heeft op het eigen apparaat een vingerafdruk. Het beeld verlaat het apparaat niet; deelnemende platforms houden kopieën tegen.",
            en="With Take It Down, whoever has the picture makes a fingerprint on their own device. The picture does not leave the device; participating platforms stop copies.",
        ),
        where="takeitdown.ncmec.org",
    ),
)


def minor_guidance() -> tuple[Guidance, ...]:
    """Return what to do, in order."""
    return _MINOR

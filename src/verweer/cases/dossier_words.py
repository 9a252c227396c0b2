# SPDX-License-Identifier: Apache-2.0
"""The plain words of the dossier: what a capture lacks, what stood in its way, what happened and when."""

from collections.abc import Mapping

from verweer.kernel import Bilingual, Language
from verweer.visit import Wall

WALLS: Mapping[Wall, Bilingual] = {
    Wall.LOGIN: Bilingual(
        nl="De site vroeg om in te loggen. Wat daarachter staat, is niet vastgelegd.",
        en="The site asked for a login. What is behind it was not captured.",
    ),
    Wall.CAPTCHA: Bilingual(
        nl="De site wilde eerst weten of een mens keek. Wat daarachter staat, is niet vastgelegd.",
        en="The site first wanted to know whether a human looked. What is behind that was not captured.",
    ),
    Wall.AGE: Bilingual(
        nl="De site vroeg naar de leeftijd en liet ons niet verder. Wat daarachter staat, is niet vastgelegd.",
        en="The site asked for an age and did not let us in. What is behind it was not captured.",
    ),
    Wall.GEO: Bilingual(
        nl="De site toont dit niet in het land van waaruit we keken.",
        en="The site does not show this in the country from which we looked.",
    ),
}

KINDS_OF_ITEM: Mapping[str, Bilingual] = {
    "picture": Bilingual(nl="foto", en="picture"),
    "video": Bilingual(nl="video", en="video"),
}

EVENTS: Mapping[str, Bilingual] = {
    "mode-chosen": Bilingual(nl="Gekozen hoeveel er wordt bewaard: {mode}.", en="Chosen how much is kept: {mode}."),
    "step-done": Bilingual(nl="Stap klaar: {step}.", en="Step done: {step}."),
    "packages-stamped-again": Bilingual(
        nl="Ontbrekende tijdstempels opnieuw gevraagd.", en="Missing timestamps asked for again."
    ),
    "exported": Bilingual(
        nl="Uitgevoerd als {format} (SHA-256 {digest}).", en="Exported as {format} (SHA-256 {digest})."
    ),
    "handed-over": Bilingual(
        nl="Overgedragen als pakket dat alleen de ontvanger kan openen (SHA-256 {digest}).",
        en="Handed over as a package that only the receiver can open (SHA-256 {digest}).",
    ),
    "dossier-signed": Bilingual(nl="Dossier ondertekend ({level}).", en="Dossier signed ({level})."),
    "dossier-not-signed": Bilingual(
        nl="Dossier niet ondertekend: het certificaat was niet geldig.",
        en="Dossier not signed: the certificate was not valid.",
    ),
    "torn-line-cut": Bilingual(
        nl="Na een onderbreking is een half geschreven regel van dit logboek weggehaald.",
        en="After an interruption a half-written line of this log was removed.",
    ),
}
"""Events of the case's custody log; what is not here is told by its own name."""

DEEDS: Mapping[str, Bilingual] = {
    "passed-consent-gate": Bilingual(nl="cookiemelding weggeklikt", en="cookie notice clicked away"),
    "passed-age-gate": Bilingual(nl="leeftijdsvraag beantwoord", en="age question answered"),
    "played-media": Bilingual(nl="video afgespeeld", en="video played"),
    "read-media-whole": Bilingual(nl="video geheel opgehaald", en="video fetched whole"),
    "media-not-read-whole": Bilingual(nl="video niet geheel opgehaald", en="video not fetched whole"),
    "download": Bilingual(nl="een download begon", en="a download began"),
    "closed-popup": Bilingual(nl="een pop-up gesloten", en="a pop-up closed"),
}
"""What the visitor did on a page."""

UNTOLD = frozenset({"step-begun", "link-visited", "visit-begun", "visit-ended", "files-listed", "hand-over-begun"})
"""Events that the timeline tells in another way."""

NOT_A_DEED = frozenset({"archive-written", "archive-stamped", "archive-not-stamped"})


def say(language: Language, nl: str, en: str) -> str:
    """Return one of two texts."""
    return Bilingual(nl=nl, en=en).in_(language)

# SPDX-License-Identifier: Apache-2.0
"""A summary that can be shown to the press: numbers and kinds, no names, no links, no pictures."""

import textwrap
from collections import Counter
from collections.abc import Sequence

from verweer.kernel import Bilingual, Language
from verweer.parties import Party, PartyKind
from verweer.remedies import Effect, Plan

_WIDTH = 76
_KINDS = {
    "platforms": (
        {PartyKind.PLATFORM, PartyKind.PLATFORM_MICRO, PartyKind.PLATFORM_VLOP},
        Bilingual(nl="platforms", en="platforms"),
    ),
    "hosts": ({PartyKind.HOSTING, PartyKind.CDN}, Bilingual(nl="hosts en netwerken", en="hosts and networks")),
    "names": (
        {PartyKind.REGISTRAR, PartyKind.REGISTRY},
        Bilingual(nl="beheerders van domeinnamen", en="keepers of domain names"),
    ),
    "money": (
        {PartyKind.PAYMENT, PartyKind.CARD_SCHEME, PartyKind.AD_NETWORK},
        Bilingual(nl="betaal- en advertentiebedrijven", en="payment and advertising firms"),
    ),
    "tools": (
        {PartyKind.GENERATOR, PartyKind.APP_STORE},
        Bilingual(nl="makers en winkels van programma's", en="makers and stores of tools"),
    ),
}
_TITLE = Bilingual(nl="Samenvatting voor de pers", en="Summary for the press")
_FIRST = Bilingual(
    nl="Seksueel beeldmateriaal van iemand is zonder toestemming gemaakt of verspreid. Het staat op {links} adressen; {captured} daarvan zijn met bewijs vastgelegd.",
    en="Sexual imagery of a person was made or spread without consent. It is at {links} addresses; {captured} of them were recorded as evidence.",
)
_BEHIND = Bilingual(nl="Wie erachter staat:", en="Who is behind it:")
_TAKEN = Bilingual(
    nl="Er zijn {tracks} wegen om ertegen op te treden, waarvan {now} meteen kunnen.",
    en="There are {tracks} ways to act against it, {now} of which can start at once.",
)
_MIND = Bilingual(
    nl="Voor je dit deelt: jij beslist, en niemand anders. Noem geen naam en geen link, ook niet later in een gesprek: aandacht kan het beeld bekender maken. Spreek af dat je de tekst vooraf leest. Bespreek het met Helpwanted of een advocaat als er aangifte loopt.",
    en="Before you share this: you decide, and nobody else. Give no name and no link, not later in a talk either: attention can make the image better known. Agree that you read the text beforehand. Discuss it with a helpline or lawyer when the police are involved.",
)
_CAUTION = Bilingual(nl="Dit is geen juridisch advies.", en="This is not legal advice.")


def press_text(*, language: Language, links: int, captured: int, parties: Sequence[Party], plan: Plan) -> str:
    """Return the summary; nothing in it tells who, where or by whom."""
    counts = Counter(name for party in parties for name, (kinds, _) in _KINDS.items() if party.kind in kinds)
    now = sum(track.stage == "now" for track in plan.tracks if track.remedy.effect is not Effect.SUPPORTS)
    tracks = sum(track.remedy.effect is not Effect.SUPPORTS for track in plan.tracks)
    blocks = [
        _TITLE.in_(language).upper(),
        _FIRST.in_(language).format(links=links, captured=captured),
        "\n".join(
            [
                _BEHIND.in_(language),
                *(f"- {counts[name]} {words.in_(language)}" for name, (_, words) in _KINDS.items() if counts[name]),
            ]
        ),
        _TAKEN.in_(language).format(tracks=tracks, now=now),
        _MIND.in_(language),
        _CAUTION.in_(language),
    ]
    return "\n\n".join(block if "\n" in block else textwrap.fill(block, _WIDTH) for block in blocks) + "\n"

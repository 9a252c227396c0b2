# SPDX-License-Identifier: Apache-2.0
"""One track for every letter template, for every kind of sender."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from tests.rooms.remedies.test_plan import EVERYONE, party
from verweer.kernel import Digest, Language
from verweer.notices import Exhibit, LetterLanguage, draft_letter, has_letter, plain_text, speaks
from verweer.parties import Channel, Contact, Party, PartyKind
from verweer.remedies import (
    Facts,
    Material,
    Refusal,
    Sender,
    SenderKind,
    Track,
    Uploader,
    YesNoUnsure,
    load_law,
    plan_tracks,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = NOW.date()
LONG = "https://site.test/" + "a" * 90 + "?x=1&y=2"
SENDERS = {
    "helper": Sender(kind=SenderKind.HELPER, name="Noor de Wit", email="noor@hulplijn.test", organisation="Hulplijn"),
    "self": Sender(kind=SenderKind.SELF, name="Fenna Duinker", email="fenna@post.test", address="Duinweg 1, Duinrand"),
    "lawyer": Sender(kind=SenderKind.LAWYER, name="mr. B. Balie", email="balie@kantoor.test", organisation="Kantoor"),
}
FACTS = Facts(
    language=Language.DUTCH,
    jurisdiction="NL",
    adult=YesNoUnsure.YES,
    material=Material.FAKE,
    links=(LONG,),
    first_knowledge=date(2026, 11, 20),
    sender=SENDERS["helper"],
    person="Fenna Duinker",
    search_names=("Fenna Duinker",),
    payments_seen=("KluisPay",),
    tools=("Droombeeld",),
)
EXHIBIT = Exhibit(number=1, url=LONG, captured_at="2026-11-24T08:00:00Z", digest=Digest.of(b"capture"))
REACHED = Contact(channel=Channel.EMAIL, address="abuse@firma.test", source="test")
_REFUSED = date(2026, 11, 10)
WORLDS = (
    {},
    {"material": Material.OBVIOUS_FAKE},
    {"adult": YesNoUnsure.NO},
    {"uploader": Uploader(known=True, name="R. Ex", accounts=("nachtvlinder77",), contact_is_safe=True)},
    {
        "refusals": tuple(
            Refusal(remedy=remedy, by=by, on=_REFUSED)
            for remedy, by in (
                ("eu.dsa.16", "platform_vlop"),
                ("eu.dsa.20", "platform_vlop"),
                ("eu.gdpr.17", "platform"),
                ("us.tida", "overzee"),
            )
        )
    },
    {
        "police_refused": True,
        "prosecution": True,
        "many_victims": True,
        "refusals": (Refusal(remedy="nl.sv.aangifte", by="politie Kustland", on=_REFUSED),),
    },
    {"own_photo": True, "countries": ("AU", "BE", "GB", "IT", "US")},
    {"jurisdiction": "BE", "refusals": (Refusal(remedy="eu.gdpr.17", by="platform", on=_REFUSED),)},
)


def parties() -> tuple[Party, ...]:
    """Return someone of every kind, each reachable, and a site that is not."""
    named = [
        *(party(PartyKind.SEARCH_ENGINE, name) for name in ("google-search", "bing", "zoekwijzer")),
        party(PartyKind.CARD_SCHEME, "mastercard"),
        party(PartyKind.HASH_BANK, "stopncii"),
        party(PartyKind.HOSTING, "gastheer", "NL"),
        party(PartyKind.REGISTRY, "punt", "NL"),
        party(PartyKind.PLATFORM, "overzee", "US"),
    ]
    reached = [replace(each, links=(LONG,), contacts=(REACHED,)) for each in (*EVERYONE, *named)]
    return (*reached, replace(party(PartyKind.PLATFORM, "tube", "RU"), links=(LONG,)))


def letters(sender: str) -> Mapping[str, tuple[Track, Facts]]:
    """Return for each template the first track that uses it, with the facts of its case."""
    found: dict[str, tuple[Track, Facts]] = {}
    for world in WORLDS:
        facts = replace(FACTS, sender=SENDERS[sender], **world)
        for track in plan_tracks(facts, parties(), law=load_law(), now=NOW).tracks:
            if has_letter(track):
                found.setdefault(track.template or "", (track, facts))
    return found


EVERY = {(template, sender): case for sender in SENDERS for template, case in letters(sender).items()}


SPOKEN = [
    (template, sender, language)
    for template, sender in EVERY
    for language in LetterLanguage
    if speaks(template, language)
]


def text_of(template: str, language: LetterLanguage, *, sender: str = "helper") -> str:
    """Return the plain text of a letter."""
    track, facts = EVERY[template, sender]
    return plain_text(draft_letter(track, facts, exhibits=[EXHIBIT], day=DAY, language=language))

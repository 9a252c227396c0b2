# SPDX-License-Identifier: Apache-2.0
"""To whom a letter goes and how, and what must be said of that: nobody may have looked if the details are right."""

from verweer.kernel import Bilingual
from verweer.notices.authorities import authority_of
from verweer.notices.model import LetterLanguage
from verweer.notices.phrases import said_in
from verweer.parties import Channel, Party, PartyKind, Purpose
from verweer.remedies import Track

_DESK = Bilingual(nl="t.a.v. de afdeling voor meldingen", en="Attn. abuse / legal department")
_CAUTION = Bilingual(
    nl="Deze tekst is gemaakt met Verweer en is geen juridisch advies.",
    en="This text was made with Verweer and is not legal advice.",
)
_UNVERIFIED = Bilingual(
    nl="De gegevens van de geadresseerde zijn niet nagekeken.", en="The addressee's details were not verified."
)


def addressee_of(track: Track, language: LetterLanguage) -> tuple[str, ...]:
    """Return to whom a letter is, line by line."""
    authority = authority_of(track)
    if authority or track.party is None:
        return (said_in(authority or track.remedy.name, language),)
    name = clean(track.party.legal_entity or track.party.name)
    return (name,) if track.party.kind is PartyKind.UPLOADER else (name, said_in(_DESK, language))


def cautions_of(track: Track, language: LetterLanguage) -> str:
    """Return what the text is not, and whether anyone looked if the addressee's details are right."""
    told = [_CAUTION]
    party = None if authority_of(track) else track.party
    if party and party.kind is not PartyKind.UPLOADER and not party.verified:
        told.append(_UNVERIFIED)
    return " ".join(said_in(text, language) for text in told)


def contact_of(party: Party | None, channel: Channel, *, about_data: bool) -> str | None:
    """Return where a letter goes: to the desk for privacy if it is about data, never to the one for police."""
    order = [Purpose.PRIVACY, Purpose.NOTICE] if about_data else [Purpose.NOTICE]
    order.append(Purpose.DSA_POINT)
    contacts = [one for one in (party.contacts if party else ()) if one.channel is channel and one.purpose in order]
    return next((one.address for one in sorted(contacts, key=lambda one: order.index(one.purpose))), None)


def clean(text: str) -> str:
    """Return text without line breaks, control characters or marks that turn its direction."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())

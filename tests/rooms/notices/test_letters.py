# SPDX-License-Identifier: Apache-2.0
"""Every letter in both languages: whole addresses, clause, source; and nothing that does not belong there."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.rooms.remedies.test_plan import EVERYONE, party
from verweer.kernel import Digest, Language
from verweer.notices import Exhibit, draft_letter, letter_files, mail_bytes, plain_text
from verweer.parties import Channel, Contact, PartyKind
from verweer.remedies import Facts, Material, Sender, SenderKind, Track, YesNoUnsure, load_law, plan_tracks

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LONG = "https://site.test/" + "a" * 200 + "?x=1&y=2"
FACTS = Facts(
    language=Language.DUTCH,
    jurisdiction="NL",
    adult=YesNoUnsure.YES,
    material=Material.FAKE,
    links=(LONG,),
    first_knowledge=date(2026, 11, 20),
    sender=Sender(kind=SenderKind.HELPER, name="Noor de Wit", email="noor@hulplijn.test", organisation="Hulplijn"),
    person="Fenna Duinker",
    search_names=("Fenna Duinker",),
    payments_seen=("KluisPay",),
    tools=("Droombeeld",),
)
EXHIBIT = Exhibit(number=1, url=LONG, captured_at="2026-11-24T08:00:00Z", digest=Digest.of(b"capture"))


def tracks(facts: Facts = FACTS) -> dict[str, Track]:
    reached = Contact(channel=Channel.EMAIL, address="abuse@firma.test", source="test")
    engines = [party(PartyKind.SEARCH_ENGINE, name) for name in ("google-search", "bing", "zoekwijzer")]
    others = [party(PartyKind.CARD_SCHEME, "mastercard"), party(PartyKind.HOSTING, "gastheer", "NL")]
    parties = [replace(each, links=(LONG,), contacts=(reached,)) for each in (*EVERYONE, *engines, *others)]
    plan = plan_tracks(facts, parties, law=load_law(), now=NOW)
    return {track.remedy.id: track for track in plan.tracks if track.remedy.template}


TRACKS = tracks(replace(FACTS, material=Material.OBVIOUS_FAKE)) | tracks()
BOTH = [(track, language) for track in TRACKS.values() for language in Language]


def draft(track: Track, language: Language, facts: Facts = FACTS) -> str:
    return plain_text(draft_letter(track, facts, exhibits=[EXHIBIT], day=date(2026, 11, 24), language=language))


def test_every_template_of_the_law_is_tried_here() -> None:
    wanted = {remedy.template for remedy in load_law().values() if remedy.template}

    assert wanted - set(TRACKS) == {
        "nl.aw.21"
    }  # The portrait right is a ground of the demand, not a letter of its own.


@pytest.mark.parametrize(("track", "language"), BOTH, ids=lambda each: getattr(each, "id", each))
def test_a_letter_is_whole(track: Track, language: Language) -> None:
    text = draft(track, language)

    assert "{" not in text
    assert "advies" in text or "advice" in text
    if track.remedy.id != "hash.stopncii":
        assert LONG in text


@pytest.mark.parametrize(("track", "language"), BOTH, ids=lambda each: getattr(each, "id", each))
def test_a_letter_cites_clause_and_source_of_what_may_be_cited(track: Track, language: Language) -> None:
    text = " ".join(draft(track, language).split())

    for ground in track.grounds:
        if "Why this is unlawful".upper() in text or "Waarom dit onrechtmatig is".upper() in text:
            assert ground.law.in_(language) in text
            assert ground.sources[0] in text


def test_a_notice_has_the_elements_of_article_16() -> None:
    text = " ".join(draft(TRACKS["eu.dsa.16"], Language.ENGLISH).split())

    for element in (LONG, "bona fide belief", "Noor de Wit, noor@hulplijn.test", "art. 254ba", "SHA-256"):
        assert element in text


def test_a_helpers_notice_leaves_the_person_unnamed() -> None:
    assert "Fenna" not in draft(TRACKS["eu.dsa.16"], Language.DUTCH)


def test_the_report_to_the_police_asks_for_prosecution() -> None:
    assert "verzoek tot vervolging" in " ".join(draft(TRACKS["nl.sv.aangifte"], Language.DUTCH).lower().split())


HOSTILE = {
    "markup": "#set page() $x$ @ref <b> *vet* _schuin_ `code` \\ // /* ",
    "quotes": "\"'`”",
    "a mark that turns direction": "naam\u202eetsred",
    "control characters": "a\x00b\x07c",
    "a line break and a header": "Noor\r\nBcc: ander@elders.test",
    "10,000 letters": "a" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_stay_words(name: str) -> None:
    facts = replace(FACTS, person=name, sender=replace(FACTS.sender, name=name, organisation=name))
    letter = draft_letter(
        TRACKS["eu.gdpr.17"], facts, exhibits=[EXHIBIT], day=date(2026, 11, 24), language=Language.DUTCH
    )

    files = letter_files(letter, message_id="x@verweer.invalid", moment=NOW)

    mail = email.message_from_bytes(files["eml"], policy=email.policy.default)
    assert files["pdf"].startswith(b"%PDF")
    assert mail["Bcc"] is None
    assert "\u202e" not in plain_text(letter)


def test_the_same_case_gives_the_same_bytes() -> None:
    letter = draft_letter(
        TRACKS["eu.dsa.16"], FACTS, exhibits=[EXHIBIT], day=date(2026, 11, 24), language=Language.ENGLISH
    )

    first, second = (letter_files(letter, message_id="x@verweer.invalid", moment=NOW) for _ in range(2))

    assert first == second


def test_a_mail_is_an_unsent_draft_to_the_abuse_address() -> None:
    letter = draft_letter(TRACKS["pay.psp"], FACTS, exhibits=[], day=date(2026, 11, 24), language=Language.ENGLISH)

    mail = email.message_from_bytes(
        mail_bytes(letter, b"%PDF-", message_id="x@verweer.invalid", moment=NOW), policy=email.policy.default
    )

    assert mail["X-Unsent"] == "1"
    assert mail["To"] == "abuse@firma.test"
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]

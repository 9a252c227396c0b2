# SPDX-License-Identifier: Apache-2.0
"""Every letter in both languages: whole addresses, clause, source; and nothing that does not belong there."""

import email
import email.policy
import re
import subprocess
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from tests.rooms.notices.every_letter import DAY, EVERY, EXHIBIT, FACTS, LONG, NOW, SENDERS, SPOKEN, parties, text_of
from verweer.intake import ROLES, Role
from verweer.kernel import Bilingual, Language
from verweer.notices import (
    HandedInExhibit,
    LetterLanguage,
    draft_letter,
    letter_files,
    mail_bytes,
    plain_text,
    press_text,
    speaks,
)
from verweer.notices.phrases import said_in
from verweer.remedies import load_law, plan_tracks

CASES = SPOKEN
PARTS = {"shared", "grounds"}
NO_LINKS = {"hash.stopncii", "org.takeitdown", "nl.police.complaint"}
THREATS = re.compile(r"\b(gevangenis|jail|prison|destroy|kapot|schande|shame)", re.IGNORECASE)


HEADINGS = ("DIT ONRECHTMATIG IS", "THIS IS UNLAWFUL", "DIES RECHTSWIDRIG IST", "CONTENU EST ILLICITE")
IN_FOUR = {"eu.dsa.16", "eu.gdpr.17", "infra.cdn", "infra.registrar"}


@pytest.mark.parametrize("template", sorted(IN_FOUR))
@pytest.mark.parametrize("language", LetterLanguage)
def test_letters_to_hosts_registrars_and_cdns_are_there_in_four_languages(
    template: str, language: LetterLanguage
) -> None:
    assert speaks(template, language)


def test_every_template_is_exercised_by_some_track_for_every_sender() -> None:
    names = {file.name.removesuffix(".toml") for file in files("verweer.notices").joinpath("templates").iterdir()}

    for sender in SENDERS:
        assert {template for template, by in EVERY if by == sender} == names - PARTS


@pytest.mark.parametrize(("template", "sender", "language"), CASES)
def test_a_letter_is_whole(template: str, sender: str, language: LetterLanguage) -> None:
    text = " ".join(text_of(template, language, sender=sender).split())

    assert "{" not in text
    assert any(word in text for word in ("advies", "advice", "Rechtsberatung", "conseil juridique"))
    assert template in NO_LINKS or LONG in text
    assert not THREATS.search(text)


@pytest.mark.parametrize(("template", "sender", "language"), CASES)
def test_a_letter_cites_clause_and_source_of_what_may_be_cited_and_nothing_else(
    template: str, sender: str, language: LetterLanguage
) -> None:
    track, _ = EVERY[template, sender]
    text = " ".join(text_of(template, language, sender=sender).split())

    if any(words in text for words in HEADINGS):
        for ground in track.grounds:
            assert said_in(ground.law, language) in text
            assert ground.sources[0] in text
    for remedy in load_law().values():
        if not remedy.reads_as_law and len(remedy.law.en) > 30:
            assert remedy.law.en not in text
            assert remedy.law.nl not in text


@pytest.mark.parametrize(
    ("template", "language"), dict.fromkeys((template, language) for template, _, language in CASES)
)
def test_a_helper_and_a_lawyer_name_the_person_only_where_the_request_cannot_do_without(
    template: str, language: LetterLanguage
) -> None:
    track, _ = EVERY[template, "lawyer"]
    names_sought = {"search.google", "search.bing", "search.rtbf", "genai.report"}

    assert track.shares_name or template in names_sought or "Fenna" not in text_of(template, language, sender="lawyer")


def test_a_notice_has_the_elements_of_article_16() -> None:
    text = " ".join(text_of("eu.dsa.16", LetterLanguage.ENGLISH).split())

    for element in (LONG, "bona fide belief", "Noor de Wit, noor@hulplijn.test", "art. 254ba", "SHA-256"):
        assert element in text


def test_a_helpers_notice_leaves_the_person_unnamed() -> None:
    assert "Fenna" not in text_of("eu.dsa.16", LetterLanguage.DUTCH)


def test_the_report_to_the_police_asks_for_prosecution() -> None:
    assert "verzoek tot vervolging" in " ".join(text_of("nl.sv.aangifte", LetterLanguage.DUTCH).lower().split())


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
        EVERY["eu.gdpr.17", "helper"][0], facts, exhibits=[EXHIBIT], day=DAY, language=LetterLanguage.DUTCH
    )

    files = letter_files(letter, message_id="x@verweer.invalid", moment=NOW)

    mail = email.message_from_bytes(files["eml"], policy=email.policy.default)
    assert files["pdf"].startswith(b"%PDF")
    assert mail["Bcc"] is None
    assert "\u202e" not in plain_text(letter)


def test_the_same_case_gives_the_same_bytes() -> None:
    letter = draft_letter(
        EVERY["eu.dsa.16", "helper"][0], FACTS, exhibits=[EXHIBIT], day=DAY, language=LetterLanguage.ENGLISH
    )

    first, second = (letter_files(letter, message_id="x@verweer.invalid", moment=NOW) for _ in range(2))

    assert first == second


def test_a_mail_is_an_unsent_draft_to_the_abuse_address() -> None:
    letter = draft_letter(EVERY["pay.psp", "helper"][0], FACTS, exhibits=[], day=DAY, language=LetterLanguage.ENGLISH)

    mail = email.message_from_bytes(
        mail_bytes(letter, b"%PDF-", message_id="x@verweer.invalid", moment=NOW), policy=email.policy.default
    )

    assert mail["X-Unsent"] == "1"
    assert mail["To"] == "abuse@firma.test"
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]


@pytest.mark.parametrize("language", Language)
def test_the_summary_for_the_press_tells_numbers_and_nobody(language: Language) -> None:
    plan = plan_tracks(FACTS, parties(), law=load_law(), now=NOW)

    text = press_text(language=language, links=5, captured=4, parties=parties(), plan=plan)

    assert "5" in text
    assert "4" in text
    for hidden in ("Fenna", "site.test", "http", "gastheer", "Droombeeld", "Noor"):
        assert hidden not in text


@pytest.mark.parametrize("template", ["eu.dsa.16", "nl.lycos", "nl.sv.aangifte", "search.google", "hash.stopncii"])
@pytest.mark.parametrize("language", [LetterLanguage.DUTCH, LetterLanguage.ENGLISH])
def test_a_pdf_can_be_read_aloud_and_is_short(template: str, language: LetterLanguage, tmp_path: Path) -> None:
    track, facts = EVERY[template, "helper"]
    letter = draft_letter(track, facts, exhibits=[EXHIBIT], day=DAY, language=language)
    (tmp_path / "letter.pdf").write_bytes(letter_files(letter, message_id="x@verweer.invalid", moment=NOW)["pdf"])

    told = subprocess.run(["pdfinfo", "letter.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    said = subprocess.run(["pdftotext", "letter.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True)

    content = (tmp_path / "letter.pdf").read_bytes()
    assert re.search(r"Tagged:\s+yes", told)
    assert int(re.search(r"Pages:\s+(\d+)", told)[1]) <= 3  # type: ignore[index]
    assert f"/Lang ({language})".encode() in content or f"/Lang({language})".encode() in content
    assert " ".join(letter.subject.split())[:30] in " ".join(said.stdout.split())


@pytest.mark.parametrize("template", sorted(IN_FOUR))
@pytest.mark.parametrize("language", LetterLanguage)
def test_what_was_handed_in_is_told_apart_from_what_was_captured(template: str, language: LetterLanguage) -> None:
    track, _ = EVERY[template, "self"]
    handed_in = HandedInExhibit(
        number=7,
        url="https://www.filmpjes.example/kijk/4711",
        by=ROLES[Role.POLICE],
        received_at="2026-11-24T09:00:00Z",
        digest=EXHIBIT.digest,
    )

    letter = draft_letter(track, FACTS, exhibits=(), handed_in=(handed_in,), day=DAY, language=language)

    (part,) = [each for each in letter.paragraphs if any("filmpjes.example/kijk/4711" in one for one in each.points)]
    assert said_in(ROLES[Role.POLICE], language) in part.points[0]
    assert said_in(
        Bilingual(nl="Ingeleverd, niet door ons vastgelegd", en="Handed in, not captured by us"), language
    ) == (part.heading)

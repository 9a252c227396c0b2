# SPDX-License-Identifier: Apache-2.0
"""Every letter in both languages: whole addresses, clause, source; and nothing that does not belong there."""

import email
import email.policy
import re
import subprocess
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from tests.rooms.notices.every_letter import DAY, EVERY, EXHIBIT, FACTS, LONG, NOW, SENDERS, SPOKEN, parties, text_of
from verweer.intake import ROLES, Role
from verweer.kernel import Bilingual, Language
from verweer.notices import (
    Form,
    HandedInExhibit,
    LetterLanguage,
    draft_letter,
    has_letter,
    language_for,
    letter_files,
    load_template,
    mail_bytes,
    plain_text,
    press_text,
    speaks,
    template_names,
)
from verweer.notices.phrases import said_in
from verweer.parties import PartyKind
from verweer.remedies import Confidence, Material, Status, Uploader, load_law, plan_tracks

CASES = SPOKEN
PARTS = {"shared", "grounds"}
NO_LINKS = {"hash.stopncii", "org.takeitdown", "nl.police.complaint"}
PLACEHOLDERS = re.compile(r"vul in|kruis aan|fill in|tick what|\bXXX\b|\.\.\.|…", re.IGNORECASE)
FORM_SHEETS = {template for template in template_names() if load_template(template).form is Form.FORM_SHEET}
THREATS = re.compile(r"\b(gevangenis|jail|prison|destroy|kapot|schande|shame)", re.IGNORECASE)


HEADINGS = ("DIT ONRECHTMATIG IS", "THIS IS UNLAWFUL", "DIES RECHTSWIDRIG IST", "CONTENU EST ILLICITE")
IN_FOUR = {"eu.dsa.16", "eu.gdpr.17", "infra.cdn", "infra.registrar"}


@pytest.mark.parametrize("template", sorted(IN_FOUR))
@pytest.mark.parametrize("language", LetterLanguage)
def test_letters_to_hosts_registrars_and_cdns_are_there_in_four_languages(
    template: str, language: LetterLanguage
) -> None:
    assert speaks(template, language)


@pytest.mark.parametrize("language", [LetterLanguage.GERMAN, LetterLanguage.FRENCH])
@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("material", Material)
@pytest.mark.parametrize("made_before", [None, date(2023, 5, 1)])
def test_whatever_the_facts_a_letter_in_german_or_french_has_all_its_words(
    language: LetterLanguage, sender: str, material: Material, made_before: date | None
) -> None:
    facts = replace(
        FACTS, sender=SENDERS[sender], material=material, made_before=made_before, name_attached=True, danger=True
    )
    spoken = [
        track
        for track in plan_tracks(facts, parties(), law=load_law(), now=NOW).tracks
        if has_letter(track) and speaks(track.template or "", language)
    ]

    assert {track.template for track in spoken} == IN_FOUR
    for track in spoken:
        assert draft_letter(track, facts, exhibits=[EXHIBIT], day=DAY, language=language).paragraphs


def test_every_template_is_exercised_by_some_track_for_every_sender() -> None:
    names = {file.name.removesuffix(".toml") for file in files("verweer.notices").joinpath("templates").iterdir()}

    for sender in SENDERS:
        assert {template for template, by in EVERY if by == sender} == names - PARTS


@pytest.mark.parametrize(("template", "sender", "language"), CASES)
def test_a_letter_is_whole(template: str, sender: str, language: LetterLanguage) -> None:
    text = " ".join(text_of(template, language, sender=sender).split())

    assert "{" not in text
    assert not PLACEHOLDERS.search(text) or EVERY[template, sender][0].template in FORM_SHEETS
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
        if remedy.confidence in {Confidence.MEMORY, Confidence.UNVERIFIED} or remedy.status is Status.PROPOSED:
            assert f"{remedy.law.en}: {remedy.gives.en}" not in text
            assert f"{remedy.law.nl}: {remedy.gives.nl}" not in text
            assert len(remedy.law.en) < 30 or remedy.law.en not in text
            assert len(remedy.law.nl) < 30 or remedy.law.nl not in text


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


def test_a_demand_to_the_uploader_is_in_the_language_of_the_country_and_tells_no_home_address() -> None:
    facts = replace(FACTS, sender=SENDERS["self"], uploader=Uploader(known=True, name="R. Ex", contact_is_safe=True))
    track = next(
        each
        for each in plan_tracks(facts, [], law=load_law(), now=NOW).tracks
        if each.party and each.party.kind is PartyKind.UPLOADER
    )

    letter = draft_letter(track, facts, exhibits=[], day=DAY, language=language_for(track, facts))

    assert (letter.language, letter.addressee, letter.email) == (LetterLanguage.DUTCH, ("R. Ex",), None)
    assert "niet nagekeken" not in letter.caution
    assert "Duinweg" not in plain_text(letter)
    assert "neem op geen enkele manier contact op" in plain_text(letter).lower()


ADDRESSEES = {
    "never verified": (None, "eu.dsa.16", True),
    "verified": ("2026-11-20", "eu.dsa.16", False),
    "an authority, whose address we do not give": (None, "nl.sv.aangifte", False),
}


@pytest.mark.parametrize(("verified", "template", "told"), ADDRESSEES.values(), ids=ADDRESSEES)
def test_a_letter_says_when_nobody_verified_its_addressee(verified: str | None, template: str, told: bool) -> None:  # noqa: FBT001 - a table's last column
    track, facts = EVERY[template, "helper"]
    checked = replace(track, party=replace(track.party, verified=verified) if track.party else None)

    letter = draft_letter(checked, facts, exhibits=[], day=DAY, language=LetterLanguage.ENGLISH)

    assert ("The addressee's details were not verified." in " ".join(plain_text(letter).split())) is told


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


_RIGHT_EDGE = 595.3 - 22 / 25.4 * 72


@pytest.mark.parametrize("template", sorted({template for template, _ in EVERY}))
@pytest.mark.parametrize("language", [LetterLanguage.DUTCH, LetterLanguage.ENGLISH])
def test_nothing_runs_off_the_page_and_addresses_can_be_copied_whole(
    template: str, language: LetterLanguage, tmp_path: Path
) -> None:
    track, facts = EVERY[template, "self"]
    letter = draft_letter(track, facts, exhibits=[EXHIBIT], day=DAY, language=language)
    file = tmp_path / "letter.pdf"
    file.write_bytes(letter_files(letter, message_id="x@verweer.invalid", moment=NOW)["pdf"])

    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    said = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout

    assert max(float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)) <= _RIGHT_EDGE + 1
    joined = "".join(said.split())
    assert template in NO_LINKS or LONG in joined
    assert template == "eu.dsa.16-minor" or letter.form is Form.FORM_SHEET or letter.track in joined
    assert "\u200b" not in said


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
